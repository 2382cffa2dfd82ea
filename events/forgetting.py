"""What the events' room forgets every night."""

from citedesmetiers.forgetting import deleted
from events.models import Booking, DailySalt


def booking_codes(today):
    """Bookings of sessions that began before today: with them goes every code."""
    return deleted(Booking.objects.over(today))


def booking_tries(today):
    """Counts of tries of past days, with the salts that they were made with."""
    return deleted(DailySalt.objects.filter(day__lt=today))
