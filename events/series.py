"""Seats in a series: sessions that belong together are booked once, all of them or none, with the same two words.

There is one booking for each session, so that seats, check-in and forgetting stay what they are; the words are drawn
for the first of them. Who waits does so in every session, and moves up once the seats are free in all of them.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events import booking, codes
from events.models import Booking, Session


def coming(session, now=None):
    """The public sessions that are booked together with `session` and have not begun at `now`, the earliest first.

    Empty when `session` stands alone: its event is no series, or none but it is still to come.
    """
    if not session.event.is_series:
        return []
    now = now or timezone.now()
    found = list(
        Session.objects.public()
        .filter(event=session.event_id, run=session.run, starts_at__gt=now)
        .exclude(state=Session.State.CANCELLED)
        .order_by("starts_at", "pk")
    )
    return found if len(found) > 1 and session in found else []


def to_join(event, now=None):
    """{run: its sessions, the earliest first} of the series of `event` that another session may still join.

    Some of it is to come, and nobody has booked: who did would have no seat in the session that joins.
    """
    sessions = event.sessions.exclude(state=Session.State.CANCELLED).order_by("starts_at", "pk")
    booked = set(Booking.objects.filter(session__event=event).values_list("session__run", flat=True))
    runs = {}
    for session in sessions.exclude(run=None):
        runs.setdefault(session.run, []).append(session)
    now = now or timezone.now()
    return {run: found for run, found in runs.items() if run not in booked and found[-1].starts_at > now}


def free_seats(sessions):
    """How many seats can be taken in every one of `sessions`; None without a limit."""
    limited = [free for free in map(booking.free_seats, sessions) if free is not None]
    return min(limited, default=None)


def most_seats(sessions):
    """How many seats one booking may take in every one of `sessions`."""
    return min(map(booking.most_seats, sessions))


@transaction.atomic
def book(sessions, *, seats, uid, language, wait=False, at_counter=False, now=None):
    """Take `seats` seats in all of `sessions` or in none; with `wait` a place in every line when they are not free.

    The other arguments are those of booking.book().

    Returns the Pass of the earliest session; raises Refused, NotEnoughSeats.
    """
    now = now or timezone.now()
    rows = Session.objects.select_for_update(of=("self",)).select_related("event", "site", "room")
    # In the order of their keys, for whoever books the same series at the same moment: nobody waits for the other.
    locked = list(rows.filter(pk__in=[session.pk for session in sessions]).order_by("pk"))
    again = Booking.objects.filter(session__event=locked[0].event_id, session__run=locked[0].run, uid=uid)
    if again := list(again.select_related("session__event").order_by("session_id")):
        return pass_again(again, language)
    for session in locked:
        booking.check_open(session, now, at_counter=at_counter)
        booking.check_seats(session, seats, at_counter=at_counter)
    free = free_seats(locked)
    holds = free is None or seats <= free
    if not holds and not wait:
        raise booking.NotEnoughSeats(too_few(free), free)
    pair = free_words(locked, uid, language)
    state = Booking.State.CONFIRMED if holds else Booking.State.WAITING
    made = [
        Booking(session=session, uid=uid, digest=codes.digest(session.pk, pair), seats=seats, state=state)
        for session in locked
    ]
    Booking.objects.bulk_create(made)
    if holds:
        for session in locked:
            booking.count_seats(session, seats)
    return booking.Pass(min(made, key=lambda each: (each.session.starts_at, each.session_id)), pair)


def pass_again(bookings, language):
    """The pass of a form that came twice. Raises Refused when its seats were given back meanwhile."""
    kept = [each for each in bookings if each.state != Booking.State.CANCELLED]
    if not kept:
        raise booking.Refused(_("These seats were given back. Begin again to book others."))
    words = codes.words_of(kept[0], language, drawn_for=bookings[0].session_id)
    return booking.Pass(min(kept, key=lambda each: (each.session.starts_at, each.session_id)), words)


def too_few(free):
    if free:
        return booking.too_few(free)
    return _("The seats are not free in every session, and the series is booked as a whole. You can wait for them.")


def free_words(sessions, uid, language):
    """Two words that no booking of any of `sessions` has, drawn for the first. Raises Refused when there are none."""
    for attempt in range(codes.TRIES):
        pair = codes.draw(sessions[0].pk, uid, language, attempt)
        if not Booking.objects.filter(digest__in=[codes.digest(each.pk, pair) for each in sessions]).exists():
            return pair
    raise booking.Refused(_("No two words are free for this session. Please ask at reception."))


def kept_by(found):
    """The bookings of the same series that the words of the Pass `found` stand for, the earliest session first.

    Empty for seats of a single session.
    """
    session = found.session
    if not session.event.is_series:
        return []
    beside = list(Session.objects.filter(event=session.event_id, run=session.run).values_list("pk", flat=True))
    digests = [codes.digest(pk, found.words) for pk in beside]
    kept = Booking.objects.filter(session__in=beside, digest__in=digests).exclude(state=Booking.State.CANCELLED)
    kept = list(kept.select_related("session").order_by("session__starts_at", "session"))
    return kept if len(kept) > 1 else []


@transaction.atomic
def give_back(bookings):
    """Give the seats of `bookings` back in those sessions that have not begun."""
    for each in sorted(bookings, key=lambda each: each.session_id):  # in the order in which book() locks them
        if each.session.starts_at > timezone.now():
            booking.give_back(each)
