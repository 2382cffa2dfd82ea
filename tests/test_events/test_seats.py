"""Seats that were booked survive whatever the organiser changes at the same time."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events import booking
from events.factories import make_event, make_public_session
from events.models import Session

pytestmark = pytest.mark.django_db


def test_a_session_that_is_changed_meanwhile_keeps_the_seats_that_were_booked(centre):
    event = make_event(published=True, needs_booking=True, seats_at_once=3)
    session = make_public_session(event=event, seats=12, starts_at=timezone.now() + timedelta(days=1))
    opened_by_the_organiser = Session.objects.get(pk=session.pk)
    booking.book(session.pk, seats=3, uid=uuid.uuid4(), language="fr")
    opened_by_the_organiser.seats = 20
    opened_by_the_organiser.save()
    session.refresh_from_db()
    assert (session.seats, session.seats_taken) == (20, 3)
