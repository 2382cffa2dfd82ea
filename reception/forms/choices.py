"""Fields that several forms of the room share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import ProfileValue, Purpose
from reception.hours import hour_choices

NOT_STATED = _("Not stated")
MOST_CHIPS = 9  # a longer list is a list to unfold


def hour_field(**options):
    """An hour of the day, on the clock of the place."""
    return forms.TypedChoiceField(label=_("Hour"), choices=lambda: hour_choices(), coerce=int, **options)


def purposes_on(day, *, also=()):
    """The purposes in force on `day`, and those with the keys `also`, which a row already has."""
    offered = list(Purpose.objects.in_force(day))
    missing = set(also) - {purpose.pk for purpose in offered} - {None}
    return [*offered, *(Purpose.objects.filter(pk__in=missing) if missing else [])]


def values_on(day, lists, *, also=()):
    """{list: its values in force on `day`, and those of the keys `also`} for `lists`, with one or two queries."""
    found = {}
    in_force = ProfileValue.objects.in_force(day).filter(list__in=lists).order_by("rank", "pk")
    seen = set()
    for value in in_force:
        found.setdefault(value.list, []).append(value)
        seen.add(value.pk)
    missing = set(also) - seen - {None}
    for value in ProfileValue.objects.filter(pk__in=missing) if missing else []:
        found.setdefault(value.list, []).append(value)
    return found


def one_of(rows, *, label, words=str, chips=True):
    """A field that chooses one of `rows` by key or nothing, which is "not stated"."""
    choices = [("", NOT_STATED), *((str(row.pk), words(row)) for row in rows)]
    few = chips and len(choices) <= MOST_CHIPS
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect if few else forms.Select,
    )


def some_of(rows, *, label, words=str, help_text=""):
    """A field that chooses any of `rows` by key."""
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=[(str(row.pk), words(row)) for row in rows],
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )
