"""Who came, as counts: a number, its marginals and sub-groups, and results that come later. Never invented people."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import both_or_neither
from citedesmetiers.models import ProfileList, ProfileValue, User
from events.models.lists import AudienceTag
from events.models.session import Session
from partners.models import ProgressFigure

Mark = ProgressFigure.Mark
MOST_PRESENT = 20000
SUBGROUPS = "subgroups"  # code of the error that they add up to more than the whole


class Method(models.TextChoices):
    """How somebody came to a number."""

    COUNTED = "counted", _("counted in the room")
    CHECKED_IN = "checked_in", _("checked in by code")
    ESTIMATED = "estimated", _("estimated")
    DECLARED = "declared", _("declared by the organiser")


class Attendance(models.Model):
    """What was counted at one session."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="attendance")
    present = models.PositiveSmallIntegerField(_("people present"), null=True, blank=True)
    present_mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.EXACTLY)
    method = models.CharField(_("method"), max_length=10, choices=Method.choices, default=Method.COUNTED)
    companies = models.PositiveSmallIntegerField(_("companies present"), null=True, blank=True)
    companies_mark = models.CharField(
        _("mark of the companies"), max_length=10, choices=Mark.choices, default=Mark.EXACTLY
    )
    partners = models.PositiveSmallIntegerField(_("partners present"), null=True, blank=True)
    beneficiaries = models.PositiveSmallIntegerField(
        _("beneficiaries"), null=True, blank=True, help_text=_("Declared by the organiser, when nobody could count.")
    )
    beneficiaries_mark = models.CharField(
        _("mark of the beneficiaries"), max_length=10, choices=Mark.choices, default=Mark.EXACTLY
    )
    beneficiaries_method = models.CharField(
        _("method of the beneficiaries"), max_length=10, choices=Method.choices, default=Method.DECLARED
    )

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering = ["session"]
        constraints = [
            models.CheckConstraint(
                name="attendance_says_something",
                condition=Q(present__isnull=False) | Q(beneficiaries__isnull=False),
                violation_error_message=_("Give the people present, or the beneficiaries."),
            ),
            models.CheckConstraint(
                name="attendance_within_reason",
                condition=(Q(present__isnull=True) | Q(present__lte=MOST_PRESENT))
                & (Q(beneficiaries__isnull=True) | Q(beneficiaries__lte=MOST_PRESENT)),
                violation_error_message=_("At most 20,000 people."),
            ),
        ]

    def __str__(self):
        return str(self.present if self.present is not None else self.beneficiaries)

    def check_marginals(self, counts):
        """Raise ValidationError when values of one list in `counts` add up to more people than came.

        counts: a dictionary ProfileValue → people; what is missing to the whole is "not stated".
        """
        totals = {}
        for value, people in counts.items():
            totals[value.list] = totals.get(value.list, 0) + people
        for name, total in totals.items():
            if total > (self.present or 0):
                raise ValidationError(
                    _("%(list)s: the numbers add up to %(total)d, but %(people)d people came."),
                    code=name,
                    params={"list": ProfileList(name).label, "total": total, "people": self.present or 0},
                )

    @transaction.atomic
    def set_marginals(self, counts):
        """Replace the marginals by `counts`, a dictionary ProfileValue → people. Raises as check_marginals does."""
        self.check_marginals(counts)
        self.marginals.all().delete()
        AttendanceMarginal.objects.bulk_create(
            AttendanceMarginal(attendance=self, value=value, people=people)
            for value, people in counts.items()
            if people
        )

    def check_subgroups(self, counts):
        """Raise ValidationError when `counts`, a dictionary AudienceTag → people, adds up to more people than came."""
        total = sum(counts.values())
        if total > (self.present or 0):
            raise ValidationError(
                _("The sub-groups add up to %(total)d, but %(people)d people came."),
                code=SUBGROUPS,
                params={"total": total, "people": self.present or 0},
            )

    @transaction.atomic
    def set_subgroups(self, counts):
        """Replace the sub-groups by `counts`, a dictionary AudienceTag → people. Raises as check_subgroups does."""
        self.check_subgroups(counts)
        self.subgroups.all().delete()
        AttendanceSubgroup.objects.bulk_create(
            AttendanceSubgroup(attendance=self, audience=audience, people=people)
            for audience, people in counts.items()
            if people
        )

    def check_parts(self):
        """Raise ValidationError when what stands in the tables adds up to more people than came."""
        self.check_marginals({row.value: row.people for row in self.marginals.select_related("value")})
        self.check_subgroups({row.audience: row.people for row in self.subgroups.select_related("audience")})

    def forget_impossible_parts(self):
        """Take away each list of marginals, and the sub-groups, that add up to more people than came."""
        totals = self.marginals.order_by().values_list("value__list").annotate(total=models.Sum("people"))
        too_many = [name for name, total in totals if total > (self.present or 0)]
        self.marginals.filter(value__list__in=too_many).delete()
        if sum(self.subgroups.values_list("people", flat=True)) > (self.present or 0):
            self.subgroups.all().delete()


class AttendanceMarginal(models.Model):
    """How many of those present have one value of one list."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="marginals")
    value = models.ForeignKey(ProfileValue, verbose_name=_("value"), on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(_("people"))

    class Meta:
        verbose_name = _("share of those present")
        verbose_name_plural = _("shares of those present")
        ordering = ["value"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_marginal_value_once",
                fields=["attendance", "value"],
                violation_error_message=_("This value is there already."),
            ),
            models.CheckConstraint(
                name="attendance_marginal_people_at_least_1",
                condition=Q(people__gte=1),
                violation_error_message=_("Leave out what counts nobody."),
            ),
        ]

    def __str__(self):
        return f"{self.value}: {self.people}"


class AttendanceSubgroup(models.Model):
    """How many of those present belonged to one of the audiences: 11 older and 11 young jobseekers."""

    attendance = models.ForeignKey(Attendance, on_delete=models.CASCADE, related_name="subgroups")
    audience = models.ForeignKey(AudienceTag, verbose_name=_("audience"), on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(_("people"))

    class Meta:
        verbose_name = _("sub-group")
        verbose_name_plural = _("sub-groups")
        ordering = ["audience"]
        constraints = [
            models.UniqueConstraint(
                name="attendance_subgroup_once",
                fields=["attendance", "audience"],
                violation_error_message=_("This sub-group is there already."),
            ),
            models.CheckConstraint(
                name="attendance_subgroup_people_at_least_1",
                condition=Q(people__gte=1),
                violation_error_message=_("Leave out what counts nobody."),
            ),
        ]

    def __str__(self):
        return f"{self.audience}: {self.people}"


class SessionResult(models.Model):
    """What a session led to, told later: eight people hired, as of the end of June."""

    class Kind(models.TextChoices):
        HIRED = "hired", _("people hired")
        JOB_INTERVIEWS = "job_interviews", _("job interviews")
        INTERNSHIPS = "internships", _("internships and placements")
        TRAINING = "training", _("people who began a training")
        BUSINESSES = "businesses", _("businesses created")
        OTHER = "other", _("something else")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="results")
    kind = models.CharField(_("result"), max_length=15, choices=Kind.choices)
    number = models.PositiveSmallIntegerField(_("number"))
    mark = models.CharField(_("mark"), max_length=10, choices=Mark.choices, default=Mark.EXACTLY)
    as_of = models.DateField(_("as of"))

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["session", "-as_of", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="session_result_once_a_day",
                fields=["session", "kind", "as_of"],
                violation_error_message=_("This result is there already for that day."),
            )
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.number}"


class AttendanceChange(models.Model):
    """That somebody on the staff corrected what was counted: an act on the session, not a trace of who came."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance_changes")
    before = models.PositiveSmallIntegerField(_("before"), null=True, blank=True)
    after = models.PositiveSmallIntegerField(_("after"), null=True, blank=True)
    changed_at = models.DateTimeField(_("when"), null=True)
    changed_by = models.ForeignKey(User, verbose_name=_("who"), on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        verbose_name = _("correction of an attendance")
        verbose_name_plural = _("corrections of attendances")
        ordering = ["-changed_at", "-pk"]
        constraints = [
            both_or_neither("changed_at", "changed_by", message=_("A correction says who made it and when.")),
        ]

    def __str__(self):
        return f"{self.before} → {self.after}"
