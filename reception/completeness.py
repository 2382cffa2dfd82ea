"""How complete the counting is: opening hours held against entries and remarks.

Reports print these figures beside every total, so that a low number can be told from a day on which nobody counted.
Everything here asks the database a fixed number of questions, however many days are looked at. The figures of reports
and the calendar of reception judge a day in one place, `held_against`, and cover hours in one, `hours_covered`.
"""

import enum
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Sum
from django.utils.functional import cached_property  # without the lock of Python's own: thousands of days
from django.utils.translation import gettext_lazy

from citedesmetiers.opening import Calendar
from reception.models import DayRemark, GroupVisit, Visit

NO_HOURS = frozenset()


class State(enum.Enum):
    """What is known of a day at a place; the value is its name in pictures and style sheets."""

    CLOSED = "closed"
    FULL = "full"
    PARTIAL = "partial"
    MISSING = "missing"
    EXPLAINED = "explained"
    TRUE_ZERO = "zero"
    SHUT = "shut"
    TODAY = "today"

    @property
    def label(self):
        return STATE_WORDS[self]


STATE_WORDS = {
    State.CLOSED: gettext_lazy("closed"),
    State.FULL: gettext_lazy("counted in full"),
    State.PARTIAL: gettext_lazy("counted in part"),
    State.MISSING: gettext_lazy("open, nobody counted"),
    State.EXPLAINED: gettext_lazy("not counted, explained"),
    State.TRUE_ZERO: gettext_lazy("nobody came"),
    State.SHUT: gettext_lazy("closed that day after all"),
    State.TODAY: gettext_lazy("today"),
}


STATES_OF_REMARKS = {DayRemark.Reason.NOBODY_CAME: State.TRUE_ZERO, DayRemark.Reason.SHUT: State.SHUT}


@dataclass
class Day:
    """One day of one place.

    open_hours: clock hours of opening.  hours_with_entries: clock hours with a visit or a group that stands.
    people: all people counted, also those whose hour is not known any more.  remark: the day's DayRemark, or None.
    """

    day: date
    open_hours: frozenset = NO_HOURS
    hours_with_entries: frozenset = NO_HOURS
    people: int = 0
    remark: DayRemark | None = None
    is_over: bool = True

    @cached_property
    def state(self):
        """The State of the day. Entries win over a remark: what was counted needs no explanation."""
        if not self.open_hours:
            return State.CLOSED
        if not self.is_over:
            return State.TODAY
        if self.open_hours <= self.hours_with_entries:
            return State.FULL
        if self.people:
            return State.PARTIAL
        if self.remark is None:
            return State.MISSING
        return STATES_OF_REMARKS.get(self.remark.reason, State.EXPLAINED)

    @property
    def hours_missing(self):
        """Opened clock hours without an entry, in order."""
        return sorted(self.open_hours - self.hours_with_entries)

    @property
    def is_unexpected(self):
        """True when somebody counted although the calendar says closed."""
        return not self.open_hours and self.people > 0

    @cached_property
    def opened(self):
        """How many clock hours the place was open; 0 when it was shut after all."""
        return 0 if self.state == State.SHUT else len(self.open_hours)

    @cached_property
    def covered(self):
        """How many of the opened clock hours are accounted for: with an entry, or known as "nobody came"."""
        if self.state == State.TRUE_ZERO:
            return self.opened
        return len(self.open_hours & self.hours_with_entries)


@dataclass(frozen=True)
class HoursCovered:
    """Unit: clock hours. covered of opened; share in percent, None when the place was not open."""

    covered: int
    opened: int

    @property
    def share(self):
        return 100 * self.covered / self.opened if self.opened else None


def days(site, first, last, *, today):
    """The days of `site` from `first` to `last` (dates, both included), in order, as Day objects.

    today: the local date; days after it are left out, and it is not judged itself. Five queries, whatever the period.
    Source: opening hours and closures, Visit and GroupVisit that were not taken back, DayRemark.
    """
    last = min(last, today)
    if first > last:
        return []
    entries = Entries()
    for model in (Visit, GroupVisit):
        rows = model.objects.counted().filter(site=site, day__range=(first, last)).order_by()
        for day, hour, people in rows.values_list("day", "hour").annotate(n=Sum("people")):
            entries.add(day, people, frozenset([hour]))
    remarks = {remark.day: remark for remark in DayRemark.objects.filter(site=site, day__range=(first, last))}
    return held_against(Calendar(site, first, last), entries, remarks, today=today)


@dataclass
class Entries:
    """What was counted at one place. people: {day: people}.  hours: {day: the clock hours with an entry}."""

    people: dict = field(default_factory=dict)
    hours: dict = field(default_factory=dict)

    def add(self, day, people, hours=NO_HOURS):
        """Count `people` of `day`, with entries in `hours` (a frozenset of clock hours)."""
        self.people[day] = self.people.get(day, 0) + people
        known = self.hours.get(day)
        self.hours[day] = known | hours if known else hours


def held_against(calendar, entries, remarks, *, today, days=None):
    """Each day of `calendar`, in order, as a Day: opening held against `entries` and `remarks` ({day: DayRemark}).

    days: those of its days that are asked for, all of them when left out.
    """
    return [
        Day(day, calendar.open_hours(day), entries.hours.get(day, NO_HOURS), entries.people.get(day, 0),
            remarks.get(day), is_over=day < today)
        for day in (calendar.days() if days is None else days)
    ]  # fmt: skip


def hours_covered(found):
    """How many opened clock hours are covered over the days `found` (what `days` returns), as HoursCovered.

    An hour is covered when at least one visit or group was counted in it, or when the whole day is explained as
    "nobody came". A day explained as "closed after all" was not open. Today is left out: it is not over.
    """
    over = [day for day in found if day.is_over]
    return HoursCovered(sum(day.covered for day in over), sum(day.opened for day in over))


def days_without_entries(site, *, today, weeks=2):
    """Open days of the last `weeks` weeks that are over, have no entry and no explanation, newest first."""
    found = days(site, today - timedelta(weeks=weeks), today - timedelta(days=1), today=today)
    return [day.day for day in reversed(found) if day.state == State.MISSING]
