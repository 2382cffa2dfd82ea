"""Readings of the counter at the door: a month typed in, or a file."""

from calendar import monthrange
from datetime import date

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reception import door
from reception.models import DoorReading


class MonthForm(forms.Form):
    """One number per day of a month, up to today. An emptied number takes the reading away.

    readings: {day: DoorReading} of the month.
    """

    def __init__(self, data=None, *, site, month, today, readings):
        super().__init__(data)
        self.site, self.readings = site, readings
        last = min(month.replace(day=monthrange(month.year, month.month)[1]), today)
        self.days = [date(month.year, month.month, number) for number in range(1, last.day + 1)]
        for day in self.days:
            reading = readings.get(day)
            self.fields[field_name(day)] = forms.IntegerField(
                label=_("People who came in on %(day)s") % {"day": date_format(day)},
                required=False,
                min_value=0,
                max_value=door.MOST_ENTRIES,
                initial=reading.entries if reading else None,
                widget=forms.TextInput(attrs={"inputmode": "numeric"}),
            )

    def fields_by_day(self):
        """[(day, bound field)], in order."""
        return [(day, self[field_name(day)]) for day in self.days]

    @transaction.atomic
    def save(self):
        """Store what was changed; returns (how many readings were written, how many taken away)."""
        written = removed = 0
        for day in self.days:
            entries, reading = self.cleaned_data[field_name(day)], self.readings.get(day)
            if entries is None and reading:
                reading.delete()
                removed += 1
            elif entries is not None and (reading is None or reading.entries != entries):
                DoorReading.objects.update_or_create(
                    site=self.site, day=day, defaults={"entries": entries, "source": DoorReading.Source.TYPED}
                )
                written += 1
        return written, removed


def field_name(day):
    return f"d-{day.day}"


class UploadForm(forms.Form):
    """A file of readings; its text comes back with the preview, so that what was seen is what is stored."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV with a day and a number in each line: 2026-03-14;120 or 14/03/2026,120."),
        error_messages={"required": gettext_lazy("Choose a file.")},
        allow_empty_file=True,
    )
    text = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)

    def __init__(self, *args, site, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.site, self.today = site, today
        self.fields["file"].required = not self.data.get("text")

    def clean(self):
        data = super().clean()
        if not data.get("file") and not data.get("text"):
            return data
        try:
            data["text"] = door.decoded(data["file"].read()) if data.get("file") else data["text"]
            data["plan"] = door.read(data["text"], site=self.site, today=self.today)
        except door.Unreadable as error:
            self.add_error("file", str(error))
        return data
