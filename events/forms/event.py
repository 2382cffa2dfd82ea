"""An event: what it is, for whom, with whom."""

from django import forms
from django.db.models import Q
from django.forms import inlineformset_factory
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from citedesmetiers.forms.house import Grouped, HouseForm, in_every_language
from citedesmetiers.models import Purpose
from citedesmetiers.personal_data import KINDS, found_in
from events import planning
from events.models import Adaptation, AudienceTag, Event, EventKind, Material, Organiser, Topic
from partners.forms.rows import EMPTY_ROWS, MOST_ROWS, InstitutionField, RowForm, RowFormSet
from partners.models import Programme, ProgrammeModule

TEXTS = ("title", "summary", "description")


class ModuleChoices(forms.ModelChoiceField):
    def label_from_instance(self, module):
        return _("%(programme)s: %(module)s") % {"programme": module.programme, "module": module}


class EventForm(HouseForm):
    """Texts may hold an address to write to: the detector warns and does not refuse, for a poster names a contact."""

    translated, needed = TEXTS, ("title",)
    blame = {
        "event_seats_at_once_1_to_10": "seats_at_once", "event_edition_from_1": "edition",
        "event_module_of_a_programme": "module",
    }  # fmt: skip
    module = ModuleChoices(label=gettext_lazy("Module"), queryset=None, required=False)
    groups = (
        (gettext_lazy("What it is"), ("title", ("kind", "language"), "summary", "description")),
        (gettext_lazy("What it is about"), ("purposes", "topics")),
        (gettext_lazy("For whom"), ("audiences", "adaptations")),
        (gettext_lazy("What it belongs to"), (("programme", "module"), "thematic_week", "edition")),
        (gettext_lazy("Seats and sessions"), ("needs_booking", "seats_at_once", "is_series", "materials")),
    )

    class Meta:
        model = Event
        fields = [
            *in_every_language(*TEXTS), "kind", "language", "purposes", "topics", "audiences", "adaptations",
            "programme", "module", "thematic_week", "edition", "needs_booking", "seats_at_once", "is_series",
            "materials",
        ]  # fmt: skip
        widgets = dict.fromkeys(("purposes", "audiences", "adaptations", "materials"), forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["purposes"].queryset = Purpose.objects.doors().in_force(today)
        for name, model in (
            ("kind", EventKind),
            ("topics", Topic),
            ("audiences", AudienceTag),
            ("adaptations", Adaptation),
            ("materials", Material),
        ):
            offered = Q(valid_until__isnull=True) | Q(valid_until__gte=today)
            if self.instance.pk and name == "kind":
                offered |= Q(pk=self.instance.kind_id)
            elif self.instance.pk:
                offered |= Q(pk__in=getattr(self.instance, name).values("pk"))
            self.fields[name].queryset = model.objects.filter(offered)
        self.fields["kind"].empty_label = _("Choose")
        self.fields["programme"].empty_label = pgettext("programme", "none")
        self.fields["module"].empty_label = pgettext("module", "none")
        self.fields["module"].queryset = ProgrammeModule.objects.select_related("programme")
        self.fields["module"].help_text = Event._meta.get_field("module").help_text
        self.fields["thematic_week"].empty_label = _("none")
        self.fields["topics"].widget.attrs["size"] = 8
        self.fields["thematic_week"].queryset = Programme.objects.filter(kind=Programme.Kind.THEMATIC_WEEK)
        for column in self.fields:
            if column.startswith(("description_", "summary_")):
                self.fields[column].widget = forms.Textarea(attrs={"rows": 6 if column.startswith("d") else 2})

    def clean(self):
        data = super().clean()
        if module := data.get("module"):
            data["programme"] = data.get("programme") or module.programme
            if data["programme"] != module.programme:
                self.add_error("module", _("This module is part of %(programme)s.") % {"programme": module.programme})
        self.warn(
            (column, _("This looks like %(kind)s: %(passage)s. Visitors will read it.") % {
                "kind": KINDS[kind], "passage": passage,
            })
            for column in self.fields
            if column.rpartition("_")[0] in TEXTS
            for kind, passage in found_in(data.get(column))
        )  # fmt: skip
        return data


class OrganiserRow(RowForm):
    needed = ("institution",)
    institution = InstitutionField(label=gettext_lazy("Institution"))

    class Meta:
        model = Organiser
        fields = ["institution", "role"]


def organiser_rows(data, event):
    """The formset of who makes `event`."""
    made = inlineformset_factory(
        Event, Organiser, form=OrganiserRow, formset=RowFormSet, extra=EMPTY_ROWS, max_num=MOST_ROWS,
        absolute_max=MOST_ROWS, can_delete=True,
    )  # fmt: skip
    return made(data, instance=event, prefix="rows")


class SeasonForm(Grouped, forms.Form):
    """When an event comes back, and which of its sessions: those of its last year unless other days are chosen."""

    first_day = forms.DateField(
        label=gettext_lazy("First day of the new season"),
        help_text=gettext_lazy("The first session falls on its own weekday nearest to this day, the others follow."),
    )
    copied_from = forms.DateField(label=gettext_lazy("Copy the sessions from"))
    copied_until = forms.DateField(label=pgettext_lazy("last day of the sessions to copy", "Until"))
    groups = (
        (gettext_lazy("The new season"), ("first_day",)),
        (gettext_lazy("What comes back"), (("copied_from", "copied_until"),)),
    )

    def __init__(self, data=None, *, event):
        super().__init__(data)
        self.event = event
        last_year = planning.last_year(event)
        if last_year is None:
            del self.fields["copied_from"], self.fields["copied_until"]
            return
        self.initial["copied_from"], self.initial["copied_until"] = last_year
        here, all_in_all = planning.kept(event, last_year).count(), planning.kept(event).count()
        self.fields["copied_from"].help_text = ngettext(
            "%(n)s session in its last twelve months, %(total)s since it began.",
            "%(n)s sessions in its last twelve months, %(total)s since it began.",
            here,
        ) % {"n": here, "total": all_in_all}

    @property
    def season(self):
        """The first and last day of the sessions to copy; None for an event that has none."""
        if "copied_from" not in self.fields:
            return None
        return self.cleaned_data["copied_from"], self.cleaned_data["copied_until"]

    def clean(self):
        days = self.cleaned_data.get("copied_from"), self.cleaned_data.get("copied_until")
        if None not in days and not planning.kept(self.event, days).exists():
            self.add_error("copied_from", _("No session of this event stands in these days."))
        return self.cleaned_data
