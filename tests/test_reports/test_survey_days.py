"""No day keeps the answers of one person: what is stored of a survey, and for how long (decision 0016)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from citedesmetiers.models import Site
from reports import evidence, survey_answers, survey_results
from reports.factories import make_criterion, make_option, make_principle, make_question, make_survey
from reports.figures import whole_year
from reports.models import Channel, Question, SurveyAnswer, SurveyAnswered, SurveyReturn

pytestmark = pytest.mark.django_db
MODELS = (SurveyReturn, SurveyAnswered, SurveyAnswer)


@pytest.fixture
def asked():
    """A survey since 2020 with one question of two answers and one for a number."""
    survey = make_survey(opens_on=date(2020, 6, 15))
    question = make_question(survey=survey, code="again", kind=Question.Kind.SINGLE)
    make_option(question=question, code="yes")
    make_option(question=question, code="no")
    make_question(survey=survey, code="age", kind=Question.Kind.NUMBER)
    return survey


def answer(survey, code, *, channel=Channel.LINK, day=None, age=30):
    question, number = survey.questions.get(code="again"), survey.questions.get(code="age")
    answers = {question: question.options.get(code=code), number: age}
    survey_answers.count(survey, answers, channel=channel, day=day)


def days():
    return {model: set(model.objects.values_list("day", flat=True)) for model in MODELS}


def told(survey):
    return [
        (result.answered, [(row.option.code, row.count) for row in result.rows], result.numbers)
        for result in survey_results.results(survey, 1)
    ]


def test_what_comes_by_link_or_tablet_is_counted_on_the_line_of_the_year_alone(asked):
    today = timezone.localdate()
    answer(asked, "yes")
    answer(asked, "no", channel=Channel.TABLET)
    assert days() == dict.fromkeys(MODELS, {today.replace(month=1, day=1)})


def test_in_its_first_year_the_line_is_the_day_on_which_the_survey_opened(asked):
    answer(asked, "yes", day=date(2020, 9, 3))
    answer(asked, "yes", day=date(2021, 9, 3))
    assert days() == dict.fromkeys(MODELS, {date(2020, 6, 15), date(2021, 1, 1)})
    of_2020 = survey_results.results(asked, 1, date(2020, 1, 1), date(2020, 12, 31))
    assert of_2020[0].answered == 1


def test_paper_keeps_its_day_as_long_as_it_can_be_taken_back_and_then_lets_it_go(asked):
    today = timezone.localdate()
    answer(asked, "yes", channel=Channel.PAPER, day=today)
    answer(asked, "no", channel=Channel.PAPER, day=date(2024, 5, 7))
    answer(asked, "no", channel=Channel.PAPER, day=date(2024, 5, 8), age=31)
    before = told(asked)
    assert survey_answers.every_night(today) == 2 + 4 + 4  # two returned, each with two questions answered
    assert days() == dict.fromkeys(MODELS, {today, date(2024, 1, 1)})
    assert told(asked) == before
    assert SurveyReturn.objects.get(day=date(2024, 1, 1)).count == 2
    assert survey_answers.every_night(today) == 0


def test_the_tally_page_offers_only_paper_whose_day_is_known(asked, signed_in):
    today = timezone.localdate()
    answer(asked, "yes", channel=Channel.PAPER, day=today)
    answer(asked, "yes", channel=Channel.PAPER, day=date(2024, 5, 7))
    survey_answers.every_night(today)
    director = signed_in("director")
    page = director.get(f"/reports/surveys/{asked.pk}/paper/").content.decode()
    assert f"/{today.isoformat()}/" in page
    assert "2024-01-01" not in page
    assert director.get(f"/reports/surveys/{asked.pk}/paper/2024-01-01/delete/").status_code == 404


def test_days_that_an_earlier_version_stored_are_folded_too(asked):
    question = asked.questions.get(code="again")
    old = timezone.localdate() - timedelta(days=400)
    SurveyReturn.objects.create(survey=asked, day=old, channel=Channel.LINK, count=1)
    SurveyAnswered.objects.create(question=question, day=old, channel=Channel.LINK, count=1)
    SurveyAnswer.objects.create(
        question=question, option=question.options.first(), day=old, channel=Channel.LINK, count=1
    )
    survey_answers.every_night(timezone.localdate())
    assert days() == dict.fromkeys(MODELS, {old.replace(month=1, day=1)})


def test_evidence_of_a_year_that_runs_tells_what_people_said_in_whole_years(centre):
    """No day of an answer is kept, so that of the year before cannot be cut at the same day; the line says so."""
    survey = make_survey(title="Your visit", opens_on=date(2024, 9, 1))
    question = make_question(survey=survey, code="again", text="Again?", options=[("Yes", True), ("No", False)])
    yes, no = question.options.all()
    for year, answer, n in [(2024, yes, 9), (2024, no, 3), (2025, yes, 6)]:
        survey_answers.add(survey, {question: (n, {answer: n})}, questionnaires=n, channel=Channel.LINK,
                           day=date(year, 12 if year == 2024 else 2, 1))  # fmt: skip
    criterion = make_criterion(principle=make_principle(), code="6.3")
    until_june = whole_year(2025).until(date(2025, 6, 30))
    (line,) = evidence.lines(criterion, Site.objects.all(), until_june)
    assert (line.label, line.now, line.before) == (
        "Your visit: Again? (satisfied, n = 6)", "100.0%", "75.0%",
    )  # fmt: skip
