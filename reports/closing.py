"""Closing a month or a year: its figures are frozen, and what is corrected later stands beside them, dated."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from citedesmetiers.models import Site
from reports.figures import FIGURES, VERSION, Scope
from reports.figures.period import Period
from reports.figures.scope import name_of
from reports.figures.tables import counts
from reports.models import Adjustment, ClosedPeriod
from reports.models.period import checksum_of

# Volumes alone: they are never masked, and what adds up to them is enough to notice any correction.
FROZEN = [
    "visits_by_month",
    "visits_by_purpose",
    "visits_by_weekday",
    "groups_by_month",
    "people_in_groups_by_month",
    "interviews_by_month",
    "interviews_by_purpose",
    "interviews_by_desk",
    "left_by_desk",
    "unmet_by_purpose",
]


class NotOver(Exception):
    """The period is not over, so it cannot be closed."""


def counted(period):
    """{figure: {code of the place: {row: number}}} as it is now, zeros left out."""
    sites = {site.pk: site.code for site in Site.objects.all()}
    scope = Scope(tuple(Site.objects.all()), period)
    found = {}
    for code in FROZEN:
        for (row, site), n in sorted(counts(FIGURES[code].counted, scope, period).items(), key=str):
            if n:
                found.setdefault(code, {}).setdefault(sites[site], {})[str(row)] = n
    return found


@transaction.atomic
def close(period, *, by, today):
    """Freeze the figures of `period`, a calendar month or year that is over; returns the ClosedPeriod.

    Raises NotOver when it still runs, ValueError when it is no month or year, ValidationError when it is closed.
    """
    if len(name_of(period)) not in (4, 7) or "q" in name_of(period):
        raise ValueError(period)
    if period.last >= today:
        raise NotOver(period)
    figures = counted(period)
    made = ClosedPeriod(
        first=period.first,
        last=period.last,
        figures=figures,
        checksum=checksum_of(figures),
        definitions_version=VERSION,
        closed_by=by,
    )
    made.full_clean(exclude=["figures"])  # an empty month may be closed too
    made.save()
    return made


@dataclass(frozen=True)
class Change:
    """A number of a closed period that is no longer what was frozen. by: how much it has changed."""

    figure: str
    place: str
    row: str
    frozen: int
    by: int

    @property
    def now(self):
        return self.frozen + self.by


def changes(closed):
    """Every number of `closed` (a ClosedPeriod) that has changed since it was frozen, as Changes."""
    now, found = counted(period_of(closed)), []
    for code in FROZEN:
        for place in sorted({*closed.figures.get(code, {}), *now.get(code, {})}):
            frozen, there = closed.figures.get(code, {}).get(place, {}), now.get(code, {}).get(place, {})
            found += [
                Change(code, place, row, frozen.get(row, 0), there.get(row, 0) - frozen.get(row, 0))
                for row in sorted({*frozen, *there})
                if frozen.get(row, 0) != there.get(row, 0)
            ]
    return found


@transaction.atomic
def note_adjustments(today):
    """Note, with the day, what has changed in closed periods since it was noted last; returns how many lines."""
    made = 0
    for closed in ClosedPeriod.objects.standing().select_for_update():
        noted = {}
        for adjustment in closed.adjustments.all():
            key = (adjustment.figure, adjustment.place, adjustment.row)
            noted[key] = noted.get(key, 0) + adjustment.by
        now = {(change.figure, change.place, change.row): change.by for change in changes(closed)}
        lines = [
            Adjustment(period=closed, noted_on=today, figure=key[0], place=key[1], row=key[2],
                       by=now.get(key, 0) - noted.get(key, 0))
            for key in sorted({*noted, *now})
            if now.get(key, 0) != noted.get(key, 0)
        ]  # fmt: skip
        Adjustment.objects.bulk_create(lines)
        made += len(lines)
    return made


def in_words(lines, period):
    """[(line, (figure, place, row in words)), …] of Changes or Adjustments of the closed `period`."""
    names, found, labels = dict(Site.objects.values_list("code", "name")), [], {}
    for line in lines:
        if line.figure not in labels:
            labels[line.figure] = labels_of(line.figure, period)
        row = labels[line.figure].get(line.row, line.row)
        found.append((line, (heading(line.figure), names.get(line.place, line.place), row)))
    return found


def heading(code):
    return str(FIGURES[code].heading)


def labels_of(code, period):
    """{key as text: words} of the rows of a frozen figure."""
    scope = Scope(tuple(Site.objects.all()), period)
    counted = FIGURES[code].counted
    if counted.by == "month":
        keys = {date(period.first.year, month, 1) for month in range(period.first.month, period.last.month + 1)}
        return {str(key): str(label) for key, label in counted.rows(scope, keys)}
    keys = {row for row, _site in counts(counted, scope, period)}
    return {str(key): str(label) for key, label in counted.rows(scope, keys or {0})}


def every_night():
    """Note what was corrected in closed periods until today."""
    note_adjustments(timezone.localdate())


def period_of(closed):
    """The days of a ClosedPeriod as a Period."""
    return Period(closed.first, closed.last)
