"""Waiting at a desk: one ticket, one person, one counsellor, however many screens press at once."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_purpose
from citedesmetiers.forgetting import forget
from counselling.factories import a_screen, make_desk, make_interview, make_theme, make_ticket
from counselling.models import AlreadyTaken, Interview, NotWaiting, Ticket
from partners.factories import make_institution
from tests.test_reception.test_entries import at_once

pytestmark = pytest.mark.django_db
State = Interview.State
NOW = datetime(2026, 3, 10, 13, 50, tzinfo=UTC)  # 14:50 in Paris


def later(minutes):
    return NOW + timedelta(minutes=minutes)


@pytest.fixture
def desk():
    return make_desk(colour=2)


def test_who_is_sent_waits_with_copies_of_what_reception_noted(desk):
    employment, training = make_purpose(), make_purpose()
    age = make_profile_value(list="age_band")
    interview = Interview.objects.send(
        desk=desk, purposes=[employment.pk, training.pk], profile={"age_band": age}, people=2, now=NOW
    )
    found = Interview.objects.get()
    assert (found.state, found.day.isoformat(), found.hour) == (State.WAITING, "2026-03-10", 14)
    assert (found.purpose, found.further_purposes) == (employment, [training.pk])
    assert (found.age_band, found.gender, found.people) == (age, None, 2)
    assert (found.minutes, found.waiting_minutes, found.institution) == (None, None, None)
    assert str(interview.ticket) == "ochre 01"


def test_somebody_without_a_purpose_gets_that_of_a_desk_with_one_only():
    one, several = make_desk(), make_desk(purposes=[make_purpose(), make_purpose()])
    assert Interview.objects.send(desk=one, now=NOW).purpose == one.purposes.get()
    assert Interview.objects.send(desk=several, now=NOW).purpose is None


def test_numbers_go_up_by_colour_at_a_place_and_begin_anew_each_day(desk):
    twin = make_desk(site=desk.site, colour=2)
    violet, elsewhere = make_desk(site=desk.site, colour=4), make_desk(colour=2)
    sent = [Interview.objects.send(desk=each, now=NOW) for each in (desk, twin, desk, violet, elsewhere)]
    assert [str(interview.ticket) for interview in sent] == [
        "ochre 01", "ochre 02", "ochre 03", "violet 01", "ochre 01",
    ]  # fmt: skip
    sent[2].take(screen=a_screen(), now=NOW)
    sent[2].record(now=NOW)
    assert str(Interview.objects.send(desk=desk, now=NOW).ticket) == "ochre 04"
    assert str(Interview.objects.send(desk=desk, now=later(24 * 60)).ticket) == "ochre 01"


def test_taking_keeps_the_hour_and_whole_minutes_of_waiting(desk):
    interview = Interview.objects.send(desk=desk, now=NOW)
    screen = a_screen()
    interview.take(screen=screen, now=NOW + timedelta(minutes=22, seconds=59))
    found = Interview.objects.get()
    assert (found.state, found.waiting_minutes, found.hour) == (State.RECEIVED, 22, 15)
    assert found.ticket.screen == screen


def test_the_second_who_takes_is_told(desk):
    interview = Interview.objects.send(desk=desk, now=NOW)
    first, second = Interview.objects.get(), Interview.objects.get()
    screen = a_screen()
    first.take(screen=screen, now=NOW)
    with pytest.raises(AlreadyTaken):
        second.take(screen=a_screen(), now=NOW)
    assert Ticket.objects.get().screen == screen
    first.record(now=NOW)
    with pytest.raises(NotWaiting):
        interview.take(screen=a_screen(), now=NOW)


def test_put_back_waits_since_the_first_moment(desk):
    interview = Interview.objects.send(desk=desk, now=NOW)
    interview.take(screen=a_screen(), now=later(15))
    interview.put_back()
    found = Interview.objects.get()
    assert (found.state, found.waiting_minutes, found.hour, found.ticket.screen) == (State.WAITING, None, 14, None)
    found.take(screen=a_screen(), now=later(40))
    assert Interview.objects.get().waiting_minutes == 40


def test_who_came_straight_and_is_put_back_gets_a_number(desk):
    interview = Interview.objects.begin(desk=desk, screen=a_screen(), now=NOW)
    assert (interview.state, interview.waiting_minutes, interview.ticket.number) == (State.RECEIVED, None, None)
    interview.put_back()
    assert str(Ticket.objects.get()) == "ochre 01"


def test_sending_on_keeps_ticket_and_waiting_time(desk):
    other = make_desk(site=desk.site, colour=4)
    interview = Interview.objects.send(desk=desk, now=NOW)
    interview.send_on(other)
    found = Interview.objects.get()
    assert (found.desk, str(found.ticket)) == (other, "ochre 01")
    found.take(screen=a_screen(), now=later(30))
    assert found.waiting_minutes == 30
    with pytest.raises(AlreadyTaken):
        found.send_on(desk)


def test_who_left_is_counted_as_such_and_cannot_be_taken(desk):
    interview = Interview.objects.send(desk=desk, now=NOW)
    interview.leave()
    assert Interview.objects.left().count() == 1
    with pytest.raises(NotWaiting):
        interview.take(screen=a_screen(), now=NOW)


def test_whom_nobody_finds_after_receiving_left_and_has_no_waiting_time(desk):
    interview, here = Interview.objects.send(desk=desk, now=NOW), a_screen()
    interview.take(screen=here, institution=make_institution(), now=later(70))
    with pytest.raises(AlreadyTaken):
        interview.leave(screen=a_screen())
    interview.leave(screen=here)
    found = Interview.objects.get()
    assert (found.state, found.waiting_minutes, found.institution) == (State.LEFT, None, None)
    assert found.hour == timezone.localtime(NOW).hour


def test_who_was_received_at_the_wrong_desk_waits_at_the_other_since_the_first_moment(desk):
    other, here = make_desk(site=desk.site, colour=4), a_screen()
    interview = Interview.objects.send(desk=desk, now=NOW)
    interview.take(screen=here, now=later(10))
    with pytest.raises(AlreadyTaken):
        interview.send_on(other, screen=a_screen())
    interview.send_on(other, screen=here)
    found = Interview.objects.get()
    assert (found.state, found.desk, str(found.ticket)) == (State.WAITING, other, "ochre 01")
    assert (found.ticket.taken_at, found.ticket.screen) == (None, None)
    found.take(screen=a_screen(), now=later(30))
    assert found.waiting_minutes == 30


def test_an_interview_that_stayed_open_elsewhere_is_taken_over(desk):
    interview = Interview.objects.begin(desk=desk, screen=a_screen(), now=NOW)
    here = a_screen()
    interview.take_over(screen=here)
    assert Ticket.objects.get().screen == here
    interview.record(now=later(5))
    with pytest.raises(NotWaiting):
        interview.take_over(screen=a_screen())


def test_recording_measures_the_length_unless_one_is_given(desk):
    theme = make_theme()
    for given, kept in ((None, 18), (25, 25)):
        interview = Interview.objects.begin(desk=desk, screen=a_screen(), now=NOW)
        interview.record(now=NOW + timedelta(minutes=18, seconds=50), minutes=given, themes=[theme.pk])
        found = Interview.objects.get(pk=interview.pk)
        assert (found.state, found.minutes, found.themes) == (State.DONE, kept, [theme.pk])


def test_recording_twice_changes_nothing(desk):
    interview = Interview.objects.begin(desk=desk, screen=a_screen(), now=NOW)
    again = Interview.objects.get()
    interview.record(now=later(10), minutes=10)
    with pytest.raises(NotWaiting):
        again.record(now=later(90), minutes=90)
    assert Interview.objects.get().minutes == 10


def test_a_theme_says_the_purpose_that_nobody_had_noted():
    purpose = make_purpose()
    theme = make_theme(purpose=purpose)
    interview = Interview.objects.begin(desk=make_desk(purposes=[purpose, make_purpose()]), screen=a_screen(), now=NOW)
    assert interview.purpose is None
    interview.record(now=NOW, themes=[make_theme().pk, theme.pk])
    assert Interview.objects.get().purpose == purpose


def test_a_day_is_closed_by_the_first_use_of_the_next_and_nothing_exact_stays(desk):
    waiting, received, done = (Interview.objects.send(desk=desk, now=NOW) for _ in range(3))
    for interview in (received, done):
        interview.take(screen=a_screen(), now=later(5))
    done.record(now=later(20))
    elsewhere = make_ticket(waiting_since=NOW)
    Interview.objects.send(desk=desk, now=later(24 * 60))
    states = dict(Interview.objects.filter(day="2026-03-10").values_list("pk", "state"))
    assert states == {
        waiting.pk: State.LEFT, received.pk: State.DONE, done.pk: State.DONE, elsewhere.pk: State.WAITING,
    }  # fmt: skip
    assert {ticket.day.isoformat() for ticket in Ticket.objects.filter(site=desk.site)} == {"2026-03-11"}
    with pytest.raises(NotWaiting):
        waiting.take(screen=a_screen(), now=NOW)


def test_closing_says_how_many_tickets_are_gone_and_spares_the_day_itself(desk):
    Interview.objects.send(desk=desk, now=NOW)
    today = timezone.localtime(NOW).date()
    assert Ticket.objects.close_day(desk.site, before=today) == 0
    assert Ticket.objects.close_day(desk.site, before=today + timedelta(days=1)) == 1
    assert not Ticket.objects.exists()


def test_the_night_closes_the_days_of_all_places_and_spares_today():
    for _place in range(2):
        Interview.objects.send(desk=make_desk(), now=NOW)
    today = make_ticket(waiting_since=later(24 * 60))
    assert forget(timezone.localtime(later(24 * 60)).date())["tickets"] == 2
    assert list(Ticket.objects.all()) == [today]
    assert Interview.objects.left().count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"hour": 24},
        {"people": 0},
        {"people": 501},
        {"minutes": 0},
        {"minutes": 481},
        {"minutes": 10, "state": State.LEFT},
        {"waiting_minutes": 3, "state": State.WAITING},
    ],
)
def test_the_database_refuses_what_cannot_be(desk, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_interview(desk=desk, **fields)


# ── Two screens at once ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db(transaction=True)
def test_eight_screens_that_take_the_same_ticket_at_once_one_gets_it():
    interview = Interview.objects.send(desk=make_desk(), now=NOW)
    screens = [a_screen() for _ in range(8)]
    free = iter(screens)

    def take():
        screen = next(free)
        try:
            Interview.objects.get(pk=interview.pk).take(screen=screen, now=NOW)
        except AlreadyTaken:
            return None
        return screen

    got = [screen for screen in at_once(8, take) if screen]
    assert len(got) == 1
    assert Ticket.objects.get().screen == got[0]


@pytest.mark.django_db(transaction=True)
def test_positive_control_without_the_lock_two_screens_believe_they_have_it():
    """Shows that the test above can fail: look first, take then, and nobody holds the row in between."""
    interview = Interview.objects.send(desk=make_desk(), now=NOW)
    both_looked = threading.Barrier(2)

    def look_then_take():
        ticket = Ticket.objects.get(pk=interview.pk)
        if ticket.interview.state != State.WAITING:
            return None
        both_looked.wait(timeout=30)
        ticket.taken_at, ticket.screen = NOW, a_screen()
        ticket.save()
        return ticket.screen

    assert len([screen for screen in at_once(2, look_then_take) if screen]) == 2


@pytest.mark.django_db(transaction=True)
def test_tickets_given_at_once_have_numbers_of_their_own():
    desk = make_desk(colour=2)
    twin = make_desk(site=desk.site, colour=2)
    desks = iter([desk, twin] * 6)
    numbers = at_once(12, lambda: Interview.objects.send(desk=next(desks), now=NOW).ticket.number)
    assert sorted(numbers) == list(range(1, 13))
