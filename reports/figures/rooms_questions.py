"""The figures of questions without a name, in the catalogue: counted when asked, kept when their texts are erased."""

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose
from counselling.models import QuestionCount
from reports.figures.asked import Asked
from reports.figures.breakdowns import DESK_ACTS, of_months, of_table
from reports.figures.rooms import add
from reports.numbers import number

QUESTIONS = _("questions")
TRAY = _("The tray of questions: counts of the day and the purpose, which stay when questions are erased.")
ASKED = _("Questions that somebody sent without a name, of the whole centre; on the day on which they were asked.")
ANSWERED = _("Questions that the team answered, on the day on which they were asked.")
CLOSED = _(
    "Questions that were closed with a reason instead of an answer, or erased after 60 days before anybody answered; "
    "on the day on which they were asked."
)


def counted(column, by):
    """A function (sites, period) → {row: questions}; they are asked of the centre, so of no place."""

    def function(sites, period, **only):
        rows = QuestionCount.objects.filter(day__range=(period.first, period.last), **{f"{column}__gt": 0})
        rows = rows.filter(**only).order_by()
        keyed = rows.annotate(month=TruncMonth("day")) if by == "month" else rows
        return dict(keyed.values_list(by).annotate(n=Sum(column)))

    return function


def still_open(scope):
    """How many of the questions of the period nobody has answered or closed."""
    rows = QuestionCount.objects.filter(day__range=(scope.period.first, scope.period.last))
    rows = rows.filter(purpose=scope.purpose) if scope.purpose else rows
    found = rows.aggregate(asked=Sum("asked", default=0), done=Sum("answered", default=0) + Sum("closed", default=0))
    return [(_("Questions still open"), number(found["asked"] - found["done"]))] if found["asked"] else []


def add_questions():
    by_month, by_purpose = ("month", of_months), ("purpose", of_table(Purpose))
    for code, column, title, meaning, (by, rows) in [
        ("questions_by_month", "asked", _("Questions asked by month"), ASKED, by_month),
        ("questions_by_purpose", "asked", _("Questions asked by purpose"), ASKED, by_purpose),
        ("questions_answered_by_month", "answered", _("Questions answered by month"), ANSWERED, by_month),
        ("questions_answered_by_purpose", "answered", _("Questions answered by purpose"), ANSWERED, by_purpose),
        ("questions_closed_by_month", "closed", _("Questions closed without an answer, by month"), CLOSED, by_month),
        ("questions_closed_by_purpose", "closed", _("Questions closed without an answer, by purpose"), CLOSED,
         by_purpose),
    ]:  # fmt: skip
        add(code, "desks", title, meaning, QUESTIONS, TRAY,
            Asked(counted(column, by), rows, by="month" if by == "month" else "value", is_of_centre=True,
                  purpose="purpose" if by == "month" else "", rows_are="" if by == "month" else "purpose"),
            DESK_ACTS, still_open)  # fmt: skip


add_questions()
