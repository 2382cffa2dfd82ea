"""The closed lists that a resource is described with, and the plan by which it is shelved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose


class ListQuerySet(models.QuerySet):
    def offered(self):
        """Entries that may still be chosen; resources keep those that were retired."""
        return self.filter(retired=False)


class ListEntry(models.Model):
    """An entry of a list that staff edit. It is never deleted: it retires, and resources keep it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("retired"), default=False)

    objects = ListQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["rank", "pk"]

    def __str__(self):
        return self.name


class Medium(ListEntry):
    """A kind of document: book, job sheet, journal, video, website…"""

    may_be_lent = models.BooleanField(_("may be lent"), default=False, help_text=_("What a new copy starts with."))
    loan_days = models.PositiveSmallIntegerField(_("loan (days)"), default=21)
    given_away = models.BooleanField(_("to take away"), default=False)
    verify_months = models.PositiveSmallIntegerField(_("to be verified after (months)"), default=24)
    schema_type = models.CharField(_("schema.org type"), max_length=30, default="CreativeWork")

    class Meta(ListEntry.Meta):
        verbose_name = _("medium")
        verbose_name_plural = _("media")
        constraints = [
            models.CheckConstraint(
                name="medium_loan_1_to_365_days",
                condition=Q(loan_days__range=(1, 365)),
                violation_error_message=_("A loan lasts from 1 to 365 days."),
            ),
            models.CheckConstraint(
                name="medium_verified_within_10_years",
                condition=Q(verify_months__range=(1, 120)),
                violation_error_message=_("Between 1 and 120 months."),
            ),
        ]


class Sector(ListEntry):
    """A professional sector, in the words of visitors."""

    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )

    class Meta(ListEntry.Meta):
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")


class Level(ListEntry):
    """A level of qualification that a document speaks of; `eqf`: level of the European framework, when it has one."""

    eqf = models.PositiveSmallIntegerField(_("EQF level"), null=True, blank=True)

    class Meta(ListEntry.Meta):
        verbose_name = _("level")
        verbose_name_plural = _("levels")


class ClassificationNode(models.Model):
    """A shelf of the centre's plan: E, then E12. A shelf mark begins with its code."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    see = models.ManyToManyField("self", verbose_name=_("see also"), blank=True)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    retired = models.BooleanField(_("retired"), default=False)

    objects = ListQuerySet.as_manager()

    class Meta:
        verbose_name = _("shelf")
        verbose_name_plural = _("shelving plan")
        ordering = ["code"]

    def __str__(self):
        return f"{self.code} {self.name}"
