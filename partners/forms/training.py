"""Trainings, and who attended."""

from decimal import Decimal

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import HouseForm, ValueField
from citedesmetiers.sorting import by_name
from partners.models import Attendance, Professional, Training

MOST_HALF_DAYS = Decimal(999)


class TrainingForm(HouseForm):
    """A training; its length is the usual one of its kind when none is given."""

    blame = {
        "training_ends_on_not_before_starts_on": "ends_on",
        "training_no_more_beginners_than_people": "further_beginners",
    }
    groups = (
        (gettext_lazy("What and when"), ("kind", "title", ("starts_on", "ends_on", "half_days"))),
        (gettext_lazy("Where"), (("site", "elsewhere"),)),
        (gettext_lazy("Who is not in your list"), (("further_people", "further_beginners"),)),
    )

    class Meta:
        model = Training
        fields = [
            "kind", "title", "starts_on", "ends_on", "half_days", "site", "elsewhere", "further_people",
            "further_beginners",
        ]  # fmt: skip
        field_classes = {"half_days": ValueField}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("ends_on", "half_days", "further_people", "further_beginners"):
            self.fields[name].required = False
        self.fields["kind"].empty_label = _("Choose")
        self.fields["site"].empty_label = _("Not stated")
        self.fields["half_days"].help_text = _("A day is two. Empty: the usual length of its kind.")

    def clean(self):
        data = super().clean()
        if data.get("starts_on") and not data.get("ends_on") and "ends_on" not in self.errors:
            data["ends_on"] = data["starts_on"]
        if data.get("kind") and not data.get("half_days") and "half_days" not in self.errors:
            data["half_days"] = data["kind"].half_days or Decimal("0.5")
        for name in ("further_people", "further_beginners"):
            if name not in self.errors and data.get(name) is None:
                data[name] = 0
        return data


class AttendanceRow:
    """One line of the sheet: a person, whether they came, as a beginner, for how many half-days."""

    def __init__(self, person, came, beginner, half_days, error=""):
        self.person, self.came, self.beginner, self.half_days, self.error = person, came, beginner, half_days, error


class AttendanceSheet:
    """Who of the professionals attended a training: a line a person, ticked or not.

    data: the posted form, None to show what is stored.
    """

    def __init__(self, training, data=None):
        self.training = training
        stored = {attendance.professional_id: attendance for attendance in training.attendances.all()}
        around = Professional.objects.active_within(training.starts_on, training.ends_on)
        people = (around | Professional.objects.filter(pk__in=stored)).distinct().select_related("institution")
        self.rows = [
            self.posted(person, data) if data is not None else self.shown(person, stored.get(person.pk))
            for person in people.order_by(by_name("institution__name"), by_name(), "pk")
        ]

    def shown(self, person, attendance):
        if attendance is None:
            return AttendanceRow(person, came=False, beginner=False, half_days="")
        length = attendance.half_days
        half_days = "" if length is None else f"{length.normalize():f}"
        return AttendanceRow(person, came=True, beginner=attendance.beginner, half_days=half_days)

    def posted(self, person, data):
        written = data.get(f"half_days_{person.pk}", "").strip().replace(",", ".")
        row = AttendanceRow(person, f"came_{person.pk}" in data, f"beginner_{person.pk}" in data, written)
        row.came = row.came or row.beginner
        if written:
            try:
                length = forms.DecimalField(min_value=Decimal("0.5"), max_digits=4, decimal_places=1).clean(written)
            except forms.ValidationError:
                row.error = _("Write a number of half-days, for example 2 or 1.5.")
            else:
                row.half_days, row.came = f"{length.normalize():f}", True
        return row

    @property
    def errors(self):
        return [row for row in self.rows if row.error]

    @transaction.atomic
    def save(self):
        """Store the sheet; returns how many people came."""
        came = [row for row in self.rows if row.came]
        self.training.attendances.exclude(professional__in=[row.person.pk for row in came]).delete()
        for row in came:
            Attendance.objects.update_or_create(
                training=self.training,
                professional=row.person,
                defaults={"beginner": row.beginner, "half_days": row.half_days or None},
            )
        return len(came)
