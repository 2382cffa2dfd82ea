"""Examines this installation."""

import sys

from django.core.management.base import BaseCommand

from citedesmetiers.doctor import Level, examine

SIGNS = {Level.GOOD: "ok  ", Level.LOOK: "look", Level.BAD: "BAD "}


class Command(BaseCommand):
    help = "Say in sentences what is wrong with this installation; exit status 1 when something must be put right."
    requires_system_checks = []  # it shall speak when something is wrong

    def handle(self, **options):
        found = examine()
        for finding in found:
            self.stdout.write(f"{SIGNS[finding.level]}  {finding.subject}: {finding.words}")
        if any(finding.level == Level.BAD for finding in found):
            sys.exit(1)
