"""Sessions that belong together: booked once, all or none, with two words that are good for each of them."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from citedesmetiers.nightly import work_at_each_look
from events import booking, planning, series
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


@pytest.mark.thorough
def test_the_same_form_sent_twice_is_one_booking_with_the_same_words(client, centre):
    sessions, uid = a_series(), uuid.uuid4()
    found = [WORDS.search(book_by_form(client, sessions[0], uid=uid).content.decode()).groups() for _time in range(2)]
    assert found[0] == found[1]
    assert taken(sessions) == [2, 2, 2]


def test_a_series_with_one_full_session_is_not_booked_in_parts(client, centre):
    sessions = a_series()
    Session.objects.filter(pk=sessions[2].pk).update(seats_taken=11)
    answer = book_by_form(client, sessions[0]).content.decode()
    assert "Only 1 seat is left: take fewer, or join the waiting list." in answer
    assert taken(sessions) == [0, 0, 11]
    assert not Booking.objects.exists()


@pytest.mark.thorough
def test_who_waits_for_a_series_moves_up_once_the_seats_are_free_in_every_session(client, centre):
    sessions = a_series(seats=2)
    first, other = (book_by_form(client, session, uid=uuid.uuid4()) for session in (sessions[0], sessions[0]))
    assert "series is booked as a whole. You can wait for them." in other.content.decode()
    assert "they are yours once they are free in all sessions" in client.get(page(sessions[1])).content.decode()
    waits = client.post(page(sessions[0]), {"seats": 2, "uid": str(uuid.uuid4()), "wait": "1"}).content.decode()
    assert "You are number 1 on the waiting list" in waits
    assert ">3 sessions<" in waits
    assert taken(sessions) == [2, 2, 2]
    words = " ".join(WORDS.search(first.content.decode()).groups())
    client.post(page(sessions[1], "code"), {"code": words, "give_back": "yes"})
    assert taken(sessions) == [2, 2, 2]
    words = " ".join(WORDS.search(waits).groups())
    assert "Your 2 seats are kept" in client.post(page(sessions[2], "code"), {"code": words}).content.decode()


def test_a_seat_that_is_free_in_one_session_only_is_kept_for_the_first_in_line(client, centre):
    sessions = a_series(seats=2)
    full = booking.book(sessions[2].pk, seats=2, uid=uuid.uuid4(), language="en")  # by reception, for this one alone
    waits = series.book(sessions, seats=1, uid=uuid.uuid4(), language="en", wait=True)
    assert waits.in_line == 1
    with pytest.raises(booking.NotEnoughSeats):
        series.book(sessions, seats=1, uid=uuid.uuid4(), language="en")
    second = series.book(sessions, seats=2, uid=uuid.uuid4(), language="en", wait=True)
    assert taken(sessions) == [0, 0, 2]
    booking.give_back(full.booking)
    assert taken(sessions) == [1, 1, 1]  # the second needs two seats, and waits on
    assert booking.find(sessions[0], waits.text).in_line is None
    assert booking.find(sessions[0], second.text).in_line == 1


@pytest.mark.thorough
def test_who_waits_does_not_wait_for_a_session_that_was_called_off(client, centre):
    sessions = a_series(seats=2)
    kept = series.book(sessions, seats=2, uid=uuid.uuid4(), language="en")
    series.book(sessions, seats=2, uid=uuid.uuid4(), language="en", wait=True)
    planning.cancel(sessions[1], Session.Reason.ROOM)
    series.give_back([each for each in series.kept_by(kept) if each.session_id != sessions[1].pk])
    assert taken(sessions) == [2, 2, 2]
    assert list(Booking.objects.in_line().values_list("session", flat=True)) == [sessions[1].pk]


def test_who_waits_for_a_series_moves_up_by_itself_once_the_session_that_was_full_is_over(client, centre):
    sessions = a_series(seats=2)
    booking.book(sessions[0].pk, seats=2, uid=uuid.uuid4(), language="en")
    waits = series.book(sessions, seats=2, uid=uuid.uuid4(), language="en", wait=True)
    work_at_each_look()
    assert taken(sessions) == [2, 0, 0]
    yesterday = timezone.now() - timedelta(days=1)
    Session.objects.filter(pk=sessions[0].pk).update(starts_at=yesterday, ends_at=yesterday + timedelta(hours=2))
    work_at_each_look()
    assert taken(sessions) == [2, 2, 2]
    assert booking.find(sessions[1], waits.text).in_line is None


@pytest.mark.many_cases
@pytest.mark.parametrize("verb", ["cancel", "delete"])
def test_who_waited_for_the_one_full_session_of_a_series_gets_the_others_when_it_goes(signed_in, verb):
    site = make_site()
    sessions = a_series(site=site, seats=2)
    full = booking.book(sessions[1].pk, seats=2, uid=uuid.uuid4(), language="en")
    waits = series.book(sessions, seats=2, uid=uuid.uuid4(), language="en", wait=True)
    assert taken(sessions) == [0, 2, 0]
    director = signed_in("director", sites=[site])
    director.post(reverse(f"events:session_{verb}", args=[full.session.pk]), {"reason": Session.Reason.ROOM})
    assert taken([sessions[0], sessions[2]]) == [2, 2]
    assert booking.find(sessions[0], waits.text).in_line is None


def test_whoever_waits_for_a_session_that_is_planned_again_gets_what_was_given_back_meanwhile(client, centre):
    session = make_public_session(seats=1, starts_at=timezone.now() + timedelta(days=2))
    kept = booking.book(session.pk, seats=1, uid=uuid.uuid4(), language="en")
    waits = booking.book(session.pk, seats=1, uid=uuid.uuid4(), language="en", wait=True)
    planning.cancel(session, Session.Reason.ROOM)
    booking.give_back(kept.booking)
    assert booking.find(session, waits.text).in_line == 1
    planning.reinstate(session)
    assert booking.find(session, waits.text).in_line is None


@pytest.mark.thorough
def test_leaving_the_waiting_list_of_a_series_leaves_it_in_every_session(client, centre):
    sessions = a_series(seats=1)
    series.book(sessions, seats=1, uid=uuid.uuid4(), language="en")
    waits = series.book(sessions, seats=1, uid=uuid.uuid4(), language="en", wait=True)
    left = client.post(page(sessions[1], "code"), {"code": waits.text, "give_back": "yes"}).content.decode()
    assert "You are no longer on the waiting list" in left
    assert not Booking.objects.in_line().exists()
    assert taken(sessions) == [1, 1, 1]


def test_all_sessions_of_a_series_are_locked_in_one_order(client, centre):
    sessions = a_series()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        series.book(sessions[::-1], seats=1, uid=uuid.uuid4(), language="en")
    [lock] = [query["sql"] for query in queries if "FOR UPDATE" in query["sql"]]
    assert 'ORDER BY "events_session"."id" ASC' in lock


@pytest.mark.thorough
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


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_reception_is_offered_the_waiting_list_of_a_series_when_its_seats_were_refused(signed_in):
    site = make_site()
    sessions = a_series(site=site, seats=1)
    Session.objects.filter(pk=sessions[2].pk).update(seats_taken=1)
    counter = signed_in("reception", sites=[site])
    asked = {"seats": "1", "uid": str(uuid.uuid4()), "language": "en"}
    for_somebody = reverse("events:seat_for", args=[sessions[0].pk])
    refused = counter.post(for_somebody, asked, follow=True).content.decode()
    assert "You can wait for them." in refused
    assert 'name="wait"' in refused
    assert "Number 1 on the waiting list." in counter.post(for_somebody, asked | {"wait": "1"}).content.decode()
    assert taken(sessions) == [0, 0, 1]
