"""Filters above the lists of the room, kept in the URL."""

import django_filters as df
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.forms.house import DayInput
from citedesmetiers.models import Site
from partners.languages import SPOKEN
from partners.models import (
    Agreement,
    Body,
    Function,
    Institution,
    InstitutionKind,
    InstitutionRole,
    Meeting,
    MeetingKind,
    OnboardingStep,
    Professional,
    Training,
    TrainingKind,
)

CURRENT, FORMER, EVERY = "current", "former", "all"
ALL = pgettext_lazy("no filter", "all")


class OrderedFilter(df.FilterSet):
    """A filter that begins with the current rows, unless others are asked for."""

    starts_with = {}

    def __init__(self, data, *, queryset, today):
        """data: the page's query string.  today: a date."""
        self.today = today
        data = data.copy()
        for name, value in self.starts_with.items():
            data.setdefault(name, value)
        super().__init__(data, queryset=queryset)

    @property
    def rows(self):
        """The rows that are asked for; none when the question cannot be read, which its fields then say."""
        return self.qs if self.form.is_valid() else self.queryset.none()


class InstitutionFilter(OrderedFilter):
    """Name or municipality, kind, role, place, state, agreement, country."""

    starts_with = {"state": CURRENT}
    STATES = [(CURRENT, _("takes part")), (FORMER, _("former")), (EVERY, ALL)]
    SORTS = [("partners", _("partners")), ("companies", _("companies that are no partners"))]
    AGREEMENTS = [
        ("in_force", _("in force")),
        ("expiring", _("ends within 90 days")),
        ("none", _("none in force")),
    ]

    q = df.CharFilter(label=_("Name or municipality"), method="by_text")
    sort = df.ChoiceFilter(label=_("Counted as"), choices=SORTS, method="of_sort", empty_label=ALL)
    kind = df.ModelChoiceFilter(label=_("Kind"), queryset=InstitutionKind.objects.all(), empty_label=ALL)
    role = df.ChoiceFilter(label=_("Role"), choices=InstitutionRole.choices, method="in_role", empty_label=ALL)
    site = df.ModelChoiceFilter(label=_("Place"), queryset=Site.objects.all(), method="at_place", empty_label=ALL)
    state = df.ChoiceFilter(label=_("State"), choices=STATES, method="in_state", empty_label=None)
    agreement = df.ChoiceFilter(label=_("Agreement"), choices=AGREEMENTS, method="with_agreement", empty_label=ALL)
    country = df.ChoiceFilter(label=_("Country"), choices=[], empty_label=ALL)

    class Meta:
        model = Institution
        fields = []

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        countries = Institution.objects.order_by("country").values_list("country", flat=True).distinct()
        self.form.fields["country"].choices = [("", ALL), *((code, code) for code in countries)]

    def by_text(self, rows, name, text):
        return rows.named(text)

    def of_sort(self, rows, name, sort):
        return rows.partners() if sort == "partners" else rows.companies()

    def in_role(self, rows, name, role):
        return rows.filter(roles__contains=[role])

    def at_place(self, rows, name, site):
        return rows.at_site(site, self.today)

    def in_state(self, rows, name, state):
        if state == EVERY:
            return rows
        return rows.current(self.today) if state == CURRENT else rows.former(self.today)

    def with_agreement(self, rows, name, answer):
        chosen = (
            Agreement.objects.expiring(self.today) if answer == "expiring" else Agreement.objects.in_force(self.today)
        )
        keys = chosen.values("institution")
        return rows.exclude(pk__in=keys) if answer == "none" else rows.filter(pk__in=keys)


class AgreementFilter(OrderedFilter):
    """Institution or object, state, end; without those that have ended, unless they are asked for."""

    starts_with = {"state": CURRENT}
    STATES = [(CURRENT, _("not ended")), *Agreement.State.choices, (EVERY, ALL)]

    q = df.CharFilter(label=_("Institution or object"), method="by_text")
    state = df.ChoiceFilter(label=_("State"), choices=STATES, method="in_state", empty_label=None)
    ends_before = df.DateFilter(label=_("Ends before"), field_name="ends_on", lookup_expr="lt", widget=DayInput())

    class Meta:
        model = Agreement
        fields = []

    def by_text(self, rows, name, text):
        return rows.about(text)

    def in_state(self, rows, name, state):
        if state == EVERY:
            return rows
        return rows.not_ended(self.today) if state == CURRENT else rows.in_state(state, self.today)


class ProfessionalFilter(OrderedFilter):
    """Name or institution, function, language, place, state."""

    starts_with = {"state": CURRENT}
    STATES = [(CURRENT, _("work here now")), (FORMER, _("have left")), (EVERY, ALL)]

    q = df.CharFilter(label=_("Name or institution"), method="by_text")
    function = df.ChoiceFilter(label=_("Function"), choices=Function.choices, method="with_function", empty_label=ALL)
    language = df.ChoiceFilter(label=_("Speaks"), choices=SPOKEN, method="who_speaks", empty_label=ALL)
    contract = df.ChoiceFilter(label=_("Here as"), choices=Professional.Contract.choices, empty_label=ALL)
    site = df.ModelChoiceFilter(label=_("Place"), field_name="sites", queryset=Site.objects.all(), empty_label=ALL)
    state = df.ChoiceFilter(label=_("State"), choices=STATES, method="in_state", empty_label=None)

    class Meta:
        model = Professional
        fields = []

    def by_text(self, rows, name, text):
        return rows.named(text)

    def with_function(self, rows, name, function):
        return rows.filter(functions__contains=[function])

    def who_speaks(self, rows, name, language):
        return rows.filter(languages__contains=[language])

    def in_state(self, rows, name, state):
        if state == EVERY:
            return rows
        return rows.active(self.today) if state == CURRENT else rows.filter(active_until__lt=self.today)


class OnboardingFilter(OrderedFilter):
    """Name or institution, place, what is lacking; those who lack something, unless all are asked for."""

    starts_with = {"lacks": "something"}
    LACKS = [("something", _("something")), *OnboardingStep.choices, (EVERY, _("anything or nothing"))]

    q = df.CharFilter(label=_("Name or institution"), method="by_text")
    lacks = df.ChoiceFilter(label=_("Lacks"), choices=LACKS, method="who_lack", empty_label=None)
    site = df.ModelChoiceFilter(label=_("Place"), field_name="sites", queryset=Site.objects.all(), empty_label=ALL)

    class Meta:
        model = Professional
        fields = []

    def by_text(self, rows, name, text):
        return rows.named(text)

    def who_lack(self, rows, name, step):
        if step == EVERY:
            return rows
        if step == "something":
            return rows.exclude(has_charter=True, has_awareness=True, has_resources=True, has_shadowing=True)
        return rows.filter(**{f"has_{step}": False})


class DatedFilter(OrderedFilter):
    """Rows with a day: all, or those of one year."""

    day_field = "day"
    year = df.ChoiceFilter(label=_("Year"), choices=[], method="in_year", empty_label=ALL)

    def __init__(self, data, **kwargs):
        super().__init__(data, **kwargs)
        used = self.queryset.order_by().dates(self.day_field, "year")
        years = sorted({day.year for day in used} | {self.today.year}, reverse=True)
        self.form.fields["year"].choices = [("", ALL), *((str(year), str(year)) for year in years)]

    def in_year(self, rows, name, year):
        return rows.filter(**{f"{self.day_field}__year": int(year)})


class TrainingFilter(DatedFilter):
    """Year, kind, place."""

    day_field = "starts_on"
    kind = df.ModelChoiceFilter(label=_("Kind"), queryset=TrainingKind.objects.all(), empty_label=ALL)
    site = df.ModelChoiceFilter(label=_("Place"), queryset=Site.objects.all(), empty_label=ALL)

    class Meta:
        model = Training
        fields = []


class MeetingFilter(DatedFilter):
    """Year, kind, family, body."""

    kind = df.ModelChoiceFilter(label=_("Kind"), queryset=MeetingKind.objects.all(), empty_label=ALL)
    family = df.ChoiceFilter(
        label=_("Family"), field_name="kind__family", choices=MeetingKind.Family.choices, empty_label=ALL
    )
    body = df.ModelChoiceFilter(label=_("Body"), queryset=Body.objects.all(), empty_label=ALL)

    class Meta:
        model = Meeting
        fields = []
