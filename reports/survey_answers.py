"""How answers come in: each is counted on the line of its day, and the questionnaire itself is kept nowhere."""

from collections import Counter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.models import Channel, Question, Survey, SurveyAnswer, SurveyAnswered, SurveyComment, SurveyReturn
from reports.models.survey import add_to, first_of_month

CLOSED = "closed"


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
        SurveyComment.objects.create(question=question, month=first_of_month(day), text=text)


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
