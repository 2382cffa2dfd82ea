"""Who is on duty: now, later today, on the next days. For the counter, the board, the today page and the public."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from citedesmetiers.opening import at
from counselling.models import Desk, DutySession
from partners.engagements import Engagement
from partners.models import Institution


@dataclass
class DeskDuty:
    """A desk and its duty sessions of one day. now: those that go on.  later: those still to begin."""

    desk: Desk
    now: list = field(default_factory=list)
    later: list = field(default_factory=list)

    @property
    def institutions(self):
        """The names of those on duty now, each once."""
        return list(dict.fromkeys(session.institution.name for session in self.now))


def on_duty(site, now):
    """{desk: [sessions that go on at the aware moment `now`]} for desks with anybody, with three queries."""
    found = {}
    for session in DutySession.objects.on_duty(site, now):
        for desk in session.desks.all():
            found.setdefault(desk, []).append(session)
    return found


@dataclass
class Turns:
    """The institutions of one desk and day, for screens that show no person.

    now: names of those on duty, each once.  next: (time, name) of the first turn still to begin today, or None.
    Both empty: every turn of the day is over.
    """

    now: list = field(default_factory=list)
    next: tuple | None = None


def turns_of_day(site, now):
    """{desk key: Turns} at the aware moment `now`, for desks that have a turn on its day. One query."""
    now = timezone.localtime(now)
    sessions = DutySession.objects.filter(site=site, day=now.date()).staffed()
    rows = DutySession.desks.through.objects.filter(dutysession__in=sessions).order_by("dutysession__starts", "pk")
    columns = ("desk", "dutysession__starts", "dutysession__ends", "dutysession__institution__name")
    found = {}
    for desk, starts, ends, name in rows.values_list(*columns):
        turns = found.setdefault(desk, Turns())
        if starts <= now.time() < ends and name not in turns.now:
            turns.now.append(name)
        elif starts > now.time() and turns.next is None:
            turns.next = (starts, name)
    return found


def institution_on_duty(desk, now):
    """The one institution on duty at `desk` at `now`; None when there is none, or several."""
    sitting = DutySession.objects.on_duty(desk.site, now).at_desks([desk]).values("institution")
    found = list(Institution.objects.filter(pk__in=sitting)[:2])
    return found[0] if len(found) == 1 else None


def duty_of_day(site, now):
    """Each desk of `site` in force on the day of `now` with who is there now and who comes later, as DeskDuty."""
    now = timezone.localtime(now)
    rows = {desk.pk: DeskDuty(desk) for desk in Desk.objects.at([site]).in_force(now.date()).order_by("rank", "pk")}
    sessions = DutySession.objects.filter(site=site, day=now.date(), ends__gt=now.time())
    for session in sessions.staffed().with_names():
        for desk in session.desks.all():
            if desk.pk in rows:
                (rows[desk.pk].now if session.starts <= now.time() else rows[desk.pk].later).append(session)
    return list(rows.values())


def sessions_of_days(sites, first, days):
    """What the public may expect at `sites`: sessions that are not cancelled nor missed, on `days` days from `first`.

    Their desks come with their purposes. Cancelled and missed ones are left out, for nobody should come for them.
    """
    found = DutySession.objects.at(sites).between(first, first + timedelta(days=days - 1)).staffed()
    return found.select_related("institution").prefetch_related("desks__purposes").order_by("day", "starts", "pk")


def engagements(professional_ids, start, end):
    """The duty sessions of these people between two aware moments, for partners.engagements."""
    through = DutySession.professionals.through
    first, last = (timezone.localtime(moment).date() for moment in (start, end))
    rows = through.objects.filter(professional__in=professional_ids, dutysession__day__range=(first, last))
    rows = rows.exclude(dutysession__state__in=[DutySession.State.CANCELLED, DutySession.State.MISSED])
    columns = ("professional_id", "dutysession_id", "dutysession__day", "dutysession__starts", "dutysession__ends")
    for person, key, day, starts, ends, place in rows.values_list(*columns, "dutysession__site__name"):
        words = _("duty session at %(place)s") % {"place": place}
        engagement = Engagement(person, words, at(day, starts), at(day, ends), key=key_of(key))
        if engagement.overlaps(start, end):
            yield engagement


def key_of(pk):
    """What tells a duty session among the engagements of a person."""
    return f"duty-{pk}"


def whole_days(days):
    """The aware moments around `days`: the midnight before the first one, and the one after the last."""
    midnight = datetime.min.time()
    return at(min(days), midnight), at(max(days) + timedelta(days=1), midnight)
