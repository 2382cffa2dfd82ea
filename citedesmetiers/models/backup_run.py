from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

PAUSE_AFTER_FAILURE = timedelta(hours=1)
TOO_OLD = timedelta(hours=36)


class BackupRunQuerySet(models.QuerySet):
    def successful(self):
        return self.exclude(file="")

    def last_success(self):
        """The latest backup that was made, or None."""
        return self.successful().first()

    def is_due(self, now):
        """True when the local day of `now` has no backup yet, and none failed within the last hour."""
        midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
        if self.successful().filter(began_at__gte=midnight).exists():
            return False
        return not self.filter(began_at__gt=now - PAUSE_AFTER_FAILURE).exists()


class BackupRun(models.Model):
    """A backup that was made or tried: when, into which file, how large, or why not."""

    began_at = models.DateTimeField(_("began at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    file = models.CharField(_("file"), max_length=100, blank=True)
    bytes = models.BigIntegerField(_("size (bytes)"), null=True, blank=True)
    is_encrypted = models.BooleanField(_("encrypted"), default=False)
    error = models.TextField(_("why it failed"), blank=True)

    objects = BackupRunQuerySet.as_manager()
    path = None  # of the file, for whoever has just made it

    class Meta:
        verbose_name = _("backup")
        verbose_name_plural = _("backups")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="backup_made_or_failed",
                condition=models.Q(file="") | models.Q(error=""),
                violation_error_message=_("A backup was made, or it failed."),
            )
        ]

    def __str__(self):
        return self.file or f"{self.began_at:%Y-%m-%d %H:%M}"

    @property
    def is_old(self):
        """True when a day and a half have passed since it began."""
        return self.began_at < timezone.now() - TOO_OLD

    @property
    def was_cut_short(self):
        """True when it neither ended nor can be running any more: its process was killed."""
        return self.ended_at is None and self.began_at < timezone.now() - timedelta(hours=6)
