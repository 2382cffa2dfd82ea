"""The years of the demonstration that are over are closed, each with a correction that came later beside it."""

from datetime import date, datetime, time

from django.utils import timezone

from citedesmetiers.models import User
from citedesmetiers.models.user import Role
from reception.models import GroupVisit
from reports import closing, rollup
from reports.demo.centre import YEARS_BEFORE
from reports.figures import whole_year

MORE = [6, 24]  # people of a group counted in a hurry; pupils of a second class whose sheet was found too late


def fill(today):
    """Add up all days, close the years that are over and note a correction to each. Returns the ClosedPeriods."""
    rollup.every_night()
    director = User.objects.filter(roles__contains=[Role.DIRECTOR]).first()
    made = []
    for year in range(today.year - YEARS_BEFORE, today.year):
        closed_on, noted_on = date(year + 1, 2, 3), date(year + 1, 3, 11)
        if closed_on > today:
            continue  # in January nobody has closed last year yet
        closed = closing.close(whole_year(year), by=director, today=closed_on)
        closed.closed_at = timezone.make_aware(datetime.combine(closed_on, time(17, 10)))
        closed.save(update_fields=["closed_at"])
        made.append(closed)
        if noted_on <= today:
            correct(year, more=MORE[len(made) - 1])
            closing.note_adjustments(noted_on)
    return made


def correct(year, *, more):
    """The first group of `year` had more people than were counted."""
    group = GroupVisit.objects.filter(day__year=year, undone=False).order_by("day", "hour", "pk").first()
    group.people += more
    group.save(update_fields=["people"])
