"""Numbers as the reader's language writes them, the same in sentences, tables, charts and prints."""

from functools import lru_cache

from django.utils.dates import MONTHS, MONTHS_AP, WEEKDAYS
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

MINUS = "\u2212"


def number(value, decimals=0):
    """1234.5 → "1,235" in English, "1 235" (narrow no-break space) in French; a real minus sign."""
    return _written(value, decimals, get_language())


@lru_cache(maxsize=20_000)  # a page of figures has hundreds of numbers, many of them the same
def _written(value, decimals, language):
    text = number_format(abs(round(value, decimals)), decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return MINUS + text if round(value, decimals) < 0 else text


def exact(value):
    """A whole number as it is; any other with one decimal: 12 → "12", 12.25 → "12.3"."""
    return number(value, 0 if round(value, 1) % 1 == 0 else 1)


def rounded(value):
    """A number with one decimal for the cell of a file, never a negative zero; None stays None."""
    return None if value is None else float(round(value, 1)) + 0.0


def percent(value, decimals=1):
    """A number that is a percentage, with its sign; "–" for None."""
    if value is None:
        return "–"
    # Translators: French puts a narrow no-break space (U+202F) between the number and the sign.
    return _("%(number)s%%") % {"number": number(value, decimals)}


def signed_percent(value):
    """A change in percent with plus or minus in front; "–" for None."""
    return f"+{percent(value)}" if value is not None and round(value, 1) > 0 else percent(value)


def signed_number(value):
    """A whole number with plus or minus in front."""
    return f"+{number(value)}" if value > 0 else number(value)


def month_and_day(day):
    """21 November, without the year."""
    return _day_of_year(day, get_language())


@lru_cache(maxsize=2_000)
def _day_of_year(day, language):
    return date_format(day, "MONTH_DAY_FORMAT")


def month_name(month):
    """The name of month number `month`, as it stands within a sentence."""
    return str(MONTHS[month])


def month_short(month):
    """The name of month number `month` where there is little room."""
    return str(MONTHS_AP[month])


def weekday_name(weekday):
    """The name of the day of the week, 0 for Monday, as it stands within a sentence."""
    return str(WEEKDAYS[weekday])


def hour_span(hour):
    """The clock hour as a stretch: 9 → "9–10"."""
    return f"{hour}–{hour + 1}"
