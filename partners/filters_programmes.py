"""Filters above the lists of programmes and budgets, kept in the URL."""

from datetime import date

import django_filters as df
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site
from partners.filters import ALL, OrderedFilter
from partners.models import Budget, Programme, TargetTag


def years_of(days):
    """Choices of a year filter from a queryset of dates, the latest first."""
    return [("", ALL), *((str(day.year), str(day.year)) for day in days)]


class ProgrammeFilter(OrderedFilter):
    """Name, kind, state, year, place, target group, institution."""

    q = df.CharFilter(label=_("Name"), method="by_text")
    kind = df.ChoiceFilter(label=_("Kind"), choices=Programme.Kind.choices, empty_label=ALL)
    state = df.ChoiceFilter(label=_("State"), choices=Programme.State.choices, method="in_state", empty_label=ALL)
    year = df.ChoiceFilter(label=_("Year"), choices=[], method="in_year", empty_label=ALL)
    site = df.ModelChoiceFilter(label=_("Place"), queryset=Site.objects.all(), field_name="sites", empty_label=ALL)
    target = df.ModelChoiceFilter(
        label=_("For whom"), queryset=TargetTag.objects.all(), field_name="targets", empty_label=ALL
    )

    class Meta:
        model = Programme
        fields = []

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        self.form.fields["year"].choices = years_of(Programme.objects.dates("starts_on", "year", order="DESC"))

    def by_text(self, rows, name, text):
        return rows.named(text)

    def in_state(self, rows, name, state):
        return rows.in_state(state, self.today)

    def in_year(self, rows, name, year):
        return rows.within(date(int(year), 1, 1), date(int(year), 12, 31))


class BudgetFilter(OrderedFilter):
    """Year, programme, place, stage."""

    year = df.ChoiceFilter(label=_("Year"), choices=[], empty_label=ALL)
    programme = df.ModelChoiceFilter(
        label=_("Programme"), queryset=Programme.objects.filter(budgets__isnull=False).distinct(), empty_label=ALL
    )
    site = df.ModelChoiceFilter(label=_("Place"), queryset=Site.objects.all(), empty_label=ALL)
    stage = df.ChoiceFilter(label=_("Stage"), choices=Budget.Stage.choices, empty_label=ALL)

    class Meta:
        model = Budget
        fields = []

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        years = Budget.objects.order_by("-year").values_list("year", flat=True).distinct()
        self.form.fields["year"].choices = [("", ALL), *((str(year), str(year)) for year in years)]
