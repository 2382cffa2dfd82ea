"""Seats without a name: taken, waited for, given back, checked in, forgotten."""

import random
import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import forgetting
from citedesmetiers.factories import make_opening_hours, make_site
from events import booking
from events.factories import at, make_event, make_public_session
from events.models import Attendance, Booking, Session

WORDS = re.compile(r'class="pass-words"[^>]*>\s*(\w+) <i>\+</i> (\w+)')


@pytest.fixture(autouse=True)
def _like_a_browser(client):
    """Browsers say where a form comes from."""
    client.defaults["HTTP_ORIGIN"] = "http://testserver"


@pytest.fixture
def now():
    return timezone.now()


def a_session(seats=12, most=3, **fields):
    """A public session of tomorrow with seats to book."""
    fields.setdefault("starts_at", timezone.now() + timedelta(days=1))
    event = make_event(published=True, needs_booking=True, seats_at_once=most)
    return make_public_session(event=event, seats=seats, **fields)


def take(session, seats=1, **how):
    """Book at the model; returns the Pass."""
    how.setdefault("uid", uuid.uuid4())
    return booking.book(session.pk, seats=seats, language=how.pop("language", "en"), **how)


def state_of(found):
    return Booking.objects.get(pk=found.booking.pk).state


def taken(session):
    return Session.objects.get(pk=session.pk).seats_taken


def page(session, name="book"):
    return reverse(f"programme:{name}", args=[session.pk])


def book_by_form(client, session, seats=1, **more):
    return client.post(page(session), {"seats": seats, "uid": str(uuid.uuid4())} | more)


def words_on(response):
    """The two words on a page, as one would type them."""
    found = WORDS.search(response.content.decode())
    assert found, response.content.decode()[:2000]
    return " ".join(found.groups())


# ── Taking seats ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.many_cases
@pytest.mark.parametrize("language", ["fr", "en", "it", "es", "pt"])
def test_two_words_in_the_visitors_language_stand_for_the_seats(client, centre, language):
    session = a_session()
    response = client.post(f"/{language}/programme/session/{session.pk}/book/", {"seats": 2, "uid": uuid.uuid4()})
    assert response.status_code == 200
    words = words_on(response)
    assert taken(session) == 2
    shown = client.post(f"/{language}/programme/session/{session.pk}/code/", {"code": words})
    assert words_on(shown) == words
    assert response.cookies == {} == shown.cookies


def test_a_form_that_is_sent_twice_books_once_and_shows_the_same_words(client, centre):
    session, uid = a_session(), str(uuid.uuid4())
    first = client.post(page(session), {"seats": 1, "uid": uid})
    again = client.post(page(session), {"seats": 1, "uid": uid})
    assert words_on(first) == words_on(again)
    assert (taken(session), session.bookings.count()) == (1, 1)


@pytest.mark.many_cases
@pytest.mark.parametrize("seats", ["0", "4", "-1", "", "two", "1.5", "9" * 30, "\x00"])
def test_a_number_of_seats_that_cannot_be_gets_a_message_and_books_nothing(client, centre, seats):
    session = a_session(most=3)
    response = book_by_form(client, session, seats=seats)
    assert response.status_code == 200
    assert 'class="field-error"' in response.content.decode()
    assert taken(session) == 0


def test_what_was_typed_stays_beside_its_message(client, centre):
    response = book_by_form(client, a_session(most=3), seats=7)
    assert 'value="7"' in response.content.decode()
    assert "One booking takes up to 3 seats." in response.content.decode()


@pytest.mark.parametrize("uid", ["", "not-a-uid", "1"])
def test_a_form_without_its_mark_books_nothing(client, centre, uid):
    session = a_session()
    assert client.post(page(session), {"seats": 1, "uid": uid}).status_code == 200
    assert taken(session) == 0


def test_too_few_seats_are_said_and_not_sold(client, centre):
    session = a_session(seats=2)
    take(session)
    response = book_by_form(client, session, seats=2)
    assert "Only 1 seat is left" in response.content.decode()
    assert taken(session) == 1
    assert "pass-words" not in response.content.decode()


def test_a_full_session_offers_its_waiting_list(client, centre):
    session = a_session(seats=1)
    take(session)
    assert "Join the waiting list" in client.get(page(session)).content.decode()
    response = book_by_form(client, session, wait="1")
    assert "You are number 1 on the waiting list" in response.content.decode()
    assert taken(session) == 1


@pytest.mark.thorough
def test_sessions_that_take_no_bookings_take_none(client, centre, now):
    begun = a_session(starts_at=now - timedelta(minutes=5))
    cancelled = a_session(state="cancelled", reason="speaker")
    for session in (begun, cancelled):
        book_by_form(client, session)
        assert session.bookings.count() == 0
    unpublished = a_session()
    Session.objects.filter(pk=unpublished.pk).update(published_at=None)
    free_for_all = make_public_session(event=make_event(published=True), starts_at=now + timedelta(days=1))
    for session in (unpublished, free_for_all):
        assert book_by_form(client, session).status_code == 404
        assert client.get(page(session)).status_code == 404


def test_a_form_that_another_site_sends_is_refused(client, centre):
    session = a_session()
    data = {"seats": 1, "uid": uuid.uuid4()}
    for elsewhere in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {"origin": "null"}):
        assert client.post(page(session), data, headers=elsewhere).status_code == 403
    assert taken(session) == 0
    assert client.post(page(session), data, headers={"sec-fetch-site": "same-origin"}).status_code == 200
    assert taken(session) == 1


# ── Waiting and giving back ──────────────────────────────────────────────────────────────────────────


def test_who_waits_moves_up_in_order_when_seats_are_given_back(centre):
    session = a_session(seats=2)
    holder = take(session, 2)
    first, second, third = (take(session, wait=True) for _n in range(3))
    assert [each.in_line for each in (first, second, third)] == [1, 2, 3]
    booking.give_back(holder.booking)
    assert [state_of(each) for each in (holder, first, second, third)] == [
        "cancelled", "confirmed", "confirmed", "waiting",
    ]  # fmt: skip
    assert booking.find(session, third.text).in_line == 1
    assert taken(session) == 2


def test_nobody_is_overtaken_on_the_waiting_list(centre):
    session = a_session(seats=3)
    holders = [take(session) for _n in range(3)]
    pair, single = take(session, 2, wait=True), take(session, wait=True)
    booking.give_back(holders[0].booking)
    assert (state_of(pair), state_of(single), taken(session)) == ("waiting", "waiting", 2)
    with pytest.raises(booking.NotEnoughSeats):
        take(session)
    booking.give_back(holders[1].booking)
    assert (state_of(pair), state_of(single), taken(session)) == ("confirmed", "waiting", 3)


def test_leaving_the_line_lets_the_others_move_up(centre):
    session = a_session(seats=2)
    take(session)
    pair = take(session, 2, wait=True)
    single = take(session, wait=True)
    booking.give_back(pair.booking)
    assert (state_of(single), taken(session)) == ("confirmed", 2)


def test_more_seats_are_given_to_those_who_wait(centre):
    session = a_session(seats=1)
    take(session)
    waiting = take(session, wait=True)
    Session.objects.filter(pk=session.pk).update(seats=2)
    assert booking.move_up(session.pk) == 1
    assert state_of(waiting) == "confirmed"


def test_more_seats_that_a_file_or_anybody_brought_are_given_out_at_the_workers_next_look(centre):
    session, other = a_session(seats=1), a_session(seats=1)
    for each in (session, other):
        take(each)
    waiting, still = take(session, wait=True), take(other, wait=True)
    Session.objects.filter(pk=session.pk).update(seats=2)
    assert booking.move_up_everywhere() == 1
    assert [state_of(waiting), state_of(still)] == ["confirmed", "waiting"]
    assert booking.move_up_everywhere() == 0


def test_seats_are_given_back_after_a_question_that_says_how_many(client, centre):
    session = a_session()
    words = words_on(book_by_form(client, session, seats=3))
    asked = client.post(page(session, "code"), {"code": words, "give_back": "ask"})
    assert "Give 3 seats back?" in asked.content.decode()
    assert taken(session) == 3
    done = client.post(page(session, "code"), {"code": words, "give_back": "yes"})
    assert "3 seats given back" in done.content.decode()
    assert taken(session) == 0
    assert client.post(page(session, "code"), {"code": words}).status_code == 404


@pytest.mark.thorough
def test_who_leaves_the_waiting_list_is_told_so(client, centre):
    session = a_session(seats=1)
    take(session)
    assert "nobody waits before you" in client.get(page(session)).content.decode()
    words = take(session, wait=True).text
    shown = client.post(page(session, "code"), {"code": words}).content.decode()
    assert "Leave the waiting list" in shown
    assert "Give my seat back" not in shown
    done = client.post(page(session, "code"), {"code": words, "give_back": "yes"}).content.decode()
    assert "You are no longer on the waiting list" in done
    assert "given back" not in done
    assert taken(session) == 1


def test_seats_given_back_twice_count_once(centre):
    session = a_session()
    take(session)
    found = take(session, 2)
    booking.give_back(found.booking)
    booking.give_back(found.booking)
    assert taken(session) == 1


@pytest.mark.thorough
def test_the_counter_is_always_the_sum_of_the_seats_held(centre):
    chance = random.Random(7)
    session = a_session(seats=6, starts_at=timezone.now())
    known = []
    for _n in range(120):
        act = chance.choice(["book", "book", "wait", "back", "in", "out"])
        try:
            if act in ("book", "wait"):
                known.append(take(session, chance.randint(1, 3), wait=act == "wait", at_counter=True))
            elif known:
                verb = {"back": booking.give_back, "in": booking.check_in, "out": booking.check_out}[act]
                verb(chance.choice(known).booking)
        except booking.Refused:
            pass
        held = sum(session.bookings.holding().values_list("seats", flat=True))
        assert taken(session) == held <= 6
        there = Attendance.objects.filter(session=session).values_list("present", flat=True)
        assert sum(there) == booking.present(session)
    assert {each.state for each in session.bookings.all()} >= {"cancelled", "present"}


def test_codes_go_the_day_after_the_session_and_the_number_of_seats_stays(centre, now):
    over = a_session(starts_at=now - timedelta(days=1))
    booking.book(over.pk, seats=2, uid=uuid.uuid4(), language="fr", now=now - timedelta(days=2))
    coming = a_session()
    take(coming)
    forgetting.forget(timezone.localdate(over.ends_at))
    assert over.bookings.count() == 1
    forgetting.forget(timezone.localdate(over.ends_at) + timedelta(days=1))
    assert (over.bookings.count(), taken(over)) == (0, 2)
    assert coming.bookings.count() == 1


# ── At the counter ───────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def desk(signed_in):
    site = make_site()
    client = signed_in("reception", sites=[site])
    client.site = site
    return client


def test_reception_books_with_one_click_and_hands_over_the_words(desk):
    session = a_session(site=desk.site, most=1)
    assert session.event.title in desk.get(reverse("events:seats")).content.decode()
    response = desk.post(reverse("events:seat_for", args=[session.pk]), {"seats": 4, "uid": uuid.uuid4()})
    assert booking.find(session, words_on(response)).booking.seats == 4
    assert taken(session) == 4


def test_reception_sees_sessions_of_its_own_places_only(desk):
    other = a_session(site=make_site())
    assert other.event.title not in desk.get(reverse("events:seats")).content.decode()
    assert desk.post(reverse("events:seat_for", args=[other.pk]), {"uid": uuid.uuid4()}).status_code == 404
    assert desk.get(reverse("events:check_in", args=[other.pk])).status_code == 404


def test_the_list_for_the_counter_asks_the_database_as_often_for_three_sessions_as_for_one(
    desk, django_assert_num_queries
):
    a_session(site=desk.site)
    with django_assert_num_queries(30, exact=False) as first:
        desk.get(reverse("events:seats"))
    a_session(site=desk.site)
    a_session(site=desk.site)
    with django_assert_num_queries(len(first.captured_queries)):
        desk.get(reverse("events:seats"))


def test_the_board_shows_todays_workshops_and_their_seats(desk, now):
    session = a_session(site=desk.site, starts_at=now - timedelta(seconds=1), seats=9)
    cancelled = a_session(site=desk.site, starts_at=now, state="cancelled", reason="room")
    shown = desk.get(reverse("reception:board")).content.decode()
    assert session.event.title in shown
    assert cancelled.event.title not in shown
    assert session.event.title in desk.get(reverse("reception:counter")).content.decode()


@pytest.mark.thorough
def test_who_waits_moves_up_when_staff_add_seats(signed_in):
    site = make_site()
    session = a_session(seats=1, site=site, starts_at=at(timezone.localdate() + timedelta(days=1), 14))
    take(session)
    waiting = take(session, wait=True)
    client = signed_in("events", sites=[site])
    form = client.get(reverse("events:session_edit", args=[session.pk])).context["form"]
    data = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
    data |= {"day": str(session.day), "starts": "14:00", "ends": "16:00"}
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday)
    client.post(reverse("events:session_edit", args=[session.pk]), data | {"seats": "3"})
    assert (state_of(waiting), taken(session)) == ("confirmed", 2)
