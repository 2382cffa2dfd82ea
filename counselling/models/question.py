"""Questions that visitors ask without a name, and the answers that they read with three words. Decision 0009."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose
from citedesmetiers.personal_data import no_personal_data
from partners.models import Institution

QUESTION_DAYS = 60  # a question and its answer, from the day it was asked
MOST_SIGNS = 1500
MOST_SIGNS_OF_ANSWER = 4000
LONG_WAIT_DAYS = 4


class NotOpen(Exception):
    """Somebody has answered or closed the question meanwhile, or works on it."""


class QuestionQuerySet(models.QuerySet):
    def open(self):
        """Those that nobody has answered or closed, who has waited longest first."""
        return self.filter(state__in=[Question.State.WAITING, Question.State.TAKEN]).order_by("day", "uid")

    def over(self, today):
        """Those whose days have passed on `today`."""
        return self.filter(day__lte=today - timedelta(days=QUESTION_DAYS))

    def for_list(self):
        """All that a row of the tray shows, in one query."""
        return self.select_related("purpose", "institution")

    def erase(self):
        """Delete the rows; those that nobody had answered are counted as closed. Returns how many."""
        for question in self.open():
            QuestionCount.add(question.day, question.purpose_id, closed=1)
        return self.delete()[0]


class Question(models.Model):
    """What somebody asks from home: a purpose, some sentences that the detector has read, no name, no address.

    The one text of a visitor that is kept. What keeps it in bounds: docs/decisions/0009. Who answers is never named;
    an institution of the desks may be, so that two do not answer at once.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        TAKEN = "taken", _("Being answered")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed without an answer")

    class Reason(models.TextChoices):
        PERSONAL = "personal", _("It says who somebody is")
        TALK = "talk", _("It needs a conversation")
        ELSEWHERE = "elsewhere", _("It is not a matter for this centre")
        UNCLEAR = "unclear", _("Nobody can tell what is asked")
        ABUSE = "abuse", _("It is an insult or an advertisement")

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.ForeignKey(Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    day = models.DateField(_("asked on"))
    question = models.TextField(_("your question"), max_length=MOST_SIGNS, validators=[no_personal_data])
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    handed_on = models.PositiveSmallIntegerField(_("handed on, times"), default=0)
    answer = models.TextField(_("answer"), max_length=MOST_SIGNS_OF_ANSWER, blank=True, validators=[no_personal_data])
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["day", "uid"]
        constraints = [
            models.CheckConstraint(
                name="question_says_something",
                condition=~Q(question=""),
                violation_error_message=_("Write your question."),
            ),
            models.CheckConstraint(
                name="question_answered_with_its_day",
                condition=Q(state="answered", answered_on__isnull=False) & ~Q(answer="")
                | ~Q(state="answered") & Q(answered_on__isnull=True, answer=""),
                violation_error_message=_("An answered question has an answer and its day, and no other has."),
            ),
            models.CheckConstraint(
                name="question_closed_with_a_reason",
                condition=Q(state="closed") & ~Q(reason="") | ~Q(state="closed") & Q(reason=""),
                violation_error_message=_("A closed question needs a reason, and no other has one."),
            ),
        ]

    def __str__(self):
        return self.question[:60]

    @property
    def is_open(self):
        return self.state in (self.State.WAITING, self.State.TAKEN)

    @property
    def gone_on(self):
        """The day on which question and answer are erased."""
        return self.day + timedelta(days=QUESTION_DAYS)

    def days_waited(self, today):
        return max(0, (today - self.day).days)

    def has_waited_long(self, today):
        return self.is_open and self.days_waited(today) >= LONG_WAIT_DAYS

    @classmethod
    @transaction.atomic
    def ask(cls, **fields):
        """Store a question and count it. A form that is sent twice counts once; returns the row of the first."""
        found, is_new = cls.objects.get_or_create(uid=fields.pop("uid"), defaults=fields)
        if is_new:
            QuestionCount.add(found.day, found.purpose_id, asked=1)
        return found

    @classmethod
    def locked(cls, uid):
        """The open question `uid`, held until the transaction ends. Raises NotOpen when it is no longer open."""
        found = cls.objects.select_for_update(of=("self",)).filter(uid=uid).first()
        if found is None or not found.is_open:
            raise NotOpen(uid)
        return found

    @transaction.atomic
    def take(self, *, institution, from_others=False):
        """Say that `institution` (None: the centre itself) works on it.

        from_others: also when somebody else works on it already; else that raises NotOpen.
        """
        found = self.locked(self.pk)
        if found.state == self.State.TAKEN and found.institution != institution and not from_others:
            raise NotOpen(self.pk)
        found.state, found.institution = self.State.TAKEN, institution
        found.save(update_fields=["state", "institution"])

    @transaction.atomic
    def put_back(self):
        """Let it wait again for whoever takes it."""
        found = self.locked(self.pk)
        found.state, found.institution = self.State.WAITING, None
        found.save(update_fields=["state", "institution"])

    @transaction.atomic
    def hand_on(self, purpose):
        """Put it into the tray of another purpose, where it waits again."""
        found = self.locked(self.pk)
        if found.purpose_id == purpose.pk:
            return
        QuestionCount.add(found.day, found.purpose_id, asked=-1)
        QuestionCount.add(found.day, purpose.pk, asked=1)
        found.purpose, found.state, found.institution = purpose, self.State.WAITING, None
        found.handed_on += 1
        found.save(update_fields=["purpose", "state", "institution", "handed_on"])

    @transaction.atomic
    def give_answer(self, text, *, institution, on):
        """Answer it for good on the day `on`. Raises NotOpen when somebody has answered or closed it meanwhile."""
        found = self.locked(self.pk)
        found.state, found.answer, found.answered_on = self.State.ANSWERED, text, on
        found.institution = institution
        found.save(update_fields=["state", "answer", "answered_on", "institution"])
        QuestionCount.add(found.day, found.purpose_id, answered=1)

    @transaction.atomic
    def close(self, reason):
        """Close it without an answer; the visitor reads why. A text that names somebody is gone at once."""
        found = self.locked(self.pk)
        found.state, found.reason = self.State.CLOSED, reason
        if reason in (self.Reason.PERSONAL, self.Reason.ABUSE):
            found.question = "…"
        found.save(update_fields=["state", "reason", "question"])
        QuestionCount.add(found.day, found.purpose_id, closed=1)

    @transaction.atomic
    def erase(self):
        """Forget it at the wish of who asked; what was counted stays."""
        Question.objects.filter(pk=self.pk).erase()


class QuestionCount(models.Model):
    """How many questions of a day were for a purpose, and what became of them: volumes, kept when texts are gone."""

    day = models.DateField(_("day"))
    purpose = models.ForeignKey(Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="+")
    asked = models.IntegerField(_("asked"), default=0)
    answered = models.IntegerField(_("answered"), default=0)
    closed = models.IntegerField(_("closed without an answer"), default=0)

    class Meta:
        verbose_name = _("questions of a day")
        verbose_name_plural = _("questions of days")
        ordering = ["day", "purpose"]
        constraints = [
            models.UniqueConstraint(
                name="questioncount_once_a_day_and_purpose",
                fields=["day", "purpose"],
                violation_error_message=_("This day and purpose are counted already."),
            ),
            models.CheckConstraint(
                name="questioncount_not_below_zero",
                condition=Q(asked__gte=0, answered__gte=0, closed__gte=0),
                violation_error_message=_("A count is not below zero."),
            ),
        ]

    def __str__(self):
        return f"{self.day}: {self.asked}"

    @classmethod
    def add(cls, day, purpose_id, **numbers):
        """Add `numbers` (asked, answered, closed) to the counts of the questions asked on `day`."""
        row, _is_new = cls.objects.get_or_create(day=day, purpose_id=purpose_id)
        cls.objects.filter(pk=row.pk).update(**{name: F(name) + n for name, n in numbers.items()})
