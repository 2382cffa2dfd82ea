"""Two hundred people want twelve seats at once. BOOKING_RUNS=20 repeats it twenty times."""

import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from events import booking, series
from events.factories import make_event, make_public_session
from events.models import Booking, Session

RUNS = int(os.environ.get("BOOKING_RUNS", "1"))
SEATS, PEOPLE, AT_ONCE = 12, 200, 20

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


def everybody_at_once():
    """PEOPLE bookings of one seat each for SEATS seats; returns (the session, seats held, how many were refused)."""
    event = make_event(published=True, needs_booking=True)
    session = make_public_session(event=event, seats=SEATS, starts_at=timezone.now() + timedelta(days=1))

    def one():
        try:
            booking.book(session.pk, seats=1, uid=uuid.uuid4(), language="fr")
        except booking.NotEnoughSeats:
            return "refused"
        except IntegrityError:
            return "stopped"
        return "booked"

    def some(_n):
        try:
            return [one() for _m in range(PEOPLE // AT_ONCE)]
        finally:
            connections.close_all()  # those of this thread, or the database cannot be taken away

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = [answer for found in pool.map(some, range(AT_ONCE)) for answer in found]
    held = sum(Booking.objects.filter(session=session).holding().values_list("seats", flat=True))
    return Session.objects.get(pk=session.pk), held, answers


@pytest.fixture
def without_lock(monkeypatch):
    """Read the session without keeping others from it."""
    monkeypatch.setattr(booking, "locked", lambda pk: Session.objects.select_related("event", "site").get(pk=pk))


@pytest.fixture
def without_constraint():
    oversold = next(each for each in Session._meta.constraints if each.name == "session_not_oversold")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Session, oversold)
    yield
    Session.objects.all().delete()  # the oversold ones, or the constraint could not come back
    with connection.schema_editor() as editor:
        editor.add_constraint(Session, oversold)


@pytest.mark.parametrize("run", range(RUNS))
def test_twelve_seats_are_twelve_seats(run):
    session, held, answers = everybody_at_once()
    assert (held, session.seats_taken) == (SEATS, SEATS)
    assert (answers.count("booked"), answers.count("refused")) == (SEATS, PEOPLE - SEATS)


def test_without_the_lock_the_table_still_refuses_to_oversell(without_lock):
    session, held, answers = everybody_at_once()
    assert (held, session.seats_taken) == (SEATS, SEATS)
    assert answers.count("booked") == SEATS


def test_without_lock_and_constraint_seats_are_oversold(without_lock, without_constraint):
    """The control: the test above can fail."""
    _session, held, _answers = everybody_at_once()
    assert held > SEATS


def test_a_series_is_never_oversold_in_one_of_its_sessions():
    event = make_event(published=True, needs_booking=True, is_series=True)
    starts = timezone.now() + timedelta(days=1)
    sessions = [
        make_public_session(event=event, run=1, seats=SEATS + n, starts_at=starts + timedelta(weeks=n))
        for n in range(3)
    ]

    def one(n):
        try:
            series.book(sessions[:: 1 if n % 2 else -1], seats=1, uid=uuid.uuid4(), language="fr")
        except booking.NotEnoughSeats:
            return "refused"
        finally:
            connections.close_all()
        return "booked"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(one, range(3 * SEATS)))
    assert answers.count("booked") == SEATS
    assert set(Session.objects.values_list("seats_taken", flat=True)) == {SEATS}
