"""When a place is open: weekly hours by period, public holidays, closures and exceptional openings together."""

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

import holidays
from django.db.models import prefetch_related_objects
from django.utils import timezone

from citedesmetiers.models.hours import Closure

LOOK_AHEAD_DAYS = 60
CLOSED = [], frozenset()  # the answer for a day on which a place is not open


@dataclass(frozen=True)
class State:
    """Open or not at a moment.

    until: when it closes, if open.  opens: when it opens next, if closed (None within the next two months).
    """

    is_open: bool
    until: datetime | None = None
    opens: datetime | None = None


class Calendar:
    """The opening of one place over a period, from two queries.

    Answers for any day from `first` to `last`; asking for another raises ValueError.
    """

    def __init__(self, site, first, last):
        self.site, self.first, self.last = site, first, last
        self._weekly = list(site.opening_hours.all())
        # Figures ask for all days of a year, several times over: each day is answered once, and each weekday once
        # for the time in which its hours stay the same. An answer is the stretches and the clock hours they touch.
        self._known, self._known_weekdays = {}, {}
        self._begins, self._ends = site.opened_on or first, site.closed_on or last
        self._turns = sorted({day for hours in self._weekly for day in turns_of(hours)})
        self._exceptions = defaultdict(list)
        for closure in site.closures.all():
            for day in days_between(max(closure.starts_on, first), min(closure.ends_on, last)):
                self._exceptions[day].append(closure)
        years = tuple(range(first.year, last.year + 1))
        self._holidays = public_holidays(site.country, years) if site.closed_on_public_holidays else {}

    def intervals(self, day):
        """The stretches of opening on `day` as (opens, closes) times, in order; empty when closed."""
        return self._answer(day)[0]

    def open_hours(self, day):
        """The clock hours (0 to 23) during which the place is open for at least a moment on `day`, as a set."""
        return self._answer(day)[1]

    def _answer(self, day):
        found = self._known.get(day)
        if found is None:
            found = self._known[day] = self._found(day)
        return found

    def _found(self, day):
        if not self.first <= day <= self.last:
            raise ValueError(day)
        if not self._begins <= day <= self._ends:
            return CLOSED
        if today := self._exceptions.get(day):
            openings = [(c.opens, c.closes) for c in today if c.kind == Closure.Kind.OPEN]
            # An opening is said on purpose, so it wins over closures and holidays.
            return with_hours(joined(openings)) if openings else CLOSED
        if day in self._holidays:
            return CLOSED
        return self._usual(day, day.weekday())

    def _usual(self, day, weekday):
        """The weekly hours of `weekday` that are in force on `day`."""
        key = bisect_right(self._turns, day), weekday
        found = self._known_weekdays.get(key)
        if found is None:
            found = self._known_weekdays[key] = with_hours(
                joined(
                    (hours.opens, hours.closes)
                    for hours in self._weekly
                    if hours.weekday == weekday
                    and hours.valid_from <= day
                    and (hours.valid_until is None or day <= hours.valid_until)
                )
            )
        return found

    def usual_week(self, day):
        """The weekly hours in force on `day`, Monday to Sunday, each a list of (opens, closes); no exceptions."""
        return [self._usual(day, weekday)[0] for weekday in range(7)]

    def why_closed(self, day):
        """What closes the place on `day`: a reason, the name of a public holiday, or "" for an ordinary day off."""
        for closure in self._exceptions.get(day, []):
            if closure.kind != Closure.Kind.OPEN:
                return closure.reason
        return self._holidays.get(day, "")

    def days(self):
        """Each day of the period, in order."""
        return days_between(self.first, self.last)

    def is_open_day(self, day):
        return bool(self.intervals(day))

    def state_at(self, moment):
        """Open or not at the aware datetime `moment`, and until or from when."""
        moment = timezone.localtime(moment)
        for opens, closes in self.intervals(moment.date()):
            if opens <= moment.time() < closes:
                return State(True, until=at(moment.date(), closes))
            if moment.time() < opens:
                return State(False, opens=at(moment.date(), opens))
        day = moment.date() + timedelta(days=1)
        while day <= self.last:
            for opens, _closes in self.intervals(day):
                return State(False, opens=at(day, opens))
            day += timedelta(days=1)
        return State(False)


def turns_of(hours):
    """The days from which one row of weekly hours is in force, and is no longer."""
    until = hours.valid_until
    return [hours.valid_from, until + timedelta(days=1)] if until and until < date.max else [hours.valid_from]


def with_hours(intervals):
    """`intervals`, (opens, closes) times, and the clock hours that they touch, as a frozenset."""
    return intervals, frozenset(
        hour
        for opens, closes in intervals
        for hour in range(opens.hour, closes.hour + 1 if closes.minute or closes.second else closes.hour)
    )


def grouped(week):
    """Days of `week` (see Calendar.usual_week) that follow each other with the same hours, as (first, last, hours).

    first, last: weekdays, 0 for Monday.  Days off are left out.
    """
    found = []
    for weekday, hours in enumerate(week):
        if not hours:
            continue
        if found and found[-1][1] == weekday - 1 and found[-1][2] == hours:
            found[-1] = (found[-1][0], weekday, hours)
        else:
            found.append((weekday, weekday, hours))
    return found


def joined(intervals):
    """`intervals` in order, those that touch or overlap made one: 9 to 12 and 12 to 17 is 9 to 17."""
    found = []
    for opens, closes in sorted(intervals):
        if found and opens <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], closes))
        else:
            found.append((opens, closes))
    return found


def at(day, time):
    """The aware local datetime of `time` on `day`."""
    return timezone.make_aware(datetime.combine(day, time))


def days_between(first, last):
    """The days from `first` to `last`, both included, in order; none when `last` lies before `first`."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


@cache
def public_holidays(country, years, language=None):
    """{day: name} of the public holidays of `country` (two letters) in `years` (a tuple). Kept, so not to be changed.

    language: of the names, where the list has it; else the country's own. Empty for a country it does not know.
    """
    try:
        chosen = None
        if language:  # the country's own where it is not spoken there
            known = holidays.country_holidays(country)
            chosen = next(
                (code for code in known.supported_languages if code.startswith(language)), known.default_language
            )
        return dict(holidays.country_holidays(country, years=years, language=chosen))
    except NotImplementedError:
        return {}


def calendars(sites, first, last=None):
    """A Calendar for each of `sites` from `first` to `last`, with three queries however many there are.

    sites: a queryset or a list; places that were read already are not read again.  last: two months after `first` when
    left out.
    """
    last = last or first + timedelta(days=LOOK_AHEAD_DAYS)
    prefetch_related_objects(sites, "opening_hours", "closures")
    return [Calendar(site, first, last) for site in sites]
