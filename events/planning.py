"""The verbs of planning: publish, cancel, take back, and bring an event back in a new season."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from citedesmetiers.opening import Calendar
from events import booking
from events.models import Attendance, Event, Organiser, Session

KEPT = ("kind", "programme", "module", "thematic_week", "language", "needs_booking", "seats_at_once", "is_series")
MANY = ("purposes", "topics", "audiences", "adaptations", "materials")
WEEK = timedelta(days=7)
YEAR = 51 * WEEK  # what comes back each year on the same weekday lies 52 or 53 weeks apart


@transaction.atomic
def publish(event, now=None):
    """Show `event` with its sessions to the public; returns how many sessions became public."""
    event.published = True
    event.save(update_fields=["published"])
    return event.sessions.filter(published_at__isnull=True).update(published_at=now or timezone.now())


def withdraw(event):
    """Take `event` out of the public programme; bookings stay."""
    event.published = False
    event.save(update_fields=["published"])


class AnotherState(Exception):
    """A session that is no longer in the state that a verb starts from: somebody has counted or changed it."""


@transaction.atomic
def cancel(session, reason, words=""):
    """Call a planned `session` off. Its bookings stay until the day after: whoever looks theirs up reads why.

    Whoever waited because this one of a series was full gets their seats in the others. One that is cancelled already
    gets the new reason. Raises AnotherState when it was held.
    """
    together = booking.locked_together(session.pk)
    found = together[session.pk]
    if found.state == Session.State.HELD or Attendance.objects.filter(session=found).exists():
        raise AnotherState
    found.state, found.reason, found.public_words = Session.State.CANCELLED, reason, words
    found.save(update_fields=["state", "reason", "public_words"])
    booking.fill_up(together)


@transaction.atomic
def delete(session):
    """Delete `session` with its bookings, as if it never had been planned; those who wait move up as in cancel()."""
    together = booking.locked_together(session.pk)
    together.pop(session.pk).delete()
    booking.fill_up(together)


@transaction.atomic
def reinstate(session):
    """Plan a cancelled `session` again; seats given back meanwhile go to those who wait.

    Raises AnotherState when it is not cancelled.
    """
    together = booking.locked_together(session.pk)
    found = together[session.pk]
    if found.state != Session.State.CANCELLED:
        raise AnotherState
    found.state, found.reason, found.public_words = Session.State.PLANNED, "", ""
    found.save(update_fields=["state", "reason", "public_words"])
    booking.fill_up(together)


def moment(day, time):
    """`time` of `day` on the clock of the centre."""
    return timezone.make_aware(datetime.combine(day, time))


def spans_of(days, starts, ends):
    """(starts, ends) of each of `days`; a session that ends at midnight or later ends the day after."""
    late = timedelta(days=1) if ends <= starts else timedelta()
    return [(moment(day, starts), moment(day + late, ends)) for day in days]


def shifted(first, new_first):
    """The whole weeks from `first` to the day of the same weekday that lies nearest to `new_first`."""
    return round((new_first - first) / WEEK) * WEEK


def kept(event, days=None):
    """The sessions of `event` that a new season may have: not the cancelled ones. days: (first, last), all if None."""
    found = event.sessions.exclude(state=Session.State.CANCELLED)
    return found.within(*days) if days else found


def last_year(event):
    """The days of the first and last session of `event` in its last twelve months; None when it has no session."""
    days = sorted(session.day for session in kept(event))
    return (next(day for day in days if day > days[-1] - YEAR), days[-1]) if days else None


@transaction.atomic
def bring_back(event, new_first, season):
    """Copy `event` with the sessions of its `season` into a new one that begins about the day `new_first`.

    season: their first and last day; None for an event without sessions.
    Weekdays and hours stay; an edition counts on. Cancelled sessions, and days on which the place is closed, are left
    out. Nothing is published. Returns (the new event, sessions made, days left out).
    """
    languages = [field.name for field in Event._meta.fields if field.name.startswith(("title", "summary", "descript"))]
    made = Event(**{name: getattr(event, name) for name in (*languages, *KEPT)}, repeats=event)
    made.edition = event.edition + 1 if event.edition else None
    made.save()
    for name in MANY:
        getattr(made, name).set(getattr(event, name).all())
    Organiser.objects.bulk_create(
        Organiser(event=made, institution_id=each.institution_id, role=each.role) for each in event.organisers.all()
    )
    if season is None:
        return made, 0, []
    sessions = list(kept(event, season).select_related("site"))
    shift, left_out, number = shifted(sessions[0].day, new_first), [], 0
    calendars = {}
    for old in sessions:
        day = old.day + shift
        if old.site_id not in calendars:
            calendars[old.site_id] = Calendar(old.site, sessions[0].day + shift, sessions[-1].day + shift)
        if not old.elsewhere and not calendars[old.site_id].is_open_day(day):
            left_out.append(day)
            continue
        copy_session(old, made, day)
        number += 1
    return made, number, left_out


def copy_session(old, event, day):
    """A planned session of `event` on `day`, otherwise like `old`; its speakers come again."""
    starts = moment(day, timezone.localtime(old.starts_at).time())
    new = Session.objects.create(
        event=event,
        site_id=old.site_id,
        elsewhere=old.elsewhere,
        room_id=old.room_id,
        online_url=old.online_url,
        starts_at=starts,
        ends_at=starts + (old.ends_at - old.starts_at),
        run=old.run,
        seats=old.seats,
    )
    new.speakers.set(old.speakers.all())
    return new
