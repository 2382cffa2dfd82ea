"""Dates as each language writes them, where Django's own formats and words fall short.

The first of the month is an ordinal in French and Italian (1er janvier, 1º gennaio); Django has no sign for it, so the
catalogue of each language says how it is written. Months and days of the week begin with a small letter in Italian,
Spanish and Portuguese; Django's catalogues give many of them a capital.
"""

from django.utils import dateformat
from django.utils.translation import get_language, pgettext

SMALL_LETTERS = {"it", "es", "pt"}
WORDS = "DEFMNbl"  # the signs of Django's formats that stand for a word: a month or a day of the week


def day_of_month(date_format):
    """What stands for "j" in a date format: the day without leading zero, the first of the month in words."""
    day = date_format.data.day
    return pgettext("day of the month, in dates", "1") if day == 1 else day


def in_small_letters(word_of):
    """A method of a date format that says what `word_of` says, with a small letter where the language wants it."""

    def word(date_format):
        said = word_of(date_format)
        return said.lower() if get_language() in SMALL_LETTERS else said

    return word


def take_effect():
    """Let all dates, in templates and in sentences, be written so."""
    dateformat.DateFormat.j = day_of_month
    for sign in WORDS:
        setattr(dateformat.DateFormat, sign, in_small_letters(getattr(dateformat.DateFormat, sign)))
