"""The years that can be told of: every one since something was noted in any room, or declared for it."""

from functools import cache

from django.db import connections
from django.db.models import DateField, Func, Min, Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from counselling.models import DutySession
from documentation.models import ConsultationCount, LoanCount
from events.models import Session
from partners.models import Meeting, Training
from reports.models import ChangedDay, DayCount, DeclaredFigure, RolledDay, SelfAssessment


def earliest():
    """The first day on which anything was noted, a date; None in an empty centre. Opening balances tell of no year.

    One statement, for every page with a choice of years asks it; two while days of the first year wait to be added up.
    """
    with connections[RolledDay.objects.db].cursor() as cursor:
        cursor.execute(*statement(timezone.get_current_timezone_name()))
        added_up, changed, *found = [day for _number, day in sorted(cursor.fetchall())]
    return min((day for day in [counted(added_up, changed), *found] if day), default=None)


@cache
def statement(_zone):
    """The SQL that asks all rooms, and its parameters: made once, for Django takes longer to write it than it runs.

    It cuts days at the midnight of the current time zone, so there is one for each.
    """
    declared = DeclaredFigure.objects.filter(is_opening_balance=False)
    rows_and_days = [
        (RolledDay.objects.filter(dimension="all"), "day"),
        (ChangedDay.objects, "day"),
        (DutySession.objects, "day"),
        (Session.objects, TruncDate("starts_at")),
        (LoanCount.objects, "day"),
        (ConsultationCount.objects, "day"),
        (Meeting.objects, "day"),
        (Training.objects, "starts_on"),
        (declared, "starts_on"),
        (declared, "as_of"),
        (SelfAssessment.objects, Func("year", 1, 1, function="make_date", output_field=DateField())),
    ]
    first, *others = [first_day(number, rows, day) for number, (rows, day) in enumerate(rows_and_days)]
    return first.union(*others, all=True).query.sql_with_params()


def counted(added_up, changed):
    """The first day with a count. added_up, changed: the first days of RolledDay and of ChangedDay, or None.

    Counts of all days are many lines to read. Those added up answer at once, through their index, unless a day of
    their first year or one before has changed since; a centre of which that is true is young, or has just corrected
    what is long past.
    """
    if changed is None or (added_up and changed.year > added_up.year):
        return added_up
    return DayCount.objects.filter(dimension="all").aggregate(first=Min("day"))["first"]


def first_day(number, rows, day):
    """A queryset of one line: `number`, and the least `day` (a column or an expression) of `rows`, or None."""
    found = rows.order_by().annotate(number=Value(number)).values("number")
    return found.annotate(first=Min(day)).values_list("number", "first")


def to_tell(today):
    """The years with something to tell and the one that runs, the latest first."""
    day = earliest()
    return list(range(today.year, min(day.year if day else today.year, today.year) - 1, -1))
