"""The desk board: what one screen sees of the desks that it has chosen."""

from functools import cached_property

from citedesmetiers.models import ProfileList
from counselling import counts
from counselling.models import PROFILE_FIELDS, Ticket
from counselling.session import institution_of, own_institution, screen_of
from counselling.today import LONG_WAIT, desks_today

PROFILE_KEYS = [f"interview__{name}" for name in PROFILE_FIELDS]


class Board:
    """The chosen desks of one place at the moment `now` (aware, local). Nothing is asked before it is shown."""

    long_wait = LONG_WAIT

    def __init__(self, request, site, desks, now):
        self.request, self.site, self.desks, self.now = request, site, desks, now
        self.screen = screen_of(request)

    @cached_property
    def tickets(self):
        """Tickets of today at the place that wait or are being received, whoever came first first."""
        rows = Ticket.objects.today([self.site], self.now.date()).select_related(
            "interview__desk", "interview__site", "interview__purpose", *PROFILE_KEYS
        )
        rows = list(rows.filter(interview__state__in=["waiting", "received"]))
        for ticket in rows:
            ticket.minutes_waited = ticket.waited(self.now)
            ticket.is_long = ticket.minutes_waited >= LONG_WAIT
            ticket.title, ticket.noted = described(ticket.interview)
            ticket.says_purpose = ticket.interview.purpose_id is not None and self.says_purpose
        return rows

    @cached_property
    def says_purpose(self):
        """False when the desks on the board serve one purpose only, which their name says already."""
        return len({purpose.pk for desk in self.desks for purpose in desk.purposes.all()}) > 1

    @cached_property
    def waiting(self):
        keys = {desk.pk for desk in self.desks}
        return [t for t in self.tickets if t.interview.state == "waiting" and t.interview.desk_id in keys]

    @cached_property
    def mine(self):
        """The ticket that this screen is receiving, None when there is none."""
        if self.screen is None:
            return None
        received = (t for t in self.tickets if t.interview.state == "received" and t.screen == self.screen)
        return next(received, None)

    @cached_property
    def elsewhere(self):
        """Tickets of the chosen desks that other screens are receiving."""
        keys = {desk.pk for desk in self.desks}
        received = (t for t in self.tickets if t.interview.state == "received" and t.interview.desk_id in keys)
        return [ticket for ticket in received if ticket is not self.mine]

    @cached_property
    def every_desk(self):
        return desks_today(self.site, self.now)

    @property
    def neighbours(self):
        """The other desks of the place, each a DeskToday."""
        keys = {desk.pk for desk in self.desks}
        return [each for each in self.every_desk if each.desk.pk not in keys]

    @cached_property
    def times(self):
        """Today's figures of the chosen desks together."""
        day = self.now.date()
        return counts.times([self.site], day, day, desk__in=self.desks)

    @cached_property
    def institution(self):
        return institution_of(self.request)

    @cached_property
    def is_chosen(self):
        """True when the institution was chosen for this session, and is not known from the account."""
        return self.institution is not None and own_institution(self.request) is None

    @cached_property
    def of_institution(self):
        """Interviews held here today by the session's institution."""
        day = self.now.date()
        return counts.times([self.site], day, day, institution=self.institution).interviews

    @property
    def next(self):
        """Who has waited longest."""
        return self.waiting[0] if self.waiting else None


def described(interview):
    """What a ticket says of a visitor: (the status, the other values), both as words, empty when nothing was noted."""
    status = interview.status.short if interview.status else ""
    others = [value.short for value in interview.noted_values if value.list != ProfileList.STATUS]
    return status, ", ".join(others)
