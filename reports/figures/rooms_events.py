"""The figures of what was on, in the catalogue: sessions, participations, who came, what came of it."""

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Purpose
from events import counts
from events.models import Attendance, AttendanceMarginal, EventKind, SessionResult, Topic
from partners.models import Programme
from reports.figures.asked import Asked
from reports.figures.breakdowns import STATED, of_list, of_months
from reports.figures.room_tables import EACH_ELSE, entries_of, places, words, words_that_occur
from reports.figures.rooms import add, keys
from reports.figures.tables import UNSTATED
from reports.numbers import number

ACTS = ("see_event_figures",)
SOURCE = _(
    "Sessions of events, as planned and as counted afterwards. Days are cut at midnight on the clock of the place."
)
OFFERED = _("Every session that was planned for the period, cancelled ones too.")
HELD = _("Sessions that took place.")
PARTICIPATION = _("One person at one session; who came twice is two. Sessions that nobody counted are left out.")


def volumes(cut, measure):
    """A function (sites, period, **only) → {row: `measure` of events.counts.Volumes}, by one of the cuts."""

    def asked(sites, period, **only):
        found = cut(keys(sites), period.first, period.last, **only)
        return {key: getattr(one, measure) for key, one in found.items()}

    return asked


def by_month(sites, first, last, **only):
    rows = counts.offered(sites, first, last).filter(**only).annotate(month=TruncMonth("starts_at"))
    found = rows.values("month").annotate(**counts.FIGURES)
    return {row.pop("month").date(): counts.Volumes(**row) for row in found}


def by(column):
    return lambda sites, first, last, **only: counts.volumes_by(column, sites, first, last, **only)


def by_many(relation):
    return lambda sites, first, last, **only: counts.volumes_by_many(relation, sites, first, last, **only)


PURPOSE, PROGRAMME = "event__purposes", "event__programme"  # by which sessions are narrowed to one of them
BOTH = {"purpose": PURPOSE, "programme": PROGRAMME}
CUTS = {  # {name: (function, rows, the rows add up)}
    "month": (by_month, of_months, True),
    "kind": (by("event__kind"), entries_of(EventKind), True),
    "place": (by("site"), places, True),
    "purpose": (by_many("purposes"), entries_of(Purpose), False),
    "theme": (by_many("topics"), entries_of(Topic), False),
    "programme": (by("event__programme"), entries_of(Programme), True),
}
TITLES = {
    "offered": {
        "month": _("Activities offered by month"), "kind": _("Activities offered by kind"),
        "place": _("Activities offered by place"), "purpose": _("Activities offered by purpose"),
        "theme": _("Activities offered by theme"), "programme": _("Activities offered by programme"),
    },
    "held": {
        "month": _("Activities held by month"), "kind": _("Activities held by kind"),
        "place": _("Activities held by place"), "purpose": _("Activities held by purpose"),
        "theme": _("Activities held by theme"), "programme": _("Activities held by programme"),
    },
    "participations": {
        "month": _("Participations by month"), "kind": _("Participations by kind of activity"),
        "place": _("Participations by place"), "purpose": _("Participations by purpose"),
        "theme": _("Participations by theme"), "programme": _("Participations by programme"),
    },
    "cancelled": {"month": _("Activities cancelled by month"), "kind": _("Activities cancelled by kind")},
    "companies": {"kind": _("Companies present by kind of activity")},
    "beneficiaries": {"kind": _("Beneficiaries by kind of activity"), "programme": _("Beneficiaries by programme")},
}  # fmt: skip
MEASURES = {
    "offered": (_("sessions of activities"), OFFERED),
    "held": (_("sessions of activities"), HELD),
    "participations": (_("participations"), PARTICIPATION),
    "cancelled": (_("sessions of activities"), _("Sessions called off, with a reason.")),
    "companies": (_("companies present"), _("Companies present, added up over sessions.")),
    "beneficiaries": (_("beneficiaries"), _("Declared by the organiser for sessions that nobody could count.")),
}
PROFILE_TITLES = {
    "gender": _("Participations by gender"),
    "age_band": _("Participations by age band"),
    "status": _("Participations by status"),
    "level": _("Participations by level of qualification"),
    "territory": _("Participations by where people come from"),
    "heard_by": _("Participations by how people heard of us"),
    "first_visit": _("First participations and further ones"),
}


def uncounted(scope):
    """How many sessions were held without anybody having counted who came."""
    asked = {PURPOSE: scope.purpose, PROGRAMME: scope.programme}
    only = {condition: row for condition, row in asked.items() if row is not None}
    found = counts.volumes(scope.sites, scope.period.first, scope.period.last, **only)
    return [
        (_("Sessions held"), number(found.held)),
        (_("Sessions without a number of people"), number(found.uncounted)),
    ]


def fill(sites, period, **only):
    found = counts.volumes_by("event__kind", keys(sites), period.first, period.last, **only)
    return {kind: 100 * one.fill_rate for kind, one in found.items() if one.fill_rate is not None}


def profile(name):
    """A function (sites, period, **only) → {value or UNSTATED: people present}, of one list."""

    def asked(sites, period, **only):
        held = counts.offered(keys(sites), period.first, period.last, **only).filter(counts.HELD)
        rows = AttendanceMarginal.objects.filter(attendance__session__in=held.values("pk"), value__list=name)
        found = dict(rows.order_by().values_list("value").annotate(n=Sum("people")))
        present = Attendance.objects.filter(session__in=held.values("pk")).aggregate(n=Sum("present", default=0))["n"]
        return found | {UNSTATED: max(present - sum(found.values()), 0)}

    return asked


def of_profile(name):
    rows = of_list(name)
    return lambda scope, keys: [*rows(scope, set(keys)), (UNSTATED, _("Not stated"))]


def classes(sites, period, **only):
    found = counts.classes(keys(sites), period.first, period.last, **only)
    return dict(zip(("schools", "classes", "pupils"), found, strict=True))


def made_with(sites, period, **only):
    asked = (keys(sites), period.first, period.last)
    with_partners, held = counts.co_produced(*asked, **only)
    return {
        "held": held,
        "with": with_partners,
        "again": counts.repeat_editions(*asked, **only),
        "companies": counts.companies(*asked, **only),
    }


def led_to(sites, period, **only):
    return counts.results(keys(sites), period.first, period.last, **only)


def add_events():
    for measure, titles in TITLES.items():
        unit, meaning = MEASURES[measure]
        for name, title in titles.items():
            cut, rows, adds_up = CUTS[name]
            counted = Asked(volumes(cut, measure), rows, by="month" if name == "month" else "value", adds_up=adds_up,
                            purpose="" if name == "purpose" else PURPOSE,
                            programme="" if name == "programme" else PROGRAMME,
                            rows_are=name if name in ("purpose", "programme") else "")  # fmt: skip
            add(f"{measure}_by_{name}", "events", title, meaning, unit, SOURCE, counted, ACTS,
                uncounted if measure in ("held", "participations") else None)  # fmt: skip
    for name, title in PROFILE_TITLES.items():
        add(f"participations_by_{name}", "events", title, STATED, _("participations"), SOURCE,
            Asked(profile(name), of_profile(name), is_of_persons=True, has_rest=True, **BOTH), ACTS,
            uncounted)  # fmt: skip
    add("fill_rate_by_kind", "events", _("Seats used by kind of activity"),
        _("People present in percent of the seats, of sessions that have a limit and were counted."), _("percent"),
        SOURCE, Asked(fill, entries_of(EventKind), adds_up=False, is_measure=True, is_percentage=True, **BOTH), ACTS,
        uncounted)  # fmt: skip
    add("school_classes", "events", _("Classes at events"), _("Class visits at sessions that were not cancelled."),
        _("schools, classes, pupils"), SOURCE,
        Asked(classes, words({"schools": _("Schools"), "classes": _("Classes"), "pupils": _("Pupils")}),
              adds_up=False, no_sum=EACH_ELSE, **BOTH), ACTS)  # fmt: skip
    add("made_with_partners", "events", _("Activities made with partners"),
        _("Sessions held, those led or co-produced by a partner; events that came back; different companies behind "
          "them."), _("sessions, events, companies"), SOURCE,
        Asked(made_with, words({"held": _("Sessions held"), "with": _("… led or co-produced by a partner"),
                                "again": _("Events of a second or later edition"),
                                "companies": _("Different companies")}), adds_up=False,
              no_sum=EACH_ELSE, **BOTH), ACTS)  # fmt: skip
    add("event_results", "events", _("What activities led to"),
        _("Told later by organisers: the latest number of each kind for each session held."),
        _("people or businesses"),
        SOURCE, Asked(led_to, words_that_occur(SessionResult.Kind.choices), adds_up=False,
                      no_sum=EACH_ELSE, **BOTH), ACTS)  # fmt: skip


add_events()
