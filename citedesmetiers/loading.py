"""A quick start of our programs."""

import gc

import django


def set_up():
    """`django.setup()` in half the time: while code is loaded the collector of garbage rests.

    There is next to none, and each look walks through all that was loaded; so does the last one, when a program ends,
    unless what is there is set apart.
    """
    gc.disable()
    try:
        django.setup()
    finally:
        gc.freeze()
        gc.enable()
