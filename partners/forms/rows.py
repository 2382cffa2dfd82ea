"""Rows to fill in by keyboard: a formset that shows some empty rows, and institutions that are named by typing."""

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import DayInput
from citedesmetiers.imports.table import fold
from partners.models import Institution
from partners.money import read_euros

EMPTY_ROWS = 5
MOST_ROWS = 200


class InstitutionNames:
    """All institutions by the text that people type for them; loaded once for a page."""

    @cached_property
    def labels(self):
        """{institution's key: text}: its name, with its municipality when the name alone would not do."""
        rows = list(Institution.objects.values_list("pk", "name", "municipality", "code"))
        times = {}
        for _pk, name, _municipality, _code in rows:
            times[fold(name)] = times.get(fold(name), 0) + 1
        return {
            pk: name if times[fold(name)] == 1 else f"{name} ({municipality or code})"
            for pk, name, municipality, code in rows
        }

    @cached_property
    def keys(self):
        return {fold(label): pk for pk, label in self.labels.items()}

    def find(self, text):
        """The key of the institution called so. Raises ValidationError."""
        key = self.keys.get(fold(text))
        if key is None:
            raise ValidationError(
                _("No institution is called “%(text)s”. Choose one of the list, or add it first.") % {"text": text}
            )
        return key


class InstitutionField(forms.CharField):
    """An institution by its name, with suggestions while typing. names: an InstitutionNames, set by the formset."""

    names = None

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"list": "institutions", "autocomplete": "off"})
        super().__init__(**({"widget": widget, "max_length": 250} | options))

    def prepare_value(self, value):
        return self.names.labels.get(value, "") if isinstance(value, int) else value

    def clean(self, value):
        text = super().clean(value)
        return Institution(pk=self.names.find(text)) if text else None

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "")


class AmountField(forms.DecimalField):
    """Euros as people write them: 30 000, 8.500,00, 30,5."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 12})
    default_error_messages = {"invalid": gettext_lazy("Write an amount in euros, for example 30 000 or 1 250,50.")}

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            try:
                value = read_euros(value)
            except ValueError as error:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        return super().to_python(value)

    def prepare_value(self, value):
        return f"{value:f}".removesuffix(".00") if hasattr(value, "as_tuple") else value


class RowForm(forms.ModelForm):
    """A row. needed: the fields that make it one; when all of them are emptied, a stored row is taken away."""

    needed = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = DayInput(field.widget.attrs)
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            if name != "DELETE":
                field.widget.attrs["class"] = css

    @property
    def is_emptied(self):
        return all(not (self[name].value() or "") for name in self.needed)

    def has_changed(self):
        """An empty row stays one, whatever is chosen in its lists."""
        return super().has_changed() and (self.instance.pk is not None or not self.is_emptied)

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.instance.pk and self.is_emptied:
            self._errors.clear()
            self.cleaned_data["DELETE"] = True


class RowFormSet(BaseInlineFormSet):
    """The rows of one thing. titles: what stands above the columns is the label of each field."""

    extra = EMPTY_ROWS

    def __init__(self, *args, names=None, **kwargs):
        self.names = names or InstitutionNames()
        super().__init__(*args, **kwargs)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if isinstance(field, InstitutionField):
                field.names = self.names
        if "DELETE" in form.fields:
            form.fields["DELETE"].widget = forms.HiddenInput()

    def _should_delete_form(self, form):
        return form.cleaned_data.get("DELETE", False)

    @property
    def has_errors(self):
        return self.is_bound and (any(self.errors) or bool(self.non_form_errors()))

    @property
    def faults(self):
        """(row counted from 1, field's label, field's id in the page, error) of each error, for the summary on top."""
        if not self.is_bound:
            return []
        return [
            (number, self[number - 1][name].label, self[number - 1][name].id_for_label, error)
            for number, errors in enumerate(self.errors, start=1)
            for name, found in errors.items()
            if name in self[number - 1].fields
            for error in found
        ]

    def columns(self):
        """The visible fields of an empty row."""
        return self.empty_form.visible_fields()


def with_more_rows(data, prefix):
    """The posted `data` with some more empty rows in the formset `prefix`."""
    data, name = data.copy(), f"{prefix}-TOTAL_FORMS"
    total = int(data[name]) if data.get(name, "").isdecimal() else 0
    data[name] = str(min(total + EMPTY_ROWS, MOST_ROWS))
    return data
