"""Visits, counted by the database. One function per figure.

Every function takes `sites`, the places that count (a queryset or a list), and `period`, the days that count. What the
numbers mean is said once, in reports.figures.catalogue.
"""

import math
from dataclasses import dataclass

from django.db.models import F, IntegerField, Min, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce, ExtractIsoWeekDay, ExtractMonth

from citedesmetiers.models import Purpose
from reception.models import PROFILE_FIELDS
from reception.sampling import on_days_asked
from reports.figures.period import Period
from reports.models import DayCount

PEOPLE = Coalesce(Sum("people"), 0)


def counted_visits(sites, period, by="all"):
    """The counts that every figure here is made of: visits of each day that were not taken back, told apart `by`."""
    return DayCount.objects.of("visit", by).at(sites).during(period)


@dataclass
class BothYears:
    """Visits of a period and of the same days a year earlier, from one statement, so that all sums agree.

    months: {month: visits}, now and the year before.  of_purpose: {purpose's key: (now, earlier)}.
    of_site: {place's key: (now, earlier)}.
    """

    months: tuple
    of_purpose: dict
    of_site: dict

    def without_purpose(self, at):
        """Visits without a purpose, at 0: now, 1: the year before."""
        return sum(pair[at] for pair in self.of_site.values()) - sum(pair[at] for pair in self.of_purpose.values())


def both_years(sites, period):
    """The BothYears of `period`, which lies within one year: what a page that shows all of it asks once.

    Unit: visits. Source: as visits_per_month, visits_per_purpose and visits_per_site say.
    """
    month = Cast(ExtractMonth("day"), IntegerField())
    of_all = _of_both(sites, period, "all", "dimension", "site_id", month)
    of_purpose = _of_both(sites, period, "purpose", "dimension", "value", Value(0))
    found = BothYears((months_without_any(period), months_without_any(period.year_before())), {}, {})
    for dimension, key, month, now, earlier in of_all.union(of_purpose, all=True):
        if dimension == "purpose":
            found.of_purpose[key] = (now, earlier)
            continue
        for months, n in zip(found.months, (now, earlier), strict=True):
            if n:
                months[month] += n
        so_far = found.of_site.get(key, (0, 0))
        found.of_site[key] = (so_far[0] + now, so_far[1] + earlier)
    return found


def _of_both(sites, period, by, *keys):
    """Lines of `keys`, their visits in `period` and those of the same days a year earlier."""
    before = period.year_before()
    # One range leads through the index as "the one or the other" would not; the sums leave out what lies between.
    days = counted_visits(sites, Period(before.first, period.last), by)
    sums = {"now": Q(day__gte=period.first), "earlier": Q(day__lte=before.last)}
    sums = {name: Coalesce(Sum("people", filter=condition), 0) for name, condition in sums.items()}
    return days.values_list(*keys).annotate(**sums).order_by()


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
    of_purpose = both.of_purpose if both else _pairs(_of_both(sites, period, "purpose", "value"))
    found = []
    for purpose in Purpose.objects.order_by("-is_door", "rank", "pk"):
        purpose.visits, purpose.visits_before = of_purpose.get(purpose.pk, (0, 0))
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
    of_site = both.of_site if both else _pairs(_of_both(sites, period, "all", "site_id"))
    found = []
    for site in sites:
        site.visits, site.visits_before = of_site.get(site.pk, (0, 0))
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
    known = _known(sites, period)
    return {name: known.get(name, 0) for name in PROFILE_FIELDS}


def stated_shares(sites, period, samples=()):
    """Of how many visits in a hundred each thing about the visitor is known.

    samples: the Samples of these places and days; where a place samples, the visits of the sampled weeks alone count.
    Returns {list: percent}, None without a visit. Unit: percent of visits. Source: as visits_with_a_value.
    """
    known = _known(sites, period, on_days_asked(samples))
    visits = known.get("all", 0)
    return {name: 100 * known.get(name, 0) / visits if visits else None for name in PROFILE_FIELDS}


def _known(sites, period, only=None):
    """{list: visits of which it is known}, all visits under "all". only: a condition on place and day."""
    counts = DayCount.objects.filter(source="visit", dimension__in=["all", *PROFILE_FIELDS]).at(sites).during(period)
    counts = counts.filter(only) if only else counts
    return dict(counts.values_list("dimension").annotate(n=PEOPLE).order_by())


def first_counted_day(sites):
    """The day of the earliest visit that stands, or None. Unit: a date. Source: Visit.day."""
    return DayCount.objects.of("visit").at(sites).aggregate(first=Min("day"))["first"]


def _pairs(lines):
    """{key: (now, earlier)} of what _of_both returns for one key."""
    return {key: (now, earlier) for key, now, earlier in lines}


def change(now, before):
    """How much more (or less) `now` is than `before`, in percent of `before`; None when `before` is nothing."""
    return 100 * (now - before) / before if before else None
