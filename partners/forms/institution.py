"""Institutions, their contacts, and where they are present."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm, choices_field
from citedesmetiers.imports.table import fold
from citedesmetiers.models import Municipality
from citedesmetiers.sorting import by_name
from partners.models import Contact, Institution, Presence


class InstitutionForm(HouseForm):
    """An institution; its code is made from its name when none is given."""

    blame = {"institution_until_not_before_since": "until"}
    groups = (
        (gettext_lazy("Who it is"), ("name", "kind", "roles", "website")),
        (gettext_lazy("Where it is"), (("municipality", "country"), "priority_district")),
        (gettext_lazy("Since when"), (("since", "until"), "remarks")),
    )
    roles = choices_field(Institution._meta.get_field("roles"))
    website = forms.URLField(label=gettext_lazy("Website"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = Institution
        fields = [
            "name", "kind", "roles", "website", "municipality", "country", "priority_district", "since", "until",
            "remarks",
        ]  # fmt: skip
        widgets = {"remarks": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["country"] = self.centre.country
        self.fields["kind"].empty_label = _("Choose")
        self.fields["roles"].help_text = _(
            "Roles add up. Whoever is only a company, or only a school, is counted apart from the partners."
        )
        self.fields["roles"].required = True
        self.fields["roles"].error_messages["required"] = _("Choose at least one role.")
        self.names = list(Municipality.objects.order_by(by_name()).values_list("name", flat=True))

    def clean_country(self):
        return self.cleaned_data["country"].upper()

    def clean(self):
        """Two institutions of one name in one municipality are one that somebody forgot to look for."""
        data = super().clean()
        name, municipality = data.get("name"), data.get("municipality", "")
        if name and {"name", "municipality"} & set(self.changed_data):  # else a double of old could not be put right
            others = Institution.objects.exclude(pk=self.instance.pk).values_list("name", "municipality")
            if (fold(name), fold(municipality or "")) in {(fold(each), fold(where)) for each, where in others}:
                self.add_error("name", _("There is an institution of this name in this municipality already."))
        if not self.instance.pk:
            self.instance.code = Institution.objects.free_code(name or "")
        return data


class ContactForm(HouseForm):
    """Whom to write to."""

    blame = {"contact_can_be_reached": "email"}
    groups = ((gettext_lazy("Whom to write to"), ("function", "name", ("email", "phone"))),)

    class Meta:
        model = Contact
        fields = ["function", "name", "email", "phone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("A name, an e-mail address or a telephone number: one of them is needed.")


class PresenceForm(HouseForm):
    """At which place, since when."""

    blame = {"presence_until_not_before_since": "until", "presence_once_at_a_time": "site"}
    groups = ((gettext_lazy("Where and when"), ("site", ("since", "until"))),)

    class Meta:
        model = Presence
        fields = ["site", "since", "until"]
