"""manage.py index_catalogue: fill the tables that are searched anew."""

from django.core.management.base import BaseCommand

from documentation.search import index


class Command(BaseCommand):
    help = "Fill the tables of the catalogue's search anew, with the right numbers of words and suggestions."

    def handle(self, *args, **options):
        self.stdout.write(f"{index.rebuild()} resources can be found.")
