"""Sessions: when and where an event takes place, with how many seats, and whether it did."""

import pgtrigger
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site
from citedesmetiers.personal_data import no_personal_data
from events.models.event import Event
from events.models.lists import Room
from partners.models import Institution, Professional

MOST_SEATS = 5000
COUNTED_ELSEWHERE = {"id", "seats_taken", "revision", "revised_at"}


class SessionQuerySet(models.QuerySet):
    def within(self, first, last):
        """Those that begin on a day from `first` to `last`, on the clock of the centre."""
        return self.filter(starts_at__date__range=(first, last))

    def public(self):
        """Those that the public may see: published, with an event that is; cancelled ones too, for they say so."""
        return self.filter(event__published=True, published_at__isnull=False)

    def for_user(self, user):
        """Those at places whose rows `user` may see."""
        return self.filter(site__in=Site.objects.for_user(user))


class Session(models.Model):
    """One time that an event takes place. `site` offers it, even when it is held elsewhere."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Cancelled")

    class Reason(models.TextChoices):
        TOO_FEW = "too_few", _("Too few bookings")
        SPEAKER = "speaker", _("The speaker cannot come")
        PARTNER = "partner", _("The partner has withdrawn")
        ROOM = "room", _("The room is not available")
        CLOSED = "closed", _("The place is closed")
        OTHER = "other", _("Another reason")

    event = models.ForeignKey(Event, verbose_name=_("event"), on_delete=models.CASCADE, related_name="sessions")
    site = models.ForeignKey(Site, verbose_name=_("place"), on_delete=models.PROTECT, related_name="+")
    elsewhere = models.CharField(
        _("somewhere else"),
        max_length=200,
        blank=True,
        help_text=_("Name and address, when it is not held at the place itself."),
    )
    room = models.ForeignKey(
        Room, verbose_name=_("room"), on_delete=models.PROTECT, related_name="sessions", null=True, blank=True
    )
    online_url = models.URLField(_("address of an online session"), blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    run = models.PositiveSmallIntegerField(
        _("series"), null=True, blank=True, help_text=_("Sessions of an event with the same number belong together.")
    )
    seats = models.PositiveSmallIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
        help_text=_("Empty: no limit."),
    )
    seats_taken = models.PositiveSmallIntegerField(_("seats booked"), default=0, editable=False)
    speakers = models.ManyToManyField(Professional, verbose_name=_("speakers"), related_name="+", blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(_("why it is cancelled"), max_length=10, choices=Reason.choices, blank=True)
    public_words = models.CharField(
        _("what the programme says about it"), max_length=150, blank=True, validators=[no_personal_data]
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)  # SEQUENCE of RFC 5545; the trigger counts it
    revised_at = models.DateTimeField(null=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        indexes = [models.Index(fields=["starts_at"], name="session_starts_at")]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_it_begins",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message=_("The session must end after it begins."),
            ),
            models.CheckConstraint(
                name="session_not_oversold",
                condition=Q(seats__isnull=True) | Q(seats_taken__lte=F("seats")),
                violation_error_message=_("More seats are booked than that."),
            ),
            models.CheckConstraint(
                name="session_cancelled_with_a_reason",
                condition=Q(state="cancelled") & ~Q(reason="") | ~Q(state="cancelled") & Q(reason=""),
                violation_error_message=_("A cancelled session needs a reason, and no other has one."),
            ),
            models.CheckConstraint(
                name="session_room_or_elsewhere",
                condition=Q(room__isnull=True) | Q(elsewhere=""),
                violation_error_message=_("Either a room of the place, or somewhere else."),
            ),
        ]
        triggers = [
            # Bulk updates move sessions too; a calendar that was told a number never hears a lower one.
            pgtrigger.Trigger(
                name="revision_only_grows",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    NEW.revision := GREATEST(OLD.revision, NEW.revision);
                    NEW.revised_at := GREATEST(OLD.revised_at, NEW.revised_at);
                    IF (OLD.starts_at, OLD.ends_at, OLD.site_id, OLD.room_id, OLD.elsewhere, OLD.online_url,
                        OLD.public_words, OLD.state = 'cancelled')
                        IS DISTINCT FROM
                        (NEW.starts_at, NEW.ends_at, NEW.site_id, NEW.room_id, NEW.elsewhere, NEW.online_url,
                        NEW.public_words, NEW.state = 'cancelled') THEN
                        NEW.revision := OLD.revision + 1;
                        NEW.revised_at := clock_timestamp();
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return f"{self.event}, {self.day}"

    def save(self, *args, update_fields=None, **kwargs):
        """Save everything but what others count meanwhile: bookings their seats under a lock, a trigger revisions."""
        if update_fields is None and not self._state.adding and not kwargs.get("force_insert"):
            update_fields = {field.name for field in self._meta.concrete_fields} - COUNTED_ELSEWHERE
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def day(self):
        """Its day on the clock of the centre."""
        return timezone.localtime(self.starts_at).date()

    def day_in_words(self):
        return formats.date_format(self.day)

    @property
    def colour(self):
        """The colour of the event's first purpose, 0 (grey) without one."""
        purposes = self.event.purposes.all()
        return purposes[0].colour if purposes else 0

    @property
    def present(self):
        """How many people came; None when nobody has counted, or only estimated."""
        return self.attendance.present if hasattr(self, "attendance") else None

    @property
    def is_over(self):
        return self.ends_at <= timezone.now()

    @property
    def seats_left(self):
        """How many seats can still be booked; None without a limit."""
        return None if self.seats is None else self.seats - self.seats_taken

    @property
    def is_full(self):
        return self.seats is not None and self.seats_taken >= self.seats

    @property
    def is_cancelled(self):
        return self.state == self.State.CANCELLED

    @property
    def is_online(self):
        """True when it takes place at an address of the web only: a room or a place besides makes it both."""
        return bool(self.online_url) and not self.room_id and not self.elsewhere

    @property
    def is_public(self):
        """True when the public may see it; asks for the event, so select it with the session."""
        return self.event.published and self.published_at is not None

    def takes_bookings(self, now=None):
        """True while somebody may book or join the waiting list: public, not called off, and not begun at `now`.

        The first people may be checked in already: a session counts as held from then on.
        """
        return (
            self.event.needs_booking
            and self.is_public
            and not self.is_cancelled
            and (now or timezone.now()) < self.starts_at
        )


class ClassVisit(models.Model):
    """A school that comes to a session with its classes."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="class_visits")
    institution = models.ForeignKey(
        Institution, verbose_name=_("school or institution"), on_delete=models.PROTECT, related_name="+"
    )
    classes = models.PositiveSmallIntegerField(_("classes"), default=1, validators=[MinValueValidator(1)])
    pupils = models.PositiveSmallIntegerField(_("pupils"), validators=[MinValueValidator(1), MaxValueValidator(2000)])
    youngest = models.PositiveSmallIntegerField(_("from age"), null=True, blank=True)
    oldest = models.PositiveSmallIntegerField(_("to age"), null=True, blank=True)

    class Meta:
        verbose_name = _("class visit")
        verbose_name_plural = _("class visits")
        ordering = ["session", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="class_visit_school_once",
                fields=["session", "institution"],
                violation_error_message=_("This school is there already."),
            ),
            models.CheckConstraint(
                name="class_visit_classes_not_more_than_pupils",
                condition=Q(classes__gte=1, classes__lte=F("pupils")),
                violation_error_message=_("There cannot be more classes than pupils, and at least one comes."),
            ),
            models.CheckConstraint(
                name="class_visit_ages_in_order",
                condition=Q(youngest__isnull=True) | Q(oldest__isnull=True) | Q(oldest__gte=F("youngest")),
                violation_error_message=_("The higher age lies below the lower one."),
            ),
        ]

    def __str__(self):
        return f"{self.institution}: {self.pupils}"
