"""The programme for calendar programs (iCalendar, RFC 5545) and for readers of news (Atom, RFC 4287)."""

from datetime import UTC, timedelta

import icalendar
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from events.models import Session

DAYS_BACK = 14
DAYS_AHEAD = 190
NEWS = 40  # entries of the Atom feed
UTC = UTC


def coming(now):
    """The public sessions that a calendar holds at `now`."""
    today = timezone.localdate(now)
    return Session.objects.public().within(today - timedelta(days=DAYS_BACK), today + timedelta(days=DAYS_AHEAD))


def calendar(rows, *, host, address_of, name=""):
    """A calendar with `rows` (of events.programme) as bytes.

    host: of this installation, makes identifiers unique.  address_of: function(event) → its page, absolute.
    name: of the calendar in a list of calendars; without one it is a file with a single date.
    """
    found = icalendar.Calendar()
    found.add("prodid", "-//Cité des métiers//programme//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    if name:
        found.add("x-wr-calname", name)
        found.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    for row in rows:
        found.add_component(entry(row, host, address_of))
    return found.to_ical()


def entry(row, host, address_of):
    """One session as an entry of a calendar; times in UTC, which every program turns into its own."""
    session = row.session
    said = icalendar.Event()
    said.add("uid", f"session-{session.pk}@{host}")
    changed = last_changed(session).astimezone(UTC)
    said.add("dtstamp", changed)
    said.add("last-modified", changed)
    said.add("dtstart", session.starts_at.astimezone(UTC))
    said.add("dtend", session.ends_at.astimezone(UTC))
    said.add("summary", session.event.title)
    said.add("location", where(session))
    said.add("url", address_of(session.event))
    lines = [session.event.summary]
    if session.is_cancelled:
        lines.insert(0, session.public_words or _("Cancelled"))
    elif session.online_url:
        lines.append(_("Online: %(address)s") % {"address": session.online_url})
    if session.event.needs_booking and not session.is_cancelled:
        lines.append(_("Seats can be booked without a name: %(address)s") % {"address": address_of(session.event)})
    said.add("description", "\n".join(filter(None, lines)))
    said.add("status", "CANCELLED" if session.is_cancelled else "CONFIRMED")
    said.add("sequence", session.revision)
    if row.purposes:
        said.add("categories", [purpose.name for purpose in row.purposes])
    return said


def last_changed(session):
    """When an entry was last different: published, moved, called off, planned again, or its event written anew."""
    moments = (session.published_at, session.revised_at, session.event.revised_at)
    return max(filter(None, moments), default=session.starts_at)


def where(session):
    """Room, place and address on one line; the address of the web when nobody has to come."""
    if session.is_online:
        return session.online_url
    if session.elsewhere:
        return session.elsewhere
    parts = [session.room and session.room.name, session.site.name, session.site.address, session.site.municipality]
    return ", ".join(filter(None, map(str, filter(None, parts))))


def news(rows, *, title, link, feed_url, address_of):
    """What was published last as an Atom feed: one entry for each event, with its dates. Returns text.

    rows: in the order in which they were published, the latest first.
    """
    feed = Atom1Feed(title=title, link=link, feed_url=feed_url, description="", language=get_language())
    events = {}
    for row in rows:
        events.setdefault(row.event.pk, []).append(row)
    for group in list(events.values())[:NEWS]:
        latest, event = group[0], group[0].event
        feed.add_item(
            title=event.title,
            link=address_of(event),
            description=event.summary,
            updateddate=latest.session.published_at,
            pubdate=group[-1].session.published_at,
            categories=[purpose.name for purpose in latest.purposes],
            unique_id=address_of(event),
        )
    return feed.writeString("utf-8")
