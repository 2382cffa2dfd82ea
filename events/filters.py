"""Filters above the lists of the room, kept in the URL."""

import django_filters as df
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.models import Purpose, Site
from events.models import Event, EventKind, Room, Session, Topic
from partners.models import Programme

ALL = pgettext_lazy("no filter", "all")


class SessionFilter(df.FilterSet):
    """Title, place, room, kind, purpose, state."""

    q = df.CharFilter(label=_("Title"), method="by_title")
    site = df.ModelChoiceFilter(label=_("Place"), queryset=None, empty_label=ALL)
    room = df.ModelChoiceFilter(label=_("Room"), queryset=None, empty_label=ALL)
    kind = df.ModelChoiceFilter(
        label=_("Kind"), field_name="event__kind", queryset=EventKind.objects.all(), empty_label=ALL
    )
    purpose = df.ModelChoiceFilter(
        label=_("Purpose"), field_name="event__purposes", queryset=Purpose.objects.doors(), empty_label=ALL
    )
    state = df.ChoiceFilter(label=_("State"), choices=Session.State.choices, empty_label=ALL)

    class Meta:
        model = Session
        fields = []

    def __init__(self, data, *, queryset, user):
        places = Site.objects.for_user(user)
        self.base_filters["site"].queryset = places
        self.base_filters["room"].queryset = Room.objects.filter(site__in=places)
        super().__init__(data, queryset=queryset)

    def by_title(self, rows, name, text):
        return rows.filter(event__in=Event.objects.named(text))

    @property
    def rows(self):
        """The rows that are asked for; none when the question cannot be read, which its fields then say."""
        return self.qs if self.form.is_valid() else self.queryset.none()

    @property
    def is_narrow(self):
        return any(self.data.get(name) for name in self.filters)


class FiguresFilter(SessionFilter):
    """What the rows of the figures are divided by, besides."""

    topic = df.ModelChoiceFilter(
        label=_("Theme"), field_name="event__topics", queryset=Topic.objects.all(), empty_label=ALL
    )
    programme = df.ModelChoiceFilter(
        label=_("Programme"), field_name="event__programme", queryset=Programme.objects.all(), empty_label=ALL
    )
    week = df.ModelChoiceFilter(
        label=_("Thematic week"),
        field_name="event__thematic_week",
        queryset=Programme.objects.filter(kind=Programme.Kind.THEMATIC_WEEK),
        empty_label=ALL,
    )


class EventFilter(df.FilterSet):
    """Title, kind, purpose, programme."""

    q = df.CharFilter(label=_("Title"), method="by_title")
    kind = df.ModelChoiceFilter(label=_("Kind"), queryset=EventKind.objects.all(), empty_label=ALL)
    purpose = df.ModelChoiceFilter(
        label=_("Purpose"), field_name="purposes", queryset=Purpose.objects.doors(), empty_label=ALL
    )
    programme = df.ModelChoiceFilter(label=_("Programme"), queryset=Programme.objects.all(), empty_label=ALL)

    class Meta:
        model = Event
        fields = []

    def by_title(self, rows, name, text):
        return rows.named(text)

    @property
    def rows(self):
        return self.qs if self.form.is_valid() else self.queryset.none()
