"""Codes of two words: cherry + lantern. They stand for a booking, within the session that it belongs to.

The lists in events/words hold short, common things that nobody minds being called by: plants, animals, weather,
tools. Within a list no two words are alike but for one letter, so that a slip of the pen is a wrong code and not
somebody else's. What a code is kept as, and how hard it is to guess: docs/decisions/0007.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.utils.crypto import constant_time_compare, salted_hmac

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("fr", "en", "it", "es", "pt")
SHORTEST_WORD = 4
TRIES = 40  # of words for one booking; two bookings of one session seldom draw the same pair


@cache
def words(language):
    """The words of `language` in a fixed order, as a tuple; those of French for a language without a list."""
    language = language if language in LANGUAGES else LANGUAGES[0]
    return tuple((FOLDER / f"{language}.txt").read_text(encoding="utf-8").split())


@cache
def written(language):
    """The words of `language` by what they are without accents."""
    return {folded(word): word for word in words(language)}


def folded(text):
    """`text` in small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


def draw(session_pk, uid, language, attempt):
    """The two words that the booking `uid` of a session gets at its `attempt`-th draw: always the same ones."""
    found = words(language)
    number = int(salted_hmac("events.draw", f"{session_pk}|{uid}|{attempt}", algorithm="sha256").hexdigest(), 16)
    number, first = divmod(number, len(found))
    second = (first + 1 + number % (len(found) - 1)) % len(found)
    return found[first], found[second]


def digest(session_pk, pair):
    """What is kept of the words `pair` for a session: a keyed hash, the same in either order."""
    said = "|".join(sorted(folded(word) for word in pair))
    return salted_hmac("events.code", f"{session_pk}|{said}", algorithm="sha256").hexdigest()


def understood(text):
    """The two words that somebody typed or said, as a tuple; None when they cannot be a code.

    Accents, case, order, what stands between them, and short words such as "et" or "and" do not matter.
    """
    found = [word for word in re.split(r"[^a-z]+", folded(text[:100])) if len(word) >= SHORTEST_WORD]
    return tuple(found) if len(found) == 2 else None


def words_of(booking, language):
    """The words of `booking` again, for whoever has just sent its form once more; None when they cannot be found."""
    for code in dict.fromkeys([language, *LANGUAGES]):
        for attempt in range(TRIES):
            pair = draw(booking.session_id, booking.uid, code, attempt)
            if constant_time_compare(digest(booking.session_id, pair), booking.digest):
                return pair
    return None


def accented(pair):
    """The words of `pair` as they are written, in whichever language knows them both."""
    for language in LANGUAGES:
        known = written(language)
        if all(folded(word) in known for word in pair):
            return tuple(known[folded(word)] for word in pair)
    return pair
