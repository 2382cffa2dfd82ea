"""Hours of the day as words and as choices."""

from django.utils.translation import gettext as _

FIRST_USUAL, LAST_USUAL = 8, 19  # shown on a day without opening hours


def hour_name(hour):
    """14 → "14:00" (French: "14 h")."""
    return _("%(hour)d:00") % {"hour": hour}


def hour_choices(empty=None):
    """All hours of the day for a form's list; `empty` is the words of a first choice without an hour."""
    choices = [(str(hour), hour_name(hour)) for hour in range(24)]
    return choices if empty is None else [("", empty), *choices]
