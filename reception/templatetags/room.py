"""The navigation inside the room, and hours in words."""

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citedesmetiers import access
from reception.hours import hour_name

register = template.Library()

# (words, URL name, act, beginning of the names of the pages that belong to it, or several)
TABS = [
    (_("Counter"), "counter", "log_visits", "counter"),
    (_("Corrections"), "visits", "log_visits", "visit"),
    (_("Past visits"), "past", "log_visits", "past"),
    (_("Groups"), "groups", "log_visits", "group"),
    (_("Board"), "board", "see_board", "board"),
    (_("Calendar"), "calendar", "log_visits", "calendar"),
    (_("Door"), "door", "log_visits", ("door", "import")),
    (_("Sampling"), "sampling", "log_visits", "sampling"),
]


@register.inclusion_tag("reception/_tabs.html", takes_context=True)
def room_tabs(context):
    """Links to the pages of the room that the person may open, the current one marked."""
    request = context["request"]
    here = request.resolver_match.url_name
    return {
        "tabs": [
            (words, reverse(f"reception:{name}"), here.startswith(beginning))
            for words, name, act, beginning in TABS
            if access.may(request.user, act)
        ]
    }


@register.filter
def hour(number):
    """14 → "14:00", as the reader's language writes it."""
    return hour_name(number)
