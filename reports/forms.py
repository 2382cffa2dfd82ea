"""The filter of the key figures: a year and a place, kept in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports import figures, years


class KeyFiguresFilter(forms.Form):
    """Year and place. Left out: the year that runs, and all places.

    sites: the places the person may see (a queryset).  today: the local date.
    Only years are offered in which any room can have counted something, and the one that runs.
    """

    year = forms.ChoiceField(label=_("Year"), required=False)
    site = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(self, *args, sites, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.sites, self.today = sites, today
        offered = years.to_tell(today)
        self.first_year = offered[-1]
        self.fields["year"].choices = [(str(year), str(year)) for year in offered]
        self.fields["site"].choices = [("", _("All places")), *((site.code, site.name) for site in self.sites)]
        words = {"first": str(self.first_year), "last": str(today.year)}
        self.fields["year"].error_messages["invalid_choice"] = (
            _("Choose a year from %(first)s to %(last)s.") % words
            if len(offered) > 1
            else _("There are figures of %(last)s only.") % words
        )
        self.fields["site"].error_messages["invalid_choice"] = _("Choose one of your places from the list.")
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    @property
    def has_visits(self):
        """True when a visit was counted in any year."""
        return figures.first_counted_day(self.sites) is not None

    def clean_year(self):
        return int(self.cleaned_data["year"] or self.today.year)

    def clean_site(self):
        """The chosen Site, or None for all of them."""
        return next((site for site in self.sites if site.code == self.cleaned_data["site"]), None)
