"""Tags of the reports' pages."""

from django import template

from reports import pages

register = template.Library()


@register.inclusion_tag("reports/_tabs.html", takes_context=True)
def report_tabs(context):
    """The tabs of the room."""
    return {"tabs": pages.tabs_for(context["request"])}


@register.filter
def at(mapping, key):
    """The value of a dictionary at a key that is a variable; None without one."""
    return mapping.get(key)
