"""What each print is asked with. `parameters`: plain values under the names of the fields; `title` names the print."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.models import Programme
from reports import years


class PrintForm(forms.Form):
    """Fields of Bootstrap's look; a form is bound to what was posted or to an address."""

    name = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    @property
    def parameters(self):
        return dict(self.cleaned_data)


class YearForm(PrintForm):
    """One year."""

    year = forms.ChoiceField(label=_("Year"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        told = [str(year) for year in years.to_tell(timezone.localdate())]
        self.fields["year"].choices = [(year, year) for year in told]
        if len(told) > 1:
            self.fields["year"].initial = told[1]

    @property
    def title(self):
        return gettext("Yearly report %(year)s") % {"year": self.cleaned_data["year"]}


class PosterForm(YearForm):
    """One year, in one of two sizes."""

    SIZES = [("a3", "A3"), ("a4", "A4")]
    size = forms.ChoiceField(label=_("Size"), choices=SIZES)

    @property
    def title(self):
        words = {"year": self.cleaned_data["year"], "size": self.cleaned_data["size"].upper()}
        return gettext("Key figures %(year)s, poster %(size)s") % words


class MonthForm(PrintForm):
    """One month of the last two years."""

    month = forms.ChoiceField(label=_("Month"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        months = [(today.year * 12 + today.month - 1 - n) for n in range(25)]
        self.fields["month"].choices = [
            (f"{n // 12}-{n % 12 + 1:02}", f"{capfirst(MONTHS[n % 12 + 1])} {n // 12}") for n in months
        ]
        self.fields["month"].initial = self.fields["month"].choices[1][0]

    @property
    def title(self):
        month = date_format(month_of(self.cleaned_data), "YEAR_MONTH_FORMAT")
        return gettext("Activity note, %(month)s") % {"month": month}


def month_of(parameters):
    """The first day of the month that was asked for."""
    year, month = parameters["month"].split("-")
    return date(int(year), int(month), 1)


class ProgrammeForm(PrintForm):
    """One programme."""

    programme = forms.ModelChoiceField(Programme.objects.order_by("-starts_on", "name"), label=_("Programme"))

    @property
    def parameters(self):
        return {"programme": self.cleaned_data["programme"].pk}

    @property
    def title(self):
        return gettext("Report: %(programme)s") % {"programme": self.cleaned_data["programme"]}


class EphemeralForm(ProgrammeForm):
    """One ephemeral Cité."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        of_kind = Programme.objects.filter(kind=Programme.Kind.EPHEMERAL_PREPARATION)
        self.fields["programme"].queryset = of_kind.order_by("-starts_on", "name")
        self.fields["programme"].label = _("Ephemeral Cité")
        self.fields["programme"].help_text = _("Programmes of the kind “preparation of an ephemeral Cité”.")
