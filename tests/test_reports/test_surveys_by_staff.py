"""Surveys as staff make and edit them: sets to begin with, questions, days, posters."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import starting_lists as house
from citedesmetiers.factories import make_site
from events.factories import make_public_session
from reports import starting_lists, survey_answers
from reports.factories import make_question, make_survey
from reports.models import (
    Channel,
    Question,
    Survey,
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


# ── Made and edited by staff ─────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_a_survey_begins_from_each_starting_set_in_its_languages(signed_in, centre):
    house.load()
    client = signed_in("director", language="en")
    for code, audience, _label in starting_lists.survey_sets():
        data = {"starting_set": code, "opens_on": "2026-01-01"}
        response = client.post(reverse("reports:survey_begin"), data, follow=True)
        made = Survey.objects.latest("pk")
        assert made.audience == audience
        assert made.title.encode() in response.content
        scale = made.questions.filter(kind=Question.Kind.SCALE).first()
        assert [entry.is_top for entry in scale.options.all()] == [True, True, False, False]
        assert scale.text_fr != scale.text_en
    visitors = Survey.objects.get(audience="visitors").questions.get(code="leave_with")
    assert {entry.code for entry in visitors.options.all()} >= {"new_information", "next_steps", "contacts"}


@pytest.mark.parametrize(("days", "words"), [(0, b"takes answers already"), (1, b"before it opens")])
def test_a_new_survey_says_whether_it_is_open_already(signed_in, centre, days, words):
    house.load()
    opens = timezone.localdate() + timedelta(days=days)
    data = {"starting_set": "visitors", "opens_on": opens}
    assert words in signed_in("director").post(reverse("reports:survey_begin"), data, follow=True).content


def test_a_survey_that_is_begun_twice_is_asked_about(signed_in, centre):
    house.load()
    client, url = signed_in("director"), reverse("reports:survey_begin")
    data = {"starting_set": "visitors", "opens_on": "2026-05-02"}
    client.post(url, data)
    page = client.post(url, data)
    assert "The same is begun already" in page.content.decode()
    assert Survey.objects.count() == 1
    for other in ({"starting_set": "partners"}, {"opens_on": "2026-05-03"}):
        client.post(url, data | other)
    client.post(url, data | {"anyway": page.context["form"].fields["anyway"].widget.attrs["value"]})
    assert Survey.objects.count() == 4


def test_bad_days_are_said_beside_their_field(signed_in, survey):
    client = signed_in("director", language="en")
    response = client.post(
        reverse("reports:survey_begin"),
        {"starting_set": "visitors", "opens_on": "2026-05-02", "closes_on": "2026-05-01"},
    )
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Survey.objects.count() == 1


def question_data(**values):
    return {"kind": "single", "text_en": "Which day?", "text_fr": "Quel jour ?", "figure": "",
            "options_en": "Monday\nTuesday", "options_fr": "Lundi\nMardi", "top": ""} | values  # fmt: skip


def test_a_question_is_added_with_its_answers_and_moved(signed_in, survey):
    client = signed_in("director", language="en")
    response = client.post(reverse("reports:survey_question_add", args=[survey.pk]), question_data())
    assert response.status_code == 302
    made = survey.questions.last()
    assert [entry.label for entry in made.options.all()] == ["Monday", "Tuesday"]
    client.post(reverse("reports:survey_question_move", args=[made.pk]), {"direction": "up"})
    assert [q.code for q in survey.questions.all()].index(made.code) == 3


def test_editing_a_question_keeps_the_codes_of_its_answers(signed_in, survey):
    question = survey.questions.get(code="why")
    codes = [entry.code for entry in question.options.all()]
    client = signed_in("director", language="en")
    url = reverse("reports:survey_question_edit", args=[question.pk])
    client.post(
        url, question_data(kind="multiple", options_en="Work\nStudies\nOther", options_fr="Travail\nÉtudes\nAutre")
    )
    assert [entry.code for entry in question.options.all()][:2] == codes
    assert [entry.label_en for entry in question.options.all()] == ["Work", "Studies", "Other"]


def test_a_scale_left_empty_gets_the_usual_four(signed_in, survey):
    client = signed_in("director", language="en")
    data = question_data(kind="scale", options_en="", options_fr="")
    client.post(reverse("reports:survey_question_add", args=[survey.pk]), data)
    assert [entry.is_top for entry in survey.questions.last().options.all()] == [True, True, False, False]


@pytest.mark.many_cases
@pytest.mark.parametrize("wrong", [{"options_en": "One", "options_fr": "Un"}, {"options_fr": "Lundi"}, {"top": "5"}])
def test_answers_that_do_not_match_are_refused(signed_in, survey, wrong):
    client = signed_in("director", language="en")
    response = client.post(reverse("reports:survey_question_add", args=[survey.pk]), question_data(**wrong))
    assert response.status_code == 200
    assert response.context["form"].errors
    assert survey.questions.count() == 4


def test_once_answered_questions_stay_and_the_survey_is_not_deleted(signed_in, survey):
    fill(survey, 1)
    client = signed_in("director", language="en")
    question = survey.questions.get(code="overall")
    client.post(reverse("reports:survey_question_edit", args=[question.pk]), question_data())
    client.post(reverse("reports:survey_question_delete", args=[question.pk]))
    client.post(reverse("reports:survey_delete", args=[survey.pk]))
    question.refresh_from_db()
    assert question.text == "On the whole?"
    assert Survey.objects.filter(pk=survey.pk).exists()


def test_a_survey_is_closed_this_evening_and_opened_again(signed_in, survey):
    client = signed_in("director", language="en")
    client.post(reverse("reports:survey_close", args=[survey.pk]))
    survey.refresh_from_db()
    assert survey.closes_on == timezone.localdate()
    assert survey.is_open
    survey.closes_on = timezone.localdate() - timedelta(days=1)
    survey.save()
    client.post(reverse("reports:survey_open", args=[survey.pk]))
    survey.refresh_from_db()
    assert survey.is_open
    assert survey.closes_on is None


@pytest.mark.thorough
def test_the_poster_is_a_pdf_with_the_address(signed_in, survey):
    response = signed_in("director", language="en").get(reverse("reports:survey_poster", args=[survey.pk]))
    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"


def test_the_page_of_a_session_leads_to_the_surveys_of_participants_open_that_day(signed_in, centre):
    session = make_public_session(starts_at=timezone.now())
    offered = make_survey(title="After the workshop", audience="participants")
    make_survey(title="For partners", audience="partners")
    make_survey(title="Elsewhere", audience="participants", site=make_site())
    make_survey(title="Over", audience="participants", closes_on=date(2026, 1, 2))
    client = signed_in("events", language="en", sites=[session.site])
    page = client.get(reverse("events:session", args=[session.pk])).content.decode()
    assert reverse("surveys:tablet", args=[offered.token]) in page
    assert not [title for title in ("For partners", "Elsewhere", "Over") if title in page]
    assert client.get(reverse("reports:survey_tally", args=[offered.pk])).status_code == 200


def test_the_address_for_posters_has_no_language(signed_in, survey):
    client = signed_in("director", language="en")
    page = client.get("/fr" + reverse("reports:survey", args=[survey.pk]))
    assert page.context["link"] == f"http://testserver{address(survey)}"
