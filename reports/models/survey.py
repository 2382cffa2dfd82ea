"""Surveys without a person behind them: questions with closed answers, and counts per year.

Only counts are stored. Two answers of one person are never kept together: five answers side by side would be a
fingerprint, counts are none. Nothing says at what time somebody answered, and but for paper that was entered lately
nothing says on what day.
"""

import secrets
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data
from partners.models import Programme

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # what people can type from a poster: no 0 and o, no 1, i and l
MOST_NUMBER = 9999


def make_token():
    """A short address for a poster; not a secret."""
    return "".join(secrets.choice(LETTERS) for _place in range(8))


class Audience(models.TextChoices):
    VISITORS = "visitors", _("Visitors")
    PARTICIPANTS = "participants", _("Workshop participants")
    PARTNERS = "partners", _("Partners and speakers")


class Channel(models.TextChoices):
    LINK = "link", _("Link or QR code")
    TABLET = "tablet", _("Tablet on the spot")
    PAPER = "paper", _("On paper")


class SurveyQuerySet(models.QuerySet):
    def open_on(self, day):
        """Those that take answers on `day`."""
        return self.filter(opens_on__lte=day).filter(Q(closes_on__isnull=True) | Q(closes_on__gte=day))

    def touching(self, first, last):
        """Those that took answers at some time from `first` to `last`."""
        return self.filter(opens_on__lte=last).filter(Q(closes_on__isnull=True) | Q(closes_on__gte=first))


class Survey(models.Model):
    """Questions to one audience, open between two days."""

    title = models.CharField(_("title"), max_length=120)
    intro = models.TextField(_("introduction"), blank=True, max_length=600)
    audience = models.CharField(_("who answers"), max_length=15, choices=Audience.choices)
    opens_on = models.DateField(_("open from"))
    closes_on = models.DateField(_("open to"), null=True, blank=True, help_text=_("Empty: until you close it."))
    site = models.ForeignKey(
        Site, verbose_name=_("place"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    programme = models.ForeignKey(
        Programme, verbose_name=_("programme"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    token = models.CharField(_("address"), max_length=16, unique=True, default=make_token, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["-opens_on", "-pk"]
        constraints = [not_before("closes_on", "opens_on")]

    def __str__(self):
        return self.title

    def is_open_on(self, day):
        return self.opens_on <= day and (self.closes_on is None or self.closes_on >= day)

    def line_of(self, day):
        """The day on whose line answers of `day` are kept for good: the first of its year, or of the survey."""
        return max(self.opens_on, day.replace(month=1, day=1)) if day >= self.opens_on else day

    @property
    def is_open(self):
        return self.is_open_on(timezone.localdate())

    @property
    def is_over(self):
        return self.closes_on is not None and self.closes_on < timezone.localdate()

    @property
    def has_answers(self):
        """True once a questionnaire came back: from then on its questions stay as they were asked."""
        return SurveyReturn.objects.filter(survey=self).exists()

    def returned(self):
        """How many questionnaires came back, by channel: {Channel: number}, channels without any left out."""
        rows = SurveyReturn.objects.filter(survey=self).order_by().values_list("channel")
        return {Channel(channel): n for channel, n in rows.annotate(n=models.Sum("count")) if n}


class Question(models.Model):
    """One question; nobody has to answer it."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("Four levels")
        SINGLE = "single", _("One choice")
        MULTIPLE = "multiple", _("Several choices")
        NUMBER = "number", _("A number")
        COMMENT = "comment", _("A remark in words")

    WITH_OPTIONS = [Kind.SCALE, Kind.SINGLE, Kind.MULTIPLE]

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(_("code"), max_length=40)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("question"), max_length=200)
    figure = models.CharField(_("what is printed"), max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["survey", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="question_code_once_in_a_survey",
                fields=["survey", "code"],
                violation_error_message=_("Another question has this code."),
            )
        ]

    def __str__(self):
        return self.text

    @property
    def has_options(self):
        return self.kind in self.WITH_OPTIONS


class Option(models.Model):
    """One of the answers to choose from. is_top: it counts as satisfied."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    code = models.SlugField(_("code"), max_length=40)
    label = models.CharField(_("answer"), max_length=120)
    is_top = models.BooleanField(_("counts as satisfied"), default=False)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    named_with = ("question",)  # see citedesmetiers.audit

    class Meta:
        verbose_name = _("answer to choose")
        verbose_name_plural = _("answers to choose")
        ordering = ["question", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="option_code_once_in_a_question",
                fields=["question", "code"],
                violation_error_message=_("Another answer has this code."),
            )
        ]

    def __str__(self):
        return self.label

    def name_in_history(self):
        """Its name among the answers to other questions."""
        return gettext("%(question)s %(answer)s") % {"question": self.question, "answer": self.label}


class SurveyReturn(models.Model):
    """How many questionnaires came back on a day, by channel."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    count = models.PositiveIntegerField(_("questionnaires"), default=0)

    class Meta:
        verbose_name = _("returned questionnaires")
        verbose_name_plural = _("returned questionnaires")
        ordering = ["survey", "day", "channel"]
        constraints = [
            models.UniqueConstraint(
                name="surveyreturn_one_line",
                fields=["survey", "day", "channel"],
                violation_error_message=_("This day has its line already."),
            )
        ]

    def __str__(self):
        return f"{self.survey_id}, {self.day}, {self.channel}"


class SurveyAnswer(models.Model):
    """How many gave an answer to a question on a day: one of its options, or a number."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    value = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    day = models.DateField(_("day"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    count = models.PositiveIntegerField(_("answers"), default=0)

    class Meta:
        verbose_name = _("counted answers")
        verbose_name_plural = _("counted answers")
        ordering = ["question", "day", "option", "value"]
        constraints = [
            models.UniqueConstraint(
                name="surveyanswer_one_line",
                fields=["question", "option", "value", "day", "channel"],
                nulls_distinct=False,
                violation_error_message=_("This day has its line already."),
            ),
            models.CheckConstraint(
                name="surveyanswer_option_or_number",
                condition=Q(option__isnull=True) | Q(value__isnull=True),
                violation_error_message=_("An answer is one of the choices, or a number."),
            ),
        ]

    def __str__(self):
        return f"{self.question_id}, {self.day}: {self.count}"


class SurveyAnswered(models.Model):
    """How many answered a question at all on a day: with several choices, answers outnumber those who gave them."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices)
    count = models.PositiveIntegerField(_("people"), default=0)

    class Meta:
        verbose_name = _("answered questions")
        verbose_name_plural = _("answered questions")
        ordering = ["question", "day", "channel"]
        constraints = [
            models.UniqueConstraint(
                name="surveyanswered_one_line",
                fields=["question", "day", "channel"],
                violation_error_message=_("This day has its line already."),
            )
        ]

    def __str__(self):
        return f"{self.question_id}, {self.day}: {self.count}"


class SurveyCommentQuerySet(models.QuerySet):
    def to_read(self):
        return self.filter(verdict=SurveyComment.Verdict.TO_READ)

    def of(self, survey):
        return self.filter(question__survey=survey)

    def due_before(self, year, sent):
        """Those to forget: older than `year`, or of a year whose report was sent. sent: years."""
        return self.filter(Q(month__year__lt=year) | Q(month__year__in=sent))


class SurveyComment(models.Model):
    """A remark, kept with the month alone until it was read and, at the latest, the report is done."""

    class Verdict(models.TextChoices):
        TO_READ = "to_read", _("To read")
        KEPT = "kept", _("May be printed")

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="+")
    month = models.DateField(_("month"))
    text = models.CharField(_("remark"), max_length=500, validators=[no_personal_data])
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, default=Verdict.TO_READ)

    objects = SurveyCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["question", "-month", "text"]

    def __str__(self):
        return self.text


def first_of_month(day):
    """The first day of the month of `day`: all that a remark keeps of when it was written."""
    return day - timedelta(days=day.day - 1)


def add_to(model, n=1, **where):
    """Count `n` more on the line of `model` that `where` names; two who do so at once both count."""
    line, created = model.objects.get_or_create(**where, defaults={"count": n})
    if not created:
        model.objects.filter(pk=line.pk).update(count=F("count") + n)
