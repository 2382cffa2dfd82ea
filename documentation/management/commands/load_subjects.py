"""manage.py load_subjects FILE…: subjects and job titles out of ROME, Formacode or a list of one's own."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from documentation import occupations


class Command(BaseCommand):
    help = "Read codes and names (ROME, Formacode) as subjects, job titles as synonyms. Files: CSV; codes first."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, help="a CSV file with a column of codes")

    def handle(self, *, files, **options):
        for path in files:
            try:
                added, there, synonyms = occupations.load(occupations.rows_of(path))
            except OSError as error:
                raise CommandError(f"{path} cannot be read ({error.strerror}).") from error
            except occupations.UnknownFile as error:
                raise CommandError(f"{path} has no columns of codes and names; it has: {error}.") from error
            self.stdout.write(f"{path.name}: {added} subjects added, {there} were there, {synonyms} synonyms.")
