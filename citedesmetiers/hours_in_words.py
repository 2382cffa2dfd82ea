"""Opening hours as people read them: "Tuesday to Friday", "9:30 – 12:30, 13:30 – 18:00"."""

from django.utils.dates import WEEKDAYS
from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from citedesmetiers.opening import grouped


def days(first, last):
    """The weekdays from `first` to `last` (0 for Monday) in words."""
    if first == last:
        return capfirst(str(WEEKDAYS[first]))
    if last == first + 1:
        return capfirst(_("%(day)s and %(next)s") % {"day": WEEKDAYS[first], "next": WEEKDAYS[last]})
    return capfirst(_("%(first)s to %(last)s") % {"first": WEEKDAYS[first], "last": WEEKDAYS[last]})


def clock(moment):
    """A time of the day as people write it; in French full hours go without their minutes: 14 h, 14 h 30."""
    if moment.minute == 0 and (get_language() or "").startswith("fr"):
        return time_format(moment, "G\u00a0\\h")
    return time_format(moment)


def times(intervals):
    """Stretches of a day in words, as a list; empty when closed."""
    return [
        _("%(opens)s – %(closes)s") % {"opens": clock(opens), "closes": clock(closes)} for opens, closes in intervals
    ]


def usual(calendar, day):
    """The weekly hours in force on `day` as [(days, times)], in words; empty when there are none."""
    return [(days(first, last), ", ".join(times(hours))) for first, last, hours in grouped(calendar.usual_week(day))]
