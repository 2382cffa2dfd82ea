"""What the desks forget: tickets of days that are over, with their numbers, moments and screens."""

from citedesmetiers.models import Site
from counselling.models import Ticket


def tickets(today):
    """Close every day before `today` at all places; returns how many tickets are gone."""
    due = Site.objects.filter(pk__in=Ticket.objects.filter(day__lt=today).values("site"))
    return sum(Ticket.objects.close_day(site, before=today) for site in due)
