"""Readings of the counter at the door: a month typed in."""

from calendar import monthrange
from datetime import date

from django import forms
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

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
