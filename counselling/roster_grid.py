"""The roster as people read it: a week or a month of one place, in rows of desks or of institutions."""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from citedesmetiers.models import OpeningHours
from citedesmetiers.opening import Calendar
from citedesmetiers.sorting import by_name
from counselling.models import Desk, DutySession
from counselling.roster_closures import is_closed_out_of_turn
from partners.models import Institution

DESK, INSTITUTION = "desk", "institution"
SUNDAY = 6
WEEK = timedelta(days=7)


@dataclass
class Day:
    """A day of the roster. intervals: when the place is open, as (opens, closes).  sessions: of a month's view.

    is_closed: closed although the place is usually open on this weekday.
    """

    date: date
    intervals: list
    is_today: bool
    is_closed: bool
    in_month: bool = True
    sessions: list = field(default_factory=list)


@dataclass
class Row:
    """A desk or an institution with its sessions. cells: one list of sessions for each day shown."""

    head: object
    cells: list
    is_desk: bool

    @property
    def sessions(self):
        return [session for cell in self.cells for session in cell]


@dataclass
class Roster:
    """The sessions of a stretch of days at one place."""

    site: object
    days: list
    sessions: list
    rows: list = field(default_factory=list)
    weeks: list = field(default_factory=list)

    @property
    def expected(self):
        return [session for session in self.sessions if not session.is_cancelled]

    @property
    def count(self):
        """How many sessions there are, cancelled ones left out."""
        return len(self.expected)

    @property
    def to_fill(self):
        return sum(session.is_planned and not session.professionals.all() for session in self.sessions)

    @property
    def missed(self):
        return sum(session.is_missed for session in self.sessions)

    @property
    def hours(self):
        """Hours of duty, cancelled and missed sessions left out; a session at three desks counts once."""
        time = sum((s.length for s in self.expected if not s.is_missed), timedelta())
        return time / timedelta(hours=1)

    @property
    def open_hours(self):
        """Hours during which the place is open on these days."""
        minutes = sum(
            (closes.hour - opens.hour) * 60 + closes.minute - opens.minute
            for day in self.days
            if day.in_month
            for opens, closes in day.intervals
        )
        return minutes / 60

    def rows_of(self, cell):
        """`rows` as (row, [(day, sessions), …]) for a template."""
        return [(row, list(zip(self.days, row.cells, strict=True))) for row in self.rows] if cell else []

    @property
    def lines(self):
        return self.rows_of(True)


def missing(site, day):
    """What a roster at `site` waits for, as {"desks": bool, "hours": bool}: no desk or no opening from `day` on."""
    return {
        "desks": not Desk.objects.at([site]).touching(day).exists(),
        "hours": not OpeningHours.objects.filter(site=site).touching(day, None).exists(),
    }


def monday_of(day):
    return day - timedelta(days=day.weekday())


def week(site, day, today, sessions, *, by=DESK, all_rows=True):
    """The week of `day` at `site`. sessions: a queryset of duty sessions, filtered as the reader wishes.

    by: DESK or INSTITUTION, what the rows are.  all_rows: desks without any session are shown too.
    """
    first = monday_of(day)
    last = first + timedelta(days=6)
    found = list(sessions.filter(site=site).between(first, last).with_names())
    opening = Calendar(site, first, last)
    used = {session.day for session in found}
    days = [
        Day(each, opening.intervals(each), each == today, is_closed_out_of_turn(opening, each))
        for each in (first + timedelta(days=n) for n in range(7))
        if each.weekday() != SUNDAY or each in used or opening.is_open_day(each)
    ]
    roster = Roster(site, days, found)
    roster.rows = by_desk(site, days, found, all_rows) if by == DESK else by_institution(days, found)
    return roster


def by_desk(site, days, sessions, all_rows):
    """Rows of desks in force in these days, in the order of their numbers; a session stands at each of its desks."""
    cells = {}
    for session in sessions:
        for desk in session.desks.all():
            cells.setdefault(desk.pk, {}).setdefault(session.day, []).append(session)
    desks = Desk.objects.at([site]).filter(valid_from__lte=days[-1].date).order_by("rank", "pk")
    return [
        Row(desk, [cells.get(desk.pk, {}).get(day.date, []) for day in days], True)
        for desk in desks
        if desk.pk in cells or (all_rows and (desk.valid_until is None or desk.valid_until >= days[0].date))
    ]


def by_institution(days, sessions):
    """Rows of institutions with a session in these days, by name."""
    cells = {}
    for session in sessions:
        cells.setdefault(session.institution_id, {}).setdefault(session.day, []).append(session)
    return [
        Row(institution, [cells[institution.pk].get(day.date, []) for day in days], False)
        for institution in Institution.objects.filter(pk__in=cells).order_by(by_name(), "pk")
    ]


def month(site, day, today, sessions):
    """The month of `day` at `site` in weeks of seven days; those of other months are there and marked."""
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    first, last = weeks[0][0], weeks[-1][-1]
    in_month = [each for some in weeks for each in some if each.month == day.month]
    found = list(sessions.filter(site=site).between(in_month[0], in_month[-1]).with_names())
    opening = Calendar(site, first, last)
    by_day = {}
    for session in found:
        by_day.setdefault(session.day, []).append(session)
    rows = [
        [
            Day(
                each,
                opening.intervals(each),
                each == today,
                is_closed_out_of_turn(opening, each),
                each.month == day.month,
                by_day.get(each, []),
            )
            for each in some
        ]
        for some in weeks
    ]
    without_sunday = not any(some[SUNDAY].sessions or some[SUNDAY].intervals for some in rows)
    rows = [some[:SUNDAY] if without_sunday else some for some in rows]
    rows = [some for some in rows if any(each.in_month for each in some)]
    return Roster(site, [each for some in rows for each in some], found, weeks=rows)


def visible(user, own, desks):
    """The duty sessions that `user` may see.

    own: the institution of the person, None when they have none.  desks: those that their screen has chosen. A person
    who is a counsellor and nothing else reads their own institution's sessions and those of their desks.
    """
    everything = DutySession.objects.all()
    if not is_counsellor_only(user):
        return everything
    mine = everything.filter(institution=own) if own else everything.none()
    at_desks = everything.at_desks(desks)
    return everything.filter(pk__in=mine.values("pk").union(at_desks.values("pk")))


def is_counsellor_only(user):
    return set(user.roles) & OTHERS == set() and "counsellor" in user.roles


# The roles that read the whole roster; see the matrix of roles.
OTHERS = {"reception", "documentation", "events", "partnership", "director"}
