"""Figures of what was on: one function for each, with its definition.

Days as the clock of the centre cuts them. *Offered*: every session that was planned for the period, cancelled ones
too. *Held*: those that took place, said by whoever counted. *Cancelled*: called off with a reason. What is planned and
not yet held is neither. A *participation* is one person at one session; who came twice is two.
"""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import ProfileList, ProfileValue
from events.models import Attendance, AttendanceMarginal, ClassVisit, Event, Organiser, Session, SessionResult
from partners.programme_counts import ModuleCount

HELD, CANCELLED = Q(state=Session.State.HELD), Q(state=Session.State.CANCELLED)


@dataclass(frozen=True)
class Volumes:
    """Figures of some sessions together.

    offered, held, cancelled: sessions.  seats_offered: of those held that have a limit and were counted.
    seats_used: people present at these.
    participations: people present at sessions held; beneficiaries: declared for sessions that nobody could count.
    companies: present, added up over sessions.  uncounted: sessions held without a number of people.
    """

    offered: int = 0
    held: int = 0
    cancelled: int = 0
    seats_offered: int = 0
    seats_used: int = 0
    participations: int = 0
    beneficiaries: int = 0
    companies: int = 0
    uncounted: int = 0

    @property
    def fill_rate(self):
        """Share of the seats that were used, 0 to 1 (more, when people stood); None without a limited session."""
        return self.seats_used / self.seats_offered if self.seats_offered else None

    @property
    def fill_percent(self):
        return None if self.fill_rate is None else round(100 * self.fill_rate)


PRESENT = "attendance__present"
COUNTED_WITH_SEATS = HELD & Q(seats__isnull=False, attendance__present__isnull=False)
FIGURES = {
    "offered": Count("pk"),
    "held": Count("pk", filter=HELD),
    "cancelled": Count("pk", filter=CANCELLED),
    "seats_offered": Sum("seats", filter=COUNTED_WITH_SEATS, default=0),
    "seats_used": Sum(PRESENT, filter=COUNTED_WITH_SEATS, default=0),
    "participations": Sum(PRESENT, filter=HELD, default=0),
    "beneficiaries": Sum("attendance__beneficiaries", filter=HELD & Q(attendance__present__isnull=True), default=0),
    "companies": Sum("attendance__companies", filter=HELD, default=0),
    "uncounted": Count("pk", filter=HELD & Q(attendance__present__isnull=True)),
}


def offered(sites, first, last, **only):
    """The sessions of `sites` planned from `first` to `last`, both included, whatever became of them.

    only: further conditions, for example event__programme; the functions below pass theirs on.
    """
    return Session.objects.within(first, last).filter(site__in=sites, **only).order_by()


def volumes(sites, first, last, **only):
    """The Volumes of all sessions of `sites` together."""
    rows = offered(sites, first, last, **only)
    return Volumes(**rows.aggregate(**FIGURES))


def volumes_by(column, sites, first, last, **only):
    """{key: Volumes} by a column of one value: "event__kind", "event__programme", "site"; one query."""
    rows = offered(sites, first, last, **only).exclude(**{f"{column}__isnull": True})
    return {row.pop(column): Volumes(**row) for row in rows.values(column).annotate(**FIGURES)}


def volumes_by_many(relation, sites, first, last, **only):
    """{key: Volumes} by purpose ("purposes") or theme ("topics") of the events; two queries.

    A session whose event has several counts for each of them: the parts do not add up to the whole.
    """
    through = getattr(Event, relation).through
    column = next(
        field.name for field in through._meta.fields if field.is_relation and field.related_model is not Event
    )
    sessions = offered(sites, first, last, **only)
    pairs = through.objects.filter(event__sessions__in=sessions.values("pk")).values_list(column, "event")
    by_event = volumes_by("event", sites, first, last, **only)
    found = {}
    for key, event in set(pairs):
        found[key] = together(found.get(key, Volumes()), by_event[event])
    return found


def together(one, other):
    return Volumes(**{name: getattr(one, name) + getattr(other, name) for name in FIGURES})


def co_produced(sites, first, last, **only):
    """(sessions held whose event a partner makes with the Cité, sessions held): with a lead or a co-producer."""
    held = offered(sites, first, last, **only).filter(HELD)
    makers = Organiser.objects.filter(role__in=[Organiser.Role.LEAD, Organiser.Role.CO_PRODUCER])
    return held.filter(event__in=makers.values("event")).count(), held.count()


def companies(sites, first, last, **only):
    """How many different companies stood behind the sessions held: organisers with the role of a company."""
    held = offered(sites, first, last, **only).filter(HELD)
    rows = Organiser.objects.filter(role=Organiser.Role.COMPANY, event__in=held.values("event"))
    return rows.values("institution").distinct().count()


def repeat_editions(sites, first, last, **only):
    """How many events held in the period came back: of a second or later edition, or taken over from a season."""
    held = offered(sites, first, last, **only).filter(HELD)
    return Event.objects.filter(Q(edition__gt=1) | Q(repeats__isnull=False), pk__in=held.values("event")).count()


def held_since(first, last, **only):
    """Sessions held from `first` to `last` of all places. only: conditions, for example event__topics."""
    return Session.objects.within(first, last).filter(HELD, **only).distinct().count()


def seats_booked(sites, first, last):
    """Seats that were booked for the sessions offered; it outlives the bookings, which are gone the day after."""
    return offered(sites, first, last).aggregate(n=Sum("seats_taken", default=0))["n"]


def classes(sites, first, last, **only):
    """(schools, classes, pupils) of the class visits at sessions that were not cancelled."""
    rows = ClassVisit.objects.filter(session__in=offered(sites, first, last, **only).exclude(CANCELLED).values("pk"))
    sums = rows.aggregate(
        schools=Count("institution", distinct=True), classes=Sum("classes", default=0), pupils=Sum("pupils", default=0)
    )
    return sums["schools"], sums["classes"], sums["pupils"]


def results(sites, first, last, **only):
    """{kind of result: number} of sessions held in the period: of each kind the latest number told for a session."""
    latest = (
        SessionResult.objects.filter(session=OuterRef("session"), kind=OuterRef("kind"))
        .order_by("-as_of", "-pk")
        .values("pk")[:1]
    )
    rows = SessionResult.objects.filter(
        session__in=offered(sites, first, last, **only).values("pk"), pk=Subquery(latest)
    )
    return dict(rows.order_by().values_list("kind").annotate(n=Sum("number")))


def characteristics(sites, first, last):
    """{value id: people} of those present whose characteristics were noted. Mask before it leaves the building."""
    held = Attendance.objects.filter(session__in=offered(sites, first, last).filter(HELD).values("pk"))
    return dict(held.filter(marginals__isnull=False).values_list("marginals__value").annotate(
        n=Sum("marginals__people")
    ).order_by())  # fmt: skip


def held_for_programme(programme):
    """Sessions held of a programme's events, to date."""
    return Session.objects.filter(HELD, event__programme=programme).count()


def people_of_programme(programme):
    """People present at a programme's sessions, and beneficiaries declared where nobody could count, to date."""
    rows = Attendance.objects.filter(session__state=Session.State.HELD, session__event__programme=programme)
    return rows.aggregate(n=Sum(Coalesce(F("present"), F("beneficiaries"), 0), default=0))["n"]


def of_modules(programme):
    """{module id: Volumes} of the sessions, to date, whose event names a module of `programme`; one query."""
    rows = Session.objects.filter(event__module__programme=programme).order_by()
    found = rows.values("event__module").annotate(**FIGURES)
    return {row.pop("event__module"): Volumes(**row) for row in found}


def levels_of_modules(programme):
    """{module id: {ProfileValue: people}} of those present whose level of qualification was noted, lowest level first.

    Mask before it leaves the building.
    """
    noted = AttendanceMarginal.objects.filter(
        value__list=ProfileList.LEVEL,
        attendance__session__state=Session.State.HELD,
        attendance__session__event__module__programme=programme,
    )
    sums = noted.order_by().values_list("attendance__session__event__module", "value").annotate(n=Sum("people"))
    people = {(module, value): n for module, value, n in sums}
    found = {}
    for value in ProfileValue.objects.filter(pk__in={value for _module, value in people}).order_by("rank", "pk"):
        for (module, key), n in people.items():
            if key == value.pk:
                found.setdefault(module, {})[value] = n
    return found


def said_of_modules(programme):
    """{module id: ModuleCount} for the page of `programme`."""
    levels = levels_of_modules(programme)
    found = {}
    for module, volumes in of_modules(programme).items():
        said = [ngettext("%(n)s session held", "%(n)s sessions held", volumes.held) % {"n": volumes.held}]
        if volumes.participations:
            n = volumes.participations
            said.append(ngettext("%(n)s participation", "%(n)s participations", n) % {"n": number_format(n)})
        people = [
            _("%(level)s: %(n)s") % {"level": value, "n": number_format(n)}
            for value, n in levels.get(module, {}).items()
        ]
        found[module] = ModuleCount(said, people)
    return found
