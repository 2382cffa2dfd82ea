"""What a figure's page shows beside its table: the hours of the week, ten years, and what was declared."""

from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from reports import charts, svg
from reports.figures import table_of
from reports.figures.period import Period
from reports.figures.week import week_of
from reports.models import DeclaredFigure
from reports.numbers import exact, hour_span, weekday_name

FRAMES = (svg.WIDE, svg.NARROW)
YEARS = 10


def week(figure, scope):
    """{"week", "drawings", "sentence"} of a figure by hour or by day of the week; None for all others."""
    counted = figure.counted
    if counted.source not in ("visit", "interview", "unmet") or not (counted.dimension == "hour" or
                                                                      counted.by == "weekday"):  # fmt: skip
        return None
    found = week_of(counted, scope)
    if not found.hours:
        return None
    (weekday, hour), n = max(found.hours.items(), key=lambda item: (item[1], [-part for part in item[0]]))
    sentence = _("Busiest hour of the week: %(weekday)s, %(hours)s h, with %(number)s (%(unit)s).") % {
        "weekday": weekday_name(weekday), "hours": hour_span(hour), "number": exact(n), "unit": figure.unit,
    }  # fmt: skip
    return {
        "week": found,
        "sentence": sentence,
        "drawings": [charts.hours(found, frame, sentence) for frame in FRAMES],
    }


def ten_years(figure, scope):
    """{"rows", "drawings", "sentence"} of the ten years up to the one the period ends in; None without a second year.

    rows: (year as text, number, True while it runs or is cut).
    """
    if figure.counted.by != "month" or not figure.counted.is_exclusive:
        return None
    last = scope.period.last
    months = replace(scope, period=Period(date(last.year - YEARS + 1, 1, 1), last), compared=None, side_by_side=False)
    found = {}
    for row in table_of(figure, months).rows:
        found[row.key.year] = found.get(row.key.year, 0) + (row.total.n or 0)
    years = [year for year, n in sorted(found.items()) if n]
    if len(years) < 2:
        return None
    rows = [(year, found[year]) for year in range(years[0], last.year + 1)]
    is_cut = (last.month, last.day) != (12, 31)
    words = {"first": str(rows[0][0]), "n": exact(rows[0][1]), "last": str(rows[-1][0]), "m": exact(rows[-1][1])}
    sentence = (
        _("From %(n)s in %(first)s to %(m)s in %(last)s, a year that is not whole here.") % words
        if is_cut
        else _("From %(n)s in %(first)s to %(m)s in %(last)s.") % words
    )
    return {
        "rows": [(str(year), n, is_cut and year == last.year) for year, n in rows],
        "sentence": sentence,
        "drawings": [charts.years(rows, frame, sentence, is_cut=is_cut) for frame in FRAMES],
    }


def declared(figure, scope):
    """What was declared beside the figure: of days within the period, or before this software; never added."""
    if scope.purpose:
        return []  # nothing is declared of one purpose
    rows = DeclaredFigure.objects.about(figure.code).filter(Q(site__isnull=True) | Q(site__in=scope.sites))
    if scope.programme:
        rows = rows.filter(programme=scope.programme)
    period = scope.period
    within = Q(as_of__range=(period.first, period.last)) | Q(
        starts_on__lte=period.last, ends_on__gte=period.first
    )  # fmt: skip
    return list(rows.filter(within | Q(is_opening_balance=True, as_of__lte=period.last)).select_related("site"))
