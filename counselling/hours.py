"""Hours of duty, one function for each figure.

An hour of duty is an hour of a session on the clock, however many people sit there: its unit is the hour, its source
the roster. A cancelled session was taken off the roster in time and counts nowhere.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import TruncMonth

from counselling.models import DutySession

NOTHING = timedelta()
LENGTH = ExpressionWrapper(F("ends") - F("starts"), output_field=DurationField())
STATE = DutySession.State
ON_ROSTER = ~Q(state=STATE.CANCELLED)


@dataclass(frozen=True)
class Duty:
    """Sessions and hours of a stretch of the roster. planned: all that stood on it, whatever became of them.

    held, missed: those of which somebody said so; the rest is still to come or was never confirmed.
    """

    planned: int = 0
    held: int = 0
    missed: int = 0
    time_planned: timedelta = NOTHING
    time_held: timedelta = NOTHING
    time_missed: timedelta = NOTHING

    @property
    def hours_planned(self):
        return self.time_planned / timedelta(hours=1)

    @property
    def hours_held(self):
        return self.time_held / timedelta(hours=1)

    @property
    def hours_missed(self):
        return self.time_missed / timedelta(hours=1)

    @property
    def open(self):
        """Sessions of which nobody has said what became of them."""
        return self.planned - self.held - self.missed

    @property
    def share_held(self):
        """The share of the confirmed sessions that were held, 0 to 1; None when none is confirmed."""
        confirmed = self.held + self.missed
        return self.held / confirmed if confirmed else None


SUMS = {
    "planned": Count("pk", filter=ON_ROSTER),
    "held": Count("pk", filter=Q(state=STATE.HELD)),
    "missed": Count("pk", filter=Q(state=STATE.MISSED)),
    "time_planned": Sum(LENGTH, filter=ON_ROSTER, default=NOTHING),
    "time_held": Sum(LENGTH, filter=Q(state=STATE.HELD), default=NOTHING),
    "time_missed": Sum(LENGTH, filter=Q(state=STATE.MISSED), default=NOTHING),
}


def sessions(sites, first, last):
    """Duty sessions at `sites` on the days from `first` to `last`, both included."""
    return DutySession.objects.at(sites).between(first, last)


def total(sites, first, last):
    """Sessions (number) and hours of duty planned, held and missed at `sites` in a period. Source: the roster."""
    return Duty(**sessions(sites, first, last).order_by().aggregate(**SUMS))


def grouped(rows, key):
    """{value of the column `key`: Duty}"""
    found = rows.order_by().values(key).annotate(**SUMS)
    return {row.pop(key): Duty(**row) for row in found}


def by_institution(sites, first, last):
    """{institution key: sessions and hours of duty}. Source: the roster; they add up to the total."""
    return grouped(sessions(sites, first, last), "institution")


def by_desk(sites, first, last):
    """{desk key: sessions and hours of duty}. Source: the roster.

    A session of one versatile counsellor at three desks counts whole at each of them, so that desks do not add up to
    the total.
    """
    return grouped(sessions(sites, first, last), "desks")


def by_month(sites, first, last):
    """{first day of the month: sessions and hours of duty}. Source: the roster; they add up to the total."""
    return grouped(sessions(sites, first, last).annotate(month=TruncMonth("day")), "month")


def of_institution(institution, first, last):
    """Sessions and hours of duty of one institution at all places. Source: the roster."""
    return Duty(**DutySession.objects.of_institution(institution).between(first, last).order_by().aggregate(**SUMS))


def of_institution_by_month(institution, first, last):
    """{first day of the month: sessions and hours of duty} of one institution at all places. Source: the roster."""
    rows = DutySession.objects.of_institution(institution).between(first, last).annotate(month=TruncMonth("day"))
    return grouped(rows, "month")


def of_institution_by_desk(institution, first, last):
    """{desk key: sessions and hours of duty} of one institution. Whole at each desk; see by_desk."""
    return grouped(DutySession.objects.of_institution(institution).between(first, last), "desks")


def people_hours(sites, first, last):
    """Hours of people at desks: the length of each held session times the people who came. Source: the roster.

    {institution key: timedelta}; a held session without a name counts for one person.
    """
    found = defaultdict(timedelta)
    rows = sessions(sites, first, last).held().annotate(people=Count("professionals"), length=LENGTH)
    for institution, people, length in rows.order_by().values_list("institution", "people", "length"):
        found[institution] += length * max(people, 1)
    return dict(found)
