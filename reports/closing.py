"""Closing a month or a year: its figures are frozen, and what is corrected later stands beside them, dated."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from citedesmetiers.models import Site
from reports.figures import FIGURES, VERSION, Scope
from reports.figures.asked import Asked
from reports.figures.period import Period
from reports.figures.scope import name_of
from reports.figures.tables import counts
from reports.models import Adjustment, ClosedPeriod
from reports.models.period import checksum_of

# Volumes alone, in whole numbers (hours rounded): they are never masked, and what adds up to them is enough to
# notice any correction.
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
# Frozen since later: of a period that was closed before, nothing is known of them, so nothing has changed.
FROZEN_LATER = [
    "participations_by_month",
    "held_by_month",
    "cancelled_by_month",
    "loans_by_month",
    "consultations_by_month",
    "sessions_held_by_month",
    "hours_held_by_month",
    "stations_by_month",
]


class NotOver(Exception):
    """The period is not over, so it cannot be closed."""


def counted(period):
    """{figure: {code of the place: {row: number}}} as it is now, in whole numbers, zeros left out.

    Each figure of FROZEN_LATER stands in it even when it is empty: that tells zero from "not frozen then".
    """
    places = tuple(Site.objects.all())
    scope, codes = Scope(places, period), {site.pk: site.code for site in places}
    found = {code: {} for code in FROZEN_LATER}
    for figure in [*FROZEN, *FROZEN_LATER]:
        for (row, site), n in sorted(by_place(FIGURES[figure].counted, scope).items(), key=str):
            if n and round(n):
                found.setdefault(figure, {}).setdefault(codes[site], {})[str(row)] = round(n)
    return found


def by_place(how, scope):
    """{(row key, site id): number} of a figure that days keep, or that a room counts by itself."""
    if isinstance(how, Asked):
        of_sites = {site.pk: how.function([site], scope.period) for site in scope.sites}
        return {(row, site): n for site, rows in of_sites.items() for row, n in rows.items()}
    return counts(how, scope, scope.period)


def frozen_in(closed):
    """The figures that were frozen when the ClosedPeriod was closed."""
    return [*FROZEN, *(code for code in FROZEN_LATER if code in closed.figures)]


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
    for code in frozen_in(closed):
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
