"""Events for tests and for the demonstration: keyword-only, every argument optional, no hidden rows."""

import itertools
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_site, make_user
from events.models import (
    Adaptation,
    Attendance,
    AttendanceChange,
    AttendanceMarginal,
    AttendanceSubgroup,
    AudienceTag,
    Booking,
    ClassVisit,
    Event,
    EventKind,
    Material,
    Organiser,
    Room,
    Session,
    SessionResult,
    Topic,
)
from partners.factories import make_institution

_number = itertools.count(1)
A_TUESDAY = date(2026, 3, 10)


def make_event_kind(*, code=None, name=None, **fields):
    number = next(_number)
    return EventKind.objects.create(code=code or f"kind-{number}", name=name or f"Kind of event {number}", **fields)


def make_topic(*, code=None, name=None, **fields):
    number = next(_number)
    return Topic.objects.create(code=code or f"topic-{number}", name=name or f"Topic {number}", **fields)


def make_audience_tag(*, code=None, name=None, **fields):
    number = next(_number)
    return AudienceTag.objects.create(code=code or f"audience-{number}", name=name or f"Audience {number}", **fields)


def make_adaptation(*, code=None, name=None, **fields):
    number = next(_number)
    return Adaptation.objects.create(code=code or f"adapted-{number}", name=name or f"Adapted {number}", **fields)


def make_material(*, code=None, name=None, **fields):
    number = next(_number)
    return Material.objects.create(code=code or f"material-{number}", name=name or f"Material {number}", **fields)


def make_room(*, site=None, name=None, **fields):
    return Room.objects.create(site=site or make_site(), name=name or f"Room {next(_number)}", **fields)


def make_event(*, title=None, kind=None, purposes=(), topics=(), audiences=(), adaptations=(), **fields):
    """An event without a session, not published; its kind is made with it when none is given."""
    event = Event.objects.create(title=title or f"Event {next(_number)}", kind=kind or make_event_kind(), **fields)
    event.purposes.add(*purposes)
    event.topics.add(*topics)
    event.audiences.add(*audiences)
    event.adaptations.add(*adaptations)
    return event


def make_organiser(*, event=None, institution=None, role=Organiser.Role.CO_PRODUCER):
    return Organiser.objects.create(
        event=event or make_event(), institution=institution or make_institution(), role=role
    )


def at(day, hour, minute=0):
    """The moment of `day` at `hour` on the clock of the centre."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def make_session(*, event=None, site=None, day=A_TUESDAY, hour=14, minutes=120, starts_at=None, speakers=(), **fields):
    """A planned session of two hours, not published, at a new place unless a place or a room is given."""
    starts_at = starts_at or at(day, hour)
    room = fields.get("room")
    session = Session.objects.create(
        event=event or make_event(),
        site=site or (room.site if room else make_site()),
        starts_at=starts_at,
        ends_at=fields.pop("ends_at", None) or starts_at + timedelta(minutes=minutes),
        **fields,
    )
    session.speakers.add(*speakers)
    return session


def make_public_session(*, event=None, **fields):
    """A session that the public sees and, unless an event is given, can book."""
    event = event or make_event(published=True, needs_booking=True)
    return make_session(event=event, published_at=fields.pop("published_at", None) or timezone.now(), **fields)


def make_class_visit(*, session=None, institution=None, classes=1, pupils=24, **fields):
    return ClassVisit.objects.create(
        session=session or make_session(),
        institution=institution or make_institution(),
        classes=classes,
        pupils=pupils,
        **fields,
    )


def make_booking(*, session=None, digest=None, seats=1, state=Booking.State.CONFIRMED):
    """A booking whose code nobody knows unless `digest` is given; the session's counter is left to its verbs."""
    return Booking.objects.create(
        session=session or make_session(), digest=digest or f"{next(_number):064x}", seats=seats, state=state
    )


def make_attendance(*, session=None, present=12, **fields):
    """Twelve people at a session that was held."""
    session = session or make_session(state=Session.State.HELD)
    return Attendance.objects.create(session=session, present=present, **fields)


def make_attendance_marginal(*, attendance=None, value=None, people=1):
    return AttendanceMarginal.objects.create(
        attendance=attendance or make_attendance(), value=value or make_profile_value(), people=people
    )


def make_attendance_subgroup(*, attendance=None, audience=None, people=1):
    return AttendanceSubgroup.objects.create(
        attendance=attendance or make_attendance(), audience=audience or make_audience_tag(), people=people
    )


def make_attendance_change(*, session=None, before=None, after=12, by=None):
    return AttendanceChange.objects.create(
        session=session or make_session(),
        before=before,
        after=after,
        changed_at=timezone.now(),
        changed_by=by or make_user(roles=["events"]),
    )


def make_session_result(*, session=None, kind=SessionResult.Kind.HIRED, number=8, as_of=A_TUESDAY, **fields):
    return SessionResult.objects.create(
        session=session or make_session(), kind=kind, number=number, as_of=as_of, **fields
    )
