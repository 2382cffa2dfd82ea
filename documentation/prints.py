"""Prints of this room's rows. They are made in a room above, which says here where."""

from django.urls import reverse

_prints = {}


def register_print(kind, url):
    """Offer the print at the URL name `url` (which takes a key, and a format) for rows of `kind`."""
    _prints[kind] = url


def print_of(kind, *arguments):
    """The address of the print of a row; "" when no room makes one."""
    return reverse(_prints[kind], args=arguments) if kind in _prints else ""
