"""Forgets what is due: keys of entries, what was taken back, old tries to sign in. The worker does it every night."""

from django.core.management.base import BaseCommand

from citedesmetiers.forgetting import forget


class Command(BaseCommand):
    help = "Forget what is due, and print how many rows of each kind."

    def handle(self, **options):
        for kind, rows in forget().items():
            self.stdout.write(f"{kind:<24} {rows:>8}")
