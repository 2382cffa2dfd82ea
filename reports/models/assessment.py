"""The self-assessment of a year: a rating, a narrative and actions per criterion, and the states it goes through."""

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.personal_data import no_personal_data
from partners.models import Body
from reports.models.frame import Criterion, Frame

MOST_LETTERS = 1500  # of a narrative; the mock-up counts them
NO_NAMES = _("Write no name and nothing about one person's situation. This text is printed in the report.")
FUNCTION = _("A function, never a name: director, information officer…")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    VALIDATED = "validated", _("Validated")
    SENT = "sent", _("Sent")


class Level(models.IntegerChoices):
    NOT_ENGAGED = 1, _("Not engaged")
    PARTIAL = 2, _("Partial")
    COMPLIANT = 3, _("In line with the charter")
    EXEMPLARY = 4, _("Exemplary, transferable to the network")


class SelfAssessmentQuerySet(models.QuerySet):
    def of_year(self, year):
        """The one of `year`, or None."""
        return self.filter(year=year).first()

    def finished(self):
        """Those that the governing body has validated."""
        return self.filter(state__in=[State.VALIDATED, State.SENT])


@pghistory.track()
class SelfAssessment(models.Model):
    """One year. What was frozen at validation is what every later print shows."""

    year = models.PositiveSmallIntegerField(
        _("year"), unique=True, validators=[MinValueValidator(1993), MaxValueValidator(2200)]
    )
    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="self_assessments")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    introduction = models.TextField(
        _("introduction"), blank=True, max_length=4000, validators=[no_personal_data], help_text=NO_NAMES
    )
    conclusion = models.TextField(
        _("conclusion"), blank=True, max_length=4000, validators=[no_personal_data], help_text=NO_NAMES
    )
    submitted_on = models.DateField(_("submitted on"), null=True, blank=True)
    validated_on = models.DateField(_("validated on"), null=True, blank=True)
    validated_by = models.ForeignKey(
        Body, verbose_name=_("validated by"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    frozen = models.JSONField(null=True, blank=True, editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, blank=True, editable=False)

    objects = SelfAssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="selfassessment_submitted_with_its_day",
                condition=Q(state="draft", submitted_on__isnull=True)
                | (~Q(state="draft") & Q(submitted_on__isnull=False)),
                violation_error_message=_("What is submitted has the day on which it was, and nothing else has."),
            ),
            models.CheckConstraint(
                name="selfassessment_validated_with_its_day",
                condition=Q(
                    state__in=["draft", "submitted"], validated_on__isnull=True, validated_by__isnull=True,
                    frozen__isnull=True, checksum="",
                )
                | (
                    Q(
                        state__in=["validated", "sent"], validated_on__isnull=False, validated_by__isnull=False,
                        frozen__isnull=False,
                    )
                    & ~Q(checksum="")
                ),
                violation_error_message=_(
                    "What is validated has its day, the body that did it, and its frozen evidence; nothing else has."
                ),
            ),
            models.CheckConstraint(
                name="selfassessment_sent_with_its_day",
                condition=Q(state="sent", sent_on__isnull=False) | (~Q(state="sent") & Q(sent_on__isnull=True)),
                violation_error_message=_("What is sent has the day on which it was, and nothing else has."),
            ),
            not_before("validated_on", "submitted_on", message=_("It is validated before it was submitted.")),
            not_before("sent_on", "validated_on", message=_("It is sent before it was validated.")),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="stays_once_validated",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state__in=["validated", "sent"]),
                func="""
                    IF TG_OP = 'DELETE' OR OLD.frozen IS DISTINCT FROM NEW.frozen
                        OR OLD.checksum IS DISTINCT FROM NEW.checksum OR OLD.year <> NEW.year
                        OR OLD.introduction <> NEW.introduction OR OLD.conclusion <> NEW.conclusion
                        OR OLD.validated_on IS DISTINCT FROM NEW.validated_on
                        OR NEW.state NOT IN ('validated', 'sent') THEN
                        RAISE EXCEPTION 'a validated self-assessment stays as it is' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return gettext("Self-assessment %(year)s") % {"year": self.year}

    @property
    def year_label(self):
        """The year as text: numbers in templates are grouped by thousands."""
        return str(self.year)

    @property
    def before_label(self):
        return str(self.year - 1)

    @property
    def is_draft(self):
        return self.state == State.DRAFT

    @property
    def is_frozen(self):
        return self.state in (State.VALIDATED, State.SENT)

    @property
    def before(self):
        """The self-assessment of the year before, or None."""
        return SelfAssessment.objects.of_year(self.year - 1)


STAYS = """
    IF EXISTS (
        SELECT 1 FROM reports_selfassessment WHERE id = COALESCE(NEW.assessment_id, OLD.assessment_id)
        AND state IN ('validated', 'sent')
    ) THEN
        RAISE EXCEPTION 'a validated self-assessment stays as it is' USING ERRCODE = 'check_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
"""


def stays_once_validated():
    """A trigger for the parts of a self-assessment: the database refuses to change them once it is validated."""
    return pgtrigger.Trigger(
        name="stays_once_validated",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=STAYS,
    )


@pghistory.track()
class Rating(models.Model):
    """What is written about one criterion. `version` counts the saves, so that two people who write at once notice."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(_("level"), choices=Level.choices, null=True, blank=True)
    not_rated = models.BooleanField(_("not rated"), default=False)
    narrative = models.TextField(
        _("narrative"), blank=True, max_length=MOST_LETTERS, validators=[no_personal_data], help_text=NO_NAMES
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    named_with = ("assessment", "criterion")  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        ordering = ["criterion__principle__rank", "criterion__rank", "criterion"]
        constraints = [
            models.UniqueConstraint(
                name="rating_once_a_criterion",
                fields=["assessment", "criterion"],
                violation_error_message=_("This criterion has its rating already."),
            ),
            models.CheckConstraint(
                name="rating_one_of_four_levels",
                condition=Q(level__isnull=True) | Q(level__range=(1, 4)),
                violation_error_message=_("There are four levels."),
            ),
            models.CheckConstraint(
                name="rating_level_or_not_rated",
                condition=Q(not_rated=False) | Q(level__isnull=True),
                violation_error_message=_("Choose a level, or say that it is not rated."),
            ),
            models.CheckConstraint(
                name="rating_changed_by_somebody_at_a_moment",
                condition=Q(changed_by__isnull=True) | Q(changed_at__isnull=False),
                violation_error_message=_("Who and when come together."),
            ),
        ]
        triggers = [stays_once_validated()]

    def __str__(self):
        return f"{self.criterion}"

    @property
    def is_chosen(self):
        """True when somebody has chosen a level, or has said that there is none."""
        return self.level is not None or self.not_rated

    def note_change(self, user):
        """Count one more save, by `user`; the caller saves."""
        self.version, self.changed_at, self.changed_by = self.version + 1, timezone.now(), user


class Progress(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


@pghistory.track()
class Action(models.Model):
    """What the centre will do about a criterion: what, who by function, until when."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="actions")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what"), max_length=200, validators=[no_personal_data])
    who = models.CharField(_("who"), max_length=100, blank=True, validators=[no_personal_data], help_text=FUNCTION)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    status = models.CharField(_("state"), max_length=10, choices=Progress.choices, default=Progress.PLANNED)
    named_with = ("assessment",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("improvement action")
        verbose_name_plural = _("improvement actions")
        ordering = ["criterion__principle__rank", "criterion__rank", "due_on", "pk"]
        triggers = [stays_once_validated()]

    def __str__(self):
        return self.what


@pghistory.track()
class ActionReview(models.Model):
    """What became of an action of the year before, as this year's self-assessment says."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="reviews")
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="reviews")
    status = models.CharField(_("state"), max_length=10, choices=Progress.choices)
    words = models.CharField(_("in words"), max_length=200, blank=True, validators=[no_personal_data])
    named_with = ("assessment",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("review of an action")
        verbose_name_plural = _("reviews of actions")
        ordering = ["assessment", "action"]
        constraints = [
            models.UniqueConstraint(
                name="actionreview_once",
                fields=["assessment", "action"],
                violation_error_message=_("This action is reviewed already."),
            )
        ]
        triggers = [stays_once_validated()]

    def __str__(self):
        return f"{self.action}"
