"""What is kept when the rows of a year's interviews are forgotten, beside the daily counts: a few sums of a month."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import ProfileList, Site
from counselling.models.desk import Desk
from counselling.models.interview import Interview
from partners.models import Programme


class KeptQuerySet(models.QuerySet):
    def at(self, sites):
        return self.filter(site__in=sites)

    def within(self, first, last):
        """Months that lie wholly between `first` and `last`, both days included."""
        end = last + timedelta(days=1)  # the month after the last whole one begins here at the latest
        return self.filter(month__gte=first, month__lt=end.replace(day=1))


class KeptCount(models.Model):
    """How many interviews, and people in them, a desk or a programme had in a month with one value of one thing."""

    class What(models.TextChoices):
        MINUTES = "minutes", _("length in minutes")
        WAITED = "waited", _("waited, in minutes")
        KIND = "kind", _("kind")
        GENDER = "gender", ProfileList.GENDER.label
        AGE_BAND = "age_band", ProfileList.AGE_BAND.label
        LEVEL = "level", ProfileList.LEVEL.label

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))
    desk = models.ForeignKey(
        Desk, verbose_name=_("desk"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    what = models.CharField(_("what"), max_length=10, choices=What.choices)
    value = models.BigIntegerField(_("value"), null=True, blank=True)
    code = models.CharField(_("kind"), max_length=20, choices=Interview.Kind.choices, blank=True)
    entries = models.PositiveIntegerField(_("interviews"))
    people = models.PositiveIntegerField(_("people in them"))

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("counts of forgotten interviews")
        verbose_name_plural = _("counts of forgotten interviews")
        indexes = [models.Index(name="keptcount_by_month", fields=["site", "month"])]
        constraints = [
            models.CheckConstraint(
                name="keptcount_of_a_desk_or_a_programme",
                condition=Q(desk__isnull=True, programme__isnull=False)
                | Q(desk__isnull=False, programme__isnull=True),
                violation_error_message=_("It is about a desk or about a programme."),
            ),
            models.CheckConstraint(
                name="keptcount_month_by_its_first_day",
                condition=Q(month__day=1),
                violation_error_message=_("A month is named by its first day."),
            ),
        ]

    def __str__(self):
        return f"{self.month}, {self.what}: {self.entries}"
