"""The roster of one person or one desk, as a calendar that any calendar program can subscribe to (RFC 5545)."""

from datetime import UTC, timedelta

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _

from counselling.models import DutySession

DAYS_BACK, DAYS_AHEAD = 60, 400


def calendar_of(feed, day, *, host, address_of):
    """The calendar of a RosterFeed around `day`, as bytes. Cancelled sessions stand in it as cancelled.

    host: of this installation, makes the events' identifiers unique.  address_of: function(session) → its page.
    """
    rows = DutySession.objects.between(day - timedelta(days=DAYS_BACK), day + timedelta(days=DAYS_AHEAD))
    if feed.professional:
        rows, name = rows.of_people([feed.professional]), _("My duty sessions")
    else:
        rows, name = rows.at_desks([feed.desk]), _("Duty sessions: %(desk)s") % {"desk": feed.desk}
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Cité des métiers//roster//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", timedelta(hours=4), parameters={"VALUE": "DURATION"})
    for session in rows.select_related("site").with_names():
        calendar.add_component(event_of(session, feed, host=host, address=address_of(session)))
    return calendar.to_ical()


def event_of(session, feed, *, host, address):
    event = icalendar.Event()
    event.add("uid", f"duty-session-{session.pk}@{host}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", session.begins_at.astimezone(UTC))
    event.add("dtend", session.ends_at.astimezone(UTC))
    desks = ", ".join(str(desk) for desk in session.desks.all())
    if feed.professional:
        summary = _("Duty session: %(desks)s") % {"desks": desks}
    else:
        summary = _("%(institution)s: %(people)s") % {
            "institution": session.institution.name,
            "people": ", ".join(str(person) for person in session.professionals.all()) or _("to be filled"),
        }
    event.add("summary", summary)
    event.add("location", " ".join([session.site.name, session.site.address]).strip())
    event.add("url", address)
    event.add("status", "CANCELLED" if session.is_cancelled or session.is_missed else "CONFIRMED")
    return event
