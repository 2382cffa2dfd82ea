"""Where declared figures are shown: beside the computed ones, never added to them."""

from django.db.models import Q

from reports.models import DeclaredFigure


def of_period(period, sites):
    """All declared figures of `period` at `sites`, opening balances first."""
    there = DeclaredFigure.objects.filter(Q(site__isnull=True) | Q(site__in=sites))
    return list(there.filter(told_in(period)).select_related("site", "programme"))


def told_in(period):
    """The condition for figures that say something about `period`."""
    overlaps = Q(starts_on__lte=period.last, ends_on__gte=period.first)
    return overlaps | Q(as_of__range=(period.first, period.last)) | Q(is_opening_balance=True, as_of__lte=period.last)
