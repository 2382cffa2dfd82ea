"""The tally of the free computers of a day that is over, typed in from paper."""

from django import forms
from django.utils.translation import gettext as _

from reception.hours import hour_name
from reception.models import StationUse

MOST_SESSIONS = 500  # begun in one hour; more is a slip of the pen


class SessionsForm(forms.Form):
    """How many sessions began in each of `hours`. there: {hour: sessions begun that are tallied already}."""

    def __init__(self, data=None, *, site, day, hours, there):
        super().__init__(data, initial={field_name(hour): begun for hour, begun in there.items()}, prefix="sessions")
        self.site, self.day, self.hours = site, day, hours
        for hour in hours:
            self.fields[field_name(hour)] = forms.IntegerField(
                label=_("Sessions begun, %(hour)s") % {"hour": hour_name(hour)},
                required=False,
                min_value=0,
                max_value=MOST_SESSIONS,
            )

    @property
    def by_hour(self):
        """[(hour, bound field)] in order."""
        return [(hour, self[field_name(hour)]) for hour in self.hours]

    def save(self):
        """Replace the tally; returns how many sessions the day has now."""
        typed = {hour: self.cleaned_data[field_name(hour)] or 0 for hour in self.hours}
        StationUse.objects.note(self.site, self.day, typed)
        return sum(typed.values())


def field_name(hour):
    return f"h{hour}"
