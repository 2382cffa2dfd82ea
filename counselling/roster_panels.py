"""The roster on other pages: who is on duty, on the today page; the hours of an institution, on its page."""

from datetime import date

from django.utils import timezone

from citedesmetiers import access
from counselling import hours, roster_closures
from counselling.duty import duty_of_day
from counselling.models import DutySession
from partners.models import Agreement, AgreementCommitment

MONTHS_SHOWN = 12


def on_duty(request, shell):
    """Who is on duty at the chosen place now and later today; None when the roster has nothing today."""
    if shell.site is None:
        return None
    rows = [row for row in duty_of_day(shell.site, shell.now) if row.now or row.later]
    due = DutySession.objects.filter(site=shell.site).to_confirm(shell.now).count()
    if not rows and not due:
        return None
    may_confirm = access.may(request.user, "edit_roster")
    return {"site": shell.site, "rows": rows, "to_confirm": due if may_confirm else 0}


def closures(request, shell):
    """Sessions of the chosen place that a closure meets, or met; None when there are none."""
    if shell.site is None:
        return None
    found = roster_closures.to_say(DutySession.objects.all(), shell.site, shell.now.date())
    return {"closures": found, "user": request.user} if any(n for _kind, _days, n in found) else None


def hours_of_institution(institution, request):
    """Hours planned and held in the last twelve months and this year, beside what its agreement commits.

    None when it was never on the roster.
    """
    if not DutySession.objects.of_institution(institution).exists():
        return None
    today = timezone.localdate()
    this_month = today.replace(day=1)
    first = month_before(this_month, MONTHS_SHOWN - 1)
    by_month = hours.of_institution_by_month(institution, first, today)
    months = [month_before(this_month, n) for n in range(MONTHS_SHOWN)]
    return {
        "year": hours.of_institution(institution, date(today.year, 1, 1), today),
        "months": [(month, by_month.get(month, hours.Duty())) for month in months],
        "today": today,
        "commitments": commitments(institution, today),
    }


def commitments(institution, day):
    """What the agreements in force on `day` commit in sessions and hours a month."""
    Kind = AgreementCommitment.Kind
    found = AgreementCommitment.objects.filter(
        agreement__in=Agreement.objects.in_force(day).filter(institution=institution),
        kind__in=[Kind.SESSIONS, Kind.HOURS],
    )
    return list(found.select_related("purpose", "agreement").order_by("kind", "pk"))


def month_before(month, number):
    """The first day of the month that lies `number` months before `month`."""
    count = month.year * 12 + month.month - 1 - number
    return date(count // 12, count % 12 + 1, 1)
