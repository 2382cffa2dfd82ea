"""The years that can be told of: every one since something was noted in any room, or declared for it."""

from django.db.models import DateField, Func, Min, Value
from django.db.models.functions import TruncDate

from counselling.models import DutySession
from documentation.models import ConsultationCount, LoanCount
from events.models import Session
from partners.models import Meeting, Training
from reports.models import DayCount, DeclaredFigure, SelfAssessment


def earliest():
    """The first day on which anything was noted, a date; None in an empty centre. Opening balances tell of no year.

    One statement, for every page with a choice of years asks it.
    """
    declared = DeclaredFigure.objects.filter(is_opening_balance=False)
    first, *others = [
        first_day(DayCount.objects.filter(dimension="all"), "day"),
        first_day(DutySession.objects, "day"),
        first_day(Session.objects, TruncDate("starts_at")),
        first_day(LoanCount.objects, "day"),
        first_day(ConsultationCount.objects, "day"),
        first_day(Meeting.objects, "day"),
        first_day(Training.objects, "starts_on"),
        first_day(declared, "starts_on"),
        first_day(declared, "as_of"),
        first_day(SelfAssessment.objects, Func("year", 1, 1, function="make_date", output_field=DateField())),
    ]
    found = first.union(*others, all=True)
    return min((day for (day,) in found if day), default=None)


def first_day(rows, day):
    """A queryset of one line: the least `day` (a column or an expression) of `rows`."""
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(first=Min(day)).values_list("first")


def to_tell(today):
    """The years with something to tell and the one that runs, the latest first."""
    day = earliest()
    return list(range(today.year, min(day.year if day else today.year, today.year) - 1, -1))
