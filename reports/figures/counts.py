"""Visits, counted by the database. One function per figure.

Every function takes `sites`, the places that count (a queryset or a list), and `period`, the days that count. What the
numbers mean is said once, in reports.figures.catalogue.
"""

import math
from dataclasses import dataclass

from django.db.models import F, Min, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, ExtractIsoWeekDay, ExtractMonth, ExtractYear

from citedesmetiers.models import Purpose
from reception.models import PROFILE_FIELDS
from reports.models import DayCount

PEOPLE = Coalesce(Sum("people"), 0)


def counted_visits(sites, period, by="all"):
    """The counts that every figure here is made of: visits of each day that were not taken back, told apart `by`."""
    return DayCount.objects.of("visit", by).at(sites).during(period)


@dataclass
class BothYears:
    """Visits of a period and of the same days a year earlier, from one pass over the counts.

    months: {month: visits}, of_purpose: {purpose's key: visits}, of_site: {place's key: visits}; each a pair, now and
    the year before.
    """

    months: tuple
    of_purpose: tuple
    of_site: tuple

    def without_purpose(self, at):
        """Visits without a purpose, at 0: now, 1: the year before."""
        return sum(self.of_site[at].values()) - sum(self.of_purpose[at].values())


def both_years(sites, period):
    """The BothYears of `period`, which lies within one year: what a page that shows all of it asks once.

    Unit: visits. Source: as visits_per_month, visits_per_purpose and visits_per_site say.
    """
    before = period.year_before()
    rows = DayCount.objects.filter(
        Q(day__range=(period.first, period.last)) | Q(day__range=(before.first, before.last)),
        source="visit", dimension__in=["all", "purpose"],
    ).at(sites)  # fmt: skip
    found = BothYears((months_without_any(period), months_without_any(before)), ({}, {}), ({}, {}))
    groups = rows.values_list("dimension", "value", "site_id", ExtractYear("day"), ExtractMonth("day"))
    for dimension, value, site, year, month, n in groups.annotate(n=PEOPLE).order_by():
        at = 0 if year == period.first.year else 1
        if dimension == "purpose":
            found.of_purpose[at][value] = found.of_purpose[at].get(value, 0) + n
        else:
            found.months[at][month] = found.months[at].get(month, 0) + n
            found.of_site[at][site] = found.of_site[at].get(site, 0) + n
    return found


def months_without_any(period):
    """{month number: 0} for each month of the period, which lies within one year."""
    return dict.fromkeys(range(period.first.month, period.last.month + 1), 0)


def visits(sites, period):
    """People through the door.

    Returns an int. Unit: visits (people counted at an entry). Source: reception's entries, Visit.people summed.
    """
    return counted_visits(sites, period).people()


def visits_per_month(sites, period):
    """Visits of each month of the period, months without any included.

    Returns {month number: visits}; the period lies within one year. Unit: visits. Source: Visit.people by Visit.day.
    """
    found = counted_visits(sites, period).values(month=ExtractMonth("day")).annotate(n=PEOPLE).order_by("month")
    return months_without_any(period) | {row["month"]: row["n"] for row in found}


def visits_cumulated(per_month):
    """Visits since January at the end of each month.

    per_month: what `visits_per_month` returns.  Returns {month number: visits so far}. Unit: visits.
    Source: the sums of visits_per_month, so that both always agree.
    """
    so_far, found = 0, {}
    for month, n in sorted(per_month.items()):
        so_far += n
        found[month] = so_far
    return found


def visits_per_purpose(sites, period, both=None):
    """What people came for, first purpose of each visit.

    both: the BothYears of the period, when they are there already.

    Returns a list of Purpose in the centre's order, each with `visits` and `visits_before` (the same days a year
    earlier), ints. Purposes in force during the period are there even with nothing; ended ones only when they have
    visits. Unit: visits. Source: Visit.purpose. Visits without a purpose are `visits_without_purpose`.
    """
    now, before = both.of_purpose if both else (_by_value(sites, period), _by_value(sites, period.year_before()))
    found = []
    for purpose in Purpose.objects.order_by("-is_door", "rank", "pk"):
        purpose.visits, purpose.visits_before = now.get(purpose.pk, 0), before.get(purpose.pk, 0)
        began = purpose.valid_from is None or purpose.valid_from <= period.last
        lasts = purpose.valid_until is None or purpose.valid_until >= period.first
        if (began and lasts) or purpose.visits or purpose.visits_before:
            found.append(purpose)
    return found


def visits_without_purpose(sites, period):
    """Visits of which reception noted no purpose.

    Returns an int. Unit: visits. Source: Visit.purpose empty.
    """
    counts = DayCount.objects.filter(source="visit", dimension__in=["all", "purpose"]).at(sites).during(period)
    found = dict(counts.values_list("dimension").annotate(n=PEOPLE).order_by())
    return found.get("all", 0) - found.get("purpose", 0)


def visits_per_hour(sites, period):
    """When people come: the clock hour of the entry, by day of the week.

    Returns {(weekday, hour): visits}, weekday 0 for Monday, hour 0 to 23, without the empty ones. Unit: visits, summed
    over all such weekdays of the period. Source: Visit.day and Visit.hour, on the clock of the place.
    """
    found = counted_visits(sites, period, "hour").values("value", weekday=ExtractIsoWeekDay("day") - 1)
    return {(row["weekday"], row["value"]): row["n"] for row in found.annotate(n=PEOPLE).order_by()}


def visits_per_site(sites, period, both=None):
    """Visits of each place.

    sites: a queryset.  both: the BothYears of the period, when they are there already.
    Returns a list of Site, each with `visits` and `visits_before` (the same days a year earlier),
    ints; places that existed in neither period and have no visits are left out. Unit: visits. Source: Visit.site.
    """
    before = period.year_before()
    now, earlier = both.of_site if both else (_by_site(sites, period), _by_site(sites, before))
    found = []
    for site in sites:
        site.visits, site.visits_before = now.get(site.pk, 0), earlier.get(site.pk, 0)
        was_open = site.opened_on is None or site.opened_on <= period.last
        still_there = site.closed_on is None or site.closed_on >= before.first
        if (was_open and still_there) or site.visits or site.visits_before:
            found.append(site)
    return found


def visits_per_month_and_purpose(sites, period):
    """Visits of each month by place and purpose, for the file to work on.

    Returns a list of dicts: month (number), site and site_code, purpose (None: none given) and purpose_code, visits;
    only combinations that occur. Unit: visits. Source: Visit.
    """
    rank = Subquery(Purpose.objects.filter(pk=OuterRef("value")).values("rank"))
    known = (
        counted_visits(sites, period, "purpose")
        .values("site_id", month=ExtractMonth("day"), purpose_id=F("value"), rank=rank)
        .annotate(visits=PEOPLE)
    )
    rest = {}
    for row in counted_visits(sites, period).values("site_id", month=ExtractMonth("day")).annotate(visits=PEOPLE):
        rest[row["month"], row["site_id"]] = row["visits"]
    found = []
    for row in known.order_by():
        rest[row["month"], row["site_id"]] -= row["visits"]
        found.append((row["month"], row["site_id"], row["rank"], row["purpose_id"], row["visits"]))
    found += [(month, site, math.inf, None, n) for (month, site), n in rest.items() if n]
    names = ("month", "site_id", "rank", "purpose_id", "visits")
    return [dict(zip(names, row, strict=True)) for row in sorted(found, key=lambda row: row[:4]) if row[4]]


def group_visits(sites, period):
    """Groups that came (classes, trainees of an institution) and the people in them, apart from visits.

    Returns {"groups": int, "people": int}. Unit: groups, and people in them. Source: GroupVisit; taken-back ones are
    left out.
    """
    groups = DayCount.objects.of("group").at(sites).during(period)
    return groups.aggregate(groups=Coalesce(Sum("entries"), 0), people=PEOPLE)


def visits_with_a_value(sites, period):
    """Of how many visits each thing about the visitor is known.

    Returns {list: visits}, for every list of ProfileList. Unit: visits. Source: the columns of Visit, empty being "not
    stated"; nobody has to state anything.
    """
    counts = DayCount.objects.filter(source="visit", dimension__in=PROFILE_FIELDS).at(sites).during(period)
    known = dict(counts.values_list("dimension").annotate(n=PEOPLE).order_by())
    return {name: known.get(name, 0) for name in PROFILE_FIELDS}


def first_counted_day(sites):
    """The day of the earliest visit that stands, or None. Unit: a date. Source: Visit.day."""
    return DayCount.objects.of("visit").at(sites).aggregate(first=Min("day"))["first"]


def _by_value(sites, period):
    """{purpose's key: visits}."""
    return dict(counted_visits(sites, period, "purpose").values_list("value").annotate(n=PEOPLE).order_by())


def _by_site(sites, period):
    """{place's key: visits}."""
    return dict(counted_visits(sites, period).values_list("site_id").annotate(n=PEOPLE).order_by())


def change(now, before):
    """How much more (or less) `now` is than `before`, in percent of `before`; None when `before` is nothing."""
    return 100 * (now - before) / before if before else None
