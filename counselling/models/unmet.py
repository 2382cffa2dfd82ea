import uuid

from django.db import models
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose, Site
from citedesmetiers.models.once import CountedQuerySet, TakenBack
from counselling.models.lists import Theme


class UnmetRequestQuerySet(CountedQuerySet):
    def between(self, first, last):
        return self.filter(day__range=(first, last))

    def by_purpose(self):
        """A dictionary purpose id → requests."""
        return dict(self.order_by().values_list("purpose").annotate(n=Sum("people")))

    def by_theme(self):
        """A dictionary theme id → requests; those without a theme are left out."""
        rows = self.filter(theme__isnull=False).order_by()
        return dict(rows.values_list("theme").annotate(n=Sum("people")))


class UnmetRequest(TakenBack):
    """Somebody asked for a purpose while no desk for it was on duty: what the roster lacks.

    Anonymous by construction, as a visit is: day and hour, a purpose, perhaps a theme, and no link to the visit.
    """

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("day"))
    hour = models.PositiveSmallIntegerField(_("hour"), help_text=_("0 to 23, on the clock of the place."))
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="+", db_index=False
    )
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("theme"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )

    objects = UnmetRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("unmet request")
        verbose_name_plural = _("unmet requests")
        indexes = [models.Index(name="unmet_by_place_and_day", fields=["site", "day"])]
        constraints = [
            models.CheckConstraint(
                name="unmetrequest_hour_0_to_23",
                condition=Q(hour__range=(0, 23)),
                violation_error_message=_("The hour goes from 0 to 23."),
            ),
            models.CheckConstraint(
                name="unmetrequest_people_1_to_500",
                condition=Q(people__range=(1, 500)),
                violation_error_message=_("An unmet request is by 1 to 500 people."),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.hour}h, {self.purpose_id}"
