"""Visits for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

from datetime import date

from citedesmetiers.factories import make_site
from reception.models import Visit


def make_visit(*, site=None, day=date(2026, 3, 10), hour=10, people=1, **fields):
    return Visit.objects.create(site=site or make_site(), day=day, hour=hour, people=people, **fields)
