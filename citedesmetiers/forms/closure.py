"""Closures and exceptional openings, for one place or several at once."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import ClockField, HouseForm, in_every_language
from citedesmetiers.models import Closure

WHAT_AND_WHEN = ("kind", ("starts_on", "ends_on"), ("opens", "closes"))
TO_THE_PUBLIC = (gettext_lazy("What the public reads"), ("reason", "unplanned"))


class ClosureForm(HouseForm):
    """Days on which one place is closed, or open at other times."""

    translated = ("reason",)
    blame = {
        "closure_ends_on_not_before_starts_on": "ends_on",
        "closure_opens_with_closes": "closes",
        "closure_exceptional_opening_has_hours": "opens",
        "closure_closes_after_opening": "closes",
        "closure_exceptional_openings_do_not_overlap": "opens",
    }
    groups = ((gettext_lazy("What and when"), WHAT_AND_WHEN), TO_THE_PUBLIC)
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave empty for a single day.")
    )

    class Meta:
        model = Closure
        fields = ["kind", "starts_on", "ends_on", "opens", "closes", *in_every_language("reason"), "unplanned"]
        field_classes = {"opens": ClockField, "closes": ClockField}
        widgets = {
            "kind": forms.RadioSelect,
            "opens": ClockField.widget,
            "closes": ClockField.widget,
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = Closure.Kind.choices
        for name in ("opens", "closes"):
            self.fields[name].help_text = _("For an exceptional opening only.")

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = data["starts_on"]
        return data


class ClosuresForm(ClosureForm):
    """The same for several places at once; one row is saved for each of them."""

    sites = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Places"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one place.")},
    )
    groups = ((gettext_lazy("What and when"), ("sites", *WHAT_AND_WHEN)), TO_THE_PUBLIC)

    field_order = ["sites"]

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sites"].queryset = places

    def _get_validation_exclusions(self):
        chosen = self.cleaned_data.get("sites")
        return super()._get_validation_exclusions() | (set() if chosen else {"site"})

    def _post_clean(self):
        """Check the rules for each place; what is wrong at one of them is said with its name."""
        sites = list(self.cleaned_data.get("sites") or [])
        self.instance.site = sites[0] if sites else None
        super()._post_clean()
        if self.errors:
            return
        for site in sites[1:]:
            self.instance.site = site
            try:
                self.instance.validate_constraints()
            except forms.ValidationError as error:
                for message in error.messages:
                    self.add_error("sites", _("%(place)s: %(message)s") % {"place": site, "message": message})

    def saved(self):
        """Save when valid; returns the rows, one a place, or None with an error to show."""
        if not self.is_valid():
            return None
        rows = []
        try:
            with transaction.atomic():
                for site in self.cleaned_data["sites"]:
                    row = self.instance
                    row.pk, row.site, row._state.adding = None, site, True
                    row.save()
                    rows.append(row.pk)
        except IntegrityError:
            self.add_error(None, _("Somebody else changed these days meanwhile. Look, then save again."))
            return None
        return rows
