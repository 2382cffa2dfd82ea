"""A desk: what it is called, whom it serves, when it exists."""

from django import forms
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import HouseForm, in_every_language
from citedesmetiers.models import Purpose
from citedesmetiers.models.purpose import COLOURS, ICONS
from citedesmetiers.templatetags.house import icon
from counselling.models import Desk


class DeskForm(HouseForm):
    """A desk; its place and its code are chosen once, when it is added."""

    translated, needed = ("name",), ("name",)
    blame = {
        "desk_code_once_at_a_place": "code",
        "desk_number_once_at_a_place": "rank",
        "desk_number_1_to_99": "rank",
        "desk_valid_until_not_before_valid_from": "valid_from",
    }
    groups = (
        (_("The desk"), ("site", "name", ("rank", "code"))),
        (_("Whom it serves"), ("purposes", ("valid_from", "valid_until"))),
        (_("How it looks"), ("icon", "colour")),
    )
    purposes = forms.ModelMultipleChoiceField(
        label=_("Purposes"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("One or more; a versatile desk has all of them."),
        error_messages={"required": _("Choose at least one purpose.")},
    )

    class Meta:
        model = Desk
        fields = [
            *("site", *in_every_language("name"), "code", "rank"),
            *("purposes", "valid_from", "valid_until", "icon", "colour"),
        ]
        widgets = {"icon": forms.RadioSelect, "colour": forms.RadioSelect}

    def __init__(self, *args, places, today, **kwargs):
        """places: those that the person may see.  today: a date; purposes in force on it are offered."""
        super().__init__(*args, **kwargs)
        offered = Purpose.objects.doors().in_force(today)
        if self.instance.pk:
            offered = offered | Purpose.objects.filter(pk__in=self.instance.purposes.values("pk"))
            del self.fields["site"], self.fields["code"]
        else:
            self.fields["site"].queryset = places
            self.fields["site"].empty_label = None
            self.fields["code"].required = False
            self.fields["code"].help_text = gettext(
                "Small letters and digits, for exports. Left empty, it is made from the name."
            )
            self.fields["valid_until"].help_text = _("Empty while no end is known.")
        self.fields["purposes"].queryset = offered.distinct()
        self.fields["rank"].widget.attrs |= {"min": 1, "max": 99}
        self.fields["icon"].choices = [(code, format_html("{} {}", icon(code, "sm"), name)) for code, name in ICONS]
        self.fields["colour"].choices = [
            (number, format_html('<span class="num num-sm purpose-{}"></span> {}', number, name))
            for number, name in COLOURS
        ]

    def clean_code(self):
        name = self.cleaned_data.get(f"name_{self.centre.default_language}") or ""
        code = self.cleaned_data["code"] or slugify(name)[:40].rstrip("-")
        if name and not code:
            raise forms.ValidationError(gettext("No code can be made from this name. Write one."))
        return code
