"""What a figure's page is asked for, kept in its address: period, places, comparison, purpose, programme."""

from datetime import timedelta

from django import forms
from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose, Site
from partners.models import Programme
from reports import figures, years
from reports.figures import scope as scopes
from reports.figures.period import Period

DATES = "dates"
SIDE_BY_SIDE = "side"
KIND = "kind:"


class FigureFilter(forms.Form):
    """Left out: the year that runs, all places together, compared with nothing.

    sites: the places the person may see (a queryset).  today: the local date.  figure: whose filters are offered.
    refused: {filter: why this figure does not take it}.
    """

    period = forms.ChoiceField(label=_("Period"), required=False)
    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    place = forms.ChoiceField(label=_("Places"), required=False)
    compare = forms.ChoiceField(
        label=_("Compare with"),
        required=False,
        choices=[("", _("No period")), ("year", _("The same days a year before")), ("before", _("The time before"))],
    )
    compare_first = forms.DateField(
        label=_("Compare from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    compare_last = forms.DateField(
        label=_("Compare to"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    purpose = forms.ModelChoiceField(
        Purpose.objects.all(), label=_("Purpose"), required=False, to_field_name="code", empty_label=_("All purposes")
    )
    programme = forms.ModelChoiceField(
        Programme.objects.order_by("name"), label=_("Programme"), required=False, empty_label=_("All programmes")
    )

    def __init__(self, *args, sites, today, figure, **kwargs):
        super().__init__(*args, **kwargs)
        self.sites, self.today = list(sites), today
        self.first_year = years.to_tell(today)[-1]
        self.fields["period"].choices = self._periods()
        kinds = list(dict.fromkeys(site.kind for site in self.sites))
        self.fields["place"].choices = [
            ("", _("All together")),
            *([(SIDE_BY_SIDE, _("All, side by side"))] if len(self.sites) > 1 else []),
            *([(f"{KIND}{kind}", Site.Kind(kind).label) for kind in kinds] if len(kinds) > 1 else []),
            *((site.code, site.name) for site in self.sites),
        ]
        self.fields["period"].error_messages["invalid_choice"] = _("Choose one of the periods in the list.")
        self.fields["purpose"].error_messages["invalid_choice"] = _("Choose one of the purposes in the list.")
        self.fields["programme"].error_messages["invalid_choice"] = _("Choose one of the programmes in the list.")
        self.fields["place"].error_messages["invalid_choice"] = _("Choose one of your places from the list.")
        compare = [*self.fields["compare"].choices, *self._periods()[1:]]
        self.fields["compare"].choices = compare
        self.fields["compare"].error_messages["invalid_choice"] = _("Choose one of the periods in the list.")
        self.refused = dict(figure.of_all)
        if not Programme.objects.exists():
            self.refused["programme"] = _("There is no programme yet.")
        for name in self.refused:
            del self.fields[name]
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control" if isinstance(field, forms.DateField) else "form-select"

    @property
    def bar(self):
        """The fields that are always in sight."""
        return [field for field in self if not field.name.startswith("compare_")]

    @property
    def days_to_compare(self):
        """The two days of another period to compare with, which few need."""
        return [self["compare_first"], self["compare_last"]]

    @property
    def compares_days(self):
        """True when those are filled in, or wrong."""
        return any(field.value() or field.errors for field in self.days_to_compare) or self["compare"].value() == DATES

    def _periods(self):
        year = self.today.year
        whole = [(str(y), str(y)) for y in range(year, self.first_year - 1, -1)]
        quarters, months = [], []
        for y in (year, year - 1):
            for q in (4, 3, 2, 1):
                if scopes.period_called(f"{y}-q{q}").first <= self.today:
                    quarters.append((f"{y}-q{q}", _("Quarter %(q)d, %(year)s") % {"q": q, "year": str(y)}))
            for m in range(12, 0, -1):
                if scopes.period_called(f"{y}-{m:02}").first <= self.today:
                    months.append((f"{y}-{m:02}", f"{capfirst(MONTHS[m])} {y}"))
        all_years = [("all", _("All years"))] if len(whole) > 1 else []
        return [
            ("", _("This year")), (_("Years"), [*whole, *all_years]), (_("Quarters"), quarters),
            (_("Months"), months), (DATES, _("From … to …")),
        ]  # fmt: skip

    def clean(self):
        cleaned = super().clean()
        for name, why in self.refused.items():
            # An address that asks for it must not show numbers that are not narrowed.
            if self.data.get(name) not in (None, "", SIDE_BY_SIDE):
                self.add_error(None, why)
        self._check_days(cleaned.get("period", ""), "first", "last")
        self._check_days(cleaned.get("compare", ""), "compare_first", "compare_last")
        return cleaned

    def _check_days(self, name, first_field, last_field):
        """Errors beside the two days of a period that is given by its days. name: what its list says."""
        first, last = self.cleaned_data.get(first_field), self.cleaned_data.get(last_field)
        if name != DATES and (name or not (first or last)):
            return
        for field, value in ((first_field, first), (last_field, last)):
            if value is None and field not in self.errors:
                self.add_error(field, _("Give a day, for example 1 March 2026."))
        if first and last and last < first:
            self.add_error(last_field, _("The last day lies before the first day."))
        elif first and last and (last - first) > timedelta(days=366 * 50):
            self.add_error(first_field, _("A period has at most fifty years."))

    @property
    def asked_period(self):
        """The Period that is asked for."""
        name = self.cleaned_data["period"]
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if name == DATES or (not name and first and last):
            return Period(first, last)
        if name == "all":
            return Period(figures.whole_year(self.first_year).first, figures.whole_year(self.today.year).last)
        return scopes.period_called(name or str(self.today.year))

    @property
    def scope(self):
        """The Scope of a valid filter; what lies in the future is cut off, and as much of what it is compared with."""
        data = self.cleaned_data
        whole = self.asked_period
        period = whole.until(self.today) or whole
        compared = self._compared(whole, period)
        place = data.get("place", "")
        sites = [
            site
            for site in self.sites
            if place == site.code
            or ((place in ("", SIDE_BY_SIDE) or place == f"{KIND}{site.kind}") and existed(site, period, compared))
        ]  # fmt: skip
        return figures.Scope(
            sites=tuple(sites),
            period=period,
            compared=compared,
            side_by_side=(place == SIDE_BY_SIDE or place.startswith(KIND)) and len(sites) > 1,
            purpose=data.get("purpose"),
            programme=data.get("programme"),
        )

    def _compared(self, whole, period):
        name = self.cleaned_data["compare"]
        first, last = self.cleaned_data.get("compare_first"), self.cleaned_data.get("compare_last")
        if name == DATES or (not name and first and last):
            return Period(first, last)
        if name == "year":
            return period.year_before()
        if name == "before":
            earlier = scopes.just_before(whole)
            return earlier if period == whole else Period(earlier.first, earlier.first + (period.last - period.first))
        if name == "all":
            return Period(figures.whole_year(self.first_year).first, period.last)
        return scopes.period_called(name) if name else None


def existed(site, *periods):
    """True when `site` was there on any day of the `periods` (None among them is passed over)."""
    return any(
        (site.opened_on is None or site.opened_on <= period.last)
        and (site.closed_on is None or site.closed_on >= period.first)
        for period in periods
        if period
    )
