"""Booking seats without a name: take, wait, move up, give back, check in.

Every verb locks the session's row first, so that two people cannot take the last seat. The table refuses an oversold
session besides (`session_not_oversold`). What the counter of the session says is the sum of the bookings that hold
seats; once they are forgotten it stays as the figure of what was booked.
"""

import contextlib
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers import code_words
from events import codes, counting
from events.models import Booking, Session

SEATS_AT_THE_COUNTER = 10


class Refused(Exception):
    """A booking that cannot be; the message says why, to whoever asked."""


class NotEnoughSeats(Refused):
    """Too few seats are left.  left: how many could be taken now."""

    def __init__(self, message, left):
        super().__init__(message)
        self.left = left


@dataclass(frozen=True)
class Pass:
    """A booking with the words that stand for it. They are known only to whoever made it or says them."""

    booking: Booking
    words: tuple

    @property
    def session(self):
        return self.booking.session

    @property
    def in_line(self):
        """The place on the waiting list, from 1; None when seats are held."""
        return place_in_line(self.booking)

    @property
    def text(self):
        """The words as one line: what one sends to look the booking up."""
        return " ".join(self.words)

    @property
    def to_scan(self):
        """The words for a QR code: capitals without accents, which a scanner types right on any keyboard."""
        return code_words.folded(self.text).upper()


def locked(pk):
    """The session `pk`, nobody else's until the transaction ends. Raises Session.DoesNotExist."""
    return Session.objects.select_for_update(of=("self",)).select_related("event", "site", "room").get(pk=pk)


def locked_together(pk):
    """{key: session} of the session `pk` and those of its series, locked likewise.

    In the order of their keys, for whoever takes or gives back seats of the same series at the same moment.
    """
    session = Session.objects.select_related("event").get(pk=pk)
    chosen = Q(pk=pk)
    if session.event.is_series:
        chosen |= Q(event=session.event_id, run=session.run)
    rows = Session.objects.select_for_update(of=("self",)).select_related("event", "site", "room")
    return {row.pk: row for row in rows.filter(chosen).order_by("pk")}


@transaction.atomic
def book(pk, *, seats, uid, language, wait=False, at_counter=False, now=None):
    """Take `seats` seats of the session `pk`, or with `wait` a place on its waiting list when they are not free.

    uid: made with the form; the same form sent twice is one booking.  language: of the words.
    at_counter: by reception, which may go on until the session ends and is not held to the organiser's number.
    Returns a Pass; raises Refused, NotEnoughSeats, Session.DoesNotExist.
    """
    now = now or timezone.now()
    session = locked(pk)
    again = session.bookings.filter(uid=uid).first()
    if again is not None:
        return pass_again(again, session, language)
    check_open(session, now, at_counter=at_counter)
    check_seats(session, seats, at_counter=at_counter)
    free = free_seats(session)
    holds = free is None or seats <= free
    if not holds and not wait:
        raise NotEnoughSeats(too_few(free), free)
    pair = free_words(session, uid, language)
    booking = Booking.objects.create(
        session=session,
        uid=uid,
        digest=codes.digest(session.pk, pair),
        seats=seats,
        state=Booking.State.CONFIRMED if holds else Booking.State.WAITING,
    )
    if holds:
        count_seats(session, seats)
    return Pass(booking, pair)


def pass_again(booking, session, language):
    """The pass of a form that came twice. Raises Refused when its seats were given back meanwhile."""
    if booking.state == Booking.State.CANCELLED:
        raise Refused(_("These seats were given back. Begin again to book others."))
    booking.session = session
    return Pass(booking, codes.words_of(booking, language))


def check_open(session, now, *, at_counter):
    """Raise Refused when the session takes no bookings at `now`."""
    if at_counter:
        is_open = session.event.needs_booking and not session.is_cancelled and now < session.ends_at
    else:
        is_open = session.takes_bookings(now)
    if not is_open:
        raise Refused(_("Seats of this session can no longer be booked."))


def check_seats(session, seats, *, at_counter):
    """Raise Refused when one booking may not take so many."""
    most = most_seats(session, at_counter=at_counter)
    if not 1 <= seats <= most:
        raise Refused(
            ngettext("One booking takes one seat.", "One booking takes up to %(n)s seats.", most) % {"n": most}
        )


def most_seats(session, *, at_counter=False):
    """How many seats one booking of `session` may take."""
    most = SEATS_AT_THE_COUNTER if at_counter else session.event.seats_at_once
    return most if session.seats is None else min(most, session.seats)


def free_seats(session):
    """How many seats can be taken now; None without a limit. While people wait, what becomes free is theirs."""
    if session.seats is None:
        return None
    return 0 if session.bookings.in_line().exists() else session.seats_left


def too_few(free):
    if not free:
        return _("All seats are taken. You can join the waiting list.")
    return ngettext(
        "Only %(n)d seat is left: take fewer, or join the waiting list.",
        "Only %(n)d seats are left: take fewer, or join the waiting list.",
        free,
    ) % {"n": free}


def free_words(session, uid, language):
    """Two words that no other booking of the session has. Raises Refused when forty draws find none."""
    for attempt in range(codes.TRIES):
        pair = codes.draw(session.pk, uid, language, attempt)
        if not session.bookings.filter(digest=codes.digest(session.pk, pair)).exists():
            return pair
    raise Refused(_("No two words are free for this session. Please ask at reception."))


def count_seats(session, seats):
    """Add `seats` (negative: give back) to the session's counter. Raises IntegrityError instead of overselling."""
    Session.objects.filter(pk=session.pk).update(seats_taken=F("seats_taken") + seats)
    session.seats_taken += seats


def find(session, text):
    """The Pass of the words `text` in `session`; None for wrong words and for seats given back alike."""
    pair = codes.understood(text)
    booking = pair and (
        session.bookings.filter(digest=codes.digest(session.pk, pair)).exclude(state=Booking.State.CANCELLED).first()
    )
    if not booking:
        return None
    booking.session = session
    return Pass(booking, codes.accented(pair))


@transaction.atomic
def give_back(booking):
    """Give the seats (or the place in line) of `booking` back; those who wait move up. Harmless when done before."""
    together = locked_together(booking.session_id)
    session = together[booking.session_id]
    booking = session.bookings.get(pk=booking.pk)
    before = booking.state
    if before == Booking.State.CANCELLED:
        return
    booking.state = Booking.State.CANCELLED
    booking.save(update_fields=["state"])
    if before in (Booking.State.CONFIRMED, Booking.State.PRESENT):
        count_seats(session, -booking.seats)
    if before == Booking.State.PRESENT:
        counting.checked_in(session, present(session))
    fill_up(together)


@transaction.atomic
def move_up(pk):
    """Give free seats of the session `pk` to those who wait, first come first; also after its seats were changed."""
    return fill_up(locked_together(pk))


def move_up_everywhere():
    """The same for every session ahead for which somebody waits; returns how many moved up.

    Time alone can free seats: those of a series wait no longer for a session that is over. A file of a season may
    bring more of them. Harmless while others do the same: each session is locked, and what is free is given once.
    """
    ahead = Booking.objects.in_line().filter(session__starts_at__gt=timezone.now())
    moved = 0
    for pk in dict.fromkeys(ahead.values_list("session", flat=True)):
        with contextlib.suppress(Session.DoesNotExist):  # deleted meanwhile
            moved += move_up(pk)
    return moved


def fill_up(sessions):
    """The same for locked `sessions`, by key: one, or those of a series. Returns how many who waited moved up.

    The first in line waits until all their seats are free, in every session of a series, and so do those behind:
    nobody is overtaken.
    """
    waiting, spoken_for, moved = {}, set(), 0
    for booking in Booking.objects.in_line().filter(session__in=sessions):
        waiting.setdefault(booking.uid, []).append(booking)
    for bookings in waiting.values():
        wanted = [each for each in bookings if is_ahead(sessions[each.session_id])]
        keys = {booking.session_id for booking in wanted}
        if keys & spoken_for or not all(fits(booking, sessions[booking.session_id]) for booking in wanted):
            spoken_for |= keys
            continue
        for booking in wanted:
            booking.state = Booking.State.CONFIRMED
            booking.save(update_fields=["state"])
            count_seats(sessions[booking.session_id], booking.seats)
        moved += bool(wanted)
    return moved


def is_ahead(session):
    """True while seats of the session are any use to those who wait: at its door they are let in by check_in()."""
    return session.starts_at > timezone.now() and not session.is_cancelled


def fits(booking, session):
    return session.seats is None or booking.seats <= session.seats_left


@transaction.atomic
def check_in(booking):
    """Note that the people of `booking` are there, and count them; returns True unless they were noted already.

    Those on the waiting list are let in when there is room. Raises Refused when there is none, before the day of the
    session, and when it was called off.
    """
    session = locked(booking.session_id)
    booking = session.bookings.get(pk=booking.pk)
    if session.is_cancelled:
        raise Refused(_("This session is cancelled."))
    if session.day > timezone.localdate():
        raise Refused(_("The seats are kept, for %(day)s: nobody can be there yet.") % {"day": session.day_in_words()})
    if booking.state == Booking.State.PRESENT:
        return False
    if booking.state == Booking.State.CANCELLED:
        raise Refused(_("These seats were given back."))
    if booking.state == Booking.State.WAITING:
        if not fits(booking, session):
            raise Refused(_("They are on the waiting list, and no seat is free."))
        count_seats(session, booking.seats)
    booking.state = Booking.State.PRESENT
    booking.save(update_fields=["state"])
    counting.checked_in(session, present(session))
    return True


@transaction.atomic
def check_out(booking):
    """Take a check-in back; returns False when there was none."""
    session = locked(booking.session_id)
    there = Booking.objects.filter(pk=booking.pk, state=Booking.State.PRESENT)
    if not there.update(state=Booking.State.CONFIRMED):
        return False
    counting.checked_in(session, present(session))
    return True


def place_in_line(booking):
    """The place of `booking` on the waiting list, from 1; None when it does not wait."""
    if booking.state != Booking.State.WAITING:
        return None
    return booking.session.bookings.in_line().filter(pk__lte=booking.pk).count()


def present(session):
    """How many people of `session` were checked in."""
    return sum(session.bookings.filter(state=Booking.State.PRESENT).values_list("seats", flat=True))
