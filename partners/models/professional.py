"""The people whom institutions lend, and what they have learned about the place."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Site, User
from citedesmetiers.sorting import by_name
from partners.languages import SPOKEN
from partners.models.institution import Institution
from partners.models.training import Attendance, OnboardingStep


class Function(models.TextChoices):
    """What a person does in the Cité; functions add up."""

    COUNSELLOR = "counsellor", _("Counsellor")
    WORKSHOP_LEADER = "workshop_leader", _("Workshop leader")
    RECEPTION_AGENT = "reception_agent", _("Reception agent")
    INFORMATION_OFFICER = "information_officer", _("Information officer")
    DIGITAL_FACILITATOR = "digital_facilitator", _("Digital facilitator")
    EVENTS_ORGANISER = "events_organiser", _("Events organiser")
    PARTNERSHIP_MANAGER = "partnership_manager", _("Partnership manager")
    DIRECTOR = "director", _("Director")
    CIVIC_SERVICE_VOLUNTEER = "civic_service_volunteer", _("Civic service volunteer")
    ADMINISTRATOR = "administrator", _("Software administrator")
    HOST_CONTACT = "host_contact", _("Host’s contact")
    FUNDER_CONTACT = "funder_contact", _("Funder’s contact")
    OTHER = "other", _("Something else")


# Those who only speak for a host or a funder work with no visitor: they need no onboarding.
WITHOUT_ONBOARDING = [Function.HOST_CONTACT, Function.FUNDER_CONTACT]


class ProfessionalQuerySet(models.QuerySet):
    def active(self, day):
        """Those who work in the Cité on `day`."""
        return self.filter(Q(active_from__isnull=True) | Q(active_from__lte=day)).filter(
            Q(active_until__isnull=True) | Q(active_until__gte=day)
        )

    def active_within(self, first, last):
        """Those who worked in the Cité on at least one day from `first` to `last`."""
        return self.filter(Q(active_from__isnull=True) | Q(active_from__lte=last)).filter(
            Q(active_until__isnull=True) | Q(active_until__gte=first)
        )

    def full_time_equivalents(self):
        """The sum of their working time, 1 for a full-time job; people whose time is not noted count nothing."""
        return self.aggregate(total=Sum("fte"))["total"] or 0

    def named(self, text):
        """Those whose name, or whose institution's name, holds each word of `text`, whatever accents and case."""
        found = self
        for word in text.split():
            found = found.filter(Q(name__unaccent__icontains=word) | Q(institution__name__unaccent__icontains=word))
        return found

    def with_onboarding(self):
        """Each with has_charter, has_awareness, has_resources and has_shadowing: which steps are done."""

        def has_done(step):
            return Exists(Attendance.objects.filter(professional=OuterRef("pk"), training__kind__step=step))

        signed = Q(charter_signed_on__isnull=False)
        return self.annotate(
            has_charter=models.Case(
                models.When(signed, then=True), default=has_done(OnboardingStep.CHARTER), output_field=BOOLEAN
            ),
            has_awareness=has_done(OnboardingStep.AWARENESS),
            has_resources=has_done(OnboardingStep.RESOURCES),
            has_shadowing=has_done(OnboardingStep.SHADOWING),
        )

    def to_onboard(self, day):
        """Active people who work with visitors, their steps annotated: see with_onboarding."""
        return self.active(day).exclude(functions__contained_by=WITHOUT_ONBOARDING).with_onboarding()

    def lacking(self, day):
        """Those of to_onboard who lack at least one step."""
        return self.to_onboard(day).exclude(
            has_charter=True, has_awareness=True, has_resources=True, has_shadowing=True
        )


BOOLEAN = models.BooleanField()


@pghistory.track()
class Professional(models.Model):
    """A person who works in the Cité: lent by a partner, or of the permanent team."""

    class Contract(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        VOLUNTEER = "volunteer", _("Volunteer")
        CIVIC_SERVICE = "civic_service", _("Civic service")
        TRAINEE = "trainee", _("Trainee")

    STEPS = ("charter", "awareness", "resources", "shadowing")

    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="professionals"
    )
    name = models.CharField(_("name"), max_length=100)
    functions = ArrayField(
        models.CharField(max_length=30, choices=Function.choices),
        verbose_name=_("functions"),
        default=list,
        blank=True,
    )
    languages = ArrayField(
        models.CharField(max_length=3, choices=SPOKEN), verbose_name=_("languages spoken"), default=list, blank=True
    )
    contract = models.CharField(_("here as"), max_length=15, choices=Contract.choices, default=Contract.EMPLOYEE)
    fte = models.DecimalField(
        _("full-time equivalent"),
        max_digits=3,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("Working time in the Cité: 1 is a full-time job, 0.1 half a day a week."),
    )
    active_from = models.DateField(_("works here from"), null=True, blank=True)
    active_until = models.DateField(
        _("works here until"), null=True, blank=True, help_text=_("The person’s account closes by itself after it.")
    )
    sites = models.ManyToManyField(Site, verbose_name=_("works at"), related_name="+", blank=True)
    charter_signed_on = models.DateField(_("charter signed on"), null=True, blank=True)
    user = models.OneToOneField(
        User, verbose_name=_("account"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ProfessionalQuerySet.as_manager()

    class Meta:
        verbose_name = _("professional")
        verbose_name_plural = _("professionals")
        ordering = [by_name(), "pk"]
        constraints = [
            not_before("active_until", "active_from"),
            models.CheckConstraint(
                name="professional_fte_0_to_1",
                condition=Q(fte__isnull=True) | Q(fte__gte=0, fte__lte=1),
                violation_error_message=_("The full-time equivalent goes from 0 to 1."),
            ),
            models.CheckConstraint(
                name="professional_functions_are_known",
                condition=Q(functions__contained_by=Function.values),
                violation_error_message=_("One of the functions is not known."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def function_names(self):
        return [function.label for function in Function if function in self.functions]

    @property
    def language_names(self):
        return [name for code, name in SPOKEN if code in self.languages]

    @property
    def is_active(self):
        today = timezone.localdate()
        return (self.active_from is None or self.active_from <= today) and (
            self.active_until is None or self.active_until >= today
        )

    @property
    def works_with_visitors(self):
        return not self.functions or not set(self.functions) <= set(WITHOUT_ONBOARDING)

    def missing_steps(self):
        """The steps of onboarding still to do, as OnboardingStep; for rows of `with_onboarding` only."""
        return [step for step in OnboardingStep if not getattr(self, f"has_{step}")]

    def end_account_in_step(self):
        """Let the account close by itself after the person's last day. Raises nothing; call it after each save."""
        if self.user is not None and self.user.expires_on != self.active_until:
            self.user.expires_on = self.active_until
            self.user.save(update_fields=["expires_on"])
