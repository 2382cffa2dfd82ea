"""What stands against a session: a room or a speaker taken twice, a closed door. Said at once, beside its field.

Nothing here is forbidden: two groups may share a hall, and a place may open for one evening. Whoever plans reads it
and may save all the same.
"""

from dataclasses import dataclass, field

from django.db.models import Max, Min
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.opening import Calendar
from events.models import Session
from partners.engagements import Engagement, engagements


@dataclass
class Plan:
    """What somebody wants to hold, the same on each of `spans`.

    spans: (starts, ends) as aware datetimes, in order, at least one.  besides: keys of the sessions that it changes.
    event: None when its other sessions are known to the caller.
    """

    site: object
    spans: list
    room: object = None
    elsewhere: str = ""
    speakers: list = field(default_factory=list)
    seats: int | None = None
    besides: set = field(default_factory=set)
    event: object = None


@dataclass(frozen=True)
class Conflict:
    """field: the form's field beside which it is said."""

    field: str
    message: str


def conflicts(plan):
    """All that stands against `plan`; the number of queries does not depend on how many sessions it has."""
    return [
        *held_already(plan), *room_taken(plan), *room_too_small(plan), *room_out_of_use(plan), *speakers_taken(plan),
        *closed(plan),
    ]  # fmt: skip


def day_of(moment):
    return timezone.localtime(moment).date()


def on(days):
    """Some days in words: the first one, and how many more."""
    first, more = formats.date_format(days[0]), len(days) - 1
    if not more:
        return first
    return ngettext("%(day)s and one more day", "%(day)s and %(more)s more days", more) % {"day": first, "more": more}


def held_already(plan):
    """Sessions of the event that begin there at the same time: planned a second time, unless rooms tell them apart."""
    if plan.event is None or plan.room is not None:
        return
    moments = [starts for starts, _ends in plan.spans]
    there = plan.event.sessions.filter(site=plan.site, elsewhere=plan.elsewhere, starts_at__in=moments)
    there = there.exclude(state=Session.State.CANCELLED).exclude(pk__in=plan.besides).order_by("starts_at")
    if days := sorted({day_of(starts) for starts in there.values_list("starts_at", flat=True)}):
        yield Conflict("day", _("“%(event)s” is planned at that time already on %(days)s.") % {
            "event": plan.event, "days": on(days),
        })  # fmt: skip


def room_taken(plan):
    if plan.room is None:
        return
    others = taking_place(plan.spans[0][0], max(ends for _starts, ends in plan.spans)).filter(room=plan.room)
    taken = {}
    for other in others.exclude(pk__in=plan.besides).select_related("event"):
        if any(other.starts_at < ends and starts < other.ends_at for starts, ends in plan.spans):
            taken.setdefault(str(other.event), []).append(day_of(other.starts_at))
    for title, days in taken.items():
        yield Conflict("room", _("%(room)s is taken on %(days)s: %(event)s.") % {
            "room": plan.room, "days": on(days), "event": title,
        })  # fmt: skip


def room_too_small(plan):
    if plan.room and plan.room.seats and plan.seats and plan.seats > plan.room.seats:
        yield Conflict(
            "seats",
            ngettext("%(room)s has %(n)s seat.", "%(room)s has %(n)s seats.", plan.room.seats)
            % {"room": plan.room, "n": plan.room.seats},
        )


def room_out_of_use(plan):
    if plan.room is None:
        return
    first, last = plan.room.opened_on, plan.room.closed_on
    days = [day_of(starts) for starts, _ends in plan.spans]
    out = [day for day in days if (first and day < first) or (last and day > last)]
    if out:
        yield Conflict("room", _("%(room)s is not in use on %(days)s.") % {"room": plan.room, "days": on(out)})


def speakers_taken(plan):
    people = {person.pk: person for person in plan.speakers}
    first, last = plan.spans[0][0], max(ends for _starts, ends in plan.spans)
    taken = {}
    for engagement in engagements(people, first, last, besides={key_of(pk) for pk in plan.besides}):
        days = [day_of(starts) for starts, ends in plan.spans if engagement.overlaps(starts, ends)]
        if days:
            taken.setdefault((engagement.professional_id, engagement.words), []).extend(days)
    for (pk, words), days in taken.items():
        yield Conflict("speakers", _("%(person)s is taken on %(days)s: %(what)s.") % {
            "person": people[pk], "days": on(sorted(set(days))), "what": words,
        })  # fmt: skip


def closed(plan):
    """Days on which the place is closed; a session somewhere else does not mind."""
    if plan.elsewhere:
        return
    days = [day_of(starts) for starts, _ends in plan.spans]
    calendar = Calendar(plan.site, min(days), max(days))
    shut = [day for day in days if not calendar.is_open_day(day)]
    if shut:
        yield Conflict("day", _("%(place)s is closed on %(days)s.") % {"place": plan.site, "days": on(shut)})


# ── When speakers are taken, for the other rooms ─────────────────────────────────────────────────────


def key_of(pk):
    return f"events.Session/{pk}"


def taking_place(start, end):
    """The sessions that touch the stretch from `start` to `end`, cancelled ones left out."""
    return Session.objects.filter(starts_at__lt=end, ends_at__gt=start).exclude(state=Session.State.CANCELLED)


def speaking(professional_ids, start, end):
    """The engagements of these people as speakers; see partners.engagements.register_engagement."""
    rows = Session.speakers.through.objects.filter(
        professional__in=professional_ids, session__in=taking_place(start, end).values("pk")
    ).select_related("session__event")
    return [
        Engagement(row.professional_id, str(row.session.event), row.session.starts_at, row.session.ends_at,
                   key_of(row.session_id))
        for row in rows
    ]  # fmt: skip


def days_of(event):
    """The first and the last day of an event's sessions; (None, None) when it has none."""
    found = event.sessions.aggregate(first=Min("starts_at"), last=Max("starts_at"))
    return tuple(moment and day_of(moment) for moment in found.values())
