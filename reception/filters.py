"""Filters above the lists of entries and groups, kept in the URL."""

import django_filters as df
from django.db.models import Q
from django.forms import HiddenInput
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import DayInput
from citedesmetiers.models import Purpose
from partners.models import Institution
from reception.hours import hour_choices
from reception.models import GroupVisit, Visit

VISITS, GROUPS = "visits", "groups"
STANDING = [("no", _("counted")), ("yes", _("taken back"))]


class EntryFilter(df.FilterSet):
    """The entries of one day. The queryset is of visits; `groups` asks the same of groups.

    day: today unless another is asked for; without `any_day` it is not offered, and today is the only one.
    """

    day = df.DateFilter(label=_("Day"), widget=DayInput())
    hour = df.TypedChoiceFilter(label=_("Hour"), choices=[], coerce=int)
    purpose = df.ModelChoiceFilter(label=_("Purpose"), queryset=Purpose.objects.all(), method="for_purpose",
                                   empty_label=_("All"))  # fmt: skip
    kind = df.ChoiceFilter(label=_("Kind"), choices=[(VISITS, _("Visits")), (GROUPS, _("Groups"))],
                           method="of_kind", empty_label=_("Both"))  # fmt: skip
    undone = df.ChoiceFilter(label=_("State"), choices=STANDING, method="standing", empty_label=_("Both"))

    class Meta:
        model = Visit
        fields = ["day", "hour", "purpose", "kind", "undone"]

    def __init__(self, data, *, queryset, today, any_day):
        data = data.copy()
        if not any_day or not data.get("day"):
            data["day"] = today.isoformat()
        super().__init__(data, queryset=queryset)
        self.form.fields["hour"].choices = hour_choices(empty=_("All"))
        if not any_day:
            self.form.fields["day"].widget = HiddenInput()

    @property
    def day_shown(self):
        """The day asked for, None when it cannot be read."""
        return self.form.cleaned_data.get("day") if self.form.is_valid() else None

    def for_purpose(self, queryset, name, purpose):
        if queryset.model is GroupVisit:
            return queryset.filter(purposes__contains=[purpose.pk])
        return queryset.filter(Q(purpose=purpose) | Q(further_purposes__contains=[purpose.pk]))

    def of_kind(self, queryset, name, kind):
        return queryset if (kind == GROUPS) == (queryset.model is GroupVisit) else queryset.none()

    def standing(self, queryset, name, answer):
        return queryset.filter(undone=answer == "yes")

    def asked(self, queryset):
        """`queryset` (of visits or groups) narrowed down to what was asked; none when that is unreadable."""
        return self.filter_queryset(queryset) if self.form.is_valid() else queryset.none()


class GroupFilter(df.FilterSet):
    """Groups between two days, of one school or institution."""

    since = df.DateFilter(label=_("From"), field_name="day", lookup_expr="gte", widget=DayInput())
    until = df.DateFilter(label=_("To"), field_name="day", lookup_expr="lte", widget=DayInput())
    institution = df.ModelChoiceFilter(
        label=_("School or institution"), queryset=Institution.objects.all(), empty_label=_("All")
    )

    class Meta:
        model = GroupVisit
        fields = ["since", "until", "institution"]

    def __init__(self, data, *, queryset, first, last):
        """first, last: the days that are asked for when the URL says nothing."""
        data = data.copy()
        if "since" not in data and "until" not in data:
            data["since"], data["until"] = first.isoformat(), last.isoformat()
        super().__init__(data, queryset=queryset)
