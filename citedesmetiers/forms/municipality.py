"""Municipalities of the territory, one by one or as a pasted list."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import CountryField, Grouped, HouseForm
from citedesmetiers.models import Municipality

MOST_LINES = 1000
MOST_ERRORS = 20


class MunicipalityForm(HouseForm):
    """A municipality; code and country are chosen once, when it is added."""

    blame = {"municipality_code_once_in_a_country": "code"}
    groups = ((gettext_lazy("The municipality"), (("code", "country"), ("name", "population"))),)

    class Meta:
        model = Municipality
        fields = ["code", "country", "name", "population"]
        field_classes = {"country": CountryField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.former = self.instance.name
        if self.instance.pk:
            del self.fields["code"], self.fields["country"]
        else:
            self.fields["country"].initial = self.centre.country
            self.fields["code"].help_text = _("INSEE in France, ISTAT in Italy…")

    @transaction.atomic
    def save(self, commit=True):
        municipality = super().save(commit)
        if self.former and self.former != municipality.name:
            municipality.rename_in_list(self.former)
        municipality.enter_list()
        return municipality


class MunicipalityImportForm(Grouped, forms.Form):
    """A pasted list: one municipality a line, code; name; population. Nothing is saved while a line is wrong."""

    country = CountryField(label=gettext_lazy("Country"), help_text=gettext_lazy("Two letters, for example FR."))
    lines = forms.CharField(
        label=gettext_lazy("Municipalities"),
        help_text=gettext_lazy(
            "One a line: code; name; population. The population may be left out. "
            "Columns copied from a spreadsheet work too."
        ),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )
    groups = ((gettext_lazy("The list"), ("country", "lines")),)

    def clean(self):
        data = super().clean()
        self.rows, faults = [], []
        lines = [line.strip() for line in (data.get("lines") or "").splitlines()]
        if len(lines) > MOST_LINES:
            self.add_error("lines", _("At most %(most)s lines at once.") % {"most": MOST_LINES})
            return data
        there = {
            municipality.code: municipality
            for municipality in Municipality.objects.filter(country=data.get("country", ""))
        }
        seen = {}
        for number, line in enumerate(lines, start=1):
            if not line:
                continue
            try:
                row = self.read(line, there)
                if row.code in seen:
                    raise ValidationError(_("the same code as in line %(line)s") % {"line": seen[row.code]})
            except ValidationError as error:
                faults += [(number, message) for message in error.messages]
                continue
            seen[row.code] = number
            self.rows.append(row)
        for number, message in faults[:MOST_ERRORS]:
            self.add_error("lines", _("Line %(line)s: %(message)s") % {"line": number, "message": message})
        if len(faults) > MOST_ERRORS:
            self.add_error("lines", _("And %(more)s more.") % {"more": len(faults) - MOST_ERRORS})
        return data

    def read(self, line, there):
        """The municipality that a line stands for, unsaved. Raises ValidationError with what is wrong."""
        code, name, population = ([part.strip() for part in line.split("\t" if "\t" in line else ";")] + ["", ""])[:3]
        if not code or not name:
            raise ValidationError(_("write a code and a name, with a semicolon between them"))
        digits = population.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
        if digits and not digits.isdecimal():
            raise ValidationError(_("“%(text)s” is no number of people") % {"text": population})
        row = there.get(code) or Municipality(code=code, country=self.cleaned_data.get("country", ""))
        row.former, row.name = row.name, name
        row.population = int(digits) if digits else row.population
        row.clean_fields(exclude=["country"])
        return row

    def saved(self):
        """Save when valid; returns (added, changed), or None with an error to show."""
        if not self.is_valid():
            return None
        try:
            return self.save()
        except IntegrityError:
            self.add_error(None, _("Somebody else changed the municipalities meanwhile. Look, then save again."))
            return None

    @transaction.atomic
    def save(self):
        """Save all rows, the largest first, and enter them in the territory list. Returns (added, changed)."""
        rows = sorted(self.rows, key=lambda row: -(row.population or 0))
        new = [row for row in rows if row.pk is None]
        for row in rows:
            if row.pk is not None:
                row.save()
                if row.former != row.name:
                    row.rename_in_list(row.former)
        Municipality.objects.bulk_create(new)
        Municipality.enter_list_together(rows)
        return len(new), len(rows) - len(new)
