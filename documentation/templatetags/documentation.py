"""Tags and filters of the documentation room's pages."""

import re

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeData, mark_safe
from django.utils.translation import gettext as _

from documentation import kiosk, standard_numbers, tabs

register = template.Library()


@register.inclusion_tag("documentation/_tabs.html", takes_context=True)
def documentation_tabs(context):
    """The tabs of the room."""
    return {"tabs": tabs.tabs_for(context["request"])}


@register.filter
def in_kiosk(request):
    """True on the screen of the documentation room."""
    return kiosk.is_kiosk(request)


@register.filter
def isbn(digits):
    """13 digits as people read them, with hyphens."""
    return standard_numbers.shown_isbn(digits)


@register.filter
def euros(cents):
    """An amount in cents of euro as people write it; "" when none is known."""
    return "" if cents is None else _("%(amount)s €") % {"amount": number_format(cents / 100, 2)}


ICONS = {
    "Periodical": "openbook", "Report": "reports", "CreativeWork": "sheet", "VideoObject": "video",
    "PodcastEpisode": "sound", "WebSite": "web", "SoftwareApplication": "computer", "Course": "computer",
    "Game": "people",
}  # fmt: skip


@register.filter
def medium_icon(medium):
    """The drawing that stands for a medium, by what it is to schema.org."""
    return ICONS.get(medium.schema_type, "books")


@register.filter
def signed(person):
    """An officer as visitors read the name: Mireille V."""
    first, *rest = str(person.name).split() or [""]
    return f"{first} {rest[-1][0]}." if rest else first


@register.filter
def unbroken(title):
    """A title in which no colon begins a line: cataloguing rules set " : " between its parts, with plain spaces.

    What is marked as safe, a title with the words found, stays so: nothing but spaces is exchanged.
    """
    made = re.sub(r" (?=[:;?!»])", "\N{NO-BREAK SPACE}", title)
    return mark_safe(made) if isinstance(title, SafeData) else made  # noqa: S308 -- as safe as it came
