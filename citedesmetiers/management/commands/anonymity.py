"""Says what is kept about visitors, how alone rows stand, what files show, and whether what is due is forgotten."""

import sys
from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from citedesmetiers import anonymity


class Command(BaseCommand):
    help = "What is kept about visitors, how alone rows stand in it, what was forgotten; exit 1 for a broken promise."

    def add_arguments(self, parser):
        parser.add_argument("--months", type=int, default=12, help="how far back to look for small groups (12)")

    def handle(self, months, **options):
        self.line("Kept about visitors", "rows", "first day", "last day")
        for kept in anonymity.stored():
            self.line(kept.label, kept.rows, kept.first or "-", kept.last or "-")
        self.stdout.write("")
        self.line("Smallest group of equal rows", "rows", "smallest", "alone")
        for one in anonymity.smallest_groups(timezone.localdate() - timedelta(days=31 * months)):
            self.line(f"{one.month:%Y-%m} {one.site}, {one.label}", one.rows, one.smallest, one.alone)
        self.stdout.write("")
        self.line("Smallest group of persons that a file shows", "smallest", "masked")
        for one in anonymity.revealed():
            self.line(one.label, one.smallest or "-", one.masked)
        self.stdout.write("")
        self.line("Forgotten, as promised", "overdue", "proof: rows", "last on")
        proof = anonymity.proof()
        promises = anonymity.promises()
        for promise in promises:
            rows, last = proof.get(promise.kind, (0, "-"))
            self.line(promise.kind, promise.overdue if promise.overdue else "none", rows, last)
        broken = [promise.kind for promise in promises if not promise.kept]
        if broken:
            self.stdout.write(f"\nBroken: {', '.join(broken)}. Run manage.py forget, and see that the worker runs.")
            sys.exit(1)
        self.stdout.write("\nEvery promise is kept.")

    def line(self, first, *others):
        self.stdout.write(f"{first!s:<60}" + "".join(f"{other!s:>14}" for other in others))
