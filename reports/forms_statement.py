"""The days that a statement is about, kept in its address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.figures.period import Period, whole_year

DAY = {"type": "date", "class": "form-control"}


class StatementFilter(forms.Form):
    """Left out: the whole year before the one that runs. today: the local date."""

    first = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))
    last = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY))

    def __init__(self, data, *, today):
        usual = whole_year(today.year - 1)
        first, last = data.get("first") or usual.first.isoformat(), data.get("last") or usual.last.isoformat()
        super().__init__({"first": first, "last": last})
        self.today = today

    def clean(self):
        found = super().clean()
        first, last = found.get("first"), found.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first day."))
        elif first and last and (last - first).days > 1100:
            self.add_error("last", _("Choose three years at most."))
        elif first and first > self.today:
            self.add_error("first", _("This day is still to come."))
        return found

    @property
    def period(self):
        """The Period that was asked for; the form must be valid."""
        return Period(self.cleaned_data["first"], self.cleaned_data["last"])
