"""Stretches of days, and the same stretch a year earlier."""

from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both included.

    beside: the Period that this one is the year before of, if it was made as such; the same days are the same Period.
    """

    first: date
    last: date
    beside: "Period" = field(default=None, compare=False, repr=False)

    def year_before(self):
        """The same calendar days one year earlier; 29 February answers with 28 February."""
        return Period(year_earlier(self.first), year_earlier(self.last), beside=self)

    def until(self, day):
        """The part of the period up to `day` included; None when nothing of it is left."""
        return Period(self.first, min(self.last, day)) if day >= self.first else None

    def days(self):
        """Each day, in order."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def whole_year(year):
    """The civil year `year`. Days are dates of the place's own calendar, so the cut lies at local midnight."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def year_earlier(day):
    """The same calendar day one year before."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)
