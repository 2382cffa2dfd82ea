"""Workshops on the live board: what is on today, and how many seats are left."""

from events.today import on_today


def events(site, now):
    """What has not ended today at the place; None when there is nothing."""
    rows = on_today(site, now)
    return {"rows": rows} if rows else None
