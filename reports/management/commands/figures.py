"""Adds up the counts of days, or recounts them from the rows and compares: the proof that figures are right."""

import sys

from django.core.management.base import BaseCommand

from reports import rollup


class Command(BaseCommand):
    help = "Add up what has changed; with --verify, recount everything from the rows and compare."

    def add_arguments(self, parser):
        parser.add_argument("--verify", action="store_true", help="recount and compare; ends with 1 on a difference")

    def handle(self, verify=False, **options):
        if not verify:
            self.stdout.write(f"{rollup.add_up()} counts added up")
            rollup.tidy()
            return
        found = rollup.differences()
        for line in found:
            what = f"{line.source} {line.day} place {line.site_id} {line.dimension} {line.value or ''}{line.code}"
            self.stdout.write(f"{what}: {line.entries} entries, {line.people} people only in the {line.where}")
        if found:
            self.stdout.write(self.style.ERROR(f"{len(found)} counts differ"))
            sys.exit(1)
        self.stdout.write("All counts equal a recount of the rows.")
