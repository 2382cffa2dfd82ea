"""The years that can be told of: every one since something was noted in any room, or declared for it."""

from datetime import date, datetime

from django.db.models import Min
from django.utils import timezone

from counselling.models import DutySession
from documentation.models import ConsultationCount, LoanCount
from events.models import Session
from partners.models import Meeting, Training
from reports.models import DayCount, DeclaredFigure, SelfAssessment


def earliest():
    """The first day on which anything was noted, a date; None in an empty centre. Opening balances tell of no year."""
    declared = DeclaredFigure.objects.filter(is_opening_balance=False)
    written = SelfAssessment.objects.aggregate(year=Min("year"))["year"]
    days = [
        first(DayCount.objects.filter(dimension="all"), "day"),
        first(DutySession.objects, "day"),
        first(Session.objects, "starts_at"),
        first(LoanCount.objects, "day"),
        first(ConsultationCount.objects, "day"),
        first(Meeting.objects, "day"),
        first(Training.objects, "starts_on"),
        first(declared, "starts_on"),
        first(declared, "as_of"),
        date(written, 1, 1) if written else None,
    ]
    return min((day for day in days if day), default=None)


def first(rows, field):
    found = rows.aggregate(first=Min(field))["first"]
    return timezone.localtime(found).date() if isinstance(found, datetime) else found


def to_tell(today):
    """The years with something to tell and the one that runs, the latest first."""
    day = earliest()
    return list(range(today.year, min(day.year if day else today.year, today.year) - 1, -1))
