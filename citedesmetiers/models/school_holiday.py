from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models.centre import country_code


class SchoolHolidayQuerySet(models.QuerySet):
    def touching(self, first, last):
        """Those that hold on at least one day from `first` to `last`."""
        return self.filter(starts_on__lte=last, ends_on__gte=first)

    def in_country(self, country):
        """Those of `country` (two letters), and those that hold everywhere."""
        return self.filter(Q(country="") | Q(country=country))

    def days(self, country, first, last):
        """The days from `first` to `last` on which the schools of `country` are closed, as a set; one query."""
        found = set()
        for holiday in self.in_country(country).touching(first, last):
            day = max(first, holiday.starts_on)
            while day <= min(last, holiday.ends_on):
                found.add(day)
                day += timedelta(days=1)
        return found


class SchoolHoliday(models.Model):
    """Days without school. The place may be open on them; what follows the school year then pauses."""

    name = models.CharField(_("name"), max_length=80)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[country_code],
        help_text=_("Two letters, for example FR. Empty: for all places."),
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = SchoolHolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("school holiday")
        verbose_name_plural = _("school holidays")
        ordering = ["starts_on", "country", "pk"]
        constraints = [
            not_before("ends_on", "starts_on", message=_("The last day lies before the first day.")),
            models.UniqueConstraint(
                name="schoolholiday_once",
                fields=["country", "starts_on"],
                violation_error_message=_("School holidays that begin on this day are noted already."),
            ),
        ]

    def __str__(self):
        return self.name
