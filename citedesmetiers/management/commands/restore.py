"""Puts a backup into an empty installation."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from citedesmetiers.backup import BackupError, restore
from citedesmetiers.management.commands.backup import rows_of


class Command(BaseCommand):
    help = "Put a backup into this empty installation, verify it, and forget what had to be forgotten since."
    requires_system_checks = []  # there are no tables yet
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="the age secret key, for an encrypted backup"
        )

    def handle(self, file, **options):
        try:
            manifest = restore(file, identity=options["identity"], say=self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored: {rows_of(manifest)} rows in {len(manifest['tables'])} tables, as saved at "
            f"{manifest['made_at']}. Every table has the rows and the digest it had. Everybody signs in again."
        )
