"""The opening hours of a week, all seven days on one page."""

from django import forms
from django.db import IntegrityError, transaction
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.forms.house import ClockField, Grouped
from citedesmetiers.models import OpeningHours
from citedesmetiers.models.hours import Weekday

USUAL_STRETCHES = 2


def clock(time):
    return formats.time_format(time, "TIME_FORMAT")


class WeekForm(Grouped, forms.Form):
    """One period of opening hours of one place: its first and last day, and two stretches of times a weekday.

    site: the place.  period: (first, last) of the period to change; None for a new one.
    model: (first, last) of a period to copy the times from, its dates a year on.
    """

    valid_from = forms.DateField(label=gettext_lazy("First day"))
    valid_until = forms.DateField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("Leave empty while no end is planned.")
    )
    replace = forms.BooleanField(
        label=gettext_lazy("During these days, replace the other hours of this place"),
        help_text=gettext_lazy("The others end before these days, and go on after them where they lasted longer."),
        required=False,
    )
    groups = ((gettext_lazy("From when to when"), (("valid_from", "valid_until"), "replace")),)
    may_be_empty = False

    def __init__(self, *args, site, period=None, model=None, **kwargs):
        self.site, self.period = site, period
        rows = self.rows_of(period or model)
        kwargs["initial"] = self.times(rows) | self.dates(period, model) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.stretches = range(max([USUAL_STRETCHES, *(len(day) for day in rows.values())]))
        for weekday, day in Weekday.choices:
            for stretch in self.stretches:
                first, second = (_("%(day)s, opens again"), _("%(day)s, closes again"))
                if stretch == 0:
                    first, second = (_("%(day)s, opens"), _("%(day)s, closes"))
                for end, label in (("opens", first), ("closes", second)):
                    field = ClockField(label=label % {"day": day}, required=False)
                    field.widget.attrs["class"] = "form-control"
                    self.fields[f"{end}_{weekday}_{stretch}"] = field

    def rows_of(self, period):
        """The hours of `period` by weekday, in order of time."""
        found = {}
        if period:
            for hours in self.site.opening_hours.of_period(*period).order_by("opens"):
                found.setdefault(hours.weekday, []).append(hours)
        return found

    def times(self, rows):
        return {
            f"{end}_{weekday}_{stretch}": getattr(hours, end)
            for weekday, day in rows.items()
            for stretch, hours in enumerate(day)
            for end in ("opens", "closes")
        }

    def dates(self, period, model):
        if period:
            return {"valid_from": period[0], "valid_until": period[1]}
        if model:
            return {"valid_from": a_year_after(model[0]), "valid_until": model[1] and a_year_after(model[1])}
        return {}

    @property
    def days(self):
        """The week for the page: (day's name, [(opens, closes) bound fields, …], errors of the day)."""
        for weekday, day in Weekday.choices:
            pairs = [(self[f"opens_{weekday}_{n}"], self[f"closes_{weekday}_{n}"]) for n in self.stretches]
            for field in (field for pair in pairs for field in pair if field.errors):
                field.field.widget.attrs["aria-describedby"] = f"{field.auto_id}_error1"
            yield day, pairs, [error for pair in pairs for field in pair for error in field.errors]

    def clean(self):
        data = super().clean()
        first, last = data.get("valid_from"), data.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("The last day lies before the first day."))
        self.week = [stretch for weekday in Weekday.values for stretch in self.clean_day(weekday)]
        if not self.week and not self.errors and not self.may_be_empty:
            raise forms.ValidationError(_("Write at least one stretch of times. For days without any, add a closure."))
        if first and not self.errors and not data.get("replace"):
            self.check_others(first, last)
        return data

    def clean_day(self, weekday):
        """The stretches of one weekday as (weekday, number, opens, closes), errors beside their fields."""
        found = []
        for stretch in self.stretches:
            names = f"opens_{weekday}_{stretch}", f"closes_{weekday}_{stretch}"
            if any(name in self.errors for name in names):
                continue
            opens, closes = (self.cleaned_data.get(name) for name in names)
            if opens is None and closes is None:
                continue
            if opens is None or closes is None:
                self.add_error(names[opens is not None], _("Give both the opening and the closing time."))
            elif closes <= opens:
                self.add_error(names[1], _("The closing time must come after the opening time."))
            else:
                for _weekday, _stretch, from_, to in found:
                    if opens < to and from_ < closes:
                        self.add_error(
                            names[0],
                            _("Overlaps with %(opens)s–%(closes)s of the same day.")
                            % {"opens": clock(from_), "closes": clock(to)},
                        )
                        break
                else:
                    found.append((weekday, stretch, opens, closes))
        return found

    def check_others(self, first, last):
        """Say clearly which hours of another period are in the way."""
        if self.site is None:
            return
        for other in self.site.opening_hours.touching(first, last):
            if self.period and (other.valid_from, other.valid_until) == self.period:
                continue
            for weekday, stretch, opens, closes in self.week:
                if weekday == other.weekday and opens < other.closes and other.opens < closes:
                    self.add_error(
                        f"opens_{weekday}_{stretch}",
                        _("Overlaps with %(opens)s–%(closes)s of the hours that begin on %(first)s.")
                        % {
                            "opens": clock(other.opens),
                            "closes": clock(other.closes),
                            "first": formats.date_format(other.valid_from),
                        },
                    )
        if self.errors:
            self.add_error("replace", _("Tick this to let these hours take the place of those they overlap with."))

    def saved(self):
        """Save when valid; returns (cut, deleted): how many stretches of other periods had to make room, else None."""
        if not self.is_valid():
            return None
        try:
            return self.save()
        except IntegrityError:
            self.add_error(None, _("Somebody else changed the hours of this place meanwhile. Look, then save again."))
            return None

    @transaction.atomic
    def save(self):
        first, last = self.cleaned_data["valid_from"], self.cleaned_data["valid_until"]
        if self.period:
            self.site.opening_hours.of_period(*self.period).delete()
        made_room = (0, 0)
        if self.cleaned_data["replace"]:
            made_room = self.site.opening_hours.make_room(first, last)
        OpeningHours.objects.bulk_create(
            OpeningHours(
                site=self.site, valid_from=first, valid_until=last, weekday=weekday, opens=opens, closes=closes
            )
            for weekday, _stretch, opens, closes in self.week
        )
        return made_room


def a_year_after(day):
    """The same date of the next year; 28 February after a 29th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


class PeriodEndForm(forms.Form):
    """The last day of hours that had no end, or a later or earlier one."""

    on = forms.DateField(label=gettext_lazy("Last day"))

    def __init__(self, *args, first, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first

    def clean_on(self):
        on = self.cleaned_data["on"]
        if on < self.first:
            raise forms.ValidationError(_("The last day lies before the first day."))
        return on
