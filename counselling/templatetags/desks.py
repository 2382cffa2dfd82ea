"""The navigation inside the room."""

from django import template
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from citedesmetiers import access

register = template.Library()

# (words, URL name, act, beginnings of the names of the pages that belong to it)
TABS = [
    (_("All desks"), "desks", "see_desks", ("desks",)),
    (_("Board"), "board", "see_desks", ("board",)),
    (_("Roster"), "roster", "see_roster", ("roster",)),
    (_("Interviews"), "interviews", "record_interviews", ("interview",)),
    (_("From paper"), "paper", "record_interviews", ("paper",)),
    (_("Questions"), "questions", "record_interviews", ("question",)),
    (_("Volumes"), "volumes", "see_desks", ("volumes",)),
    (_("Noticeboard"), "notices", "see_board", ("notice",)),
]


@register.filter
def weekday_name(number):
    """The name of a weekday, 0 for Monday."""
    return WEEKDAYS[number]


@register.inclusion_tag("counselling/_tabs.html", takes_context=True)
def room_tabs(context):
    """Links to the pages of the room that the person may open, the current one marked."""
    request = context["request"]
    here = request.resolver_match.url_name
    return {
        "tabs": [
            (words, reverse(f"counselling:{name}"), here.startswith(beginnings))
            for words, name, act, beginnings in TABS
            if access.may(request.user, act)
        ]
    }
