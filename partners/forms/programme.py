"""A programme, its parts, and the preparation of an ephemeral Cité."""

from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.forms import inlineformset_factory
from django.utils.translation import gettext_lazy as _

from citedesmetiers.forms.house import DayInput, HouseForm, ValueField
from partners import preparation
from partners.forms.rows import EMPTY_ROWS, MOST_ROWS, InstitutionField, RowForm, RowFormSet
from partners.models import (
    CommunicationSupport,
    Meeting,
    Objective,
    PreparationStep,
    Programme,
    ProgrammeModule,
    ProgrammeRole,
    ProgressFigure,
    Training,
)


class ProgrammeForm(HouseForm):
    blame = {
        "programme_ends_on_not_before_starts_on": "ends_on",
        "programme_edition_once": "edition",
    }
    groups = (
        (_("The programme"), ("name", ("kind", "edition"), "description")),
        (_("When and where"), (("starts_on", "ends_on"), "sites", "elsewhere")),
        (_("For whom"), ("targets", "target_words")),
        (_("More"), ("funding_scheme", "notes")),
    )

    class Meta:
        model = Programme
        fields = [
            "name", "kind", "edition", "description", "starts_on", "ends_on", "sites", "elsewhere", "targets",
            "target_words", "funding_scheme", "notes",
        ]  # fmt: skip
        widgets = {
            "sites": forms.CheckboxSelectMultiple,
            "targets": forms.CheckboxSelectMultiple,
            "description": forms.Textarea(attrs={"rows": 4}),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Choose")), *Programme.Kind.choices]


class ProgrammeMeetingsForm(HouseForm):
    """Which meetings and trainings belong to the programme: those in its days, and a year before them."""

    groups = ((_("Meetings"), ("meetings",)), (_("Trainings and shadowing"), ("trainings",)))

    class Meta:
        model = Programme
        fields = ["meetings", "trainings"]
        widgets = {"meetings": forms.CheckboxSelectMultiple, "trainings": forms.CheckboxSelectMultiple}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, last = preparation.days_around(self.instance)
        meetings = Q(day__range=(first, last)) | Q(pk__in=self.instance.meetings.values("pk"))
        trainings = Q(starts_on__range=(first, last)) | Q(pk__in=self.instance.trainings.values("pk"))
        self.fields["meetings"] = DatedField(
            Meeting.objects.filter(meetings).select_related("kind", "body").order_by("day", "pk"),
            "day", label=_("Meetings"),
        )  # fmt: skip
        self.fields["trainings"] = DatedField(
            Training.objects.filter(trainings).select_related("kind").order_by("starts_on", "pk"),
            "starts_on", label=_("Trainings"),
        )  # fmt: skip
        self.initial |= {
            "meetings": list(self.instance.meetings.values_list("pk", flat=True)),
            "trainings": list(self.instance.trainings.values_list("pk", flat=True)),
        }


class DatedField(forms.ModelMultipleChoiceField):
    """Check boxes of things that have a day."""

    def __init__(self, queryset, day, **options):
        super().__init__(queryset, required=False, widget=forms.CheckboxSelectMultiple, **options)
        self.day = day

    def label_from_instance(self, row):
        return preparation.with_day(row, getattr(row, self.day))


# ── Parts: rows on a page of their own ───────────────────────────────────────────────────────────────


SHORT = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6})


class RoleRow(RowForm):
    needed = ("institution",)
    institution = InstitutionField(label=_("Institution"))

    class Meta:
        model = ProgrammeRole
        fields = ["institution", "role"]


class ModuleRow(RowForm):
    needed = ("name",)

    class Meta:
        model = ProgrammeModule
        fields = ["name", "sessions", "minutes", "seats", "result"]
        widgets = dict.fromkeys(("sessions", "minutes", "seats"), SHORT)


class ObjectiveRow(RowForm):
    needed = ("text",)

    class Meta:
        model = Objective
        fields = ["text", "status", "as_of"]


class FigureRow(RowForm):
    needed = ("label", "value", "words")
    value = ValueField(label=_("Value"), max_digits=12, decimal_places=1, required=False)

    class Meta:
        model = ProgressFigure
        fields = ["label", "mark", "value", "unit", "words", "as_of", "source"]


class SupportRow(RowForm):
    needed = ("kind",)

    class Meta:
        model = CommunicationSupport
        fields = ["kind", "words", "copies", "done_on"]
        widgets = {"copies": SHORT}


@dataclass(frozen=True)
class Part:
    """A part of a programme that is written in rows."""

    title: str
    note: str
    model: type
    form: type

    def formset(self, data, programme):
        made = inlineformset_factory(
            Programme, self.model, form=self.form, formset=RowFormSet, extra=EMPTY_ROWS, max_num=MOST_ROWS,
            absolute_max=MOST_ROWS, can_delete=True,
        )  # fmt: skip
        return made(data, instance=programme, prefix="rows")

    @property
    def has_institutions(self):
        return self.model is ProgrammeRole


PARTS = {
    "partners": Part(
        _("Partners and funders"),
        _("One row for each role; an institution may have several."),
        ProgrammeRole,
        RoleRow,
    ),
    "modules": Part(_("Modules"), _("The parts of a pathway, in their order."), ProgrammeModule, ModuleRow),
    "objectives": Part(_("Objectives"), _("What is to be reached, and how far it is today."), Objective, ObjectiveRow),
    "figures": Part(
        _("Progress"),
        _("Figures as of a day, with who says so. Counted figures of your own desks and events come by themselves."),
        ProgressFigure,
        FigureRow,
    ),
    "supports": Part(
        _("Communication"), _("What makes it known, and when it was ready."), CommunicationSupport, SupportRow
    ),
}


# ── Preparation of an ephemeral Cité ─────────────────────────────────────────────────────────────────


class PreparationForm(forms.Form):
    """Days on which steps were done: for the whole Cité, and for each stakeholder institution."""

    def __init__(self, data=None, *, programme, sheet):
        """sheet: a preparation.Sheet of the programme."""
        super().__init__(data)
        self.programme, self.sheet = programme, sheet
        for row in sheet.rows:
            for cell in row.cells:
                self.fields[cell.name] = forms.DateField(
                    label=f"{row.title}: {cell.step.label}" if row.institution else cell.step.label,
                    required=False,
                    initial=cell.done_on,
                    widget=DayInput(attrs={"class": "form-control"}),
                )
                if row.institution is None:
                    self.fields[f"{cell.name}-answer"] = forms.CharField(
                        label=_("How"),
                        required=False,
                        max_length=200,
                        initial=cell.answer,
                        validators=PreparationStep._meta.get_field("answer").validators,
                        widget=forms.TextInput(attrs={"class": "form-control"}),
                    )

    @property
    def cells(self):
        return [(row, cell) for row in self.sheet.rows for cell in row.cells]

    def clean(self):
        data = super().clean()
        for _row, cell in self.cells:
            if data.get(f"{cell.name}-answer") and not data.get(cell.name) and cell.name not in self.errors:
                self.add_error(cell.name, _("Say on which day, then it counts as done."))
        return data

    def save(self, *, take_over=False):
        """Store what was typed. take_over: fill empty cells with the days of the trainings."""
        for row, cell in self.cells:
            done_on = self.cleaned_data.get(cell.name) or (cell.trained_on if take_over else None)
            where = {"programme": self.programme, "institution": row.institution, "step": cell.step}
            if done_on is None:
                PreparationStep.objects.filter(**where).delete()
            else:
                answer = self.cleaned_data.get(f"{cell.name}-answer", "")
                PreparationStep.objects.update_or_create(**where, defaults={"done_on": done_on, "answer": answer})
