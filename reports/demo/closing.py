"""The older year of the demonstration is closed: its figures are frozen, and a late correction stands beside them."""

from datetime import date, datetime, time

from django.utils import timezone

from citedesmetiers.models import User
from citedesmetiers.models.user import Role
from reception.models import GroupVisit
from reports import closing, rollup
from reports.demo.centre import YEARS_BEFORE
from reports.figures import whole_year

MORE = 6  # people of a group that had been counted in a hurry


def fill(today):
    """Add up all days, close the older year, and note one correction to it. Returns the ClosedPeriod."""
    rollup.add_up()
    year = today.year - YEARS_BEFORE
    director = User.objects.filter(roles__contains=[Role.DIRECTOR]).first()
    closed = closing.close(whole_year(year), by=director, today=today)
    closed.closed_at = timezone.make_aware(datetime.combine(date(year + 1, 2, 3), time(17, 10)))
    closed.save(update_fields=["closed_at"])
    group = GroupVisit.objects.filter(day__year=year, undone=False).first()
    group.people += MORE
    group.save(update_fields=["people"])
    closing.note_adjustments(date(year + 1, 3, 11))
    return closed
