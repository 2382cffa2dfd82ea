"""How answers come in: each is counted on the line of its year, and the questionnaire itself is kept nowhere.

A day with a single questionnaire would hold that person's answers side by side. So no day is kept of what comes by
link or tablet, and that of paper only as long as somebody may have to take a tally back (decision 0016).
"""

from collections import Counter
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Channel, Question, Survey, SurveyAnswer, SurveyAnswered, SurveyComment, SurveyReturn
from reports.models.survey import add_to, first_of_month

CLOSED = "closed"
DAYS_OF_PAPER = 31  # for so long the tally of a day can be taken back
LINES = {SurveyReturn: ["survey"], SurveyAnswered: ["question"], SurveyAnswer: ["question", "option", "value"]}


def locked(survey):
    """The row of `survey`, locked: nobody changes its questions while answers are being counted, and the reverse."""
    return Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)


def count(survey, answers, *, channel, day=None):
    """Count one questionnaire. answers: {Question: Option, list of Options, number or text}; empty ones left out.

    Raises ValidationError (code "closed") when the survey takes no answers on that day.
    """
    day = day or timezone.localdate()
    tally = {}
    for question, answer in answers.items():
        chosen = answer if isinstance(answer, list) else [answer]
        tally[question] = (1, Counter(chosen))
    add(survey, tally, questionnaires=1, channel=channel, day=day)


def add(survey, tally, *, questionnaires, channel, day):
    """Count several questionnaires of one day at once.

    tally: {Question: (how many answered it, {Option, number or text: how often})}
    """
    remarks = []
    with transaction.atomic():
        if not locked(survey).is_open_on(day):
            raise ValidationError(_("This survey takes no answers on that day."), code=CLOSED)
        month = first_of_month(day)
        day = day if channel == Channel.PAPER else survey.line_of(day)
        add_to(SurveyReturn, questionnaires, survey=survey, day=day, channel=channel)
        for question, (people, chosen) in tally.items():
            if question.kind == Question.Kind.COMMENT:
                remarks += [(question, text) for text in chosen]
                continue
            add_to(SurveyAnswered, people, question=question, day=day, channel=channel)
            for answer, n in chosen.items():
                what = {"option": answer, "value": None} if question.has_options else {"option": None, "value": answer}
                add_to(SurveyAnswer, n, question=question, day=day, channel=channel, **what)
    # Apart from the counts: rows that one transaction wrote can be told to belong together.
    for question, text in remarks:
        SurveyComment.objects.create(question=question, month=month, text=text)


@transaction.atomic
def take_back(survey, day):
    """Take the paper questionnaires of `day` out of the count; returns how many there were. Remarks stay."""
    locked(survey)
    where = {"day": day, "channel": Channel.PAPER}
    SurveyAnswer.objects.filter(question__survey=survey, **where).delete()
    SurveyAnswered.objects.filter(question__survey=survey, **where).delete()
    rows = SurveyReturn.objects.filter(survey=survey, **where)
    n = sum(row.count for row in rows)
    rows.delete()
    return n


def paper_of_late(survey):
    """The SurveyReturns of paper whose day is still known, so that it can be taken back."""
    since = timezone.localdate() - timedelta(days=DAYS_OF_PAPER)
    return SurveyReturn.objects.filter(survey=survey, channel=Channel.PAPER, day__gte=since)


def every_night(today):
    """Let go of the days of paper that nobody takes back any more; returns how many lines were folded."""
    return fold(today - timedelta(days=DAYS_OF_PAPER))


@transaction.atomic
def fold(before):
    """Add the counts of all days before `before` to the lines of their years; returns how many lines went there."""
    folded = 0
    for survey in Survey.objects.order_by("pk"):
        locked(survey)
        for model, names in LINES.items():
            whose = {"survey": survey} if model is SurveyReturn else {"question__survey": survey}
            rows = model.objects.filter(day__lt=before, **whose).order_by()
            lines = {(day, survey.line_of(day)) for day in rows.values_list("day", flat=True).distinct()}
            for day, line in sorted(lines):
                if day == line:
                    continue
                of_day = rows.filter(day=day)
                for row in of_day.values(*names, "channel").annotate(n=Sum("count")):
                    n = row.pop("n")
                    where = {name: value for name, value in row.items() if name in ("value", "channel")}
                    where |= {f"{name}_id": value for name, value in row.items() if name not in where}
                    add_to(model, n, day=line, **where)
                folded += of_day.delete()[0]
    return folded
