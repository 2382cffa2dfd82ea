"""Events: what is offered, with whom and for whom. Each of them takes place in sessions."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose
from citedesmetiers.sorting import by_name
from events.models.lists import Adaptation, AudienceTag, EventKind, Material, Topic
from partners.languages import SPOKEN
from partners.models import Institution, Programme, ProgrammeModule

MOST_SEATS_AT_ONCE = 10


class EventQuerySet(models.QuerySet):
    def named(self, text):
        """Those whose title holds each word of `text`, whatever its accents and case."""
        found = self
        for word in text.split():
            found = found.filter(title__unaccent__icontains=word)
        return found


class Event(models.Model):
    """A workshop, an information day, a forum…: what it is; when and where stands in its sessions."""

    title = models.CharField(_("title"), max_length=150)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences: they stand in the programme.")
    )
    description = models.TextField(_("description"), max_length=4000, blank=True)
    kind = models.ForeignKey(EventKind, verbose_name=_("kind"), on_delete=models.PROTECT, related_name="events")
    purposes = models.ManyToManyField(Purpose, verbose_name=_("purposes"), related_name="+", blank=True)
    topics = models.ManyToManyField(Topic, verbose_name=_("themes"), related_name="events", blank=True)
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The pathway or project that it belongs to."),
    )
    module = models.ForeignKey(
        ProgrammeModule,
        verbose_name=_("module"),
        on_delete=models.SET_NULL,  # modules are rows of the programme's own form: the event and its counts stay
        related_name="+",
        null=True,
        blank=True,
        help_text=_("The part of the pathway; its sessions and the people at them are counted there."),
    )
    thematic_week = models.ForeignKey(
        Programme,
        verbose_name=_("thematic week"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        limit_choices_to={"kind": Programme.Kind.THEMATIC_WEEK},
    )
    edition = models.PositiveSmallIntegerField(
        _("edition"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("A number, when it comes back: 21 for the 21st."),
    )
    institutions = models.ManyToManyField(
        Institution, through="Organiser", verbose_name=_("organisers"), related_name="+"
    )
    audiences = models.ManyToManyField(AudienceTag, verbose_name=_("for whom"), related_name="events", blank=True)
    adaptations = models.ManyToManyField(Adaptation, verbose_name=_("adapted"), related_name="events", blank=True)
    materials = models.ManyToManyField(Material, verbose_name=_("materials needed"), related_name="events", blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=SPOKEN, blank=True, help_text=_("When it is not the usual one.")
    )
    needs_booking = models.BooleanField(
        _("seats can be booked"), default=False, help_text=_("Without a name: a booking is a code of two words.")
    )
    seats_at_once = models.PositiveSmallIntegerField(
        _("seats that one booking may take"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS_AT_ONCE)],
    )
    is_series = models.BooleanField(
        _("the sessions belong together"), default=False, help_text=_("People come to all of them.")
    )
    published = models.BooleanField(_("stands in the public programme"), default=False)
    repeats = models.ForeignKey(
        "self",
        verbose_name=_("comes back from"),
        on_delete=models.PROTECT,
        related_name="repeated_by",
        null=True,
        blank=True,
    )
    revised_at = models.DateTimeField(null=True, editable=False)  # by the trigger: calendars ask since when

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = [by_name("title"), "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_seats_at_once_1_to_10",
                condition=models.Q(seats_at_once__range=(1, MOST_SEATS_AT_ONCE)),
                violation_error_message=_("One booking takes 1 to 10 seats."),
            ),
            models.CheckConstraint(
                name="event_edition_from_1",
                condition=models.Q(edition__isnull=True) | models.Q(edition__gte=1),
                violation_error_message=_("Editions are counted from 1."),
            ),
            models.CheckConstraint(
                name="event_module_of_a_programme",
                condition=models.Q(module__isnull=True) | models.Q(programme__isnull=False),
                violation_error_message=_("A module is part of a programme: name the programme too."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="revised_when_changed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(),
                func="NEW.revised_at := clock_timestamp(); RETURN NEW;",
            )
        ]

    def __str__(self):
        return self.title


class Organiser(models.Model):
    """What an institution is in an event; roles add up. Companies stand apart from partners."""

    class Role(models.TextChoices):
        LEAD = "lead", _("Lead")
        CO_PRODUCER = "co_producer", _("Co-producer")
        COMPANY = "company", _("Company")
        HOST = "host", _("Host")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="organisers")
    institution = models.ForeignKey(
        Institution, verbose_name=_("institution"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.CO_PRODUCER)

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ["event", by_name("institution__name"), "pk"]
        constraints = [
            models.UniqueConstraint(
                name="organiser_role_once",
                fields=["event", "institution", "role"],
                violation_error_message=_("This institution has this role already."),
            )
        ]

    def __str__(self):
        return f"{self.institution}, {self.get_role_display()}"
