"""Codes of a few words that stand for something a visitor left here: cherry + lantern.

The lists in citedesmetiers/words hold short, common things that nobody minds being called by: plants, animals,
weather, tools. Within a list no two words are alike but for one letter, so that a slip of the pen is a wrong code
and not somebody else's. What a code is kept as, and how hard it is to guess: docs/decisions/0007 (seats), 0009
(questions).
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("fr", "en", "it", "es", "pt")
SHORTEST_WORD = 4


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


def draw(salt, said, language, count):
    """`count` different words of `language` for the text `said`: always the same ones. salt: what they are for."""
    left = list(words(language))
    number = int(salted_hmac(salt, said, algorithm="sha256").hexdigest(), 16)
    found = []
    for _place in range(count):
        number, place = divmod(number, len(left))
        found.append(left.pop(place))
    return tuple(found)


def digest(salt, said, code):
    """What is kept of the words `code`: a keyed hash, the same in any order. said: what it belongs to."""
    return salted_hmac(salt, f"{said}|{'|'.join(sorted(map(folded, code)))}", algorithm="sha256").hexdigest()


def understood(text, count):
    """The `count` words that somebody typed or said, as a tuple; None when they cannot be a code.

    Accents, case, order, what stands between them, and short words such as "et" or "and" do not matter.
    """
    found = [word for word in re.split(r"[^a-z]+", folded(text[:100])) if len(word) >= SHORTEST_WORD]
    return tuple(found) if len(found) == count else None


def accented(code):
    """The words of `code` as they are written: in the reader's language, else in whichever knows them all."""
    for language in dict.fromkeys([get_language(), *LANGUAGES]):
        known = written(language)
        if all(folded(word) in known for word in code):
            return tuple(known[folded(word)] for word in code)
    return code
