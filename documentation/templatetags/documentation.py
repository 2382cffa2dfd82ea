"""Tags and filters of the documentation room's pages."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from documentation import standard_numbers, tabs

register = template.Library()


@register.inclusion_tag("documentation/_tabs.html", takes_context=True)
def documentation_tabs(context):
    """The tabs of the room."""
    return {"tabs": tabs.tabs_for(context["request"])}


@register.filter
def isbn(digits):
    """13 digits as people read them, with hyphens."""
    return standard_numbers.shown_isbn(digits)


@register.filter
def euros(cents):
    """An amount in cents of euro as people write it; "" when none is known."""
    return "" if cents is None else _("%(amount)s €") % {"amount": number_format(cents / 100, 2)}
