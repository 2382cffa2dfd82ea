"""Which period and desk the page of volumes is about."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import DayInput
from counselling.models import Desk
from counselling.volumes import Period

FOUR_WEEKS = timedelta(weeks=4)
LONGEST = timedelta(days=2 * 366)
EARLIEST = 1993  # when the charter was written


class VolumesForm(forms.Form):
    """The filter above the page, kept in the URL; empty fields stand for the four weeks that end yesterday."""

    since = forms.DateField(label=gettext_lazy("From"), widget=DayInput())
    until = forms.DateField(label=gettext_lazy("To"), widget=DayInput())
    desk = forms.ModelChoiceField(
        label=gettext_lazy("Desk"), queryset=None, required=False, empty_label=gettext_lazy("All desks")
    )
    against = forms.ChoiceField(
        label=gettext_lazy("Compared with"),
        choices=[
            ("before", gettext_lazy("the same number of days before")),
            ("year", gettext_lazy("the same weeks a year earlier")),
        ],
        required=False,
    )

    def __init__(self, data, *, site, today):
        yesterday = today - timedelta(days=1)
        usual = Period(yesterday - FOUR_WEEKS + timedelta(days=1), yesterday)
        data = data.copy()
        for name, value in {"since": usual.first, "until": usual.last, "against": "before"}.items():
            if not data.get(name):
                data[name] = value.isoformat() if hasattr(value, "isoformat") else value
        super().__init__(data)
        self.fields["desk"].queryset = Desk.objects.at([site])
        for field in self.fields.values():
            select = isinstance(field.widget, forms.Select)
            field.widget.attrs["class"] = "form-select" if select else "form-control"

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first day."))
        elif since and until and until - since > LONGEST:
            self.add_error("since", _("Choose two years at most."))
        elif since and since.year < EARLIEST:
            self.add_error("since", _("There was no Cité des métiers before %(year)s.") % {"year": EARLIEST})
        return data

    @property
    def period(self):
        """The Period that is asked for; like `compared`, of a form that is valid."""
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])

    @property
    def compared(self):
        """The Period that it is held against."""
        return self.period.a_year_earlier if self.cleaned_data["against"] == "year" else self.period.before
