"""Purposes: how they are called, which key they have, how they look, until when they are offered."""

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import HouseForm, in_every_language
from citedesmetiers.models import Purpose
from citedesmetiers.models.purpose import COLOURS, ICONS
from citedesmetiers.templatetags.house import icon


class PurposeForm(HouseForm):
    """A purpose; its code is chosen once, when it is added."""

    translated, needed = ("name", "short_name", "description"), ("name",)
    blame = {
        "purpose_key_once": "key",
        "purpose_key_1_to_9": "key",
        "purpose_valid_until_not_before_valid_from": "valid_from",
    }
    groups = (
        (_("What it is called"), ("name", "short_name", "description", "code")),
        (_("At the counter"), ("is_door", ("key", "valid_from"))),
        (_("How it looks"), ("icon", "colour")),
    )

    class Meta:
        model = Purpose
        fields = [
            *in_every_language("name", "short_name", "description"),
            "code",
            "is_door",
            "key",
            "valid_from",
            "icon",
            "colour",
        ]
        widgets = {
            "icon": forms.RadioSelect,
            "colour": forms.RadioSelect,
            **{f"description_{code}": forms.Textarea(attrs={"rows": 2}) for code, _name in settings.LANGUAGES},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].widget.attrs |= {"min": 1, "max": 9}
        self.fields["icon"].choices = [(code, format_html("{} {}", icon(code, "sm"), name)) for code, name in ICONS]
        self.fields["colour"].choices = [
            (number, format_html('<span class="num num-sm purpose-{}"></span> {}', number, name))
            for number, name in COLOURS
        ]
        if self.instance.pk:
            del self.fields["code"]


class RetireForm(forms.Form):
    """Until when a purpose is still offered."""

    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
