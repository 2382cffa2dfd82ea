"""How people are welcomed and trained: kinds, dated trainings, who attended."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data


class OnboardingStep(models.TextChoices):
    """What the charter's guide asks of everyone who receives visitors; a kind of training may fulfil one of them."""

    CHARTER = "charter", _("Charter signed")
    AWARENESS = "awareness", _("Awareness day")
    RESOURCES = "resources", _("Presentation of resources")
    SHADOWING = "shadowing", _("Desk shadowing")


class TrainingKind(models.Model):
    """A kind of training, from a list that the centre may edit."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=100)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    step = models.CharField(
        _("step of onboarding"),
        max_length=10,
        choices=OnboardingStep.choices,
        blank=True,
        help_text=_("Whoever attends a training of this kind has done this step."),
    )
    half_days = models.DecimalField(
        _("usual length in half-days"), max_digits=4, decimal_places=1, default=1, validators=[MinValueValidator(0)]
    )

    class Meta:
        verbose_name = _("kind of training")
        verbose_name_plural = _("kinds of trainings")
        ordering = ["rank", "pk"]

    def __str__(self):
        return self.name


class TrainingQuerySet(models.QuerySet):
    def within(self, first, last):
        """Those that began from `first` to `last`."""
        return self.filter(starts_on__range=(first, last))

    def with_people(self):
        """Each with `people` and `beginners`: those named, and those that are only counted."""
        return self.annotate(
            people=Count("attendances", distinct=True) + F("further_people"),
            beginners=Count("attendances", filter=Q(attendances__beginner=True), distinct=True)
            + F("further_beginners"),
        )


class Training(models.Model):
    """A training, an awareness day, a shadowing: dated, with who attended."""

    kind = models.ForeignKey(TrainingKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(_("title"), max_length=150, blank=True, validators=[no_personal_data])
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), help_text=_("Leave empty for a single day."))
    half_days = models.DecimalField(
        _("length in half-days"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(Decimal("0.5"))],
        help_text=_("A day is two half-days, three days are six."),
    )
    site = models.ForeignKey(
        Site, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    elsewhere = models.CharField(_("somewhere else"), max_length=100, blank=True)
    further_people = models.PositiveSmallIntegerField(
        _("further people"),
        default=0,
        help_text=_("People who came and are not in your list of professionals, for example of other Cités."),
    )
    further_beginners = models.PositiveSmallIntegerField(_("beginners among them"), default=0)

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        ordering = ["-starts_on", "pk"]
        constraints = [
            not_before("ends_on", "starts_on", message=_("The last day lies before the first day.")),
            models.CheckConstraint(
                name="training_no_more_beginners_than_people",
                condition=Q(further_beginners__lte=F("further_people")),
                violation_error_message=_("There are more beginners than people."),
            ),
        ]

    def __str__(self):
        return self.title or str(self.kind)

    @property
    def days(self):
        """Calendar days from the first to the last, both counted."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def where(self):
        return self.elsewhere or (str(self.site) if self.site else "")


class AttendanceQuerySet(models.QuerySet):
    def shadowing(self):
        """Those at desk shadowings."""
        return self.filter(training__kind__step=OnboardingStep.SHADOWING)

    def total_half_days(self):
        """Half-days spent, summed over people; who has no length of their own spent the training's."""
        return self.aggregate(total=Sum(Coalesce("half_days", "training__half_days")))["total"] or 0


class Attendance(models.Model):
    """A professional attended a training."""

    training = models.ForeignKey(Training, on_delete=models.CASCADE, related_name="attendances")
    professional = models.ForeignKey(
        "partners.Professional", verbose_name=_("person"), on_delete=models.PROTECT, related_name="attendances"
    )
    beginner = models.BooleanField(_("beginner"), default=False)
    half_days = models.DecimalField(
        _("half-days"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.5"))],
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["training", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_once_a_training",
                fields=["training", "professional"],
                violation_error_message=_("This person is noted for this training already."),
            )
        ]

    def __str__(self):
        return f"{self.professional}, {self.training}"
