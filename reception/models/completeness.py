from django.db import models
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Site
from partners.models.days import never_twice


class DayRemark(models.Model):
    """Why an open day has no entries: said once by reception, printed beside the figures. A closed list, no text."""

    class Reason(models.TextChoices):
        NOBODY_CAME = "nobody_came", _("Nobody came")
        NOT_COUNTED = "not_counted", _("Open, but nobody counted")
        SHUT = "shut", _("Closed that day after all")
        BREAKDOWN = "breakdown", _("Power, network or device broke down")
        LOST = "lost", _("The paper sheet was lost")

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    reason = models.CharField(_("explanation"), max_length=20, choices=Reason.choices)

    class Meta:
        verbose_name = _("remark about a day")
        verbose_name_plural = _("remarks about days")
        constraints = [
            models.UniqueConstraint(
                name="dayremark_once_a_day",
                fields=["site", "day"],
                violation_error_message=_("This day is explained already."),
            )
        ]

    def __str__(self):
        return f"{self.day}: {self.get_reason_display()}"


class SamplingPeriodQuerySet(models.QuerySet):
    def on(self, site, day):
        """The sampling period that holds at `site` on `day`, or None."""
        return self.filter(site=site, starts_on__lte=day, ends_on__gte=day).first()


class SamplingPeriod(models.Model):
    """Weeks in which every visit is qualified; outside of them a centre that samples only counts.

    A place without any period qualifies whenever it likes, as ever.
    """

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = SamplingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("sampling period")
        verbose_name_plural = _("sampling periods")
        ordering = ["-starts_on"]
        constraints = [
            not_before("ends_on", "starts_on", message=_("The last day lies before the first day.")),
            never_twice(
                "sampling_periods_of_a_place_do_not_overlap",
                "site",
                first="starts_on",
                last="ends_on",
                message=_("These days overlap with another period of this place."),
            ),
        ]

    def __str__(self):
        return f"{self.starts_on} – {self.ends_on}"
