"""Fills an empty installation with the demonstration centre."""

import os
import secrets
from datetime import date

import pgtrigger
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils import timezone, translation

from citedesmetiers.models import Centre
from reports.demo import (
    assessment,
    catalogue,
    centre,
    changes,
    closing,
    desks,
    door,
    events,
    handover,
    holdings,
    partners,
    programmes,
    public_pages,
    questions,
    surveys,
    visits,
)


class Command(BaseCommand):
    help = (
        "Fills an empty installation with the demonstration centre, the same every time for a given day and seed. "
        "The accounts' password is --password, else the variable DEMO_PASSWORD, else one that is made and printed."
    )

    def add_arguments(self, parser):
        parser.add_argument("--password", help="of all demonstration accounts")
        parser.add_argument("--seed", type=int, default=1, help="another number, another two years (default: 1)")
        parser.add_argument("--until", type=date.fromisoformat, help="last day with visits (default: now)")

    def handle(self, *, password, seed, until, verbosity, **options):
        password = password or os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        # French, the centre's own language, so that every name lands in its French column.
        with translation.override("fr"), transaction.atomic():
            if Centre.objects.current():
                raise CommandError("This installation has a centre already; the demonstration needs an empty one.")
            moment = last_moment(until)
            sites = centre.build(moment.year, password)
            partners.fill(seed, sites, moment.date())
            programmes.fill(sites, moment.date())
            catalogue.fill()
            holdings.fill(seed, sites, moment.date())
            events.fill(seed, sites, moment.date())
            total = visits.fill(seed, moment)
            interviews = desks.fill_and_wait(seed, sites, moment)
            door.fill(seed, moment)
            public_pages.fill(sites, moment.date())
            handover.fill(seed, sites, moment.date())
            questions.fill(seed, moment.date())
            with pgtrigger.ignore(*changes.UNNOTED):
                surveys.fill(seed, moment.date())
                surveys.fill_programmes(moment.date())
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # the first figures are asked for before the database looks by itself
            closing.fill(moment.date())  # adds all days up first, so that what follows is read from counts
            assessment.fill(moment.date())  # freezes what is counted from all the rest
            to_come = changes.set_back()
        changes.fill(to_come)  # after the rest is stored, so that it stands first
        if verbosity:
            self.stdout.write(f"The demonstration centre is there, with {total} visits and {interviews} interviews.")
            self.stdout.write("Sign in as:")
            for account in centre.read("accounts")["accounts"]:
                self.stdout.write(f"  {account['email']}")
            self.stdout.write(f"Password of each: {password}")


def last_moment(until):
    """The local moment at which the visits end: the end of the day `until`, at most now."""
    now = timezone.localtime().replace(tzinfo=None)
    return min(now, visits.midnight_after(until)) if until else now
