"""What the reception room puts on the today page."""

from reception.board import hours
from reception.completeness import days_without_entries


def today_at_place(request, shell):
    """The day so far at the place of the bar, and open days of the last two weeks that nobody counted."""
    if shell.site is None:
        return None
    return {
        "site": shell.site,
        "part": hours(shell.site, shell.now, height=150),
        "missing": days_without_entries(shell.site, today=shell.now.date()),
    }
