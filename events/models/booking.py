"""Bookings: seats without a name, for as long as the session lies ahead."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.event import MOST_SEATS_AT_ONCE
from events.models.session import Session


class BookingQuerySet(models.QuerySet):
    def holding(self):
        """Those that hold seats: confirmed, or already there."""
        return self.filter(state__in=[Booking.State.CONFIRMED, Booking.State.PRESENT])

    def in_line(self):
        """Those that wait for seats, first come first."""
        return self.filter(state=Booking.State.WAITING).order_by("pk")

    def over(self, day):
        """Those whose session ended before `day`: their codes are forgotten."""
        return self.filter(session__ends_at__date__lt=day)


class Booking(models.Model):
    """Some seats of a session for whoever knows the code. The day after the session it is gone.

    The code itself is not kept: `digest` is a keyed hash of the two words and the session, so that neither the table
    nor its backup tells a code.
    """

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", _("Cancelled")
        PRESENT = "present", _("Present")

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="bookings")
    digest = models.CharField(max_length=64, editable=False)
    uid = models.UUIDField(default=uuid.uuid4, editable=False)  # made with the form: sent twice, it books once
    seats = models.PositiveSmallIntegerField(_("seats"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.CONFIRMED)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="booking_code_once_in_a_session",
                fields=["session", "digest"],
                violation_error_message=_("This code is taken."),
            ),
            models.UniqueConstraint(
                name="booking_form_once",
                fields=["session", "uid"],
                violation_error_message=_("This form was sent before."),
            ),
            models.CheckConstraint(
                name="booking_1_to_10_seats",
                condition=Q(seats__range=(1, MOST_SEATS_AT_ONCE)),
                violation_error_message=_("One booking takes 1 to 10 seats."),
            ),
        ]

    def __str__(self):
        return f"{self.seats}, {self.get_state_display()}"
