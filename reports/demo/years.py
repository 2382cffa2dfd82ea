"""How the dates of the demonstration, written for one year, move to the years that are shown."""

from datetime import date, timedelta


def moved(day, years):
    """The same day of the month `years` later; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def moved_to_weekday(day, years):
    """The day nearest to the one `years` later that falls on the same weekday as `day`."""
    there = moved(day, years)
    return there + timedelta(days=(day.weekday() - there.weekday() + 3) % 7 - 3)


def moved_period(first, last, years):
    """A single day keeps its weekday, a period its dates; both as (first, last)."""
    if first == last:
        return moved_to_weekday(first, years), moved_to_weekday(first, years)
    return moved(first, years), moved(last, years)


def parsed(text):
    """The date behind "2026-03-14" (or a date that the YAML reader has made already); None stays None."""
    return text if text is None or isinstance(text, date) else date.fromisoformat(text)
