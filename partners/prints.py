"""Prints of this room's rows. They are made in a room above, which says here where."""

from django.urls import reverse

_prints = {}


def register_print(kind, url):
    """Offer a print for rows of `kind`; called from AppConfig.ready().

    url: a URL name that takes the row's key, or a function(key) → address.
    """
    _prints[kind] = url


def print_of(kind, pk):
    """The address of the print of a row; "" when no room makes one."""
    found = _prints.get(kind, "")
    if callable(found):
        return found(pk)
    return found and reverse(found, args=[pk])
