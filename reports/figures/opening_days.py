"""How complete the counting is: opening days held against entries and explanations, as reception's calendar does."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.utils import timezone

from citedesmetiers import opening
from reception.completeness import Entries, State, held_against, hours_covered
from reception.models import DayRemark, GroupVisit
from reports.figures.counts import counted_visits
from reports.models import DayCount

# What a remark makes of a day on which nobody was counted.
WITH_A_REMARK = {State.EXPLAINED, State.TRUE_ZERO, State.SHUT}


@dataclass
class Coverage:
    """The days of one place in a period, as far as they are over; of all places together when `site` is None.

    days: reception.completeness.Day objects, in order, of the days on which it was open or people were counted.
    opened: [(day, its stretches as (opens, closes))] of the days on which it was open, by the calendar and in fact.
    """

    site: object
    days: list = field(default_factory=list)
    opened: list = field(default_factory=list)

    @cached_property
    def _by_state(self):
        found = defaultdict(list)
        for day in self.days:
            found[day.state].append(day)
        return found

    @property
    def open_days(self):
        """How many days the place was open: by the calendar, and not "closed that day after all"."""
        return len(self.opened)

    @cached_property
    def minutes(self):
        """How long the place was open on these days, in minutes on the clock."""
        return sum(minutes_of(stretches) for _day, stretches in self.opened)

    @cached_property
    def missing(self):
        """Opening days without any entry or explanation, in order."""
        return [day.day for day in self._by_state[State.MISSING]]

    @cached_property
    def not_counted(self):
        """Opening days without any entry of which it is said why: nobody counted, breakdown, lost sheet."""
        return [day.day for day in self._by_state[State.EXPLAINED]]

    @cached_property
    def explained(self):
        """The Days that have a remark instead of entries, in order."""
        return [day for day in self.days if day.remark and day.state in WITH_A_REMARK]

    @cached_property
    def unexpected(self):
        """Days with entries when the calendar says closed."""
        return [day.day for day in self.days if day.is_unexpected]

    @property
    def counted(self):
        """How many opening days have an entry, or are known as days on which nobody came."""
        return self.open_days - len(self.missing) - len(self.not_counted)

    @property
    def share(self):
        """Percent of the opening days that were counted; None when there was no opening day."""
        return 100 * self.counted / self.open_days if self.open_days else None

    @cached_property
    def hours(self):
        """The HoursCovered."""
        return hours_covered(self.days)

    @property
    def silent(self):
        """How many of the latest opening days in a row have neither entry nor explanation."""
        found = 0
        for day in reversed(self.days):
            if day.state == State.MISSING:
                found += 1
            elif day.open_hours:
                break
        return found


def together(coverages):
    """The Coverage of all places of `coverages`."""
    days = [day for coverage in coverages for day in coverage.days]
    return Coverage(None, days, [opened for coverage in coverages for opened in coverage.opened])


def minutes_of(stretches):
    """The minutes on the clock of stretches of opening, (opens, closes) each."""
    return sum((closes.hour - opens.hour) * 60 + closes.minute - opens.minute for opens, closes in stretches)


def minutes_opened(sites, period):
    """{place: minutes} for which it was open in `period`: what everything "per opening hour" is measured by."""
    return {coverage.site.pk: coverage.minutes for coverage in opening_days_counted(sites, days_over(period))}


def days_over(period, beside=None):
    """The part of `period` that counts as opened or not: today does not until it is over. None when nothing is left.

    beside: the Period that `period` is held against, if it does not say so itself. If it is the year after, both lose
    the same days, so that a day less is no fall.
    """
    yesterday = timezone.localdate() - timedelta(days=1)
    beside = beside or period.beside
    if beside is None or period != beside.year_before():
        return period.until(yesterday)
    over = beside.until(yesterday)
    return over and over.year_before()


def opening_days_counted(sites, period, by_hour=None):
    """How many opening days were counted, place by place.

    sites: a queryset or a list.  period: days that are over, or None (nothing is over yet).  by_hour: the ByHour of
    these places for `period` at least, when it is there already.
    Returns a list of Coverage in the order of `sites`. Unit: opening days of a place (two places open on one day make
    two). Source: the calendar of hours, closures and public holidays, held against visits, groups and what reception
    said of days without any.
    """
    if period is None:
        return [Coverage(site) for site in sites]
    entries, remarks = entries_by_place(sites, period, by_hour or visits_by_hour(sites, period)), {}
    for remark in DayRemark.objects.filter(site__in=sites, day__range=(period.first, period.last)):
        remarks.setdefault(remark.site_id, {})[remark.day] = remark
    found = []
    for calendar in opening.calendars(sites, period.first, period.last):
        key = calendar.site.pk
        counted = entries[key]
        told = [day for day in calendar.days() if calendar.open_hours(day) or day in counted.people]
        days = held_against(calendar, counted, remarks.get(key, {}), today=period.last + timedelta(days=1), days=told)
        opened = [(day.day, calendar.intervals(day.day)) for day in days if day.opened]
        found.append(Coverage(calendar.site, days, opened))
    return found


@cache
def hours_of(bits):
    """The clock hours whose bits are set in a number. A year of days has few such sets; a list for each takes long."""
    return frozenset(hour for hour in range(24) if bits >> hour & 1)


@dataclass
class ByHour:
    """Visits and their clock hours. of_days: [(place's key, day, clock hours as bits, visits)].

    of_week: {(weekday, hour): visits}, as counts.visits_per_hour.
    """

    of_days: list
    of_week: dict


# Both are sums of the same lines, some twenty thousand for a year of six places: they are read once.
BY_HOUR = """
SELECT site_id, day, bit_or(1 << value::integer), weekday, value, sum(people)
FROM (SELECT *, extract(isodow FROM day)::integer - 1 AS weekday FROM ({lines}) AS line) AS line
GROUP BY GROUPING SETS ((site_id, day), (weekday, value))
"""


def visits_by_hour(sites, period):
    """The ByHour of visits at `sites` in `period`. Unit: visits. Source: Visit.day and Visit.hour."""
    lines = counted_visits(sites, period, "hour").values("site_id", "day", "value", "people").order_by()
    found = ByHour([], {})
    try:
        sql, parameters = lines.query.sql_with_params()
    except EmptyResultSet:  # no place
        return found
    with connections[lines.db].cursor() as cursor:
        cursor.execute(BY_HOUR.format(lines=sql), parameters)
        for site, day, bits, weekday, hour, n in cursor.fetchall():
            if day:
                found.of_days.append((site, day, bits, n))
            else:
                found.of_week[weekday, hour] = n
    return found


def entries_by_place(sites, period, by_hour):
    """{key of the place: its Entries, empty ones for any other} in `period`: the visits of `by_hour`, and two queries.

    The hours of groups are those of their rows: of a year whose rows are forgotten only the days are left.
    """
    found = defaultdict(Entries)
    for site, day, bits, people in by_hour.of_days:
        found[site].add(day, people, hours_of(bits))
    of_groups = DayCount.objects.of("group").at(sites).during(period)
    for site, day, people in of_groups.values_list("site_id", "day", "people"):
        found[site].add(day, people)
    rows = GroupVisit.objects.counted().filter(site__in=sites, day__range=(period.first, period.last))
    for site, day, hour in rows.order_by().values_list("site_id", "day", "hour"):
        found[site].add(day, 0, hours_of(1 << hour))
    return found
