"""Filters above the lists of the settings."""

from datetime import date

import django_filters as df
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Closure, Municipality, ProfileValue


class ClosureFilter(df.FilterSet):
    """By place, year and kind; the current year unless another, or all of them (an empty value), is asked for."""

    site = df.ModelChoiceFilter(label=_("Place"), queryset=None, empty_label=_("All places"))
    year = df.ChoiceFilter(label=_("Year"), method="touching_year", empty_label=_("All years"))
    kind = df.ChoiceFilter(label=_("Kind"), choices=Closure.Kind.choices, empty_label=_("Both"))

    class Meta:
        model = Closure
        fields = ["site", "year", "kind"]

    def __init__(self, data, *, queryset, places, today):
        """data: the page's query string.  places: those that the person may see.  today: a date."""
        self.base_filters["site"].queryset = places
        data = data.copy()
        data.setdefault("year", str(today.year))
        super().__init__(data, queryset=queryset)
        used = {day.year for day in Closure.objects.dates("starts_on", "year")}
        years = sorted(used | {today.year, today.year + 1}, reverse=True)
        self.form.fields["year"].choices = [("", _("All years")), *((str(year), str(year)) for year in years)]

    def touching_year(self, queryset, name, year):
        return queryset.touching(date(int(year), 1, 1), date(int(year), 12, 31))


class MunicipalityFilter(df.FilterSet):
    """By a part of the name, or the beginning of the code."""

    q = df.CharFilter(label=_("Name or code"), method="named")

    class Meta:
        model = Municipality
        fields = ["q"]

    def named(self, queryset, name, text):
        return queryset.filter(Q(name__icontains=text) | Q(code__istartswith=text))


class ProfileValueFilter(df.FilterSet):
    """By a part of the name in any language, or the standard code."""

    q = df.CharFilter(label=_("Name or standard code"), method="named")

    class Meta:
        model = ProfileValue
        fields = ["q"]

    def named(self, queryset, name, text):
        asked = Q(standard_code__istartswith=text)
        for language in ("fr", "en", "it", "es", "pt"):
            asked |= Q(**{f"name_{language}__icontains": text})
        return queryset.filter(asked)
