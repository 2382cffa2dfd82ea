"""What the forms of the settings share: titled groups, names per language, rules that speak beside their field."""

import re
from decimal import Decimal

from django import forms
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers.forms.twins import twins
from citedesmetiers.forms.warned import ANYWAY, Warned
from citedesmetiers.models.centre import country_code

CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.hH]\s*(\d{2})?)?|(\d{1,2})(\d{2})")


def in_every_language(*fields):
    """The columns of translated `fields`: name_fr, name_en… for a form's Meta.fields."""
    return [f"{field}_{code}" for field in fields for code, _name in settings.LANGUAGES]


class ClockField(forms.TimeField):
    """A time of day, written as people write it: 9, 9:30, 9h30, 9 h 30, 0930."""

    widget = forms.TimeInput(format="%H:%M", attrs={"size": 6, "autocomplete": "off", "inputmode": "text"})
    default_error_messages = {"invalid": gettext_lazy("Write a time of day, for example 9:30 or 9 h 30.")}

    def to_python(self, value):
        found = CLOCK.fullmatch(value.strip()) if isinstance(value, str) else None
        if found:
            hour, minute, *digits = found.groups()
            value = f"{hour or digits[0]}:{minute or digits[1] or '00'}"
        return super().to_python(value)


class ValueField(forms.DecimalField):
    """A number as people write it in their language; without ",0" when it is whole."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8})

    def __init__(self, **options):
        super().__init__(**({"localize": True} | options))

    def prepare_value(self, value):
        return int(value) if isinstance(value, Decimal) and value == int(value) else value


class CountryField(forms.CharField):
    """A country in two letters, typed small or capital."""

    def __init__(self, **options):
        super().__init__(**({"max_length": 2} | options))
        self.validators.append(country_code)

    def to_python(self, value):
        return super().to_python(value).upper()


class DayInput(forms.DateInput):
    """A date with the browser's own calendar."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


def choices_field(model_field, **options):
    """Check boxes for an array of choices (services, lists, languages)."""
    return forms.MultipleChoiceField(
        label=capfirst(model_field.verbose_name),
        help_text=model_field.help_text,
        choices=model_field.base_field.choices,
        required=not model_field.blank,
        widget=forms.CheckboxSelectMultiple,
        **options,
    )


class Grouped:
    """A form that is shown in titled groups.

    groups: ((title, (entry, …)), …); an entry is a field's name, or a tuple of names that stand side by side. A
    translated field is named once, without its language; names of fields that the form does not have are passed over.
    """

    groups, centre = (), None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = False  # a second, hidden input, which Django gives the attributes of the first
            if isinstance(field, forms.TypedChoiceField) and not field.required and "" in dict(field.choices):
                field.choices = [("", gettext_lazy("Not stated")), *field.choices[1:]]
            if isinstance(field, forms.DateField) and not isinstance(field.widget, forms.HiddenInput):
                field.widget = DayInput(field.widget.attrs)

    @property
    def sections(self):
        """The groups as (title, rows); a row is a list of bound fields that stand side by side.

        Before them stands the box of a form that warns, see citedesmetiers.forms.warned.
        """
        for title, entries in (ANYWAY, *self.groups):
            rows = [self.row(entry if isinstance(entry, tuple) else (entry,)) for entry in entries]
            if any(rows):
                yield title, [row for row in rows if row]

    def row(self, names):
        """The fields of one entry; a translated field stands in each language of the centre, the default one first."""
        languages = self.centre.offered_languages if self.centre else []
        columns = [column for name in names for column in (name, *(f"{name}_{code}" for code in languages))]
        return [self[column] for column in columns if column in self.fields]


class HouseForm(Warned, Grouped, forms.ModelForm):
    """A form for one of the centre's own rows.

    centre: offers the languages; a name is asked for in each of them, and needed in the default one.
    translated: the fields with one column per language; needed: those that may not stay empty.
    blame: which field a rule of the database (by the constraint's name) speaks beside; else it speaks in the summary.
    """

    translated, needed, blame = (), (), {}

    def __init__(self, *args, centre, **kwargs):
        super().__init__(*args, **kwargs)
        self.centre = centre
        offered = centre.offered_languages
        for field in self.translated:
            label = capfirst(self._meta.model._meta.get_field(field).verbose_name)
            hint = self._meta.model._meta.get_field(field).help_text
            for code, language in settings.LANGUAGES:
                column = f"{field}_{code}"
                if code not in offered:
                    del self.fields[column]
                    continue
                asked = self.fields[column]
                asked.label = (
                    label
                    if len(offered) == 1
                    else _("%(field)s (%(language)s)") % {"field": label, "language": language}
                )
                asked.help_text = hint
                asked.required = field in self.needed and code == centre.default_language
                asked.widget.attrs["lang"] = code
                asked.widget.is_required = asked.required

    def _get_validation_exclusions(self):
        """Check the rules against the whole row, also against what this form does not ask."""
        return {
            name for name in super()._get_validation_exclusions() if name in self.fields or name in self.translated
        }

    def add_error(self, field, error):
        """Put a broken rule beside the field that is to blame for it."""
        if field is None and hasattr(error, "error_dict"):
            for name, errors in error.error_dict.items():
                for each in errors:
                    super().add_error(name if name in self.fields else self.culprit(each), each)
        else:
            super().add_error(field, error)

    def culprit(self, error):
        """The field beside which `error` is said; None for the summary."""
        for constraint in self._meta.model._meta.constraints:
            field = self.blame.get(constraint.name)
            if field in self.fields and str(constraint.get_violation_error_message()) in error.messages:
                return field
        return None

    def saved(self):
        """Save when valid; returns the row, or None with an error to show.

        Two people may save at the same moment what each rule allows alone; the database then refuses the second.
        A new row that says the same as a stored one is asked about: who presses twice, or goes back and saves again,
        means one.
        """
        if not self.is_valid():
            return None
        try:
            with transaction.atomic():
                if self.instance._state.adding:
                    self.warn_of_twins()
                return None if self.errors else self.save()
        except IntegrityError:
            self.add_error(
                None, _("Somebody else saved something that does not go together with this. Look, then save again.")
            )
            return None

    def warn_of_twins(self):
        if found := twins(self.instance, asked=self.fields, chosen=self.cleaned_data):
            said = ngettext(
                "The same is saved already: “%(row)s”. Nothing was saved a second time.",
                "The same is saved %(n)s times already: “%(row)s”. Nothing was saved once more.",
                len(found),
            )
            self.warn([(None, said % {"row": found[0], "n": len(found)})])
