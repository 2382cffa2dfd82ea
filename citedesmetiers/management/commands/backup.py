"""Makes a backup of the database and the uploads, as the worker does every night."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from citedesmetiers.backup import BackupError, read_manifest
from citedesmetiers.backup.nightly import back_up


class Command(BaseCommand):
    help = "Save the database and the uploads in one file that proves itself whole; or --verify one."

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, help="where to write it, instead of the folder BACKUPS")
        parser.add_argument(
            "--verify", type=Path, metavar="FILE", help="read a backup to its last byte, change nothing"
        )
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="the age secret key, to verify an encrypted one"
        )

    def handle(self, **options):
        try:
            if options["verify"]:
                manifest = read_manifest(options["verify"], identity=options["identity"])
                self.stdout.write(f"Whole. Made at {manifest['made_at']}, {rows_of(manifest)} rows.")
                return
            run = back_up(folder=options["folder"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(run.path))


def rows_of(manifest):
    """How many rows a backup holds."""
    return sum(rows for rows, _digest in manifest["tables"].values())
