"""Codes of two words: cherry + lantern. They stand for a booking, within the session that it belongs to.

What a code is kept as, and how hard it is to guess: docs/decisions/0007.
"""

from django.utils.crypto import constant_time_compare

from citedesmetiers import code_words
from citedesmetiers.code_words import LANGUAGES, accented

__all__ = ["LANGUAGES", "accented", "digest", "draw", "understood", "words_of"]
WORDS = 2
TRIES = 40  # of words for one booking; two bookings of one session seldom draw the same pair


def draw(session_pk, uid, language, attempt):
    """The two words that the booking `uid` of a session gets at its `attempt`-th draw: always the same ones."""
    return code_words.draw("events.draw", f"{session_pk}|{uid}|{attempt}", language, WORDS)


def digest(session_pk, pair):
    """What is kept of the words `pair` for a session: a keyed hash, the same in either order."""
    return code_words.digest("events.code", str(session_pk), pair)


def understood(text):
    """The two words that somebody typed or said, as a tuple; None when they cannot be a code."""
    return code_words.understood(text, WORDS)


def words_of(booking, language, drawn_for=None):
    """The words of `booking` again, for whoever has just sent its form once more; None when they cannot be found.

    drawn_for: the key of the session that they were drawn for, when it is not its own.
    """
    for code in dict.fromkeys([language, *LANGUAGES]):
        for attempt in range(TRIES):
            pair = draw(drawn_for or booking.session_id, booking.uid, code, attempt)
            if constant_time_compare(digest(booking.session_id, pair), booking.digest):
                return pair
    return None
