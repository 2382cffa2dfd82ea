"""The label: the file of a Cité, step by step, with what was decided, and what is due next."""

from datetime import date, timedelta
from uuid import uuid4

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.personal_data import no_personal_data
from partners.models import AgreementDocument

DAYS_OF_NOTICE = 90  # what is due within them is shown as near
FIRST_YEAR = 1993  # the first Cité opened; no step lies before


class LabelFileQuerySet(models.QuerySet):
    def current(self):
        """The label file of this installation, or None."""
        return self.first()


@pghistory.track()
class LabelFile(models.Model):
    """What the label of this centre hangs on. One row: an installation belongs to one label holder."""

    reference = models.CharField(
        _("reference"),
        max_length=60,
        blank=True,
        help_text=_("The number or name under which the label body files it."),
    )
    opened_on = models.DateField(_("opened to the public on"), null=True, blank=True)
    report_month = models.PositiveSmallIntegerField(
        _("yearly report due: month"), default=3, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    report_day = models.PositiveSmallIntegerField(
        _("yearly report due: day"),
        default=31,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("Of the year that follows the one reported on. The last day of a shorter month is taken."),
    )
    remarks = models.TextField(_("remarks"), blank=True, max_length=2000, validators=[no_personal_data])
    only = models.BooleanField(default=True, editable=False)

    objects = LabelFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("label file")
        verbose_name_plural = _("label files")
        constraints = [
            models.UniqueConstraint(
                name="labelfile_once",
                fields=["only"],
                violation_error_message=_("There is a label file already."),
            ),
            models.CheckConstraint(
                name="labelfile_report_on_a_day_of_the_year",
                condition=Q(report_month__range=(1, 12)) & Q(report_day__range=(1, 31)) & Q(only=True),
                violation_error_message=_("This is no day of the year."),
            ),
        ]

    def __str__(self):
        return self.reference or gettext("Label file")

    def report_due_on(self, year):
        """The day by which the report on `year` is to be handed in."""
        month_after = date(year + 1 + self.report_month // 12, self.report_month % 12 + 1, 1)
        last = (month_after - timedelta(days=1)).day
        return date(year + 1, self.report_month, min(self.report_day, last))


class LabelStepQuerySet(models.QuerySet):
    def decided(self):
        """Those that the label body has answered, the oldest first."""
        return self.filter(decided_on__isnull=False).order_by("decided_on", "pk")

    def with_conditions(self):
        """Those granted on conditions that are not met yet."""
        return self.filter(decision=LabelStep.Decision.CONDITIONS, conditions_met_on__isnull=True)


@pghistory.track()
class LabelStep(models.Model):
    """One step of the label: planned, handed in, decided."""

    class Kind(models.TextChoices):
        """In the order in which they follow one another."""

        LETTER = "letter", _("Letter of interest")
        PROJECT = "project", _("Project label")
        PROVISIONAL = "provisional", _("Provisional label")
        OPERATING = "operating", _("Operating label")
        CONFIRMATION = "confirmation", _("Confirmation")
        YEARLY_REPORT = "yearly_report", _("Yearly report")
        WITHDRAWAL = "withdrawal", _("Withdrawal")

    class Decision(models.TextChoices):
        GRANTED = "granted", pgettext_lazy("label", "Granted")
        CONDITIONS = "conditions", _("Granted on conditions")
        NOTED = "noted", _("Received, label extended")
        ADJOURNED = "adjourned", _("Adjourned")
        REFUSED = "refused", pgettext_lazy("label", "Refused")
        WITHDRAWN = "withdrawn", _("Label withdrawn")

    POSITIVE = [Decision.GRANTED, Decision.CONDITIONS, Decision.NOTED]

    file = models.ForeignKey(LabelFile, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(_("step"), max_length=15, choices=Kind.choices)
    year = models.PositiveSmallIntegerField(
        _("report on the year"), null=True, blank=True, help_text=_("For a yearly report only.")
    )
    due_on = models.DateField(_("due on"), null=True, blank=True, help_text=_("When the label body named a day."))
    submitted_on = models.DateField(_("handed in on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=12, choices=Decision.choices, blank=True)
    words = models.CharField(_("decision in words"), max_length=300, blank=True, validators=[no_personal_data])
    conditions = models.TextField(_("conditions"), blank=True, max_length=2000, validators=[no_personal_data])
    conditions_met_on = models.DateField(_("conditions met on"), null=True, blank=True)

    objects = LabelStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of the label")
        verbose_name_plural = _("steps of the label")
        ordering = ["file", models.functions.Coalesce("decided_on", "submitted_on", "due_on"), "pk"]
        constraints = [
            not_before("decided_on", "submitted_on", message=_("It is decided before it was handed in.")),
            not_before("conditions_met_on", "decided_on", message=_("The conditions are met before they were set.")),
            models.CheckConstraint(
                name="labelstep_has_a_day",
                condition=Q(due_on__isnull=False) | Q(submitted_on__isnull=False) | Q(decided_on__isnull=False),
                violation_error_message=_("Note at least one day: due, handed in, or decided."),
            ),
            models.CheckConstraint(
                name="labelstep_decision_with_its_day",
                condition=Q(decided_on__isnull=True, decision="") | (Q(decided_on__isnull=False) & ~Q(decision="")),
                violation_error_message=_("A decision and its day come together."),
            ),
            models.CheckConstraint(
                name="labelstep_conditions_in_words",
                condition=~Q(decision="conditions") | ~Q(conditions=""),
                violation_error_message=_("Write down the conditions."),
            ),
            models.CheckConstraint(
                name="labelstep_year_of_a_yearly_report",
                condition=Q(kind="yearly_report", year__isnull=False)
                | (~Q(kind="yearly_report") & Q(year__isnull=True)),
                violation_error_message=_("A yearly report, and nothing else, is about a year."),
            ),
            models.UniqueConstraint(
                name="labelstep_one_report_a_year",
                fields=["file", "year"],
                condition=Q(kind="yearly_report"),
                violation_error_message=_("There is a report on this year already."),
            ),
        ]

    def __str__(self):
        if self.year:
            return gettext("%(step)s %(year)s") % {"step": self.get_kind_display(), "year": self.year}
        return self.get_kind_display()

    @property
    def is_granted(self):
        return self.decision in self.POSITIVE

    @property
    def last_day(self):
        """The latest day noted about it."""
        return self.decided_on or self.submitted_on or self.due_on


def place_of_label_document(document, filename):
    """Where a document lies among the uploads: a name that nobody can guess, and nothing of the one it came with."""
    return f"label/{uuid4().hex}.{document.kind}"


class LabelDocument(models.Model):
    """A file of a step: the application, the letter of the decision. Its kind is what it holds."""

    Kind = AgreementDocument.Kind

    step = models.ForeignKey(LabelStep, on_delete=models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=150)
    kind = models.CharField(_("kind of file"), max_length=5, choices=AgreementDocument.Kind.choices)
    file = models.FileField(_("file"), upload_to=place_of_label_document, max_length=120)
    size = models.PositiveIntegerField(_("size in bytes"), default=0)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["step", "pk"]

    def __str__(self):
        return self.title

    content_type = AgreementDocument.content_type
    CONTENT_TYPES = AgreementDocument.CONTENT_TYPES
    download_name = AgreementDocument.download_name
