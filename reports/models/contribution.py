"""What colleagues contribute to a self-assessment: asked for criterion by criterion, written, handed in, taken over.

Each is asked of a team (everybody who has a role) or of one person; the director decides what becomes of it.
"""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import User
from citedesmetiers.models.user import Role
from citedesmetiers.personal_data import no_personal_data
from reports.models.assessment import MOST_LETTERS, SelfAssessment, State, stays_once_validated
from reports.models.frame import Criterion

NO_NAMES = _(
    "Write no name and nothing about one person's situation. The director may take this text over into the report."
)

# How a reader of the report knows who contributed: by what they do, never by name.
TEAMS = {
    Role.RECEPTION: pgettext_lazy("team", "reception"),
    Role.COUNSELLOR: pgettext_lazy("team", "counsellors"),
    Role.DOCUMENTATION: pgettext_lazy("team", "documentation"),
    Role.EVENTS: pgettext_lazy("team", "events"),
    Role.PARTNERSHIP: pgettext_lazy("team", "partnership"),
    Role.DIRECTOR: pgettext_lazy("team", "management"),
}


class Stage(models.TextChoices):
    ASKED = "asked", pgettext_lazy("contribution", "Asked for")
    DRAFTED = "drafted", pgettext_lazy("contribution", "Being written")
    HANDED_IN = "handed_in", pgettext_lazy("contribution", "Handed in")
    SENT_BACK = "sent_back", pgettext_lazy("contribution", "Sent back")
    TAKEN_OVER = "taken_over", pgettext_lazy("contribution", "Taken over")
    LEFT = "left", pgettext_lazy("contribution", "Left beside")


AWAITED = (Stage.ASKED, Stage.DRAFTED, Stage.SENT_BACK)  # somebody still has to write
DECIDED = (Stage.TAKEN_OVER, Stage.LEFT)
READ = (Stage.HANDED_IN, Stage.SENT_BACK, *DECIDED)  # their text lies before the director


class ContributionQuerySet(models.QuerySet):
    def asked_of(self, user):
        """Those that `user` may write: asked of them, or of a team that they belong to."""
        return self.filter(Q(account=user) | Q(account__isnull=True, role__in=user.roles))

    def in_drafts(self):
        """Those of self-assessments that can still be written."""
        return self.filter(assessment__state=State.DRAFT)

    def undecided(self):
        """Those that somebody still has to write, or the director has to read."""
        return self.exclude(stage__in=DECIDED)

    def with_names(self):
        """With all that a line about them says."""
        rows = self.select_related("criterion__principle", "assessment", "account", "asked_by", "changed_by")
        return rows.with_empty_teams()

    def with_empty_teams(self):
        """With `team_is_empty`: True when nobody who may sign in today has the role that it is asked of."""
        role = Func(OuterRef("role"), template="ARRAY[%(expressions)s]", output_field=User._meta.get_field("roles"))
        there = User.objects.open_on(timezone.localdate()).filter(roles__contains=role)
        return self.annotate(team_is_empty=~Exists(there))


@pghistory.track(exclude=["text", "version", "changed_at", "changed_by"])  # drafts are nobody else's: decision 0020
class Contribution(models.Model):
    """What one team, or one person of it, writes about one criterion. `version` counts the saves, as in a Rating."""

    assessment = models.ForeignKey(SelfAssessment, on_delete=models.CASCADE, related_name="contributions")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("team"), max_length=20, choices=[(role.value, words) for role, words in TEAMS.items()])
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.PROTECT, null=True, blank=True,
        related_name="+",
    )  # fmt: skip
    wish = models.CharField(
        _("what is wished"), max_length=200, blank=True, validators=[no_personal_data],
        help_text=_("One line: what you would like to read about."),
    )  # fmt: skip
    due_on = models.DateField(_("due on"))
    asked_on = models.DateField(_("asked on"), default=timezone.localdate, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT, related_name="+",
        editable=False,
    )  # fmt: skip
    stage = models.CharField(_("state"), max_length=10, choices=Stage.choices, default=Stage.ASKED, editable=False)
    text = models.TextField(
        _("contribution"), blank=True, max_length=MOST_LETTERS, validators=[no_personal_data], help_text=NO_NAMES
    )
    word = models.CharField(
        _("why it was sent back"), max_length=200, blank=True, validators=[no_personal_data],
        help_text=_("One line: what is still missing."),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    named_with = ("assessment", "criterion", "account")  # see citedesmetiers.audit

    objects = ContributionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ["criterion__principle__rank", "criterion__rank", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="contribution_once_a_team",
                fields=["assessment", "criterion", "role"],
                condition=Q(account__isnull=True),
                violation_error_message=_("This team is asked about this criterion already."),
            ),
            models.UniqueConstraint(
                name="contribution_once_a_person",
                fields=["assessment", "criterion", "account"],
                condition=Q(account__isnull=False),
                violation_error_message=_("This person is asked about this criterion already."),
            ),
            models.CheckConstraint(
                name="contribution_of_a_team_that_contributes",
                condition=Q(role__in=list(TEAMS)),
                violation_error_message=_("This team does not contribute."),
            ),
            models.CheckConstraint(
                name="contribution_asked_for_until_it_has_a_text",
                condition=Q(stage="asked", text="") | (~Q(stage="asked") & ~Q(text="")),
                violation_error_message=_("What has a text is more than asked for, and what has none is not."),
            ),
            models.CheckConstraint(
                name="contribution_sent_back_with_a_word",
                condition=~Q(stage="sent_back") | ~Q(word=""),
                violation_error_message=_("Say in one line why it is sent back."),
            ),
            models.CheckConstraint(
                name="contribution_changed_by_somebody_at_a_moment",
                condition=Q(changed_by__isnull=True) | Q(changed_at__isnull=False),
                violation_error_message=_("Who and when come together."),
            ),
        ]
        triggers = [stays_once_validated()]

    def __str__(self):
        return gettext("%(criterion)s: %(whom)s") % {"criterion": self.criterion, "whom": self.whom}

    @property
    def team(self):
        """The team in words, also of one person's contribution: it is what a reader of the report is told."""
        return str(TEAMS[self.role])

    @property
    def whom(self):
        """Of whom it is asked, for colleagues: the name of an account, else the team."""
        return self.account.name if self.account else self.team

    def is_asked_of(self, user):
        """True when `user` may write it; the same as `asked_of` of the queryset."""
        return self.account_id == user.pk if self.account_id else user.has_role(self.role)

    @property
    def is_awaited(self):
        return self.stage in AWAITED

    @property
    def is_handed_in(self):
        return self.stage == Stage.HANDED_IN

    @property
    def is_decided(self):
        return self.stage in DECIDED

    @property
    def is_missed(self):
        """True when nothing was handed in until the self-assessment was submitted."""
        return self.is_awaited and not self.assessment.is_draft

    @property
    def is_late(self):
        return self.is_awaited and self.assessment.is_draft and self.due_on < timezone.localdate()

    @cached_property
    def team_is_empty(self):
        """See the queryset, which asks it for many at once."""
        return Contribution.objects.with_empty_teams().values_list("team_is_empty", flat=True).get(pk=self.pk)

    @property
    def nobody_can_write(self):
        """True when nobody is left of whom it was asked: the account is closed or in no team, the team is empty."""
        if self.account is None:
            return self.team_is_empty
        return not self.account.is_active or self.account.has_expired or not self.account.has_role(*TEAMS)

    @property
    def is_before_the_director(self):
        """True when the director reads the text; a draft is its writers' own, unless nobody of them is left."""
        return bool(self.text) and (self.stage in READ or self.nobody_can_write)

    @property
    def can_be_taken_over(self):
        """True also of what was left beside, and of what stays unfinished because nobody can write it any more."""
        if self.is_awaited:
            return bool(self.text) and self.nobody_can_write
        return self.stage != Stage.TAKEN_OVER

    @property
    def can_be_left(self):
        return self.can_be_taken_over and not self.is_decided

    @property
    def mark(self):
        """Stands in a page for this text as it was read there, so that a later one is noticed."""
        return f"{self.pk}.{self.version}"

    def note_change(self, user):
        """Count one more save, by `user`; the caller saves."""
        self.version, self.changed_at, self.changed_by = self.version + 1, timezone.now(), user
