"""Euros in templates."""

from django import template

from partners import money, programme_pages

register = template.Library()


@register.filter
def euros(amount):
    """1234.5 → 1,234.50 €; without cents when there are none."""
    return money.euros(amount)


@register.filter
def said(figure):
    """The value of a progress figure as people say it."""
    return programme_pages.phrase(figure)
