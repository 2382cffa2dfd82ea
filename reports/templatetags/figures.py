"""Filters that write figures in templates."""

from django import template

from reports import numbers

register = template.Library()
register.filter(numbers.number)
register.filter(numbers.percent)
register.filter(numbers.signed_percent)
register.filter(numbers.month_and_day)
register.filter(numbers.month_name)
