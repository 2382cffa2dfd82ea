import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import ProfileList, ProfileValue, Purpose, Site
from citedesmetiers.models.once import CountedQuerySet, TakenBack
from partners.models import Institution
from reception.models.visits import MOST_PEOPLE


class GroupVisit(TakenBack):
    """A class or an institution that comes as a group: one entry, a number, and marginals.

    Marginals say "13 girls, 11 boys" and "all 15 to 17", never who was what: the software does not invent people to
    make a crossing that nobody counted.
    """

    uid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    day = models.DateField(_("day"))
    hour = models.PositiveSmallIntegerField(_("hour"), help_text=_("0 to 23, on the clock of the place."))
    people = models.PositiveSmallIntegerField(_("people"))
    classes = models.PositiveSmallIntegerField(_("classes"), null=True, blank=True)
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("school or institution"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    purposes = ArrayField(models.BigIntegerField(), verbose_name=_("purposes"), default=list, blank=True)

    objects = CountedQuerySet.as_manager()

    class Meta:
        verbose_name = _("group visit")
        verbose_name_plural = _("group visits")
        ordering = ["-day", "-hour", "uid"]
        constraints = [
            models.CheckConstraint(
                name="groupvisit_hour_0_to_23",
                condition=Q(hour__range=(0, 23)),
                violation_error_message=_("The hour goes from 0 to 23."),
            ),
            models.CheckConstraint(
                name="groupvisit_people_2_to_500",
                condition=Q(people__range=(2, MOST_PEOPLE)),
                violation_error_message=_("A group counts 2 to 500 people."),
            ),
            models.CheckConstraint(
                name="groupvisit_classes_not_more_than_people",
                condition=Q(classes__isnull=True) | Q(classes__gte=1, classes__lte=models.F("people")),
                violation_error_message=_(
                    "There cannot be more classes than people, and a class visit has at least one."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.day}, {self.people}"

    def named_purposes(self):
        """The purposes as rows, in their order."""
        return Purpose.objects.filter(pk__in=self.purposes)

    def check_marginals(self, counts):
        """Raise ValidationError when values of one list in `counts` add up to more people than came.

        counts: a dictionary ProfileValue → people; what is missing to the whole group is "not stated".
        """
        totals = {}
        for value, people in counts.items():
            totals[value.list] = totals.get(value.list, 0) + people
        for name, total in totals.items():
            if total > self.people:
                raise ValidationError(
                    _("%(list)s: the numbers add up to %(total)d, but %(people)d people came."),
                    params={"list": ProfileList(name).label, "total": total, "people": self.people},
                )

    @transaction.atomic
    def set_marginals(self, counts):
        """Replace the marginals by `counts`, a dictionary ProfileValue → people. Raises as check_marginals does."""
        self.check_marginals(counts)
        self.marginals.all().delete()
        GroupMarginal.objects.bulk_create(
            GroupMarginal(group=self, value=value, people=people) for value, people in counts.items() if people
        )


class GroupMarginal(models.Model):
    """How many people of a group have one value of one list."""

    group = models.ForeignKey(GroupVisit, on_delete=models.CASCADE, related_name="marginals")
    value = models.ForeignKey(ProfileValue, verbose_name=_("value"), on_delete=models.PROTECT, related_name="+")
    people = models.PositiveSmallIntegerField(_("people"))

    class Meta:
        verbose_name = _("share of a group")
        verbose_name_plural = _("shares of a group")
        constraints = [
            models.UniqueConstraint(
                name="groupmarginal_value_once_in_a_group",
                fields=["group", "value"],
                violation_error_message=_("This value is there already."),
            ),
            models.CheckConstraint(
                name="groupmarginal_people_at_least_1",
                condition=Q(people__gte=1),
                violation_error_message=_("Leave out what counts nobody."),
            ),
        ]

    def __str__(self):
        return f"{self.value}: {self.people}"
