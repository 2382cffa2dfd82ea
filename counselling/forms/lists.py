"""Entries of the lists that interviews choose from."""

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm, in_every_language
from citedesmetiers.models import Purpose
from counselling.models import Outcome, ReferralKind, Theme


class EntryForm(HouseForm):
    """An entry of one list. Renaming says the same thing better; what means something else is a new entry."""

    translated, needed = ("name",), ("name",)
    groups = (
        (gettext_lazy("What it is called"), ("name",)),
        (gettext_lazy("What it means"), ("purpose", "scope", "in_surveys", ("code", "valid_from"))),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].queryset = Purpose.objects.doors()
        self.fields["purpose"].empty_label = _("Every purpose")
        self.fields["code"].required = False
        self.fields["code"].help_text = _(
            "Small letters and digits, for exports. Left empty, it is made from the name."
        )
        if self.instance.pk:
            del self.fields["code"], self.fields["valid_from"]

    def clean_code(self):
        name = self.cleaned_data.get(f"name_{self.centre.default_language}") or ""
        return self.cleaned_data["code"] or slugify(name)[:40].rstrip("-")

    def clean(self):
        data = super().clean()
        if "code" in self.fields and "code" not in self.errors and not data.get("code") and not self.errors:
            self.add_error("code", _("No code can be made from this name. Write one."))
        return data


COMMON = [*in_every_language("name"), "purpose", "code", "valid_from"]


class ThemeForm(EntryForm):
    class Meta:
        model = Theme
        fields = COMMON


class OutcomeForm(EntryForm):
    class Meta:
        model = Outcome
        fields = [*COMMON, "in_surveys"]


class ReferralKindForm(EntryForm):
    class Meta:
        model = ReferralKind
        fields = [*COMMON, "scope"]
