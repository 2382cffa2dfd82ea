"""When a year's rows about visitors are forgotten: so many months after its self-assessment was validated.

What is left are the counts of days (reports.rollup), sums of months (counselling.kept) and the frozen evidence of the
self-assessment; the figures of the year stay what they were (decision 0008).
"""

from dateutil.relativedelta import relativedelta
from django.db.models import Q

from citedesmetiers.models import Centre, Site
from reports import figures, rollup
from reports.models import SelfAssessment


def due_years(today):
    """The years whose rows were due to go before the day `today`, the earliest first."""
    centre = Centre.objects.current()
    if centre is None:
        return []
    until = today - relativedelta(months=centre.retention_months)
    rows = SelfAssessment.objects.finished().filter(validated_on__lt=until)
    return sorted(rows.values_list("year", flat=True))


def rows_of_years(today):
    """Collapse the rows of every year that is due into counts; returns how many rows were deleted."""
    gone = 0
    for year in due_years(today):
        period = figures.whole_year(year)
        sites = Site.objects.filter(pk__in=places_with_rows(period))
        if sites:
            gone += rollup.collapse(list(sites), period)
    return gone


def places_with_rows(period):
    """Keys of the places that still have rows about visitors in `period`."""
    found = set()
    for model, only in rollup.ROWS.values():
        rows = model.objects.filter(Q(day__range=(period.first, period.last)), **only)
        found |= set(rows.order_by().values_list("site", flat=True).distinct())
    return found
