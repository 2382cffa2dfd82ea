"""Kinds of institutions, trainings and meetings: lists that the centre may edit."""

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm, ValueField, in_every_language
from partners.models import InstitutionKind, MeetingKind, TargetTag, TrainingKind


class KindForm(HouseForm):
    """A kind; its code is made from its name, once, when it is added."""

    translated, needed = ("name",), ("name",)

    def clean(self):
        data = super().clean()
        name = data.get(f"name_{self.centre.default_language}")
        if name and not self.instance.pk:
            stem = slugify(name)[:36].strip("-") or "kind"
            there = set(self._meta.model.objects.filter(code__startswith=stem).values_list("code", flat=True))
            tried = [stem, *(f"{stem}-{number}" for number in range(2, len(there) + 2))]
            self.instance.code = next(code for code in tried if code not in there)
        return data


class InstitutionKindForm(KindForm):
    groups = ((gettext_lazy("The kind"), ("name", "ownership")),)

    class Meta:
        model = InstitutionKind
        fields = [*in_every_language("name"), "ownership"]


class TrainingKindForm(KindForm):
    groups = ((gettext_lazy("The kind"), ("name", "step", "half_days")),)

    class Meta:
        model = TrainingKind
        fields = [*in_every_language("name"), "step", "half_days"]
        field_classes = {"half_days": ValueField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["step"].choices = [("", _("none")), *TrainingKind._meta.get_field("step").choices]


class MeetingKindForm(KindForm):
    groups = ((gettext_lazy("The kind"), ("name", "family")),)

    class Meta:
        model = MeetingKind
        fields = [*in_every_language("name"), "family"]


class TargetTagForm(KindForm):
    groups = ((gettext_lazy("The target group"), ("name",)),)

    class Meta:
        model = TargetTag
        fields = in_every_language("name")
