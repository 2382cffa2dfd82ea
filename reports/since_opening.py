"""Visits since the opening: what was counted before this software, and what was counted here since."""

from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from citedesmetiers.models import Site
from reports import figures
from reports.figures import Period
from reports.models import DeclaredFigure
from reports.numbers import number

VISITS = "visits_by_month"  # the figure that an opening balance of visits stands beside
ROUND = (DeclaredFigure.Mark.NEARLY, DeclaredFigure.Mark.ABOUT)


def opening_balance(sites, centre):
    """The DeclaredFigure that visits at `sites` (a queryset or a list) begin with, or None.

    One place begins with its own balance, all places together with the one of the house: what was declared, else the
    visits that the centre's settings name. A balance is never shared out among places.
    """
    balances = list(DeclaredFigure.objects.opening_balances().about(VISITS))
    here = list(sites)
    own = [row for row in balances if len(here) == 1 and row.site_id == here[0].pk]
    if own or Site.objects.exclude(pk__in=[site.pk for site in here]).exists():
        return own[0] if own else None
    of_house = [row for row in balances if row.site_id is None]
    if of_house:
        return of_house[0]
    if centre and centre.opening_balance is not None:
        return DeclaredFigure(value=centre.opening_balance, as_of=centre.opening_balance_until)
    return None


def since_opening(sites, last, centre):
    """{"balance": DeclaredFigure, "counted": visits since its day} up to the day `last`; None without a balance.

    Unit: visits (entries, not people). Source: the opening balance and the visits counted after its day; a balance
    that reaches beyond `last` says nothing about it.
    """
    balance = opening_balance(sites, centre)
    if balance is None or balance.as_of > last:
        return None
    after = balance.as_of + timedelta(days=1)
    counted = figures.visits(sites, Period(after, last)) if after <= last else 0
    return {"balance": balance, "counted": counted}


def as_exact_as(balance, total):
    """`total` rounded to tens or hundreds when the balance it begins with is about so much: 189,300 is no 240,246."""
    if balance.mark not in ROUND:
        return total
    step = next(step for step in (100, 10, 1) if balance.value % step == 0 or step == 1)
    return step * round(total / step)


def sentence(found):
    """What `since_opening` returned as a sentence that keeps the declared and the counted part apart; "" for None."""
    if found is None:
        return ""
    balance, counted = found["balance"], found["counted"]
    total = as_exact_as(balance, balance.value + counted)
    words = _(
        "Visits since the opening: %(total)s. Of these, %(declared)s declared up to %(day)s, "
        "and %(counted)s counted since."
    )
    return words % {
        "total": balance.marked(total),
        "declared": balance.marked(balance.value),
        "day": date_format(balance.as_of),
        "counted": number(counted),
    }
