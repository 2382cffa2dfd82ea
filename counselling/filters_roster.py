"""The filter above the roster."""

import django_filters as df
from django.utils.translation import gettext_lazy as _

from citedesmetiers.sorting import by_name
from counselling.models import Desk, DutySession
from partners.models import Institution, Professional


class RosterFilter(df.FilterSet):
    """By desk, institution and person of one place."""

    desk = df.ModelChoiceFilter(label=_("Desk"), queryset=None, method="at_desk", empty_label=_("All desks"))
    institution = df.ModelChoiceFilter(label=_("Institution"), queryset=None, empty_label=_("All institutions"))
    person = df.ModelChoiceFilter(label=_("Person"), queryset=None, method="of_person", empty_label=_("Everybody"))

    class Meta:
        model = DutySession
        fields = ["desk", "institution", "person"]

    def __init__(self, data, *, queryset, site, first, last):
        """site: the place.  first, last: the days around which desks, institutions and people are offered."""
        here = DutySession.objects.at([site]).between(first, last)
        people = DutySession.professionals.through.objects.filter(dutysession__in=here.values("pk"))
        self.base_filters["desk"].queryset = (
            Desk.objects.at([site]).filter(valid_from__lte=last).order_by("rank", "pk")
        )
        self.base_filters["institution"].queryset = Institution.objects.filter(
            pk__in=here.values("institution")
        ).order_by(by_name(), "pk")
        self.base_filters["person"].queryset = Professional.objects.filter(
            pk__in=people.values("professional")
        ).order_by(by_name(), "pk")
        super().__init__(data, queryset=queryset)

    @property
    def rows(self):
        """The sessions that are asked for; none when the question cannot be read, which its fields then say."""
        return self.qs if self.form.is_valid() else self.queryset.none()

    @property
    def is_narrow(self):
        """True when something was asked for."""
        return any(self.form.cleaned_data.values()) if self.form.is_valid() else True

    def at_desk(self, queryset, name, desk):
        return queryset.at_desks([desk])

    def of_person(self, queryset, name, person):
        return queryset.of_people([person])
