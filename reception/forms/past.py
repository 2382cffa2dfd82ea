"""A paper sheet of a past day: hours down, purposes across, people in the cells."""

import uuid
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import DayInput
from reception.forms.visit import past_or_today
from reception.hours import FIRST_USUAL, LAST_USUAL, hour_name
from reception.models import Visit
from reception.models.visits import MOST_PEOPLE

NO_PURPOSE = 0  # the column of visits without a purpose


class PastDayForm(forms.Form):
    """Which sheet: a place of the person's, and a day that is over or today."""

    place = forms.ModelChoiceField(label=gettext_lazy("Place"), queryset=None, to_field_name="code", empty_label=None)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DayInput(), validators=[past_or_today])

    def __init__(self, data, *, places):
        super().__init__(data)
        self.fields["place"].queryset = places


@dataclass
class Cell:
    """One cell: its bound field, and how many people are counted already for that hour and purpose."""

    field: object
    there: int

    @property
    def typed(self):
        """What was typed as a number, 0 when it is none that may be counted."""
        value = (self.field.value() or "") if self.field.form.is_bound else ""
        number = int(value) if str(value).strip().isdecimal() and len(str(value).strip()) < 4 else 0
        return number if number <= MOST_PEOPLE else 0

    @property
    def total(self):
        return self.there + self.typed


@dataclass
class Row:
    hour: int
    name: str
    cells: list

    @property
    def total(self):
        return sum(cell.total for cell in self.cells)


class PastGridForm(forms.Form):
    """The cells of one place's day.

    hours: the rows.  purposes: the columns, one for "not stated" is added.  there: {(hour, purpose id or 0): people}.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, site, day, hours, purposes, there):
        super().__init__(data, initial={"key": uuid.uuid4()})
        self.site, self.day, self.hours, self.there = site, day, hours, there
        self.columns = [(purpose.pk, purpose) for purpose in purposes] + [(NO_PURPOSE, None)]
        for hour in hours:
            for column, purpose in self.columns:
                name = purpose.name if purpose else _("not stated")
                self.fields[cell_name(hour, column)] = forms.IntegerField(
                    label=_("%(hour)s, %(purpose)s") % {"hour": hour_name(hour), "purpose": name},
                    required=False,
                    min_value=0,
                    max_value=MOST_PEOPLE,
                    widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 6, "autocomplete": "off"}),
                )

    @property
    def rows(self):
        return [
            Row(
                hour,
                hour_name(hour),
                [
                    Cell(self[cell_name(hour, column)], self.there.get((hour, column), 0))
                    for column, _p in self.columns
                ],
            )
            for hour in self.hours
        ]

    @property
    def column_totals(self):
        return [sum(cell.total for cell in cells) for cells in zip(*(row.cells for row in self.rows), strict=True)]

    @property
    def total(self):
        return sum(row.total for row in self.rows)

    def clean(self):
        data = super().clean()
        if not self.errors and not any(value for name, value in data.items() if name != "key"):
            raise forms.ValidationError(_("Every cell is empty: type at least one number."))
        return data

    def visits(self):
        """The filled cells as unsaved visits, each with a key made of the form's own: sent twice, stored once."""
        data, today = self.cleaned_data, timezone.localdate()
        for hour in self.hours:
            for column, _purpose in self.columns:
                people = data.get(cell_name(hour, column))
                if people:
                    name = f"{self.site.pk}/{self.day}/{hour}/{column}"
                    yield Visit(
                        uid=uuid.uuid5(data["key"], name),
                        site=self.site,
                        day=self.day,
                        hour=hour,
                        people=people,
                        purpose_id=column or None,
                        received_on=today,
                    )

    def save(self):
        """Store the filled cells; returns (people, cells) stored now and how many cells had been stored before."""
        visits = list(self.visits())
        fresh = Visit.objects.store(visits)
        stored = [visit for visit in visits if visit.uid in fresh]
        return sum(visit.people for visit in stored), len(stored), len(visits) - len(stored)


def cell_name(hour, column):
    return f"c-{hour}-{column}"


def hours_to_show(opened, there, *, everything):
    """The rows of the sheet: the opened hours and those with entries, or all of the day; usual ones when closed."""
    if everything:
        return list(range(24))
    return sorted(set(opened or range(FIRST_USUAL, LAST_USUAL + 1)) | {hour for hour, _purpose in there})
