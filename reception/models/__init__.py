"""The door: visits and groups, what a counter at the door says, station use, and how complete the counting is."""

from reception.models.completeness import DayRemark, SamplingPeriod
from reception.models.groups import GroupMarginal, GroupVisit
from reception.models.readings import DoorReading, StationUse
from reception.models.visits import PROFILE_FIELDS, SentTo, Visit

__all__ = [
    "PROFILE_FIELDS",
    "DayRemark",
    "DoorReading",
    "GroupMarginal",
    "GroupVisit",
    "SamplingPeriod",
    "SentTo",
    "StationUse",
    "Visit",
]
