"""How the roster writes people down."""

from django import template

register = template.Library()


@register.filter
def first_name(name):
    """The first word of a name: what the team calls somebody."""
    return name.split()[0] if name.split() else name
