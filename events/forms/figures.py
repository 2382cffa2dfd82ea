"""Which days and which place the figures of the room are about."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import DayInput
from citedesmetiers.models import Site

LONGEST = timedelta(days=10 * 366)


class FiguresForm(forms.Form):
    """The filter above the page, kept in the URL; empty days stand for the first and the last of this year."""

    first = forms.DateField(label=gettext_lazy("From"), widget=DayInput())
    last = forms.DateField(label=gettext_lazy("To"), widget=DayInput())
    site = forms.ModelChoiceField(
        label=gettext_lazy("Place"), queryset=None, required=False, empty_label=gettext_lazy("All places")
    )

    def __init__(self, asked, *, user, today):
        self.usual = date(today.year, 1, 1), date(today.year, 12, 31)
        self.places = Site.objects.for_user(user)
        data = {name: asked.get(name, "") for name in ("first", "last", "site")}
        for name, day in zip(("first", "last"), self.usual, strict=True):
            data[name] = data[name] or day.isoformat()
        super().__init__(data)
        self.fields["site"].queryset = self.places
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "site" else "form-control"

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first day."))
        elif first and last and last - first > LONGEST:
            self.add_error("first", _("Choose ten years at most."))
        return data

    @property
    def period(self):
        """(first, last), both included: what is asked for, this year when it cannot be read."""
        if not self.is_valid():
            return self.usual
        return self.cleaned_data["first"], self.cleaned_data["last"]

    @property
    def sites(self):
        """The place that is asked for, else all that the person may see."""
        chosen = self.cleaned_data.get("site") if self.is_valid() else None
        return self.places.filter(pk=chosen.pk) if chosen else self.places

    @property
    def query(self):
        """What a link to the sessions behind a figure carries: {"first": …, "last": …, "site": …}."""
        first, last = self.period
        chosen = self.cleaned_data.get("site") if self.is_valid() else None
        return {"first": first.isoformat(), "last": last.isoformat()} | ({"site": chosen.pk} if chosen else {})
