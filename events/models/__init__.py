"""What is on: events, their sessions, anonymous bookings, and who came as counts."""

from events.models.attendance import (
    Attendance,
    AttendanceChange,
    AttendanceMarginal,
    AttendanceSubgroup,
    Mark,
    Method,
    SessionResult,
)
from events.models.booking import Booking
from events.models.event import Event, Organiser
from events.models.lists import Adaptation, AudienceTag, Counted, EventKind, Material, Room, Topic
from events.models.session import ClassVisit, Session

__all__ = [
    "Adaptation",
    "Attendance",
    "AttendanceChange",
    "AttendanceMarginal",
    "AttendanceSubgroup",
    "AudienceTag",
    "Booking",
    "ClassVisit",
    "Counted",
    "Event",
    "EventKind",
    "Mark",
    "Material",
    "Method",
    "Organiser",
    "Room",
    "Session",
    "SessionResult",
    "Topic",
]
