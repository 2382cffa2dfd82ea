"""What the events' room forgets every night."""

from citedesmetiers.forgetting import deleted
from events.models import Booking


def booking_codes(today):
    """Bookings of sessions that began before today: with them goes every code."""
    return deleted(Booking.objects.over(today))
