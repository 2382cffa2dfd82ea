"""What the demonstration asked its visitors, participants and partners, and what it was told from elsewhere."""

from collections import Counter
from datetime import date, timedelta

from partners.models import Programme
from reports import starting_lists
from reports.demo.centre import YEARS_BEFORE, read
from reports.demo.chance import Weighted, stream
from reports.demo.years import moved, parsed
from reports.models import (
    Channel,
    DeclaredFigure,
    Question,
    SurveyAnswer,
    SurveyAnswered,
    SurveyComment,
    SurveyReturn,
)

SETS = ("visitors", "workshop", "partners")
NO_ANSWER = "no_answer"
DAYS_ASKED = 45  # before the programme ends


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


def fill_programmes(today):
    """What the surveys of a programme that is over brought: the counts that stand in programmes.yaml."""
    for entry in read("programmes")["programmes"]:
        programme = Programme.objects.get(name=entry["title"]["fr"])
        for asked in entry.get("surveys", []) if programme.ends_on < today else []:
            survey = starting_lists.begin_survey(
                asked["set"],
                programme=programme,
                site=programme.sites.first(),
                opens_on=programme.ends_on - timedelta(days=DAYS_ASKED),
                closes_on=programme.ends_on,
                **{f"title_{language}": words for language, words in asked["title"].items()},
            )
            survey.questions.exclude(code__in=asked["questions"]).delete()
            tally(survey, asked)


def tally(survey, asked):
    """Store the papers of `survey` as they were counted. asked: how many came back (n) and the counts by question."""
    line = {"day": survey.line_of(survey.closes_on), "channel": Channel.PAPER}
    SurveyReturn.objects.create(survey=survey, count=asked["n"], **line)
    for question in survey.questions.prefetch_related("options"):
        counts = asked["questions"][question.code]
        answered = asked["n"] - counts.get(NO_ANSWER, 0)
        SurveyAnswered.objects.create(question=question, count=answered, **line)
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(question=question, option=option, count=counts[option.code], **line)
            for option in question.options.all()
            if counts.get(option.code)
        )


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
