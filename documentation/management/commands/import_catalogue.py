"""Moving in from the command line: the same check and the same writing as on the screen."""

from pathlib import Path
from types import SimpleNamespace

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from citedesmetiers.imports import mapping, opening, running
from citedesmetiers.imports.table import Unreadable, fold
from documentation.moving_in.holdings import Holdings


class Command(BaseCommand):
    """Print what a file of holdings would do; with --commit, do it."""

    help = "Read holdings from Excel, CSV or UNIMARC. Says what each row would do; writes with --commit only."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="an .xlsx, .csv, ISO 2709 or MARCXML file")
        parser.add_argument("--commit", action="store_true", help="write all rows that are not refused")

    def handle(self, *, file, commit, **options):
        try:
            played, notes = self.played(file, commit=commit)
        except (Unreadable, OSError) as error:
            raise CommandError(str(error)) from error
        for note in notes:
            self.stdout.write(note)
        self.report(played)
        counts = {
            fate: sum(1 for row in played if row.fate == fate) for fate in ("added", "changed", "unchanged", "refused")
        }
        self.stdout.write(", ".join(f"{fate}: {n}" for fate, n in counts.items()))
        self.stdout.write("Written." if commit else "Nothing was written. Add --commit to write.")
        if counts["refused"]:
            raise SystemExit(1)

    def played(self, path, *, commit):
        """([Played, …], sentences about what is left out)."""
        run = SimpleNamespace(importer=Holdings.code, file=OnDisk(path), mapping={}, uploaded_by=None, site=None)
        names = Holdings.names()
        with run.file.open("rb") as file, opening.opened(file, lambda text: fold(text) in names) as table:
            headers, notes = mapping.headers_of(table), table.notes
        run.mapping = mapping.proposed(Holdings, headers)
        complaints = list(mapping.complaints(Holdings, headers, run.mapping))
        if complaints:
            raise CommandError(" ".join(complaints))
        progress = SimpleNamespace(say=lambda rows: None)
        with transaction.atomic():
            played = running.play(run, progress, dry_run=not commit)
            if not commit:
                transaction.set_rollback(True)
        return played, notes

    def report(self, played):
        """One line for each row that is refused, with where and why; a remark where one was made."""
        for row in played:
            where = f"{row.sheet}!{row.number}" if row.sheet else str(row.number)
            for letter, header, value, reason in row.reasons:
                column = " ".join(filter(None, [letter, header]))
                self.stdout.write(f"{where}\trefused\t{column}\t{value}\t{reason}")
            if row.note and not row.reasons and row.fate != "added":
                self.stdout.write(f"{where}\t{row.fate}\t\t\t{row.note}")


class OnDisk:
    """A file on disk with the one method that an import asks of a stored one."""

    def __init__(self, path):
        self.path = path

    def open(self, mode):
        return self.path.open(mode)
