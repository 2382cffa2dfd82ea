"""The door's rows for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

from datetime import date

from citedesmetiers.factories import make_profile_value, make_site
from reception.models import DayRemark, DoorReading, GroupMarginal, GroupVisit, SamplingPeriod, StationUse, Visit

A_TUESDAY = date(2026, 3, 10)


def build_visit(**fields):
    """A visit that is not stored yet, for rows in bulk."""
    return Visit(**fields)


def build_group_visit(**fields):
    """A group that is not stored yet, for rows in bulk."""
    return GroupVisit(**fields)


def build_group_marginal(**fields):
    """A share of a group that is not stored yet, for rows in bulk."""
    return GroupMarginal(**fields)


def build_door_reading(**fields):
    """A reading that is not stored yet, for rows in bulk."""
    return DoorReading(**fields)


def build_station_use(**fields):
    """An hour's tally that is not stored yet, for rows in bulk."""
    return StationUse(**fields)


def make_visit(*, site=None, day=A_TUESDAY, hour=10, people=1, **fields):
    return Visit.objects.create(site=site or make_site(), day=day, hour=hour, people=people, **fields)


def make_group_visit(*, site=None, day=A_TUESDAY, hour=10, people=24, **fields):
    return GroupVisit.objects.create(site=site or make_site(), day=day, hour=hour, people=people, **fields)


def make_group_marginal(*, group=None, value=None, people=1):
    return GroupMarginal.objects.create(
        group=group or make_group_visit(), value=value or make_profile_value(), people=people
    )


def make_door_reading(*, site=None, day=A_TUESDAY, entries=120, **fields):
    return DoorReading.objects.create(site=site or make_site(), day=day, entries=entries, **fields)


def make_station_use(*, site=None, day=A_TUESDAY, hour=10, started=1, **fields):
    return StationUse.objects.create(site=site or make_site(), day=day, hour=hour, started=started, **fields)


def make_day_remark(*, site=None, day=A_TUESDAY, reason=DayRemark.Reason.NOT_COUNTED):
    return DayRemark.objects.create(site=site or make_site(), day=day, reason=reason)


def make_sampling_period(*, site=None, starts_on=A_TUESDAY, ends_on=None):
    return SamplingPeriod.objects.create(site=site or make_site(), starts_on=starts_on, ends_on=ends_on or starts_on)
