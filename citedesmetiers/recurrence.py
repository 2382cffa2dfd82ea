"""Days that come back: once, every week or two, every first Tuesday of each or every other month, every 15th.

Duty sessions and events repeat in the same ways. What repeats leaves out its exceptions, the days on which the place
is closed, and school holidays where it honours them.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.models.hours import Weekday

LAST = -1
LONGEST = timedelta(days=3 * 366)  # no rule without an end is asked for more than three years at once


class Rhythm(models.TextChoices):
    ONCE = "once", gettext_lazy("Once")
    WEEKLY = "weekly", gettext_lazy("Every week")
    FORTNIGHTLY = "fortnightly", gettext_lazy("Every two weeks")
    NTH_WEEKDAY = "nth_weekday", gettext_lazy("Every month on the same weekday, for example the first Tuesday")
    TWO_MONTHS = "two_months", gettext_lazy("Every two months on the same weekday")
    MONTHLY = "monthly", gettext_lazy("Every month on the same day of the month")


class Nth(models.IntegerChoices):
    FIRST = 1, gettext_lazy("first")
    SECOND = 2, gettext_lazy("second")
    THIRD = 3, gettext_lazy("third")
    FOURTH = 4, gettext_lazy("fourth")
    LAST = LAST, gettext_lazy("last")


def nth_of(day):
    """Which one of its month the weekday of `day` is: 1 to 4, or -1 for a fifth one, which only the last can be."""
    n = (day.day - 1) // 7 + 1
    return n if n <= 4 else LAST


@dataclass(frozen=True)
class Recurrence:
    """A rule and its days. Every day is a date; `first` and `last` (None: for good) are both included.

    weekday: 0 for Monday, that of `first` when left out.  nth: 1 to 4 or -1, that of `first` when left out.
    exceptions: days that the rule would give and that are left out on purpose.
    """

    rhythm: str
    first: date
    last: date | None = None
    weekday: int | None = None
    nth: int | None = None
    exceptions: frozenset = field(default_factory=frozenset)

    @property
    def on_weekday(self):
        return self.first.weekday() if self.weekday is None else self.weekday

    @property
    def on_nth(self):
        return nth_of(self.first) if self.nth is None else self.nth

    def rule(self):
        """The same as a rule of dateutil; None for a single day."""
        start = datetime.combine(self.first, datetime.min.time())
        if self.rhythm in (Rhythm.WEEKLY, Rhythm.FORTNIGHTLY):
            # Two weeks are counted from the first day itself, not from the Monday of its week.
            begins = start + timedelta(days=(self.on_weekday - start.weekday()) % 7)
            return rrule(WEEKLY, dtstart=begins, interval=1 if self.rhythm == Rhythm.WEEKLY else 2)
        if self.rhythm in (Rhythm.NTH_WEEKDAY, Rhythm.TWO_MONTHS):
            # Two months are counted from that of the first day, which is passed over when its weekday lies before it.
            months = 1 if self.rhythm == Rhythm.NTH_WEEKDAY else 2
            return rrule(MONTHLY, dtstart=start, interval=months, byweekday=weekday(self.on_weekday, self.on_nth))
        if self.rhythm == Rhythm.MONTHLY:
            # The 31st is the 30th in June, and the 28th or 29th in February: no month is passed over.
            number = self.first.day
            days = [number] if number <= 28 else list(range(28, number + 1))
            return rrule(MONTHLY, dtstart=start, bymonthday=days, bysetpos=-1)
        return None

    def days(self, start, end):
        """The days from `start` to `end`, both included, in order, exceptions left out.

        Raises ValueError when the stretch is longer than three years.
        """
        if end - start > LONGEST:
            raise ValueError((start, end))
        end = end if self.last is None else min(end, self.last)
        rule = self.rule()
        if rule is None:
            found = [self.first] if start <= self.first <= end else []
        elif end < start:
            found = []
        else:
            found = [
                moment.date()
                for moment in rule.between(
                    datetime.combine(start, datetime.min.time()), datetime.combine(end, datetime.min.time()), inc=True
                )
            ]
        return [day for day in found if day not in self.exceptions]

    def days_open(self, start, end, *, calendar, holidays=frozenset()):
        """The days from `start` to `end` on which the place is open and that no school holiday takes.

        calendar: a citedesmetiers.opening.Calendar over these days.  holidays: a set of days to leave out.
        """
        return [day for day in self.days(start, end) if day not in holidays and calendar.is_open_day(day)]

    def left_out(self, start, end, *, calendar, holidays=frozenset()):
        """The days that `days_open` leaves out, each as (day, "closed" or "school_holidays")."""
        for day in self.days(start, end):
            if not calendar.is_open_day(day):
                yield day, "closed"
            elif day in holidays:
                yield day, "school_holidays"

    def in_words(self):
        """The rule without its dates: every Tuesday, the first Tuesday of the month."""
        if self.rhythm == Rhythm.ONCE:
            return _("once, on %(day)s") % {"day": formats.date_format(self.first)}
        if self.rhythm == Rhythm.MONTHLY:
            return _("every month on day %(number)s") % {"number": self.first.day}
        sentences = {
            Rhythm.WEEKLY: _("every week on %(weekday)s"),
            Rhythm.FORTNIGHTLY: _("every two weeks on %(weekday)s"),
        }
        every_two_months = {
            Nth.FIRST: _("every two months on the first %(weekday)s"),
            Nth.SECOND: _("every two months on the second %(weekday)s"),
            Nth.THIRD: _("every two months on the third %(weekday)s"),
            Nth.FOURTH: _("every two months on the fourth %(weekday)s"),
            Nth.LAST: _("every two months on the last %(weekday)s"),
        }
        if self.rhythm == Rhythm.TWO_MONTHS:
            sentences[self.rhythm] = every_two_months[self.on_nth]
        sentence = (
            sentences.get(self.rhythm)
            or {
                Nth.FIRST: _("every month on the first %(weekday)s"),
                Nth.SECOND: _("every month on the second %(weekday)s"),
                Nth.THIRD: _("every month on the third %(weekday)s"),
                Nth.FOURTH: _("every month on the fourth %(weekday)s"),
                Nth.LAST: _("every month on the last %(weekday)s"),
            }[self.on_nth]
        )
        return sentence % {"weekday": weekday_name(self.on_weekday)}


def weekday_name(number):
    """The weekday in the middle of a sentence: "Tuesday", "mardi". 2024 began with a Monday."""
    return formats.date_format(date(2024, 1, 1 + Weekday(number)), "l")
