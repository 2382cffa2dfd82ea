"""Days as people write them in little room: "Thu 3 Dec", in French "jeu. 3 déc."."""

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language


def month(day):
    """The month of `day`, short: "Dec", in French "déc."; June and July stay apart in every language."""
    if (get_language() or "en").startswith("en"):
        return date_format(day, "M")
    return date_format(day, "N").lower()  # "N" has the full stop that belongs to it; months have no capital there


def weekday(day):
    """The day of the week of `day`, short: "Thu", in French "jeu."."""
    language = get_language() or "en"
    found = str(WEEKDAYS_ABBR[day.weekday()])
    if language.startswith("fr"):
        return f"{found.lower().rstrip('.')}."
    return found if language.startswith("en") else found.lower()


def short(day, parts=""):
    """`day` (a date, or a moment in local time) without its year; what belongs together stays on one line.

    parts: names of more to say, with spaces between them: "weekday", "year".
    """
    words = f"{date_format(day, 'j')}\u00a0{month(day)}"
    if "year" in parts:
        words = f"{words}\u00a0{day.year}"
    return f"{weekday(day)} {words}" if "weekday" in parts else words
