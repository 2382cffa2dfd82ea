"""Euros in templates."""

from django import template
from django.utils.formats import number_format

from partners import money, programme_pages

register = template.Library()


@register.filter
def euros(amount):
    """1234.5 → 1,234.50 €; without cents when there are none."""
    return money.euros(amount)


@register.filter
def amount(number, with_cents):
    """The same without the sign, for a table in euros."""
    return number_format(number, decimal_pos=2 if with_cents else 0, use_l10n=True, force_grouping=True)


@register.filter
def said(figure):
    """The value of a progress figure as people say it."""
    return programme_pages.phrase(figure)
