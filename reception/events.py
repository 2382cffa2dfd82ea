"""Workshops of today on the live board and at the counter, and how many seats are left."""

from events.today import on_today

MOST_ON_WALL = 3


def events(site, now):
    """What has not ended today at the place; None when there is nothing. The wall has room for the next few."""
    rows = on_today(site, now)
    return {"rows": rows, "most": MOST_ON_WALL} if rows else None


def workshops_of(rows):
    """Rows of events.today as plain data for the counter's script; see docs/api.md."""
    return [
        {
            "begins": row.begins,
            "title": row.event.title,
            "where": row.where,
            "seats_left": row.session.seats_left if row.event.needs_booking else None,
        }
        for row in rows
    ]
