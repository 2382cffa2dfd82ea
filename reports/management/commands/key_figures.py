"""Prints a year's key figures as JSON: numbers, definitions, versions. For the network, and for other programs."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from citedesmetiers.models import Site
from reports import network


class Command(BaseCommand):
    help = "Print the key figures of a year as JSON."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int)
        parser.add_argument("--site", default="", help="code of one place; all places when left out")

    def handle(self, year, site="", **options):
        today = timezone.localdate()
        if not 1990 <= year <= today.year:
            raise CommandError(f"Give a year from 1990 to {today.year}.")
        try:
            sites = network.of_code(site)
        except Site.DoesNotExist:
            codes = ", ".join(Site.objects.values_list("code", flat=True))
            raise CommandError(f"There is no place {site}; there are {codes}.") from None
        self.stdout.write(network.as_json(network.key_figures(year, sites, today)), ending="")
