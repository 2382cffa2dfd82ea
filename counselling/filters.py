"""The filter above the list of interviews."""

import django_filters as df
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import DayInput
from counselling.models import Desk, Interview


class InterviewFilter(df.FilterSet):
    """By day and desk."""

    day = df.DateFilter(label=_("Day"), widget=DayInput())
    desk = df.ModelChoiceFilter(label=_("Desk"), queryset=None, empty_label=_("All desks"))

    class Meta:
        model = Interview
        fields = ["day", "desk"]

    def __init__(self, data, *, queryset, site):
        self.base_filters["desk"].queryset = Desk.objects.at([site])
        super().__init__(data, queryset=queryset)
