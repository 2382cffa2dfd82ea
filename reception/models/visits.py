import uuid
from collections import Counter

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import ProfileList, ProfileValue, Purpose, Site
from citedesmetiers.models.once import CountedQuerySet, TakenBack
from partners.models import InstitutionKind

MOST_PEOPLE = 500
PROFILE_FIELDS = list(ProfileList.values)  # each list has a column of its name in Visit


class SentTo(models.TextChoices):
    """Where reception sent a visitor on to."""

    DESK = "desk", _("Advice desk")
    DOCUMENTATION = "documentation", _("Documentation")
    STATIONS = "stations", _("Computer stations")
    ACTIVITY = "activity", _("Workshop or event")
    INSTITUTION = "institution", _("Another institution")


def profile_key(profile_list):
    """A column for one list; empty means "not stated". No index: figures read whole days at once."""
    return models.ForeignKey(
        ProfileValue,
        verbose_name=ProfileList(profile_list).label,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        limit_choices_to={"list": profile_list},
    )


class VisitQuerySet(CountedQuerySet):
    def in_year(self, year):
        """Visits of the civil year `year`, days as the place's own clock cut them."""
        return self.filter(day__year=year)

    def on(self, day):
        return self.filter(day=day)

    def noted_in(self, span, lists):
        """{key: visits} of the values of the profile lists `lists` on the days `span` (first, last)."""
        rows = self.counted().filter(day__range=span).order_by().values_list(*(f"{name}_id" for name in lists))
        found = Counter()
        for *values, n in rows.annotate(n=Count("pk")):
            found.update({value: n for value in values if value})
        return found

    def people_by_hour(self):
        """A dictionary hour → people; hours without a visit are left out."""
        rows = self.order_by().values("hour").annotate(total=Sum("people"))
        return {row["hour"]: row["total"] for row in rows}

    def people_by_purpose(self):
        """A dictionary purpose id (None: not stated) → people; each visit counts for its first purpose."""
        rows = self.order_by().values("purpose").annotate(total=Sum("people"))
        return {row["purpose"]: row["total"] for row in rows}


class Visit(TakenBack):
    """An entry through the door, counted by reception: one person or a few who came together.

    Anonymous by construction: day and hour, never the minute; coarse values from closed lists; no text; no author; no
    link to an interview, a loan or a seat. The key is made on the device that counted, so that sending twice stores
    once; it is replaced by a random one after a week.
    """

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("day"))
    hour = models.PositiveSmallIntegerField(_("hour"), help_text=_("0 to 23, on the clock of the place."))
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    purpose = models.ForeignKey(
        Purpose,
        verbose_name=_("purpose"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
    )
    further_purposes = ArrayField(
        models.BigIntegerField(), verbose_name=_("further purposes"), default=list, blank=True
    )
    gender = profile_key("gender")
    age_band = profile_key("age_band")
    status = profile_key("status")
    level = profile_key("level")
    territory = profile_key("territory")
    heard_by = profile_key("heard_by")
    first_visit = profile_key("first_visit")
    sent_to_kind = models.ForeignKey(
        InstitutionKind,
        verbose_name=_("kind of institution"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        help_text=_("Where the person was sent outside."),
    )
    sent_to = ArrayField(
        models.CharField(max_length=20, choices=SentTo.choices), verbose_name=_("sent to"), default=list, blank=True
    )

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            models.Index(
                name="visit_counted_by_place_and_day",
                fields=["site", "day"],
                include=["hour", "people", "purpose"],
                condition=Q(undone=False),
            ),
            models.Index(name="visit_by_day", fields=["day"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="visit_hour_0_to_23",
                condition=Q(hour__range=(0, 23)),
                violation_error_message=_("The hour goes from 0 to 23."),
            ),
            models.CheckConstraint(
                name="visit_people_1_to_500",
                condition=Q(people__range=(1, MOST_PEOPLE)),
                violation_error_message=_("A visit counts 1 to 500 people."),
            ),
            models.CheckConstraint(
                name="visit_sent_to_is_known",
                condition=Q(sent_to__contained_by=SentTo.values),
                violation_error_message=_("One of the directions is not known."),
            ),
        ]

    def __str__(self):
        return f"{self.day} {self.hour}h, {self.people}"

    @property
    def is_qualified(self):
        """True when anything beyond the purpose was noted."""
        return any(getattr(self, f"{name}_id") for name in PROFILE_FIELDS) or bool(self.sent_to)
