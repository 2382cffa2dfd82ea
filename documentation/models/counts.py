"""What stays of loans, consultations and searches: numbers."""

from datetime import timedelta

from django.db import models
from django.db.models import Max, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site
from documentation.models.resource import Resource


class LoanCount(models.Model):
    """How often a resource was lent at a place on a day (renewals apart)."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="loan_counts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    n = models.PositiveIntegerField(_("loans"), default=0)
    renewals = models.PositiveIntegerField(_("renewals"), default=0)

    class Meta:
        verbose_name = _("count of loans")
        verbose_name_plural = _("counts of loans")
        constraints = [
            models.UniqueConstraint(
                name="loan_count_once",
                fields=["day", "resource", "site"],
                violation_error_message=_("This day is counted already."),
            )
        ]

    def __str__(self):
        return f"{self.day} {self.n}"


class ConsultationCount(models.Model):
    """How often a resource lay on a table when somebody went round with the scanner,
    or was opened online (without a place)."""

    resource = models.ForeignKey(Resource, on_delete=models.PROTECT, related_name="consultation_counts")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(_("day"))
    n = models.PositiveIntegerField(_("consultations"), default=0)

    class Meta:
        verbose_name = _("count of consultations")
        verbose_name_plural = _("counts of consultations")
        constraints = [
            models.UniqueConstraint(
                name="consultation_count_once",
                fields=["day", "resource", "site"],
                nulls_distinct=False,
                violation_error_message=_("This day is counted already."),
            )
        ]

    def __str__(self):
        return f"{self.day} {self.n}"


class SearchCountQuerySet(models.QuerySet):
    def unanswered(self, weeks=52):
        """What was asked in vain FLOOR times or more in the last `weeks`: rows of question, asked, times, last.

        asked: how often; times: without a result; last: the last week. Most frequent first.
        """
        since = timezone.localdate() - timedelta(weeks=weeks)
        rows = self.filter(week__gte=since).values("question").order_by()
        rows = rows.annotate(times=Sum("without_result"), asked=Sum("n"), last=Max("week"))
        return rows.filter(times__gte=SearchCount.FLOOR).order_by("-times", "question")


class SearchCount(models.Model):
    """How often a question was asked in a week, its words normalised and in order of the alphabet; by nobody."""

    FLOOR = 5  # what fewer have asked is shown to nobody

    question = models.CharField(_("question"), max_length=80)
    week = models.DateField(_("week of"))
    n = models.PositiveIntegerField(_("times"), default=0)
    without_result = models.PositiveIntegerField(_("without a result"), default=0)

    objects = SearchCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of searches")
        verbose_name_plural = _("counts of searches")
        constraints = [
            models.UniqueConstraint(
                name="search_count_once",
                fields=["week", "question"],
                violation_error_message=_("This week is counted already."),
            ),
            models.CheckConstraint(
                name="search_count_week_begins_on_monday",
                condition=Q(week__iso_week_day=1),
                violation_error_message=_("A week begins on Monday."),
            ),
        ]

    def __str__(self):
        return self.question
