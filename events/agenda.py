"""The calendar of the staff: all places with their rooms, and what needs a decision."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q
from django.utils import timezone

from events.models import Room, Session

WEEKS_AHEAD = 4
FEW_DAYS = 10  # how close a session must be before few bookings ask for a decision
FEW = 0.25  # of its seats


def with_names(sessions):
    """`sessions` with all that a row of the calendar shows, in a fixed number of queries."""
    return (
        sessions.select_related("event__kind", "site", "room", "attendance")
        .prefetch_related("event__purposes", "speakers__institution", "event__organisers__institution")
        .order_by("starts_at", "pk")
    )


@dataclass
class Lane:
    """A room, or a place without one. cells: one list of sessions for each day shown."""

    site: object
    room: object
    days: dict = field(default_factory=dict)

    def cells(self, days):
        return [self.days.get(day, []) for day in days]


def lanes(sites, sessions, days):
    """The lanes of `sites` over `days`, those with rooms first in each place: [(lane, its cells), …]."""
    found = {}
    for room in Room.objects.filter(site__in=sites).in_use(days[0]).select_related("site").order_by("site", "name"):
        found[room.site_id, room.pk] = Lane(room.site, room)
    for session in sessions:
        key = session.site_id, session.room_id
        lane = found.setdefault(key, Lane(session.site, session.room))
        lane.days.setdefault(session.day, []).append(session)
    ordered = sorted(found.values(), key=lambda lane: (lane.site.pk, lane.room is None, str(lane.room)))
    return [(lane, lane.cells(days)) for lane in ordered]


def month_grid(period, sessions):
    """The weeks of a month, each as its (day, sessions, True when it lies in the month)."""
    days = {}
    for session in sessions:
        days.setdefault(session.day, []).append(session)
    return [[(day, days.get(day, []), period.holds(day)) for day in week] for week in period.weeks()]


@dataclass(frozen=True)
class Decision:
    """A session that asks for something. reasons: of REASONS, at least one."""

    session: Session
    reasons: tuple


FEW_BOOKINGS, NO_SPEAKER, NO_ROOM, NOT_COUNTED, NOT_PUBLISHED = "few", "speaker", "room", "count", "publish"


def decisions(sessions, now):
    """What needs a decision among `sessions`: the next weeks', and past ones that nobody has counted."""
    ahead = Q(starts_at__gte=now, starts_at__lt=now + timedelta(weeks=WEEKS_AHEAD))
    uncounted = Q(ends_at__lt=now, attendance__isnull=True)
    rows = with_names(sessions.filter(ahead | uncounted, state=Session.State.PLANNED))
    found = []
    for session in rows.annotate(speakers_named=Count("speakers", distinct=True)):
        reasons = tuple(reasons_of(session, now))
        if reasons:
            found.append(Decision(session, reasons))
    return found


def reasons_of(session, now):
    if session.ends_at < now:
        yield NOT_COUNTED
        return
    few = session.seats and session.event.needs_booking and session.seats_taken < FEW * session.seats
    if few and session.starts_at - now < timedelta(days=FEW_DAYS):
        yield FEW_BOOKINGS
    if not session.speakers_named:
        yield NO_SPEAKER
    if session.room_id is None and not session.elsewhere and not session.online_url:
        yield NO_ROOM
    if session.event.kind.public and not session.is_public:
        yield NOT_PUBLISHED


def to_decide(sessions, now=None):
    """How many sessions ask for a decision."""
    return len(decisions(sessions, now or timezone.now()))
