"""The yearly report as it was when the self-assessment was validated (decision 0017)."""

import pgtrigger
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from reports.models.assessment import SelfAssessment
from reports.models.period import checksum_of


class FrozenReportQuerySet(models.QuerySet):
    def of_year(self, year):
        """The one of `year`, or None."""
        return self.filter(assessment__year=year).first()


class FrozenReport(models.Model):
    """All that the yearly report prints, in every language of the centre; every later print is made from it.

    documents: {language: reports.frozen_documents.plain of the Document}.  default: the language for all others.
    definitions_version: of the figures in it.  checksum: of `documents`, so that a change shows.
    """

    assessment = models.OneToOneField(SelfAssessment, on_delete=models.PROTECT, related_name="frozen_report")
    documents = models.JSONField(editable=False)
    default = models.CharField(max_length=10, editable=False)
    definitions_version = models.PositiveSmallIntegerField(_("version of the definitions"), editable=False)
    checksum = models.CharField(_("checksum"), max_length=64, editable=False)
    frozen_at = models.DateTimeField(_("frozen at"), default=timezone.now, editable=False)

    objects = FrozenReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen yearly report")
        verbose_name_plural = _("frozen yearly reports")
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return gettext("Yearly report, frozen on %(day)s") % {"day": self.frozen_at.date()}

    @property
    def is_intact(self):
        """True when the document still is what was frozen."""
        return self.checksum == checksum_of(self.documents)

    def in_language(self, language):
        """The document in `language`, else in the centre's first."""
        return self.documents[self.language_for(language)]

    def language_for(self, language):
        """`language` if it was frozen in it, else the centre's first."""
        return language if language in self.documents else self.default
