"""What a survey says: counts, n and percentages with one decimal, for any stretch of days.

n of a question is how many people answered it; who left it out is counted apart. Shares are of those who answered,
except where a question's figure says otherwise. Fewer answers than the centre's threshold: nothing is shown, for then
a few people who know each other could tell who said what.
Source: SurveyReturn, SurveyAnswered, SurveyAnswer.
"""

from dataclasses import dataclass, field

from django.db.models import Sum

from reports.models import Question, SurveyAnswer, SurveyAnswered, SurveyReturn


@dataclass(frozen=True)
class Row:
    """One answer to choose. share: percent of those who answered, of_returned: of all questionnaires; both floats."""

    option: object
    count: int
    share: float | None
    of_returned: float | None


@dataclass
class Result:
    """The answers to one question. returned: questionnaires; answered: people who answered it (n).

    withheld: True when n lies below the threshold; rows and numbers are then empty.
    """

    question: object
    returned: int
    answered: int
    rows: list = field(default_factory=list)
    numbers: dict = field(default_factory=dict)  # {number: how many gave it}
    withheld: bool = False

    @property
    def no_answer(self):
        return max(self.returned - self.answered, 0)

    @property
    def top_share(self):
        """Percent of those who answered that chose a satisfied answer; None without one to choose."""
        tops = [row.count for row in self.rows if row.option.is_top]
        return 100 * sum(tops) / self.answered if tops and self.answered else None

    @property
    def mean(self):
        """The mean of the numbers that were given, or None."""
        people = sum(self.numbers.values())
        return sum(number * n for number, n in self.numbers.items()) / people if people else None

    def of(self, code):
        """The Row of the answer with this code."""
        return next(row for row in self.rows if row.option.code == code)


def asked(question):
    """The words of a question as the name of a table or a row, in the reader's language."""
    return question.text.rstrip(" :\u00a0\u202f")


def results(survey, threshold, first=None, last=None):
    """The Result of each question of `survey`, remarks left out, in order. first, last: days, all when left out."""
    days = {"day__range": (first, last)} if first else {}
    returned = SurveyReturn.objects.filter(survey=survey, **days).aggregate(n=Sum("count", default=0))["n"]
    answered = by_key(SurveyAnswered.objects.filter(question__survey=survey, **days), "question")
    counts = by_key(SurveyAnswer.objects.filter(question__survey=survey, option__isnull=False, **days), "option")
    numbers = {}
    given = SurveyAnswer.objects.filter(question__survey=survey, value__isnull=False, **days).order_by()
    for row in given.values("question", "value").annotate(n=Sum("count")):
        numbers.setdefault(row["question"], {})[row["value"]] = row["n"]
    found = []
    for question in survey.questions.exclude(kind=Question.Kind.COMMENT).prefetch_related("options"):
        n = answered.get(question.pk, 0)
        result = Result(question=question, returned=returned, answered=n, withheld=n < threshold)
        if not result.withheld:
            result.rows = [row_of(option, counts.get(option.pk, 0), n, returned) for option in question.options.all()]
            result.numbers = dict(sorted(numbers.get(question.pk, {}).items()))
        found.append(result)
    return found


def row_of(option, count, answered, returned):
    return Row(
        option=option,
        count=count,
        share=100 * count / answered if answered else None,
        of_returned=100 * count / returned if returned else None,
    )


def by_key(rows, key):
    """{key: the counts of its rows together}."""
    return dict(rows.order_by().values_list(key).annotate(n=Sum("count")))
