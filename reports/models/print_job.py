"""Prints that take a while: asked for, made in the background, kept for a time with their checksum."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.attachments import erase_file
from citedesmetiers.constraints import both_or_neither
from citedesmetiers.models import User

SECONDS_WITHOUT_A_SIGN = 120  # after them, work that was begun, or that stands in no queue, is taken to have died
DAYS_KEPT = 400  # the file; the line with its checksum stays, so that a copy can still be told from a forgery


def stored_as(job, filename):
    """A name that nobody can guess; what it is called when it is fetched is a column."""
    return f"prints/{uuid.uuid4().hex}.pdf"


def usual_end():
    return timezone.localdate() + timedelta(days=DAYS_KEPT)


class PrintJobQuerySet(models.QuerySet):
    def of_kinds(self, kinds):
        return self.filter(kind__in=kinds)

    def open(self):
        """Those that wait or are being made."""
        return self.filter(state__in=PrintJob.OPEN)

    def over(self, day):
        """Those whose file is due to be forgotten before `day`."""
        return self.filter(expires_on__lt=day).exclude(file="")

    def forget(self):
        """Delete the files, keep the lines. Returns how many."""
        found = list(self)
        for job in found:
            erase_file(job.file)
            job.state = PrintJob.State.FORGOTTEN
            job.save(update_fields=["file", "state"])
        return len(found)


class PrintJob(models.Model):
    """One print: what of, in which language, how far it is, and the file once it is there."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits its turn")
        WORKING = "working", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        FORGOTTEN = "forgotten", _("File forgotten")

    OPEN = (State.WAITING, State.WORKING)

    kind = models.CharField(_("kind"), max_length=30)
    parameters = models.JSONField(_("of what"), default=dict)
    title = models.CharField(_("title"), max_length=250)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    progress = models.PositiveSmallIntegerField(_("percent done"), default=0)
    doing = models.CharField(_("what is being done"), max_length=150, blank=True)
    attempt = models.PositiveIntegerField(_("attempt"), default=1)
    sign_at = models.DateTimeField(_("last sign of life"), default=timezone.now)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    asked_by = models.ForeignKey(User, verbose_name=_("asked for by"), on_delete=models.PROTECT, related_name="+")
    ready_at = models.DateTimeField(_("ready at"), null=True, blank=True)
    file = models.FileField(_("file"), upload_to=stored_as, blank=True)
    filename = models.CharField(_("file name"), max_length=150, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)
    checksum = models.CharField(_("checksum (SHA-256)"), max_length=64, blank=True)
    problem = models.TextField(_("why it failed"), blank=True)
    expires_on = models.DateField(_("kept until"), default=usual_end)

    objects = PrintJobQuerySet.as_manager()

    class Meta:
        verbose_name = _("print")
        verbose_name_plural = _("prints")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            both_or_neither("asked_at", "asked_by", message=_("Who asked and when come together.")),
            models.CheckConstraint(
                name="printjob_ready_with_a_checksum",
                condition=~Q(state="ready") | (~Q(checksum="") & ~Q(file="") & Q(ready_at__isnull=False)),
                violation_error_message=_("A print is ready when its file and its checksum are there."),
            ),
            models.CheckConstraint(
                name="printjob_progress_to_100",
                condition=Q(progress__lte=100),
                violation_error_message=_("Progress goes up to 100 percent."),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_open(self):
        return self.state in self.OPEN

    @property
    def is_ready(self):
        return self.state == self.State.READY

    @property
    def is_waiting(self):
        return self.state == self.State.WAITING

    @property
    def has_failed(self):
        return self.state == self.State.FAILED

    @property
    def is_silent(self):
        """True when it is open and gave no sign for two minutes; one that waits its turn gives none."""
        return self.is_open and self.sign_at < timezone.now() - timedelta(seconds=SECONDS_WITHOUT_A_SIGN)
