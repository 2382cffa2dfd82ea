"""Files that come in: what was read, what it would do, who let it in."""

import hashlib
import uuid
from datetime import timedelta
from pathlib import PurePath

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.attachments import erase_file
from citedesmetiers.constraints import both_or_neither
from citedesmetiers.models.site import Site
from citedesmetiers.models.user import User

SECONDS_WITHOUT_A_SIGN = 120  # after them, work that was begun is taken to have died
DAYS_KEPT = 90  # the file and its rows; the numbers stay


def stored_as(run, filename):
    """A name that nobody can guess or choose; the real one is a column."""
    return f"imports/{uuid.uuid4()}{PurePath(filename).suffix.lower()[:6]}"


class ImportRunQuerySet(models.QuerySet):
    def waiting(self):
        """Those about which somebody has still to decide."""
        return self.exclude(state__in=[ImportRun.State.CONFIRMED, ImportRun.State.LEFT, ImportRun.State.UNREADABLE])

    def over(self, day):
        """Those uploaded so long before `day` that their file and rows are due to be forgotten."""
        return self.filter(uploaded_at__date__lt=day - timedelta(days=DAYS_KEPT)).exclude(file="")

    def forget(self):
        """Delete files and rows, keep the line with its numbers. Returns how many."""
        found = list(self)
        self.waiting().update(state=ImportRun.State.LEFT)
        for run in found:
            run.drop_file()
        return len(found)


class ImportRun(models.Model):
    """One file on its way in: uploaded, checked, then confirmed or left."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be matched")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked, waits for a decision")
        WRITING = "writing", _("Being written")
        CONFIRMED = "confirmed", _("Written")
        LEFT = "left", _("Left")
        UNREADABLE = "unreadable", _("Could not be read")

    importer = models.CharField(_("kind"), max_length=40)
    filename = models.CharField(_("file"), max_length=255)
    file = models.FileField(_("stored file"), upload_to=stored_as, blank=True)
    size = models.PositiveIntegerField(_("size in bytes"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    uploaded_by = models.ForeignKey(User, verbose_name=_("uploaded by"), on_delete=models.PROTECT, related_name="+")
    # Where rows belong that stand in no column of places: what was chosen in the bar of who brought the file.
    site = models.ForeignKey(
        Site, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.UPLOADED)
    # [{"name": sheet, "columns": [[letter, text], …]}, …] and {"sheet!letter": column name or ""}
    headers = models.JSONField(_("headers"), default=list, blank=True)
    mapping = models.JSONField(_("meaning of the columns"), default=dict, blank=True)
    notes = models.JSONField(_("what is left out"), default=list, blank=True)
    problem = models.TextField(_("why it cannot be read"), blank=True)
    attempt = models.PositiveIntegerField(_("attempt"), default=0)
    sign_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    seconds = models.FloatField(_("seconds"), default=0)
    added = models.PositiveIntegerField(_("added"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    cells_changed = models.PositiveIntegerField(_("cells that change"), default=0)
    digest = models.CharField(_("digest of what it does"), max_length=64, blank=True)
    moved = models.BooleanField(_("the data changed after the check"), default=False)
    without_refused = models.BooleanField(_("refused rows left out"), default=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, verbose_name=_("decided by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            both_or_neither("uploaded_at", "uploaded_by", message=_("An upload has a time and a person.")),
            both_or_neither("decided_at", "decided_by", message=_("A decision has a time and a person.")),
        ]

    def __str__(self):
        return self.filename

    @property
    def rows_read(self):
        return self.added + self.changed + self.unchanged + self.refused

    @property
    def rows_to_write(self):
        return self.added + self.changed

    @property
    def is_working(self):
        return self.state in (self.State.CHECKING, self.State.WRITING)

    @property
    def is_stuck(self):
        """True when work was begun and gave no sign for two minutes: its process has died; nothing was written."""
        return self.is_working and self.sign_at < timezone.now() - timedelta(seconds=SECONDS_WITHOUT_A_SIGN)

    @property
    def may_be_written(self):
        return self.state == self.State.CHECKED and self.rows_to_write > 0

    def move(self, to, *, of, **fields):
        """Go from one of the states `of` to `to`; False when somebody else was quicker."""
        moved = ImportRun.objects.filter(pk=self.pk, state__in=of, attempt=self.attempt).update(state=to, **fields)
        if moved:
            self.refresh_from_db()
        return bool(moved)

    def drop_file(self):
        """Delete the stored file and the rows; the numbers stay."""
        self.rows.all().delete()
        erase_file(self.file)
        self.headers, self.mapping, self.notes = [], {}, []
        self.save(update_fields=["file", "headers", "mapping", "notes"])


class ImportRow(models.Model):
    """What one row of the file does, as the last check found."""

    class Fate(models.TextChoices):
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("as it is")
        REFUSED = "refused", _("refused")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    number = models.PositiveIntegerField(_("row"))
    fate = models.CharField(_("what happens"), max_length=10, choices=Fate.choices)
    # The cells as they stand in the file, in the order of the sheet's headers.
    cells = models.JSONField(_("cells"), default=list)
    # {column name: [before, after]}
    changes = models.JSONField(_("changes"), default=dict, blank=True)
    # [[column letter or "", name of the column, what stands there, reason], …]
    reasons = models.JSONField(_("reasons"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["run", "pk"]
        indexes = [models.Index(fields=["run", "fate", "id"], name="import_row_by_fate")]

    def __str__(self):
        return f"{self.sheet} {self.number}"


class ImportMapping(models.Model):
    """What the name of a column means to an importer, when people have said so."""

    importer = models.CharField(_("kind"), max_length=40)
    header = models.CharField(_("name in the file"), max_length=100)
    column = models.CharField(_("meaning"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("meaning of a column")
        verbose_name_plural = _("meanings of columns")
        ordering = ["importer", "header"]
        constraints = [
            models.UniqueConstraint(
                name="import_mapping_once_a_header",
                fields=["importer", "header"],
                violation_error_message=_("This name has its meaning already."),
            )
        ]

    def __str__(self):
        return f"{self.header} → {self.column}"


def digest_of(outcomes):
    """A fingerprint of what rows do: [(sheet, number, fate, changes), …]; equal when nothing changed in between."""
    digest = hashlib.sha256()
    for outcome in outcomes:
        digest.update(repr(outcome).encode())
    return digest.hexdigest()
