"""Values of the lists that describe a visitor: adding, renaming, ending."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import Grouped, HouseForm, in_every_language
from citedesmetiers.models import ProfileList, ProfileValue

NOTHING_FOLLOWS = "nothing"


class ProfileValueForm(HouseForm):
    """A value of one list. Renaming says the same thing better; what means something else is a new value."""

    translated, needed = ("name",), ("name",)
    blame = {
        "profilevalue_code_once_in_a_list": "code",
        "profilevalue_oldest_not_before_youngest": "oldest",
        "profilevalue_valid_until_not_before_valid_from": "valid_from",
    }
    groups = (
        (gettext_lazy("What it is called"), ("name",)),
        (gettext_lazy("What it means"), (("youngest", "oldest"), ("code", "standard_code"), "valid_from")),
    )

    class Meta:
        model = ProfileValue
        fields = [*in_every_language("name"), "code", "standard_code", "youngest", "oldest", "valid_from"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].help_text = _(
            "Small letters and digits, for exports. Left empty, it is made from the name."
        )
        if self.instance.list != ProfileList.AGE_BAND:
            del self.fields["youngest"], self.fields["oldest"]
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


class ValueEndForm(Grouped, forms.Form):
    """The last day of a value, and what becomes of it in series over many years."""

    on = forms.DateField(label=gettext_lazy("Last day"))
    follows = forms.ChoiceField(
        label=gettext_lazy("From the next day, who was counted here is counted as"),
        help_text=gettext_lazy("Figures over several years then read on through the change."),
        error_messages={"required": gettext_lazy("Choose the value that takes over, or that none does.")},
    )
    groups = ((gettext_lazy("The end"), ("on", "follows")),)

    def __init__(self, *args, value, today, **kwargs):
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.value = value
        self.fields["follows"].choices = [
            ("", _("Choose")),
            *((str(other.pk), other.name) for other in ProfileValue.objects.may_follow(value, today)),
            (NOTHING_FOLLOWS, _("Nothing: it cannot be mapped, the series breaks here")),
        ]

    def clean(self):
        data = super().clean()
        on, follows = data.get("on"), data.get("follows")
        if on and on < self.value.valid_from:
            self.add_error("on", _("The end lies before the beginning."))
        elif on and follows and follows != NOTHING_FOLLOWS:
            data["successor"] = ProfileValue.objects.may_follow(self.value, on).filter(pk=follows).first()
            if data["successor"] is None:
                self.add_error("follows", _("This value is not in force on the day after."))
        return data

    def saved(self):
        """End the value when the form is valid; returns it, or None with an error to show."""
        if not self.is_valid():
            return None
        try:
            self.value.end(self.cleaned_data["on"], successor=self.cleaned_data.get("successor"))
        except forms.ValidationError as error:
            self.add_error(None, error.messages)
            return None
        return self.value
