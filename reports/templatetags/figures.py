"""Filters that write figures in templates."""

from django import template

from reports import documents, numbers, pdf

register = template.Library()
register.filter(numbers.number)
register.filter(numbers.exact)
register.filter(numbers.percent)
register.filter(numbers.signed_percent)
register.filter(numbers.month_and_day)
register.filter(numbers.month_name)
register.filter(numbers.month_short)
register.filter(numbers.weekday_name)
register.filter(numbers.hour_span)
register.filter(documents.side_by_side)


@register.filter
def svg_address(drawing):
    """A chart as an address for `<img>`: a print's inline SVG would be a picture without a text alternative."""
    return pdf.data_address(drawing, "image/svg+xml")
