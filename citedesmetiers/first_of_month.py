"""The first of the month, which French and Italian write as an ordinal: 1er janvier, 1º gennaio.

Django's date formats have no sign for it; here the catalogue of each language says how it is written.
"""

from django.utils import dateformat
from django.utils.translation import pgettext


def day_of_month(date_format):
    """What stands for "j" in a date format: the day without leading zero, the first of the month in words."""
    day = date_format.data.day
    return pgettext("day of the month, in dates", "1") if day == 1 else day


def take_effect():
    """Let all dates, in templates and in sentences, be written so."""
    dateformat.DateFormat.j = day_of_month
