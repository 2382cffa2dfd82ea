"""What the demonstration asked its visitors, participants and partners, and what it was told from elsewhere."""

from collections import Counter
from datetime import date, timedelta

from reports import starting_lists
from reports.demo.centre import YEARS_BEFORE, read
from reports.demo.chance import Weighted, stream
from reports.demo.years import moved, parsed
from reports.models import (
    DeclaredFigure,
    Question,
    SurveyAnswer,
    SurveyAnswered,
    SurveyComment,
    SurveyReturn,
)

SETS = ("visitors", "workshop", "partners")


def fill(seed, today):
    """Store a survey of each set for each year, with its counts up to `today`, and the declared figures."""
    content = read("surveys")
    made = {}
    for year in range(today.year - YEARS_BEFORE, today.year + 1):
        for code in SETS:
            made[year, code] = one_survey(seed, code, year, content[code], today)
    shift = today.year - read("centre")["anchor_year"]
    remarks(content["remarks"], made, shift, today)
    declare(content["declared"], shift, today)


def one_survey(seed, code, year, entry, today):
    over = year < today.year
    last = date(year, 12, 31) if over else None
    survey = starting_lists.begin_survey(code, opens_on=date(year, 1, 2), closes_on=last)
    returns, answered, answers = Counter(), Counter(), Counter()
    questions = list(survey.questions.exclude(kind=Question.Kind.COMMENT).prefetch_related("options"))
    for day in days_asked(year, entry["weeks"], today):
        rng = stream(seed, "survey", code, day.isoformat())
        for _person in range(rng.randint(*entry["a_day"])):
            channel = Weighted(entry["channels"]).draw(rng)
            line = survey.line_of(day)  # no day is kept, see decision 0016
            returns[line, channel] += 1
            for question in questions:
                options = list(question.options.all())
                weights = entry["weights"][question.code]
                choice = Weighted(dict(zip([*options, None], fitted(weights, len(options)), strict=True))).draw(rng)
                if choice is not None:
                    answered[question, line, channel] += 1
                    answers[question, choice, line, channel] += 1
    SurveyReturn.objects.bulk_create(
        SurveyReturn(survey=survey, day=day, channel=channel, count=n) for (day, channel), n in returns.items()
    )
    SurveyAnswered.objects.bulk_create(
        SurveyAnswered(question=question, day=day, channel=channel, count=n)
        for (question, day, channel), n in answered.items()
    )
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(question=question, option=option, day=day, channel=channel, count=n)
        for (question, option, day, channel), n in answers.items()
    )
    return survey


def fitted(weights, options):
    """The weights for `options` answers and none: short lists are filled up with small ones, long ones cut."""
    given, none = weights[:-1], weights[-1]
    return [*(given + [3] * options)[:options], none]


def days_asked(year, weeks, today):
    """Tuesday to Saturday of the ISO `weeks` of `year`, up to `today`."""
    for week in weeks:
        monday = date.fromisocalendar(year, week, 1)
        yield from (day for add in range(1, 6) if (day := monday + timedelta(days=add)) <= today)


def remarks(entries, made, shift, today):
    for entry in entries:
        month = date(entry["year"] + shift, entry["month"], 1)
        if month <= today:
            question = made[month.year, entry["set"]].questions.get(kind=Question.Kind.COMMENT)
            SurveyComment.objects.create(question=question, month=month, text=entry["text"], verdict=entry["verdict"])


def declare(entries, shift, today):
    for entry in entries:
        days = {name: moved(parsed(entry[name]), shift) for name in ("starts", "ends", "as_of") if name in entry}
        if max(days.values()) > today:
            continue
        DeclaredFigure.objects.create(
            title=entry["title"],
            mark=entry["mark"],
            value=entry["value"],
            unit=entry["unit"],
            figure=entry.get("figure", ""),
            starts_on=days.get("starts"),
            ends_on=days.get("ends"),
            as_of=days.get("as_of"),
            is_opening_balance=entry.get("is_opening_balance", False),
            source=entry["source"],
            method=entry["method"],
            noted_on=max(days.values()),
        )
