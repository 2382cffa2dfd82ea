"""Surveys: answered without a cookie, stored as counts, told with n; nobody stands behind an answer."""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import forgetting
from partners.factories import make_body
from reports import survey_answers, survey_results, views_answering
from reports.factories import make_question, make_self_assessment, make_survey
from reports.models import (
    Channel,
    State,
    SurveyAnswer,
    SurveyAnswered,
    SurveyComment,
    SurveyReturn,
)

pytestmark = pytest.mark.django_db
FOUR = [("Very good", True), ("Good", True), "Poor", "Bad"]


@pytest.fixture(autouse=True)
def _like_a_browser(client):
    """Browsers say where a form comes from."""
    client.defaults |= {"HTTP_ORIGIN": "http://testserver", "HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def survey(centre):
    """An open survey with a question of each kind."""
    made = make_survey(opens_on=timezone.localdate() - timedelta(days=30))
    make_question(survey=made, code="overall", kind="scale", text="On the whole?", options=FOUR, rank=1)
    make_question(survey=made, code="why", kind="multiple", text="What for?", options=["A job", "Training"], rank=2)
    make_question(survey=made, code="often", kind="number", text="How often did you come?", rank=3)
    make_question(survey=made, code="remark", kind="comment", text="A remark?", rank=4)
    return made


def address(survey, name="answer"):
    return reverse(f"surveys:{name}", args=[survey.token])


def option(survey, question, place):
    return survey.questions.get(code=question).options.all()[place].code


def send(client, survey, name="answer", **answers):
    return client.post(address(survey, name), answers)


def fill(survey, n, place=0, day=None):
    """`n` people answer the first question with its answer number `place`."""
    question = survey.questions.get(code="overall")
    chosen = question.options.all()[place]
    survey_answers.add(
        survey,
        {question: (n, {chosen: n})},
        questionnaires=n,
        channel=Channel.LINK,
        day=day or timezone.localdate(),
    )


# ── Answering ────────────────────────────────────────────────────────────────────────────────────────


def test_answers_are_counted_and_a_question_left_out_counts_nowhere(client, survey):
    response = send(client, survey, overall=option(survey, "overall", 1), often="3")
    assert response.status_code == 303
    assert response["Location"] == address(survey, "thanks")
    assert SurveyReturn.objects.get().count == 1
    assert {line.question.code: line.count for line in SurveyAnswered.objects.all()} == {"overall": 1, "often": 1}
    assert SurveyAnswer.objects.get(question__code="overall").option.label == "Good"
    assert SurveyAnswer.objects.get(question__code="often").value == 3


def test_two_people_add_up_on_one_line(client, survey):
    for _person in range(2):
        send(client, survey, overall=option(survey, "overall", 0))
    assert [line.count for line in SurveyAnswer.objects.all()] == [2]
    assert [line.count for line in SurveyReturn.objects.all()] == [2]


def test_several_choices_count_each_and_the_person_once(client, survey):
    client.post(address(survey), {"why": [option(survey, "why", 0), option(survey, "why", 1)]})
    assert sorted(line.count for line in SurveyAnswer.objects.all()) == [1, 1]
    assert SurveyAnswered.objects.get().count == 1


@pytest.mark.thorough
def test_answering_sets_no_cookie_and_asks_for_none(client, survey):
    for name in ("answer", "tablet"):
        assert not client.get(address(survey, name)).cookies
        response = send(client, survey, name, overall=option(survey, "overall", 0))
        assert not response.cookies
        assert not client.get(response["Location"]).cookies
    assert not client.cookies


def test_no_row_holds_two_answers_or_a_time_of_day():
    """Each table of answers has one column for the answer; days are days; no key joins a questionnaire's answers."""
    for model in (SurveyAnswer, SurveyAnswered, SurveyReturn, SurveyComment):
        kinds = {field.column: field.get_internal_type() for field in model._meta.get_fields()}
        assert not {"DateTimeField", "TimeField", "UUIDField"} & set(kinds.values()), model
        assert not [name for name in kinds if "user" in name or "session" in name or "visit" in name]
        assert len([name for name in kinds if name == "question_id"]) <= 1


def test_a_remark_is_kept_with_its_month_and_apart_from_the_answers(client, survey):
    send(client, survey, overall=option(survey, "overall", 0), remark="Open on Mondays")
    remark = SurveyComment.objects.get()
    assert (remark.text, remark.month.day, remark.verdict) == ("Open on Mondays", 1, "to_read")
    assert not SurveyAnswered.objects.filter(question__code="remark").exists()


def test_a_remark_with_a_telephone_number_is_refused_and_nothing_is_counted(client, survey):
    response = send(client, survey, overall=option(survey, "overall", 0), remark="Call me: 06 12 34 56 78")
    assert response.status_code == 200
    assert b"a telephone number" in response.content
    assert b"Call me: 06 12 34 56 78" in response.content
    assert b"checked" in response.content
    assert not SurveyReturn.objects.exists()
    assert not SurveyComment.objects.exists()


def test_an_empty_questionnaire_is_not_counted(client, survey):
    page = send(client, survey).content.decode()
    assert re.search(r'tabindex="-1" autofocus><p>Answer at least one question', page)
    assert not SurveyReturn.objects.exists()


def test_an_answer_that_is_none_of_the_choices_is_refused(client, survey):
    response = send(client, survey, overall="brilliant", often="-4")
    assert response.status_code == 200
    assert response.content.count(b"field-error") >= 2
    assert not SurveyReturn.objects.exists()


def test_a_form_that_another_site_sends_is_refused(client, survey):
    client.defaults["HTTP_ORIGIN"] = "https://elsewhere.example"
    assert send(client, survey, overall=option(survey, "overall", 0)).status_code == 403
    assert not SurveyReturn.objects.exists()


@pytest.mark.parametrize(("opens", "closes", "words"), [(1, None, b"not open yet"), (-9, -1, b"are closed")])
def test_outside_its_days_a_survey_takes_no_answers(client, survey, opens, closes, words):
    code = option(survey, "overall", 0)
    today = timezone.localdate()
    survey.opens_on = today + timedelta(days=opens)
    survey.closes_on = today + timedelta(days=closes) if closes else None
    survey.save()
    assert words in client.get(address(survey)).content
    send(client, survey, overall=code)
    assert not SurveyReturn.objects.exists()


def test_the_address_chooses_the_language(client, survey):
    question = survey.questions.get(code="overall")
    question.text_fr, question.text_en = "Dans l’ensemble ?", "On the whole?"
    question.save()
    assert "Dans l’ensemble ?" in client.get(f"/fr{address(survey)}").content.decode()
    assert "On the whole?" in client.get(f"/en{address(survey)}").content.decode()


def test_a_flood_from_one_address_is_stopped(client, survey, monkeypatch):
    monkeypatch.setattr(views_answering, "FROM_ONE_PLACE", views_answering.Limit("survey", most=2, minutes=10))
    codes = [send(client, survey, overall=option(survey, "overall", 0)).status_code for _person in range(3)]
    assert codes == [303, 303, 429]
    assert SurveyReturn.objects.get().count == 2


# ── The tablet ───────────────────────────────────────────────────────────────────────────────────────


def test_the_tablet_goes_back_to_its_start_by_itself_and_shows_nothing_of_the_last_person(client, survey):
    response = send(client, survey, "tablet", overall=option(survey, "overall", 2), remark="Too noisy")
    thanks = client.get(response["Location"])
    assert thanks["Refresh"].endswith(f"url={address(survey, 'tablet')}")
    start = client.get(address(survey, "tablet"))
    for page in (thanks, start):
        assert b"Too noisy" not in page.content
        assert b"checked" not in page.content
        assert "no-store" in page["Cache-Control"]
    assert b'autocomplete="off"' in start.content
    assert SurveyReturn.objects.get().channel == Channel.TABLET


# ── On paper ─────────────────────────────────────────────────────────────────────────────────────────


def tally(survey, **values):
    day = values.pop("day", timezone.localdate())
    names = {"overall": 4, "why": 2}
    data = {"day": day, "questionnaires": values.pop("questionnaires", 10), "why": values.pop("people", "")}
    for question, n in names.items():
        for place, count in enumerate(values.pop(question, [""] * n)):
            data[f"{question}.{option(survey, question, place)}"] = count
    return data | values


@pytest.mark.thorough
def test_a_pile_of_paper_is_entered_as_a_tally(signed_in, survey):
    client = signed_in("reception", language="en")
    data = tally(survey, overall=[4, 3, 2, ""], why=[5, 6], people=8, often="1 1 2", remark="Fine\nMore books")
    response = client.post(reverse("reports:survey_tally", args=[survey.pk]), data, follow=True)
    assert b"10 questionnaires are counted." in response.content
    overall, why, often = survey_results.results(survey, 3)
    assert (overall.answered, overall.no_answer, [row.count for row in overall.rows]) == (9, 1, [4, 3, 2, 0])
    assert (why.answered, [row.share for row in why.rows]) == (8, [62.5, 75.0])
    assert (often.numbers, round(often.mean, 2)) == ({1: 2, 2: 1}, 1.33)
    assert SurveyComment.objects.count() == 2


def test_a_pile_that_is_sent_twice_counts_once_and_another_pile_of_the_day_is_told_so(signed_in, survey):
    client, url = signed_in("director"), reverse("reports:survey_tally", args=[survey.pk])
    data = tally(survey, overall=[4, 3, 2, ""])
    assert b"another pile" not in client.get(url).content
    client.post(url, data)
    again = client.post(url, data)
    assert b"10 paper questionnaires of this day are counted already." in again.content
    assert b'value="4"' in again.content
    assert survey.returned() == {Channel.PAPER: 10}
    client.post(url, data | {"is_another": "on"})
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(url, tally(survey, questionnaires=2, day=yesterday))
    assert survey.returned() == {Channel.PAPER: 22}


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"overall": [9, 9, 0, 0]}, b"18 answers to this question, but 10 questionnaires."),
        ({"why": [5, 6], "people": 4}, b"does not go together"),
        ({"often": "3 x"}, b"Write whole numbers"),
        ({"questionnaires": 0}, b"questionnaires"),
        ({"day": "2999-01-01"}, b"has not come yet"),
        ({"day": "1999-01-01"}, b"took no answers on this day"),
        ({"remark": "Ask anna@example.org"}, b"an e-mail address"),
    ],
)
def test_a_tally_that_does_not_add_up_says_so_beside_the_question(signed_in, survey, wrong, words):
    response = signed_in("director", language="en").post(
        reverse("reports:survey_tally", args=[survey.pk]), tally(survey, **wrong)
    )
    assert response.status_code == 200
    assert words in response.content
    assert not SurveyReturn.objects.exists()


def test_the_paper_of_a_day_is_taken_back_and_the_links_answers_stay(signed_in, survey):
    client = signed_in("director", language="en")
    client.post(reverse("reports:survey_tally", args=[survey.pk]), tally(survey, overall=[4, 3, 2, ""]))
    fill(survey, 5)
    url = reverse("reports:survey_tally_delete", args=[survey.pk, timezone.localdate().isoformat()])
    assert b"10 questionnaires with their answers" in client.get(url).content
    client.post(url)
    assert survey.returned() == {Channel.LINK: 5}
    assert survey_results.results(survey, 3)[0].answered == 5


# ── Results ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_below_the_threshold_page_and_file_withhold_the_same(signed_in, survey):
    client = signed_in("director", language="en")
    least = client.get(reverse("reports:survey", args=[survey.pk])).context["threshold"]
    fill(survey, least - 1)
    page = client.get(reverse("reports:survey", args=[survey.pk])).content.decode()
    assert f"fewer than {least} people answered" in page
    assert "Very good</th>" not in page
    rows = sheet(client, survey)
    assert all(row[2] is None for row in rows[1:4])
    fill(survey, 1)
    assert "Very good</th>" in client.get(reverse("reports:survey", args=[survey.pk])).content.decode()


def sheet(client, survey):
    content = client.get(reverse("reports:survey_xlsx", args=[survey.pk])).content
    return list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))


def test_results_say_count_n_no_answer_and_shares_with_one_decimal(signed_in, survey):
    client = signed_in("director", language="en")
    fill(survey, 30)
    fill(survey, 21, place=1)
    survey_answers.add(survey, {}, questionnaires=4, channel=Channel.PAPER, day=timezone.localdate())
    page = client.get(reverse("reports:survey", args=[survey.pk])).content.decode()
    assert "58.8%" in page
    assert "41.2%" in page
    assert "n = 51." in page
    assert "4 without an answer." in page
    assert ("On the whole?", "Very good", 30, 51, 58.8) in sheet(client, survey)


def test_the_list_takes_as_many_queries_for_three_surveys_as_for_one(signed_in, survey, django_assert_num_queries):
    client = signed_in("director", language="en")
    client.get(reverse("reports:surveys"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("reports:surveys"))
    make_survey(title="Second")
    make_survey(title="Third")
    with django_assert_num_queries(len(one)):
        client.get(reverse("reports:surveys"))


# ── Remarks ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_remark_is_read_then_kept_or_erased(signed_in, survey):
    question = survey.questions.get(code="remark")
    good, bad = (
        SurveyComment.objects.create(question=question, month=date(2026, 1, 1), text=text) for text in ("Good", "Bad")
    )
    client = signed_in("director", language="en")
    client.post(reverse("reports:survey_remark", args=[good.pk]), {"verdict": "kept"})
    client.post(reverse("reports:survey_remark", args=[bad.pk]), {"verdict": "erase"})
    assert [(row.text, row.verdict) for row in SurveyComment.objects.all()] == [("Good", "kept")]


@pytest.mark.thorough
def test_remarks_are_forgotten_when_the_report_is_sent_and_after_two_years_in_any_case(survey):
    question = survey.questions.get(code="remark")
    for year in (2023, 2024, 2025, 2026):
        SurveyComment.objects.create(question=question, month=date(year, 5, 1), text=str(year))
    today = date(2026, 7, 1)
    assert forgetting.forget(today)["survey_remarks"] == 2
    assert sorted(row.text for row in SurveyComment.objects.all()) == ["2025", "2026"]
    make_self_assessment(year=2025, **sent())
    assert forgetting.forget(today)["survey_remarks"] == 1
    assert SurveyComment.objects.get().text == "2026"


def sent():
    return {
        "state": State.SENT, "submitted_on": date(2026, 2, 1), "validated_on": date(2026, 3, 1),
        "validated_by": make_body(), "sent_on": date(2026, 3, 2), "frozen": {"shape": 1},
        "checksum": "0" * 64,
    }  # fmt: skip
