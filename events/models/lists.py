"""The lists that describe what is on: kinds, topics, for whom, adapted how, with what; and the rooms.

Topics are the events' own table, although they begin with the same codes as the themes of interviews: the two rooms
stand side by side and neither may import the other, and a programme is grouped more coarsely than conversations are.
What both rooms say of one subject can be joined by its code.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from citedesmetiers.constraints import not_before
from citedesmetiers.models import Purpose, Site
from citedesmetiers.sorting import by_name


class EntryQuerySet(models.QuerySet):
    def in_force(self, day):
        """Entries that may be chosen on `day`."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day))


class Entry(models.Model):
    """An entry of a list that staff edit. It is never deleted: it retires, and past events keep it."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["rank", "pk"]

    def __str__(self):
        return self.name

    def retire(self, on):
        """Offer the entry until the day `on` and no longer; what was planned with it keeps it."""
        self.valid_until = on
        self.save(update_fields=["valid_until"])

    def resume(self):
        """Offer the entry again."""
        self.valid_until = None
        self.save(update_fields=["valid_until"])


class Counted(models.TextChoices):
    """What somebody counts after a session."""

    PARTICIPANTS = "participants", _("participants")
    PARTNERS = "partners", _("partners present")
    COMPANIES = "companies", _("companies present")
    CLASSES = "classes", _("classes and pupils")


def participants_only():
    """What a new kind of event counts."""
    return [Counted.PARTICIPANTS.value]


class EventKind(Entry):
    """A kind of event, with what it pre-fills in the form of a new one."""

    public = models.BooleanField(_("stands in the public programme"), default=True)
    booking = models.BooleanField(_("seats can be booked"), default=False)
    minutes = models.PositiveSmallIntegerField(
        _("usual length (minutes)"), null=True, blank=True, validators=[MinValueValidator(5)]
    )
    counts = ArrayField(
        models.CharField(max_length=15, choices=Counted.choices),
        verbose_name=_("what is counted"),
        default=participants_only,
        blank=True,
    )

    class Meta(Entry.Meta):
        verbose_name = _("kind of event")
        verbose_name_plural = _("kinds of events")


class Topic(Entry):
    """What an event is about."""

    purpose = models.ForeignKey(
        Purpose, verbose_name=_("purpose"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta(Entry.Meta):
        verbose_name = pgettext_lazy("of an event", "theme")
        verbose_name_plural = pgettext_lazy("of an event", "themes")


class AudienceTag(Entry):
    """Whom an event is meant for; also the sub-groups that are counted at a session."""

    class Meta(Entry.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Adaptation(Entry):
    """How an activity is adapted: it says something about the activity, never about who comes."""

    class Meta(Entry.Meta):
        verbose_name = _("adaptation")
        verbose_name_plural = _("adaptations")


class Material(Entry):
    """Something that must stand in the room."""

    class Meta(Entry.Meta):
        verbose_name = _("material")
        verbose_name_plural = _("materials")


class RoomQuerySet(models.QuerySet):
    def in_use(self, day):
        """Rooms that can be taken on `day`."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=day)).filter(
            Q(opened_on__isnull=True) | Q(opened_on__lte=day)
        )


class Room(models.Model):
    """A room of a place, where sessions are held."""

    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("seats"), null=True, blank=True, validators=[MinValueValidator(1)])
    step_free = models.BooleanField(_("step-free access"), null=True, blank=True)
    opened_on = models.DateField(_("in use from"), null=True, blank=True)
    closed_on = models.DateField(_("in use until"), null=True, blank=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["site", by_name(), "pk"]
        constraints = [
            models.UniqueConstraint(
                name="room_name_once_at_a_place",
                fields=["site", "name"],
                violation_error_message=_("This place has a room of that name already."),
            ),
            not_before("closed_on", "opened_on"),
        ]

    def __str__(self):
        return self.name
