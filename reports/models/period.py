import hashlib
import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import both_or_neither, not_before
from citedesmetiers.personal_data import no_personal_data


class ClosedPeriodQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not reopened."""
        return self.filter(reopened_at__isnull=True)

    def of(self, period):
        """The standing one of exactly these days, or None."""
        return self.standing().filter(first=period.first, last=period.last).first()


class ClosedPeriod(models.Model):
    """A month or a year whose figures were frozen. What is corrected later stands beside them, dated.

    figures: {figure: {code of the place: {row: number}}}, volumes alone.  checksum: of these, so that a change shows.
    Reopening keeps the row as a trace; closing again makes a new one.
    """

    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    figures = models.JSONField(_("frozen figures"), editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, editable=False)
    definitions_version = models.PositiveSmallIntegerField(_("version of the definitions"), editable=False)
    closed_at = models.DateTimeField(_("closed at"), default=timezone.now, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("closed by"), on_delete=models.PROTECT, related_name="+"
    )
    reopened_at = models.DateTimeField(_("reopened at"), null=True, blank=True, editable=False)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reopened by"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    reason = models.CharField(
        _("why it is reopened"),
        max_length=300,
        blank=True,
        validators=[no_personal_data],
        help_text=_("One sentence."),
    )

    objects = ClosedPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("closed period")
        verbose_name_plural = _("closed periods")
        ordering = ["-last", "-first", "-closed_at"]
        constraints = [
            not_before("last", "first"),
            not_before("reopened_at", "closed_at"),
            both_or_neither(
                "reopened_at", "reopened_by", message=_("Whoever reopens a period is noted with the moment.")
            ),
            models.CheckConstraint(
                name="closedperiod_reopened_for_a_reason",
                condition=Q(reopened_at__isnull=True) | ~Q(reason=""),
                violation_error_message=_("Say why the period is reopened."),
            ),
            models.UniqueConstraint(
                name="closedperiod_closed_once",
                fields=["first", "last"],
                condition=Q(reopened_at__isnull=True),
                violation_error_message=_("This period is closed already."),
            ),
        ]

    def __str__(self):
        return f"{self.first} – {self.last}"

    @property
    def is_intact(self):
        """True when the frozen figures are those that were frozen."""
        return self.checksum == checksum_of(self.figures)

    def reopen(self, *, by, reason):
        """Let the period run again; the frozen figures stay as a trace. Raises ValidationError without a reason."""
        self.reopened_at, self.reopened_by, self.reason = timezone.now(), by, reason
        self.full_clean()
        self.save(update_fields=["reopened_at", "reopened_by", "reason"])


class Adjustment(models.Model):
    """A correction to a closed period: by how much one number has changed, and when that was noted."""

    period = models.ForeignKey(ClosedPeriod, on_delete=models.PROTECT, related_name="adjustments")
    noted_on = models.DateField(_("noted on"))
    figure = models.CharField(_("figure"), max_length=50)
    place = models.CharField(_("code of the place"), max_length=40)
    row = models.CharField(_("row"), max_length=60)
    by = models.IntegerField(_("difference"))

    class Meta:
        verbose_name = _("adjustment")
        verbose_name_plural = _("adjustments")
        ordering = ["noted_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="adjustment_changes_something",
                condition=~Q(by=0),
                violation_error_message=_("An adjustment changes a number."),
            )
        ]

    def __str__(self):
        return f"{self.noted_on} {self.figure} {self.place} {self.row}: {self.by:+}"


def checksum_of(figures):
    """The SHA-256 of frozen figures, the same however they are stored."""
    text = json.dumps(figures, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
