"""Entries of the lists of the events' room, and rooms."""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm, choices_field, in_every_language
from citedesmetiers.models import Purpose, Site
from events.models import Adaptation, AudienceTag, EventKind, Material, Room, Topic


class EntryForm(HouseForm):
    """An entry of one list. Renaming says the same thing better; what means something else is a new entry."""

    translated, needed = ("name",), ("name",)
    groups = (
        (gettext_lazy("What it is called"), ("name", "code")),
        (gettext_lazy("What it means"), ("purpose", "public", "booking", "minutes", "counts")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].required = False
        self.fields["code"].help_text = _(
            "Small letters and digits, for exports. Left empty, it is made from the name."
        )
        if self.instance.pk:
            del self.fields["code"]

    def clean_code(self):
        name = self.cleaned_data.get(f"name_{self.centre.default_language}") or ""
        return self.cleaned_data["code"] or slugify(name)[:40].rstrip("-")

    def clean(self):
        data = super().clean()
        if "code" in self.fields and not data.get("code") and not self.errors:
            self.add_error("code", _("No code can be made from this name. Write one."))
        return data


COMMON = [*in_every_language("name"), "code"]


class EventKindForm(EntryForm):
    counts = choices_field(EventKind._meta.get_field("counts"))

    class Meta:
        model = EventKind
        fields = [*COMMON, "public", "booking", "minutes", "counts"]


class TopicForm(EntryForm):
    class Meta:
        model = Topic
        fields = [*COMMON, "purpose"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].queryset = Purpose.objects.doors()
        self.fields["purpose"].empty_label = _("Every purpose")


class AudienceTagForm(EntryForm):
    class Meta:
        model = AudienceTag
        fields = COMMON


class AdaptationForm(EntryForm):
    class Meta:
        model = Adaptation
        fields = COMMON


class MaterialForm(EntryForm):
    class Meta:
        model = Material
        fields = COMMON


class RoomForm(HouseForm):
    """A room of a place."""

    blame = {"room_name_once_at_a_place": "name", "room_closed_on_not_before_opened_on": "closed_on"}
    groups = ((gettext_lazy("The room"), ("site", "name", ("seats", "step_free"), ("opened_on", "closed_on"))),)

    class Meta:
        model = Room
        fields = ["site", "name", "seats", "step_free", "opened_on", "closed_on"]
        widgets = {
            "step_free": forms.NullBooleanSelect,
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.for_user(user)
        self.fields["site"].empty_label = _("Choose")
