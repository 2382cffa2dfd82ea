"""The counter at the door against reception's own counting: readings and capture rate."""

from dataclasses import dataclass

from django.db.models import Sum

from reception.models import DoorReading, GroupVisit, Visit

MOST_ENTRIES = 100_000  # more people on one day is a slip of the pen


@dataclass(frozen=True)
class Capture:
    """People counted by reception against people who came in through the door, on the days with a reading.

    days: how many such days.  rate: percent, None without a reading or when nobody came in.
    """

    counted: int
    entries: int
    days: int

    @property
    def rate(self):
        return 100 * self.counted / self.entries if self.entries else None


def counted_by_day(site, first, last):
    """{day: people} of visits and groups that stand, from `first` to `last`; two queries."""
    found = {}
    for model in (Visit, GroupVisit):
        rows = model.objects.counted().filter(site=site, day__range=(first, last)).order_by().values_list("day")
        for day, people in rows.annotate(n=Sum("people")):
            found[day] = found.get(day, 0) + people
    return found


def readings_by_day(site, first, last):
    """{day: DoorReading} from `first` to `last`; one query."""
    return {reading.day: reading for reading in DoorReading.objects.filter(site=site, day__range=(first, last))}


def capture_of(counted, readings):
    """The capture rate as Capture, from {day: people} and {day: DoorReading}. Days without a reading do not enter it.

    A day may stand with its place, where readings of several places come together.

    Unit: percent of people. Source: visits and groups that stand over DoorReading, day by day.
    """
    return Capture(
        counted=sum(counted.get(day, 0) for day in readings),
        entries=sum(reading.entries for reading in readings.values()),
        days=len(readings),
    )
