"""Tags of the partners' pages."""

from django import template

from partners import tabs

register = template.Library()


@register.inclusion_tag("partners/_tabs.html", takes_context=True)
def partner_tabs(context):
    """The tabs of the room."""
    return {"tabs": tabs.tabs_for(context["request"])}


@register.filter
def plain(number):
    """A decimal without zeros that say nothing: 12.50 → 12.5, 3.00 → 3."""
    if number is None:
        return ""
    text = f"{number:f}"
    return float(text) if "." in text and text.rstrip("0")[-1] != "." else int(float(text))
