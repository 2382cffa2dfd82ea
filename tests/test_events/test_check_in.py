"""People are checked in by their two words, counted, and stay counted when the codes are forgotten."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import forgetting
from citedesmetiers.factories import make_site
from events import booking
from events.models import Attendance, Session
from tests.test_events.test_booking import a_session, state_of, take, taken


@pytest.fixture
def desk(signed_in):
    site = make_site()
    client = signed_in("reception", sites=[site])
    client.site = site
    return client


def test_people_are_checked_in_by_their_words(desk):
    session = a_session(site=desk.site, starts_at=timezone.now())
    found = take(session, 2, at_counter=True)
    where = reverse("events:check_in", args=[session.pk])
    said = desk.post(where, {"code": found.text.upper()}, follow=True).content.decode()
    assert "2 people are there." in said
    assert (state_of(found), booking.present(session), taken(session)) == ("present", 2, 2)
    assert "were there already" in desk.post(where, {"code": found.text}, follow=True).content.decode()
    desk.post(where, {"code": found.text, "take_back": "1"})
    assert state_of(found) == "confirmed"
    assert "We know no seats" in desk.post(where, {"code": "wrong guess"}).content.decode()


def test_who_was_checked_in_is_counted_and_stays_counted_when_the_codes_are_forgotten(desk):
    session = a_session(site=desk.site, starts_at=timezone.now())
    first, second = take(session, 2, at_counter=True), take(session, 3, at_counter=True)
    where = reverse("events:check_in", args=[session.pk])
    for found in (first, second, second):
        desk.post(where, {"code": found.text})
    page = desk.get(reverse("events:session", args=[session.pk])).content.decode()
    assert "5" in page
    assert "checked in by code" in page
    desk.post(where, {"code": second.text, "take_back": "1"})
    assert list(Attendance.objects.values_list("present", "method")) == [(2, "checked_in")]
    late = take(session, at_counter=True)  # the first are in, reception goes on booking
    desk.post(where, {"code": late.text})
    forgetting.forget(timezone.localdate(session.ends_at) + timedelta(days=1))
    assert not session.bookings.exists()
    assert list(Attendance.objects.values_list("session__state", "present")) == [("held", 3)]


def test_when_nobody_is_left_the_session_is_not_held(desk):
    session = a_session(site=desk.site, starts_at=timezone.now())
    found = take(session, at_counter=True)
    booking.check_in(found.booking)
    booking.give_back(found.booking)
    assert (Session.objects.get().state, Attendance.objects.exists()) == ("planned", False)


@pytest.mark.thorough
def test_nobody_is_checked_in_before_the_day_or_at_a_session_that_was_called_off(desk):
    tomorrow, off = a_session(site=desk.site), a_session(site=desk.site, starts_at=timezone.now())
    for session, said in ((tomorrow, "nobody can be there yet"), (off, "This session is cancelled.")):
        found = take(session, at_counter=True)
        if session is off:
            Session.objects.filter(pk=session.pk).update(state="cancelled", reason="speaker")
        answer = desk.post(reverse("events:check_in", args=[session.pk]), {"code": found.text})
        assert said in answer.content.decode()
        assert state_of(found) == "confirmed"
    assert not Attendance.objects.exists()


def test_somebody_on_the_waiting_list_is_let_in_while_there_is_room(centre):
    session = a_session(seats=1, starts_at=timezone.now())
    holder = take(session, at_counter=True)
    waiting = take(session, wait=True, at_counter=True)
    with pytest.raises(booking.Refused):
        booking.check_in(waiting.booking)
    Session.objects.filter(pk=session.pk).update(seats=2)
    assert booking.check_in(waiting.booking)
    assert (state_of(holder), state_of(waiting), taken(session)) == ("confirmed", "present", 2)


@pytest.mark.thorough
def test_the_words_of_the_qr_code_are_plain_capitals_and_find_the_booking(desk):
    session = a_session(site=desk.site, starts_at=timezone.now())
    for _n in range(20):
        found = take(session, language="fr", wait=True, at_counter=True)
        assert set(found.to_scan) <= set(" ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        assert booking.find(session, found.to_scan).booking == found.booking


def test_a_check_in_that_never_was_is_not_taken_back(desk):
    session = a_session(site=desk.site, starts_at=timezone.now())
    found = take(session, at_counter=True)
    answer = desk.post(reverse("events:check_in", args=[session.pk]), {"code": found.text, "take_back": "1"})
    assert "were not checked in" in answer.content.decode()


def test_only_todays_sessions_offer_to_check_people_in(desk):
    today, later = a_session(site=desk.site, starts_at=timezone.now()), a_session(site=desk.site)
    Session.objects.filter(pk=today.pk).update(ends_at=timezone.now() + timedelta(hours=1))
    page = desk.get(reverse("events:seats")).content.decode()
    assert reverse("events:check_in", args=[today.pk]) in page
    assert reverse("events:seat_for", args=[later.pk]) in page
    assert reverse("events:check_in", args=[later.pk]) not in page


def test_an_empty_list_says_what_to_do(desk):
    assert "Nothing to book in the next four weeks" in desk.get(reverse("events:seats")).content.decode()
