"""The frame of the self-assessment: principles and criteria, worded by the centre, in numbered versions.

A version that a validated self-assessment stands on is never changed again; the next one is a copy to edit.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

LEVELS = [1, 2, 3, 4]


class FrameQuerySet(models.QuerySet):
    def latest_version(self):
        """The version with the highest number, or None."""
        return self.order_by("-number").first()


class Frame(models.Model):
    """One version of the frame."""

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    note = models.CharField(_("what is new in it"), max_length=200, blank=True)

    objects = FrameQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of the frame")
        verbose_name_plural = _("versions of the frame")
        ordering = ["-number"]

    def __str__(self):
        return gettext("Frame, version %(number)s") % {"number": self.number}

    @property
    def number_label(self):
        return str(self.number)

    @property
    def is_fixed(self):
        """True once a self-assessment that stands on it was submitted: from then on nobody rewords it."""
        return self.self_assessments.exclude(state="draft").exists()

    @transaction.atomic
    def next_version(self):
        """A copy of it with the next number, to edit."""
        latest = Frame.objects.latest_version().number
        made = Frame.objects.create(number=latest + 1)
        for principle in list(self.principles.prefetch_related("criteria")):
            criteria = list(principle.criteria.all())
            principle.pk, principle.frame, principle._state.adding = None, made, True
            principle.save()
            for criterion in criteria:
                criterion.pk, criterion.principle, criterion._state.adding = None, principle, True
                criterion.save()
        return made


class Principle(models.Model):
    """A chapter of the frame: a principle of the charter, the territory, the network."""

    class Family(models.TextChoices):
        CHARTER = "charter", _("Charter")
        TERRITORY = "territory", _("Territory")
        NETWORK = "network", _("Network")

    frame = models.ForeignKey(Frame, on_delete=models.CASCADE, related_name="principles")
    code = models.CharField(_("number"), max_length=4)
    family = models.CharField(_("family"), max_length=10, choices=Family.choices, default=Family.CHARTER)
    title = models.CharField(_("title"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("principle")
        verbose_name_plural = _("principles")
        ordering = ["frame", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="principle_code_once_in_a_frame",
                fields=["frame", "code"],
                violation_error_message=_("Another principle has this number."),
            )
        ]

    def __str__(self):
        return gettext("%(code)s. %(title)s") % {"code": self.code, "title": self.title}


class Criterion(models.Model):
    """What is asked, which evidence stands beside it, and what each of the four levels means here."""

    principle = models.ForeignKey(Principle, on_delete=models.CASCADE, related_name="criteria")
    code = models.CharField(_("number"), max_length=8)
    title = models.CharField(_("title"), max_length=120)
    asks = models.TextField(_("what is asked"), max_length=600, blank=True)
    evidence_words = models.TextField(_("evidence, in words"), max_length=600, blank=True)
    evidence = ArrayField(models.CharField(max_length=40), verbose_name=_("evidence"), default=list, blank=True)
    guidance_1 = models.TextField(_("level 1 means here"), max_length=300, blank=True)
    guidance_2 = models.TextField(_("level 2 means here"), max_length=300, blank=True)
    guidance_3 = models.TextField(_("level 3 means here"), max_length=300, blank=True)
    guidance_4 = models.TextField(_("level 4 means here"), max_length=300, blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["principle__rank", "principle", "rank", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="criterion_code_once_in_a_principle",
                fields=["principle", "code"],
                violation_error_message=_("Another criterion has this number."),
            )
        ]

    def __str__(self):
        return gettext("%(code)s %(title)s") % {"code": self.code, "title": self.title}

    @property
    def guidance(self):
        """{level: what it means for this criterion}."""
        return {level: getattr(self, f"guidance_{level}") for level in LEVELS}
