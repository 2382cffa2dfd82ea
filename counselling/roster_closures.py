"""Closures that are entered after the roster: which sessions they meet, and which come back when they go."""

from dataclasses import dataclass
from datetime import timedelta

from citedesmetiers.opening import Calendar
from counselling.models import DutySession

MET, AGAIN = "met", "again"
DAYS_BACK = 31  # a closure nobody planned is entered when it is over


@dataclass(frozen=True)
class Affected:
    """A day with the sessions that a closure meets, or met. why: what closes the place, "" when nobody wrote it."""

    day: object
    why: str
    sessions: list


def is_closed_out_of_turn(calendar, day):
    """True on a day on which the place is usually open and now is not: a closure, or a public holiday.

    A usual day off is none: who plans a session then knows it, and has said so.
    """
    return bool(calendar.usual_week(day)[day.weekday()]) and not calendar.is_open_day(day)


def met_by_closures(rows, site, today):
    """Planned sessions of `rows` (a queryset) on days on which `site` is closed after all, as [Affected, …]."""
    return affected(rows.filter(site=site).planned(), site, today, wanted=is_closed_out_of_turn)


def open_again(rows, site, today):
    """Sessions of `rows` that were cancelled for a closure which is gone, as [Affected, …]."""
    rows = rows.filter(site=site, cancelled_for_closure=True)
    return affected(rows, site, today, wanted=lambda calendar, day: calendar.is_open_day(day))


def affected(rows, site, today, *, wanted):
    """The sessions of `rows` from a month ago on, by day, on the days for which `wanted(calendar, day)` holds."""
    rows = rows.filter(day__gte=today - timedelta(days=DAYS_BACK))
    days = sorted(set(rows.order_by().values_list("day", flat=True)))
    if not days:
        return []
    calendar = Calendar(site, days[0], days[-1])
    found = {day: [] for day in days if wanted(calendar, day)}
    if found:
        for session in rows.filter(day__in=found).with_names():
            found[session.day].append(session)
    return [Affected(day, calendar.why_closed(day), sessions) for day, sessions in found.items()]


def sessions_of(some):
    """The keys of all sessions of `some` Affected."""
    return [session.pk for each in some for session in each.sessions]


def cancel(rows, site, today, shown):
    """Cancel those of the sessions with keys in `shown` that a closure still meets. Returns how many."""
    keys = set(sessions_of(met_by_closures(rows, site, today))) & set(shown)
    return DutySession.objects.filter(pk__in=keys).cancel_for_closure()


def put_back(rows, site, today, shown):
    """Plan again those of the sessions with keys in `shown` whose closure is gone. Returns how many."""
    keys = set(sessions_of(open_again(rows, site, today))) & set(shown)
    return DutySession.objects.filter(pk__in=keys).put_back()


def to_say(rows, site, today):
    """What a page says about closures: [(MET or AGAIN, [Affected, …], number of sessions), …]."""
    found = [(MET, met_by_closures(rows, site, today)), (AGAIN, open_again(rows, site, today))]
    return [(kind, days, len(sessions_of(days))) for kind, days in found]
