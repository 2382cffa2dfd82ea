"""Words of others: guessing them, and floods of bookings, are slowed down; decision 0007 says by how much."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from citedesmetiers import forgetting
from citedesmetiers.models import DailySalt, Tries
from events import booking, throttle
from tests.test_events.test_booking import _like_a_browser, a_session, book_by_form, page, take, taken  # noqa: F401


@pytest.fixture
def _one_moment(monkeypatch):
    """The clock stands still: no new stretch of minutes begins while tries are counted."""
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_wrong_forgotten_and_given_back_words_answer_alike(client, centre):
    session = a_session()
    gone = take(session)
    booking.give_back(gone.booking)
    elsewhere = take(a_session())
    for words in ("cherry lantern", gone.text, elsewhere.text):
        response = client.post(page(session, "code"), {"code": words})
        assert response.status_code == 404
        assert "We know no seats by these words for this session." in response.content.decode()


@pytest.mark.thorough
@pytest.mark.usefixtures("_one_moment")
def test_guessing_is_slowed_for_right_words_too(client, centre):
    session = a_session()
    found = take(session)
    for n in range(throttle.WRONG_WORDS.most):
        assert client.post(page(session, "code"), {"code": f"wrong{'x' * n} guess"}).status_code == 404
    response = client.post(page(session, "code"), {"code": found.text})
    assert response.status_code == 429
    assert "pass-words" not in response.content.decode()
    other = a_session()
    assert client.post(page(other, "code"), {"code": take(other).text}).status_code == 200


@pytest.mark.thorough
@pytest.mark.usefixtures("_one_moment")
def test_guessing_from_many_addresses_is_slowed_too(client, centre):
    session = a_session()
    found = take(session)
    for n in range(throttle.WRONG_WORDS_FROM_ANYWHERE.most):
        client.post(page(session, "code"), {"code": "wrong guess"}, REMOTE_ADDR=f"192.0.2.{n}")
    response = client.post(page(session, "code"), {"code": found.text}, REMOTE_ADDR="198.51.100.1")
    assert response.status_code == 429


@pytest.mark.thorough
@pytest.mark.usefixtures("_one_moment")
def test_two_addresses_that_guess_keep_nobody_else_out(client, centre):
    session = a_session()
    found = take(session)
    for address in ("192.0.2.1", "192.0.2.2"):
        for _n in range(throttle.WRONG_WORDS.most + 5):
            answer = client.post(page(session, "code"), {"code": "wrong guess"}, REMOTE_ADDR=address)
        assert answer.status_code == 429
    response = client.post(page(session, "code"), {"code": found.text}, REMOTE_ADDR="198.51.100.1")
    assert response.status_code == 200


@pytest.mark.usefixtures("_one_moment")
def test_after_many_wrong_words_in_a_day_each_address_has_a_few(client, centre, rf):
    session = a_session()
    found = take(session)
    many = throttle.MANY_WRONG_WORDS_TODAY
    many.count(rf.get("/"), of=str(session.pk), by=many.most)
    for _n in range(throttle.WRONG_WORDS_AFTER_MANY.most):
        answer = client.post(page(session, "code"), {"code": "mistyped words"}, REMOTE_ADDR="198.51.100.1")
        assert answer.status_code == 404
    assert client.post(page(session, "code"), {"code": found.text}, REMOTE_ADDR="198.51.100.1").status_code == 429
    assert client.post(page(session, "code"), {"code": found.text}, REMOTE_ADDR="198.51.100.2").status_code == 200


@pytest.mark.thorough
@pytest.mark.usefixtures("_one_moment")
def test_a_class_behind_one_address_books_and_a_flood_does_not(client, centre):
    session = a_session(seats=100)
    for _n in range(30):
        assert book_by_form(client, session).status_code == 200
    answers = [book_by_form(client, session, seats=3).status_code for _n in range(5)]
    assert answers == [200, 200, 200, 429, 429]
    assert taken(session) == 39
    assert client.post(page(session), {"seats": 1, "uid": uuid.uuid4()}, REMOTE_ADDR="192.0.2.9").status_code == 200


def test_no_address_is_kept_and_the_night_forgets_that_somebody_tried(client, centre):
    session = a_session()
    client.post(page(session, "code"), {"code": "wrong guess"}, REMOTE_ADDR="192.0.2.77")
    kept = [str(value) for row in [*Tries.objects.values(), *DailySalt.objects.values()] for value in row.values()]
    assert len(kept) > 4
    assert not any("192.0.2" in value for value in kept)
    today = timezone.localdate()
    forgetting.forget(today)
    assert Tries.objects.exists()
    forgetting.forget(today + timedelta(days=1))
    assert not Tries.objects.exists()
    assert not DailySalt.objects.exists()
