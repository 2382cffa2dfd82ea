"""What a partner is told of its own part: hours lent, interviews its people held, events made together.

It shows one institution and never one person. Where a single counsellor of it sits at a desk, that desk's interviews
are put together with others; an institution with a single counsellor is shown with its desks as a whole.
Sources: roster, interviews, events, agreements.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from citedesmetiers import access
from citedesmetiers.models import Centre, ProfileValue
from counselling import hours
from counselling.models import Desk, DutySession, Interview
from events.models import Organiser, Session
from partners.models import Agreement, Professional
from reports.figure_sheets import days
from reports.figures.period import whole_year
from reports.masking import Table, masked
from reports.models import DayCount, RolledDay
from reports.report_blocks import volumes_by_event

HOURS_A_YEAR = 1607  # of a full-time job: the legal year of France, which the centre's FTE are held against
LEAST_PEOPLE = 2  # counsellors behind a number of interviews: one would be a figure about a person
TOGETHER = 0  # the column of desks that are shown together
UNSTATED = "unstated"


@dataclass(frozen=True)
class Line:
    """One desk. duty: its sessions and hours.  interviews: of the institution there.

    None when they are shown with others, or when rows are forgotten and nobody knows.
    """

    name: str
    duty: object
    interviews: int | None
    of_desk: int


def rows_are_forgotten(period):
    """True when rows of interviews of some of these days are forgotten, so that only their counts are known."""
    return RolledDay.objects.filter(kept=True, source="interview", day__range=(period.first, period.last)).exists()


class Statement:
    """The figures of `institution` from `period`, as known on `today`; see the module. Each is counted once."""

    def __init__(self, institution, period, today):
        self.institution, self.period, self.today = institution, period, today
        self.centre = Centre.objects.current()
        self.before = period.year_before()

    # ── Hours ──────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def duty(self):
        """Sessions and hours planned, held and missed. Unit: sessions, hours on the clock."""
        return hours.of_institution(self.institution, self.period.first, self.period.last)

    @cached_property
    def duty_before(self):
        return hours.of_institution(self.institution, self.before.first, self.before.last)

    @cached_property
    def duty_by_desk(self):
        return hours.of_institution_by_desk(self.institution, self.period.first, self.period.last)

    @property
    def full_time_jobs(self):
        """The hours held as full-time jobs over the period; None for a period that is no whole year."""
        return self.duty.hours_held / HOURS_A_YEAR if self.is_a_year else None

    # ── Interviews ─────────────────────────────────────────────────────────────────────────────────

    @property
    def is_a_year(self):
        return self.period == whole_year(self.period.first.year)

    def people_by_desk_in(self, period):
        """{desk: keys of the institution's people who held a session there in `period`}."""
        rows = DutySession.objects.of_institution(self.institution).between(period.first, period.last).held()
        found = {}
        for desk, person in rows.order_by().values_list("desks", "professionals").distinct():
            found.setdefault(desk, set()).add(person)
        everybody = set(
            Professional.objects.filter(institution=self.institution)
            .active_within(period.first, period.last)
            .values_list("pk", flat=True)
        )
        # Sessions without a name: it may have been any of them.
        return {desk: (people - {None}) or everybody for desk, people in found.items()}

    @cached_property
    def people_by_desk(self):
        return self.people_by_desk_in(self.period)

    def is_alone_in(self, period):
        """True when a single person stands behind all of its interviews in `period`, or may do so.

        Once rows are forgotten nobody knows at which of its desks they were held, so that each desk must have had two.
        """
        if not self.total_of(period) and not self._held(period).exists():
            return False
        people = self.people_by_desk_in(period)
        if rows_are_forgotten(period):
            return not people or any(len(there) < LEAST_PEOPLE for there in people.values())
        desks = self._held(period).order_by().values_list("desk", flat=True).distinct()
        return len(set().union(*(people.get(desk, ()) for desk in desks))) < LEAST_PEOPLE

    @cached_property
    def is_alone(self):
        return self.is_alone_in(self.period)

    @cached_property
    def interviews_by_desk(self):
        """{desk: interviews of the institution's people}. Source: Interview.institution."""
        return dict(self._held(self.period).order_by().values_list("desk").annotate(n=Count("pk")))

    def _held(self, period):
        return Interview.objects.held().between(period.first, period.last).filter(institution=self.institution)

    @cached_property
    def of_desks(self):
        """{desk: all interviews held there, whoever held them, days whose rows are forgotten included}."""
        if self.lacks_rows:
            counts = DayCount.objects.of("interview", "desk").filter(value__in=self.desk_keys).during(self.period)
            return dict(counts.order_by().values_list("value").annotate(n=Sum("entries")))
        rows = Interview.objects.held().between(self.period.first, self.period.last).filter(desk__in=self.desk_keys)
        return dict(rows.order_by().values_list("desk").annotate(n=Count("pk")))

    def total_of(self, period):
        """Interviews of the institution in `period`, days whose rows are forgotten included."""
        rows = DayCount.objects.of("interview", "institution").filter(value=self.institution.pk).during(period)
        return rows.aggregate(n=Sum("entries", default=0))["n"]

    @cached_property
    def interviews(self):
        """Interviews of its people; None when that would be a figure about one person."""
        return None if self.is_alone else self.total_of(self.period)

    @cached_property
    def interviews_before(self):
        return None if self.is_alone_in(self.before) else self.total_of(self.before)

    @cached_property
    def desk_keys(self):
        return {key for key in {*self.duty_by_desk, *self.interviews_by_desk} if key is not None}

    @cached_property
    def desks(self):
        """Desks where its people sat or that have interviews of theirs, in order."""
        return list(Desk.objects.filter(pk__in=self.desk_keys).select_related("site").order_by("site", "rank", "pk"))

    @cached_property
    def shown_together(self):
        """Desks whose interviews are added up, so that no number is one person's."""
        if self.is_alone:
            return set(self.interviews_by_desk)
        people = self.people_by_desk
        chosen = {desk for desk in self.interviews_by_desk if len(people.get(desk, ())) < LEAST_PEOPLE}
        others = sorted(set(self.interviews_by_desk) - chosen, key=self.interviews_by_desk.get)
        while chosen and others and len(set().union(*(people.get(desk, set()) for desk in chosen))) < LEAST_PEOPLE:
            chosen.add(others.pop(0))
        return chosen

    @cached_property
    def lines(self):
        """A Line for each desk."""
        several = len({desk.site_id for desk in self.desks}) > 1
        return [
            Line(
                f"{desk.name}, {desk.site.name}" if several else desk.name,
                self.duty_by_desk.get(desk.pk, hours.Duty()),
                None if self.lacks_rows or desk.pk in self.shown_together else self.interviews_by_desk.get(desk.pk, 0),
                self.of_desks.get(desk.pk, 0),
            )
            for desk in self.desks
        ]

    @cached_property
    def lacks_rows(self):
        """True when rows of these days are forgotten, so that only totals are known."""
        return rows_are_forgotten(self.period)

    @cached_property
    def publics(self):
        """(Table, Masked) of status by desk, or None: for whole years that are over, and for two counsellors or more.

        Shorter periods would let people be counted by taking one statement from another.
        """
        if self.is_alone or not self.is_a_year or self.period.last >= self.today or not self.interviews_by_desk:
            return None
        counts, found = {}, self._held(self.period).order_by().values_list("status", "desk").annotate(n=Count("pk"))
        for status, desk, n in found:
            where = (status or UNSTATED, TOGETHER if desk in self.shown_together else desk)
            counts[where] = counts.get(where, 0) + n
        columns = [desk.pk for desk in self.desks if desk.pk not in self.shown_together]
        columns = [key for key in columns if any(column == key for _row, column in counts)]
        columns += [TOGETHER] if self.shown_together else []
        rows = [value.pk for value in self.statuses]
        table = Table([*rows, UNSTATED], columns, counts, frozenset([UNSTATED]))
        return table, masked(table, self.centre.suppression_threshold if self.centre else 5)

    @cached_property
    def statuses(self):
        there = set(self._held(self.period).order_by().values_list("status", flat=True))
        return [value for value in ProfileValue.objects.of("status") if value.pk in there or not value.valid_until]

    # ── Events, agreements ─────────────────────────────────────────────────────────────────────────

    @cached_property
    def events(self):
        """[(title, place, Volumes)] of the sessions of events that it leads or makes with the Cité."""
        roles = [Organiser.Role.LEAD, Organiser.Role.CO_PRODUCER]
        makers = Organiser.objects.filter(institution=self.institution, role__in=roles).values("event")
        sessions = Session.objects.within(self.period.first, self.period.last).filter(event__in=makers).order_by()
        return volumes_by_event(sessions)

    @cached_property
    def agreements(self):
        """Its agreements that hold on at least one day of the period."""
        rows = Agreement.objects.filter(institution=self.institution, starts_on__lte=self.period.last)
        found = rows.prefetch_related("commitments__purpose").order_by("starts_on", "pk")
        return [row for row in found if row.ends_on is None or row.ends_on >= self.period.first]

    def months_of(self, agreement):
        """Calendar months of the period in which `agreement` holds, parts of one as a share of 30.4 days."""
        first = max(agreement.starts_on, self.period.first)
        last = min(agreement.ends_on or self.period.last, self.period.last)
        return ((last - first).days + 1) / 30.4375

    @property
    def title(self):
        return _("Statement of activity, %(period)s") % {"period": days(self.period)}


def part_of_institution(institution, request):
    """The way to the statement on the page of an institution, for those who may open it."""
    if not access.may(request.user, "edit_partners"):
        return None
    return {"year": str(timezone.localdate().year - 1)}
