"""What a figure is asked for: which places, which days, against which days, for which purpose or programme."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from reports.figures.period import Period, whole_year

QUARTER = re.compile(r"(\d{4})-q([1-4])")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True)
class Scope:
    """sites: the places, in order.  period: a Period.  compared: another one, or None.

    side_by_side: a column for each place.  purpose, programme: only what belongs to it; None for everything.
    """

    sites: tuple
    period: Period
    compared: Period | None = None
    side_by_side: bool = False
    purpose: object = None
    programme: object = None

    @property
    def is_filtered(self):
        return self.purpose is not None or self.programme is not None


def period_called(text):
    """The Period that "2026", "2026-q3" or "2026-09" names; None for anything else."""
    if found := QUARTER.fullmatch(text):
        year, quarter = int(found[1]), int(found[2])
        return Period(first_of(year, 3 * quarter - 2), last_of(year, 3 * quarter))
    if found := MONTH.fullmatch(text):
        return Period(first_of(int(found[1]), int(found[2])), last_of(int(found[1]), int(found[2])))
    return whole_year(int(text)) if YEAR.fullmatch(text) and int(text) > 0 else None


def name_of(period):
    """How period_called names `period`; "" when it is no year, quarter or month."""
    first, last = period.first, period.last
    if first.day != 1 or last != last_of(last.year, last.month) or first.year != last.year:
        return ""
    months = last.month - first.month + 1
    if months == 12:
        return str(first.year)
    if months == 3 and first.month % 3 == 1:
        return f"{first.year}-q{(first.month + 2) // 3}"
    return f"{first.year}-{first.month:02}" if months == 1 else ""


def just_before(period):
    """As much time as `period` right before it: the month, quarter or year before, else as many days."""
    name, day_before = name_of(period), period.first - timedelta(days=1)
    if not name:
        return Period(period.first - (period.last - period.first) - timedelta(days=1), day_before)
    months = period.last.month - period.first.month + 1
    month = period.first.year * 12 + period.first.month - 1 - months
    return Period(first_of(month // 12, month % 12 + 1), day_before)


def first_of(year, month):
    return date(year, month, 1)


def last_of(year, month):
    return date(year, month, monthrange(year, month)[1])
