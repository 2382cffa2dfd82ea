"""Sessions that belong together: booked once, all or none, with two words that are good for each of them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from events import booking, series
from events.factories import make_event, make_public_session
from events.models import Booking, Session
from tests.test_events.test_booking import WORDS


@pytest.fixture(autouse=True)
def _like_a_browser(client):
    client.defaults["HTTP_ORIGIN"] = "http://testserver"


def a_series(number=3, seats=12, first=1, **fields):
    """`number` public sessions a week apart that belong together, the first in `first` days."""
    event = make_event(title="Eight steps", published=True, needs_booking=True, seats_at_once=3, is_series=True)
    fields.setdefault("site", make_site())
    starts = timezone.now() + timedelta(days=first)
    return [
        make_public_session(event=event, run=1, seats=seats, starts_at=starts + timedelta(weeks=n), **fields)
        for n in range(number)
    ]


def page(session, name="book"):
    return reverse(f"programme:{name}", args=[session.pk])


def book_by_form(client, session, seats=2, uid=None):
    return client.post(page(session), {"seats": seats, "uid": str(uid or uuid.uuid4())})


def taken(sessions):
    return [Session.objects.get(pk=session.pk).seats_taken for session in sessions]


def test_one_booking_keeps_seats_in_all_sessions_with_the_same_words(client, centre):
    sessions = a_series()
    asked = client.get(page(sessions[1])).content.decode()
    assert "one booking keeps your seats in all of them" in asked
    assert "12 seats are free in every session." in asked
    answer = book_by_form(client, sessions[1])
    words = " ".join(WORDS.search(answer.content.decode()).groups())
    assert ">3 sessions<" in answer.content.decode()
    assert taken(sessions) == [2, 2, 2]
    for session in sessions:
        assert booking.find(session, words).booking.seats == 2
    assert ">3 sessions<" in client.post(page(sessions[2], "code"), {"code": words}).content.decode()


def test_the_same_form_sent_twice_is_one_booking_with_the_same_words(client, centre):
    sessions, uid = a_series(), uuid.uuid4()
    found = [WORDS.search(book_by_form(client, sessions[0], uid=uid).content.decode()).groups() for _time in range(2)]
    assert found[0] == found[1]
    assert taken(sessions) == [2, 2, 2]


def test_a_series_with_one_full_session_is_not_booked_in_parts(client, centre):
    sessions = a_series()
    Session.objects.filter(pk=sessions[2].pk).update(seats_taken=11)
    answer = book_by_form(client, sessions[0]).content.decode()
    assert "Only 1 seat is free in every session: take fewer, or ask at reception." in answer
    assert taken(sessions) == [0, 0, 11]
    assert not Booking.objects.exists()
    Session.objects.filter(pk=sessions[2].pk).update(seats_taken=12)
    full = client.get(page(sessions[0])).content.decode()
    assert "Ask at reception" in full
    assert '<form method="post" class="mt-4"' not in full
    assert client.post(page(sessions[0]), {"seats": 1, "uid": str(uuid.uuid4()), "wait": "1"}).status_code == 200
    assert not Booking.objects.exists()


def test_all_sessions_of_a_series_are_locked_in_one_order(client, centre):
    sessions = a_series()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        series.book(sessions[::-1], seats=1, uid=uuid.uuid4(), language="en")
    [lock] = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert 'ORDER BY "events_session"."id" ASC' in lock


def test_seats_of_a_series_go_back_together_but_for_sessions_that_have_begun(client, centre):
    sessions = a_series()
    answer = book_by_form(client, sessions[0])
    words = " ".join(WORDS.search(answer.content.decode()).groups())
    asked = client.post(page(sessions[1], "code"), {"code": words, "give_back": "ask"}).content.decode()
    assert "Your seats in all sessions of the series go back together." in asked
    begun = timezone.now() - timedelta(minutes=5)
    Session.objects.filter(pk=sessions[0].pk).update(starts_at=begun)
    client.post(page(sessions[1], "code"), {"code": words, "give_back": "yes"})
    assert taken(sessions) == [2, 0, 0]


def test_those_who_come_late_book_what_is_still_to_come(client, centre):
    sessions = a_series(first=-3)
    assert ">2 sessions<" in book_by_form(client, sessions[1]).content.decode()
    assert taken(sessions) == [0, 2, 2]


def test_sessions_of_another_series_and_of_no_series_stand_alone(client, centre):
    sessions = a_series()
    other = make_public_session(event=sessions[0].event, run=2, seats=5, starts_at=timezone.now() + timedelta(days=2))
    alone = make_public_session(seats=5, starts_at=timezone.now() + timedelta(days=2))
    book_by_form(client, other), book_by_form(client, alone)
    assert taken([*sessions, other, alone]) == [0, 0, 0, 2, 2]


def test_reception_books_the_whole_series_for_somebody(signed_in):
    site = make_site()
    sessions = a_series(site=site)
    counter = signed_in("reception", sites=[site])
    answer = counter.post(
        reverse("events:seat_for", args=[sessions[0].pk]), {"seats": "1", "uid": str(uuid.uuid4()), "language": "en"}
    )
    assert ">3 sessions<" in answer.content.decode()
    assert taken(sessions) == [1, 1, 1]
