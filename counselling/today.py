"""The desks of a place right now: who waits where, since when. What reception, the board and the today page show."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from citedesmetiers.hours_in_words import clock
from citedesmetiers.opening import Calendar
from counselling.duty import Turns, turns_of_day
from counselling.models import Desk, Ticket

LONG_WAIT = 20  # minutes: from here on a wait is said in red


@dataclass
class DeskToday:
    """A desk now. waiting, received: tickets.  longest: minutes that the first one has waited, None when none does.

    is_open: the place is open at this moment.  turns: of the day, by the roster; None when it has none there.
    """

    desk: Desk
    waiting: int
    longest: int | None
    received: int
    is_open: bool
    turns: Turns | None

    @property
    def on_duty(self):
        """Names of the institutions that the roster has there now."""
        return self.turns.now if self.turns else []

    @property
    def who(self):
        """Who is there now, in words; else who comes next today, or that nobody does. Empty without a roster."""
        if self.turns is None:
            return ""
        if self.turns.now:
            return ", ".join(self.turns.now)
        if self.turns.next is None:
            return _("duty is over for today")
        starts, institution = self.turns.next
        return _("from %(time)s: %(institution)s") % {"time": clock(starts), "institution": institution}

    @property
    def is_long(self):
        return self.longest is not None and self.longest >= LONG_WAIT

    @property
    def as_json(self):
        """Plain data for the counter's script; see docs/api.md."""
        return {
            "code": self.desk.code,
            "number": self.desk.rank,
            "name": self.desk.name,
            "colour": self.desk.colour,
            "purposes": [purpose.code for purpose in self.desk.purposes.all()],
            "waiting": self.waiting,
            "longest_wait": self.longest,
            "received": self.received,
            "open": self.is_open,
            "on_duty": self.on_duty,
            "who": self.who,
        }


def desks_today(site, now):
    """The desks of `site` in force on the day of `now` (aware, local), in the order of their numbers."""
    day = now.date()
    desks = Desk.objects.at([site]).in_force(day).prefetch_related("purposes").order_by("rank", "pk")
    waiting, received = {}, {}
    for ticket in Ticket.objects.today([site], day).select_related("interview"):
        if ticket.interview.state == "waiting":
            waiting.setdefault(ticket.interview.desk_id, []).append(ticket.waited(now))
        elif ticket.interview.state == "received":
            received[ticket.interview.desk_id] = received.get(ticket.interview.desk_id, 0) + 1
    is_open, turns = is_open_at(site, now), turns_of_day(site, now)
    return [
        DeskToday(
            desk,
            len(waiting.get(desk.pk, [])),
            max(waiting.get(desk.pk, []), default=None),
            received.get(desk.pk, 0),
            is_open,
            turns.get(desk.pk),
        )
        for desk in desks
    ]


def is_open_at(site, now):
    """True when `site` is open at the local moment `now`."""
    time = now.time()
    return any(
        opens <= time < closes for opens, closes in Calendar(site, now.date(), now.date()).intervals(now.date())
    )
