"""Questions without a name: asked with a purpose, answered from a shared tray, read with three words."""

import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from citedesmetiers import code_words, forgetting
from citedesmetiers.factories import make_purpose, make_site
from citedesmetiers.models import DailySalt, Tries
from counselling import questions
from counselling.factories import make_question
from counselling.models import NotOpen, Question, QuestionCount
from partners.factories import make_institution, make_professional

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def text(response):
    return " ".join(soup(response).main.get_text(" ").split())


def opened(seconds=10, monkeypatch=None):
    """A stamp of a form that was opened `seconds` ago."""
    import time

    signer = signing.TimestampSigner(salt=questions.SALT)
    signer.timestamp = lambda: signing.b62_encode(int(time.time()) - seconds)
    return signer.sign("opened")


def ask(client, purpose, said="How do I become a nurse?", *, path="/en/ask/", headers=OURS, **changed):
    """Send the form as a person would who has read it."""
    sent = {"purpose": purpose.pk, "question": said, "uid": uuid.uuid4(), "opened": opened(), "website": ""}
    return client.post(path, sent | changed, headers=headers)


def three_words(response):
    """The words on the page after asking."""
    assert response.status_code == 200
    return " ".join(soup(response).select_one(".three-words strong").get_text(" ").replace("+", " ").split())


def read(client, code, headers=OURS, **more):
    return client.post("/en/ask/answer/", {"code": code, **more}, headers=headers)


# ── Asking ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_question_gets_three_words_of_the_language_of_the_page(client, centre):
    for language in ("fr", "en"):
        words = three_words(ask(client, make_purpose(), path=f"/{language}/ask/")).split()
        assert len(words) == 3
        assert set(words) <= set(code_words.words(language))


def test_what_is_kept_names_nobody_and_not_the_words(client, centre):
    words = three_words(ask(client, make_purpose())).split()
    row = Question.objects.values().get()
    assert not any(word in str(row) for word in words)
    assert row["day"] == timezone.localdate()
    assert not hasattr(Question, "hour")


def test_a_form_sent_twice_asks_once_and_shows_the_same_words(client, centre):
    purpose, uid = make_purpose(), uuid.uuid4()
    first, second = (three_words(ask(client, purpose, uid=uid)) for _time in range(2))
    assert first == second
    assert Question.objects.count() == 1
    assert QuestionCount.objects.get().asked == 1


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("Write to me: ada@example.org", "an e-mail address (ada@example.org)"),
        ("Call me on 06 12 34 56 78", "a telephone number (06 12 34 56 78)"),
    ],
)
def test_personal_data_is_named_before_anything_is_kept_and_what_was_typed_stays(client, centre, said, what):
    response = ask(client, make_purpose(), said)
    assert what in text(response)
    assert soup(response).select_one("textarea").get_text().strip() == said
    assert not Question.objects.exists()
    assert not QuestionCount.objects.exists()


def test_a_form_without_purpose_or_question_says_what_is_missing(client, centre):
    make_purpose()
    response = client.post("/en/ask/", {"uid": uuid.uuid4(), "opened": opened()}, headers=OURS)
    assert "Choose what brings you" in text(response)
    assert "Write your question." in text(response)
    assert not Question.objects.exists()


@pytest.mark.parametrize("said", ["   ", "x" * 1501, "null\x00sign"])
def test_what_cannot_be_kept_is_refused_in_words(client, centre, said):
    response = ask(client, make_purpose(), said)
    assert response.status_code == 200
    assert soup(response).select(".field-error, .error-summary")
    assert not Question.objects.exists()


def test_a_purpose_that_is_no_door_cannot_be_asked_for(client, centre):
    assert "field-error" in ask(client, make_purpose(is_door=False)).content.decode()
    assert not Question.objects.exists()


def test_the_purpose_of_the_page_before_is_chosen_already(client, centre):
    purpose = make_purpose(code="job")
    assert soup(client.get("/en/ask/?purpose=job")).select_one("input[checked]")["value"] == str(purpose.pk)
    for wrong in ("unknown", "%00", "job%00x", "%F0%9F%91%8B"):
        assert not soup(client.get(f"/en/ask/?purpose={wrong}")).select("input[checked]")


# ── Programs, floods, other sites ────────────────────────────────────────────────────────────────────


def test_who_fills_the_hidden_field_keeps_the_text_and_can_send_it_again(client, centre):
    response = ask(client, make_purpose(), website="http://buy.example")
    assert "Leave this field empty" in text(response)
    assert "How do I become a nurse?" in soup(response).select_one("textarea").get_text()
    assert not Question.objects.exists()


@pytest.mark.parametrize("stamp", ["", "forged:stamp", "opened"])
def test_a_form_that_we_never_opened_is_sent_once_more_with_a_stamp_of_ours(client, centre, stamp):
    response = ask(client, make_purpose(), opened=stamp)
    assert "Send it once more" in text(response)
    assert not Question.objects.exists()
    assert soup(response).select_one("input[name=opened]")["value"].startswith("opened:")


def test_a_form_is_too_quick_within_three_seconds_and_too_old_after_a_day(client, centre):
    purpose = make_purpose()
    for seconds, is_kept in ((0, False), (10, True), (25 * 60 * 60, False)):
        Question.objects.all().delete()
        ask(client, purpose, opened=opened(seconds))
        assert Question.objects.exists() is is_kept


@pytest.mark.thorough
def test_a_class_may_ask_from_one_address_and_a_flood_may_not(client, centre):
    purpose = make_purpose()
    answers = [ask(client, purpose).status_code for _n in range(questions.QUESTIONS_NOW.most + 1)]
    assert answers[:30] == [200] * 30
    assert answers[-1] == 429
    assert Question.objects.count() == questions.QUESTIONS_NOW.most
    kept = [str(value) for row in [*Tries.objects.values(), *DailySalt.objects.values()] for value in row.values()]
    assert not any("127.0.0.1" in value for value in kept)


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_from_another_site_is_refused(client, centre, headers):
    assert ask(client, make_purpose(), headers=headers).status_code == 403
    assert not Question.objects.exists()


def test_asking_and_reading_set_no_cookie_and_are_kept_by_no_cache(client, centre):
    words = three_words(response := ask(client, make_purpose()))
    for answer in (response, client.get("/en/ask/"), client.get("/en/ask/answer/"), read(client, words)):
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_words_find_the_question_however_they_are_typed(client, centre):
    one, two, three = three_words(ask(client, make_purpose(), "Is there a night school?")).split()
    for typed in (f"{one} {two} {three}", f"{three.upper()} + {one}, {two}"):
        page = text(read(client, typed))
        assert "There is no answer yet" in page
        assert "Is there a night school?" in page


@pytest.mark.many_cases
@pytest.mark.parametrize("typed", ["", "cherry", "cherry lantern", "wrong guess entirely", "\x00 \x00", "x" * 5000])
def test_wrong_words_find_nothing_and_say_so(client, centre, typed):
    make_question()
    response = read(client, typed)
    assert response.status_code in (200, 404)
    assert "What can I do after school?" not in response.content.decode()
    assert soup(response).select(".field-error")


def test_words_in_the_address_find_nothing(client, centre):
    words = three_words(ask(client, make_purpose()))
    assert "nurse" not in client.get("/en/ask/answer/", {"code": words}).content.decode()


@pytest.mark.thorough
def test_guessing_is_slowed_also_for_right_words(client, centre):
    words = three_words(ask(client, make_purpose()))
    for _n in range(questions.WRONG_WORDS.most):
        assert read(client, "wrong guess entirely").status_code == 404
    assert read(client, words).status_code == 429


def test_who_asked_can_erase_question_and_answer_and_is_asked_before(client, centre):
    words = three_words(ask(client, make_purpose()))
    assert "Nobody can read them any more then" in text(read(client, words, erase="ask"))
    assert Question.objects.exists()
    assert "are erased" in text(read(client, words, erase="yes"))
    assert not Question.objects.exists()
    assert read(client, words).status_code == 404
    count = QuestionCount.objects.get()
    assert (count.asked, count.answered, count.closed) == (1, 0, 1)


# ── The tray ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def counsellor(signed_in):
    """A client signed in as a counsellor whom an institution lends."""
    client = signed_in("counsellor", sites=[make_site()])
    client.institution = make_institution(name="Guidance office")
    make_professional(institution=client.institution, user=client.user)
    return client


def address(question, verb=""):
    return f"/counselling/questions/{question.pk}/{verb}"


def test_a_question_is_taken_answered_and_read_with_the_words(counsellor, centre):
    words = three_words(ask(counsellor, make_purpose(), "Is there a night school?"))
    question = Question.objects.get()
    assert "Is there a night school?" in text(counsellor.get("/counselling/questions/"))
    counsellor.post(address(question, "take/"))
    counsellor.post(address(question, "answer/"), {"answer": "Yes,\nin two places."})
    page = text(read(counsellor, words))
    assert "Here is the answer" in page
    assert "Yes, in two places." in page
    assert "Guidance office" in page
    assert counsellor.user.name not in page
    count = QuestionCount.objects.get()
    assert (count.asked, count.answered, count.closed) == (1, 1, 0)


def test_what_a_colleague_answers_is_taken_over_only_on_purpose(counsellor):
    other = make_institution(name="Employment agency")
    question = make_question(state="taken", institution=other)
    assert "Employment agency is answering this." in text(counsellor.get(address(question)))
    assert "Somebody else was quicker" in text(counsellor.post(address(question, "take/"), follow=True))
    question.refresh_from_db()
    assert question.institution == other
    counsellor.post(address(question, "take/"), {"over": "1"})
    question.refresh_from_db()
    assert question.institution == counsellor.institution


def test_an_answer_that_names_somebody_is_refused_and_stays_in_the_form(counsellor):
    question = make_question(state="taken", institution=counsellor.institution)
    response = counsellor.post(address(question, "answer/"), {"answer": "Ask bea@example.org"})
    assert "an e-mail address (bea@example.org)" in text(response)
    assert "Ask bea@example.org" in soup(response).select_one("textarea").get_text()
    question.refresh_from_db()
    assert question.state == "taken"


def test_the_second_of_two_answers_is_told_that_there_is_one(counsellor):
    question = make_question(state="taken", institution=counsellor.institution)
    counsellor.post(address(question, "answer/"), {"answer": "The first."})
    response = counsellor.post(address(question, "answer/"), {"answer": "The second."}, follow=True)
    assert "Somebody else was quicker" in text(response)
    question.refresh_from_db()
    assert question.answer == "The first."


def test_a_question_handed_on_waits_in_the_other_tray_and_is_counted_there(counsellor, centre):
    job, course = make_purpose(code="job", name="Find a job"), make_purpose(code="course", name="Find a course")
    ask(counsellor, job, "Which school?")
    question = Question.objects.get()
    counsellor.post(address(question, "take/"))
    counsellor.post(address(question, "hand-on/"), {"purpose": course.pk})
    question.refresh_from_db()
    assert (question.purpose, question.state, question.institution) == (course, "waiting", None)
    assert {row.purpose: row.asked for row in QuestionCount.objects.all()} == {job: 0, course: 1}
    assert "Which school?" in text(counsellor.get("/counselling/questions/?purpose=course"))
    assert "Which school?" not in text(counsellor.get("/counselling/questions/?purpose=job"))


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("reason", "said", "stays"),
    [
        ("talk", "This needs a conversation", True),
        ("personal", "so we have erased it", False),
        ("abuse", "do not", False),
    ],
)
def test_a_closed_question_says_why_and_loses_what_names_somebody(counsellor, centre, reason, said, stays):
    words = three_words(ask(counsellor, make_purpose(), "I am Ada of Mill Street"))
    question = Question.objects.get()
    counsellor.post(address(question, "close/"), {"reason": reason})
    question.refresh_from_db()
    assert ("Mill Street" in question.question) is stays
    assert said in text(read(counsellor, words))
    assert QuestionCount.objects.get().closed == 1


@pytest.mark.parametrize("verb", ["answer/", "hand-on/", "close/"])
def test_an_empty_form_of_the_tray_says_what_is_missing(counsellor, verb):
    question = make_question(state="taken", institution=counsellor.institution)
    assert soup(counsellor.post(address(question, verb), {})).select(".field-error")
    question.refresh_from_db()
    assert question.state == "taken"


def test_a_question_put_back_waits_again(counsellor):
    question = make_question(state="taken", institution=counsellor.institution)
    counsellor.post(address(question, "put-back/"))
    question.refresh_from_db()
    assert (question.state, question.institution) == ("waiting", None)


def test_the_today_page_says_how_many_wait_and_since_when(counsellor):
    assert "Questions without a name" not in text(counsellor.get("/today/"))
    make_question(day=timezone.localdate() - timedelta(days=3))
    make_question()
    page = text(counsellor.get("/today/"))
    assert "2 questions wait for an answer. The oldest since 3 days." in page


@pytest.mark.thorough
def test_the_tray_asks_the_database_as_often_for_three_rows_as_for_one(counsellor, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def fill():
        make_question(state="taken", institution=make_institution())
        make_question(state="answered", answer="Yes.", answered_on=timezone.localdate())

    fill()
    with CaptureQueriesContext(connection) as once:
        counsellor.get("/counselling/questions/")
    fill()
    fill()
    with django_assert_num_queries(len(once)):
        counsellor.get("/counselling/questions/")


# ── Forgetting, rules ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_after_sixty_days_the_text_is_gone_and_the_count_stays(client, centre):
    words = three_words(ask(client, make_purpose()))
    today = timezone.localdate()
    forgetting.forget(today + timedelta(days=59))
    assert Question.objects.exists()
    forgetting.forget(today + timedelta(days=60))
    assert not Question.objects.exists()
    assert read(client, words).status_code == 404
    count = QuestionCount.objects.get()
    assert (count.asked, count.answered, count.closed) == (1, 0, 1)


def test_the_privacy_page_says_how_long_questions_live(client, centre):
    assert "questions asked without a name and their answers, after 60 days" in text(client.get("/en/privacy/"))


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"question": ""}, "question_says_something"),
        ({"state": "answered"}, "question_answered_with_its_day"),
        ({"answer": "Early"}, "question_answered_with_its_day"),
        ({"state": "closed"}, "question_closed_with_a_reason"),
        ({"reason": "talk"}, "question_closed_with_a_reason"),
    ],
)
def test_the_database_refuses_a_question_that_contradicts_itself(fields, rule):
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        make_question(**fields)


def test_a_question_that_is_over_cannot_be_taken():
    question = make_question(state="closed", reason="unclear")
    with pytest.raises(NotOpen):
        question.take(institution=None)
