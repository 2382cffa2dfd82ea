"""How long people waited and spoke, as medians, from histograms: the same before and after rows are forgotten."""

from dataclasses import dataclass

from django.db.models import Count, Sum
from django.db.models.functions import TruncMonth

from citedesmetiers.medians import Summary
from counselling import kept
from counselling.models import Interview, KeptCount
from reports.models import DayCount


@dataclass(frozen=True)
class Times:
    """Minutes, whole; None when nothing was measured.

    wait_median, wait_most: of waiting, the median and what nine in ten did not exceed; length_…: of conversations.
    waits, lengths: of how many interviews it is known.  interviews: all that were held.  left: people who left unseen.
    """

    wait_median: int | None = None
    wait_most: int | None = None
    length_median: int | None = None
    length_most: int | None = None
    waits: int = 0
    lengths: int = 0
    interviews: int = 0
    left: int = 0

    def summary(self, column):
        """The Summary of one of the four, such as "wait_median"."""
        return Summary(getattr(self, column), self.waits if column.startswith("wait") else self.lengths)


def percentile(histogram, share):
    """The least value that `share` of the entries do not exceed; None without entries.

    histogram: {value: entries}. The same as the database's percentile_disc over single rows.
    """
    total, so_far = sum(histogram.values()), 0
    for value, n in sorted(histogram.items()):
        so_far += n
        if so_far >= share * total:
            return value
    return None


def times_of(waited, lasted, interviews=0, left=0):
    """The Times of two histograms."""
    return Times(
        percentile(waited, 0.5), percentile(waited, 0.9), percentile(lasted, 0.5), percentile(lasted, 0.9),
        sum(waited.values()), sum(lasted.values()), interviews, left,
    )  # fmt: skip


def of_all(sites, period, **only):
    """The Times of all desks of `sites` together. Source: counts of days, kept for good.

    only: conditions on interviews, such as purpose; then the rows themselves are the source.
    """
    if only:
        held = held_at(sites, period, only)
        left = (
            Interview.objects.at(sites).between(period.first, period.last).filter(state=Interview.State.LEFT, **only)
        )
        return times_of(histogram(held, "waiting_minutes"), histogram(held, "minutes"), held.count(), left.count())
    rows = DayCount.objects.filter(source="interview", dimension__in=["waited", "minutes", "all"]).at(sites)
    found = {"waited": {}, "minutes": {}, "all": {}}
    for name, value, n in (
        rows.during(period).values_list("dimension", "value").annotate(n=Sum("entries")).order_by()
    ):  # fmt: skip
        found[name][value] = n
    left = DayCount.objects.of("left").at(sites).during(period).aggregate(n=Sum("entries", default=0))["n"]
    return times_of(found["waited"], found["minutes"], sum(found["all"].values()), left)


def held_at(sites, period, only):
    """The interviews held at `sites` that `only` leaves, as a queryset without an order."""
    return Interview.objects.held().at(sites).between(period.first, period.last).filter(**only).order_by()


def histogram(rows, column):
    """{minutes: interviews} of those of `rows` of which it is known."""
    known = rows.filter(**{f"{column}__isnull": False})
    return dict(known.values_list(column).annotate(n=Count("pk")))


def by_month(sites, period, **only):
    """{first day of the month: Times} of all desks of `sites`. Source and only: as of_all."""
    if only:
        held, months = held_at(sites, period, only).annotate(month=TruncMonth("day")), {}
        for column, at in (("waiting_minutes", 0), ("minutes", 1)):
            known = held.filter(**{f"{column}__isnull": False})
            for month, minutes, n in known.values_list("month", column).annotate(n=Count("pk")):
                months.setdefault(month, ({}, {}))[at][minutes] = n
        return {month: times_of(*both) for month, both in months.items()}
    rows = DayCount.objects.filter(source="interview", dimension__in=["waited", "minutes"]).at(sites).during(period)
    rows = rows.annotate(month=TruncMonth("day")).values_list("month", "dimension", "value")
    found = {}
    for month, name, value, n in rows.annotate(n=Sum("entries")).order_by():
        found.setdefault(month, {"waited": {}, "minutes": {}})[name][value] = n
    return {month: times_of(both["waited"], both["minutes"]) for month, both in found.items()}


def by_desk(sites, period, **only):
    """{desk key: Times}. Source: the rows, and sums of whole months where these are forgotten.

    only: conditions on interviews; the sums of forgotten rows cannot be narrowed and are left out.
    """
    waited = _of_desks(sites, period, "waiting_minutes", KeptCount.What.WAITED, only)
    lasted = _of_desks(sites, period, "minutes", KeptCount.What.MINUTES, only)
    return {desk: times_of(waited.get(desk, {}), lasted.get(desk, {})) for desk in waited.keys() | lasted.keys()}


def _of_desks(sites, period, column, what, only):
    """{desk key: {minutes: interviews}}"""
    found = {} if only else kept.minutes_by_desk(sites, period.first, period.last, what)
    rows = held_at(sites, period, only).filter(**{f"{column}__isnull": False})
    for desk, minutes, n in rows.values_list("desk", column).annotate(n=Count("pk")):
        of_desk = found.setdefault(desk, {})
        of_desk[minutes] = of_desk.get(minutes, 0) + n
    return found
