"""The days on which agreements end, as a calendar that any calendar program can subscribe to (RFC 5545)."""

from datetime import datetime, time, timedelta

import icalendar
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.models import Agreement

DAYS_BACK = 365  # ended agreements stay in the calendar for a year
REMINDER_DAYS = (90, 30)


def expiries(day, *, host, address_of):
    """The calendar as bytes: an all-day event for the last day of each agreement that nothing follows yet.

    host: of this installation, makes the events' identifiers unique.  address_of: function(agreement) → its page.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Cité des métiers//agreements//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Ends of agreements"))
    calendar.add("refresh-interval", timedelta(hours=12), parameters={"VALUE": "DURATION"})
    stamp = datetime.combine(day, time(0), tzinfo=timezone.get_fixed_timezone(0))
    ending = Agreement.objects.not_followed().filter(ends_on__gte=day - timedelta(days=DAYS_BACK))
    for agreement in ending.select_related("institution").order_by("ends_on", "pk"):
        event = icalendar.Event()
        event.add("uid", f"agreement-{agreement.pk}@{host}")
        event.add("dtstamp", stamp)
        event.add("dtstart", agreement.ends_on)
        event.add("dtend", agreement.ends_on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
        event.add("summary", _("Agreement ends: %(institution)s") % {"institution": agreement.institution.name})
        event.add("description", agreement.object)
        event.add("url", address_of(agreement))
        for days in REMINDER_DAYS:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", event["summary"])
            alarm.add("trigger", timedelta(days=-days))
            event.add_component(alarm)
        calendar.add_component(event)
    return calendar.to_ical()
