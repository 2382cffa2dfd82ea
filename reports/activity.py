"""The key figures of all rooms over a period, as one list: for the yearly report, the poster and the monthly note.

Volumes alone. Each number comes from the figure function of its room; what it means is said in the catalogue.
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import StationCount
from counselling import hours
from documentation import counts as documents
from events import counts as events
from partners import counts as partners
from partners.models import Agreement
from reception.models import StationUse
from reports import figures, house_counts
from reports.figures.counts import change
from reports.figures.opening_days import days_over, together
from reports.models import DayCount


@dataclass(frozen=True)
class Measure:
    """One figure. group: the heading that it stands under.  figure: the code of the table behind it.

    of_house: not told by place.  of_year: of the whole calendar year, so not told of a month.
    of_each_place: of several places it is what each had, added up, and no number of the house: 21 days at each of two.
    unit: "percent", else nothing.
    """

    code: str
    group: str
    label: str
    figure: str
    decimals: int = 0
    of_house: bool = False
    of_year: bool = False
    of_each_place: bool = False
    unit: str = ""

    @property
    def adds_up(self):
        """True when numbers of several houses may be added."""
        return self.unit != "percent"

    def words(self, places):
        """What it is called when it is told of so many places together."""
        if self.of_each_place and places > 1:
            return _("%(what)s, added up over the places") % {"what": self.label}
        return str(self.label)

    def change(self, now, before, *, is_running):
        """In percent; None of a percentage, without a year before, and of half a year beside a whole one."""
        if not before or not self.adds_up or (self.of_year and is_running):
            return None
        return change(now, before)


WELCOME, DESKS, EVENTS = _("Reception"), _("Desks"), _("Events")
DOCUMENTS, PARTNERS = _("Documentation and computers"), _("Partners and professionals")
SAID, MONEY = _("Satisfaction"), _("Budget")
MEASURES = [
    Measure("opening_days", WELCOME, _("Days open"), "opening_days_by_month", of_each_place=True),
    Measure("opening_hours", WELCOME, _("Hours open"), "opening_hours_by_month", of_each_place=True),
    Measure("visits", WELCOME, _("Visits"), "visits_by_place"),
    Measure("reception_acts", WELCOME, _("Reception acts: people pointed onward"), "visits_sent_to"),
    Measure("municipalities", WELCOME, _("Municipalities of the territory from which somebody came"),
            "visits_by_territory"),
    Measure("groups", WELCOME, _("Groups received"), "groups_by_month"),
    Measure("people_in_groups", WELCOME, _("People in groups"), "people_in_groups_by_month"),
    Measure("unmet", WELCOME, _("Requests without a desk on duty"), "unmet_by_purpose"),
    Measure("interviews", DESKS, _("Interviews"), "interviews_by_desk"),
    Measure("left", DESKS, _("Left without being seen"), "left_by_desk"),
    Measure("sessions_planned", DESKS, _("Sessions on duty planned"), "sessions_planned_by_month"),
    Measure("sessions_held", DESKS, _("Sessions on duty held"), "sessions_held_by_month"),
    Measure("hours_held", DESKS, _("Hours on duty held"), "hours_held_by_month"),
    Measure("events_offered", EVENTS, _("Sessions of events offered"), "offered_by_kind"),
    Measure("events_held", EVENTS, _("Sessions of events held"), "held_by_kind"),
    Measure("events_elsewhere", EVENTS, _("Sessions of events held outside the places"), "held_elsewhere_by_kind"),
    Measure("participations", EVENTS, _("Participations"), "participations_by_kind"),
    Measure("beneficiaries", EVENTS, _("Beneficiaries declared, counted apart"), "beneficiaries_by_kind"),
    Measure("pupils", EVENTS, _("Pupils in class visits"), "school_classes"),
    Measure("documents_held", DOCUMENTS, _("Documents held on the last day"), "documents_by_medium"),
    Measure("consultations", DOCUMENTS, _("Documents consulted"), "consultations_by_month"),
    Measure("loans", DOCUMENTS, _("Documents lent"), "loans_by_month"),
    Measure("stations", DOCUMENTS, _("Free computers on the last day"), "computers_by_place"),
    Measure("station_uses", DOCUMENTS, _("Uses of free computers"), "stations_by_month"),
    Measure("partners", PARTNERS, _("Partners on the last day"), "partners_by_kind", of_house=True),
    Measure("agreements", PARTNERS, _("Agreements in force on the last day"), "partners_movement", of_house=True),
    Measure("professionals", PARTNERS, _("Professionals mobilised"), "professionals", of_house=True),
    Measure("institutions", PARTNERS, _("Institutions they come from"), "professionals", of_house=True),
    Measure("full_time_jobs", PARTNERS, _("Full-time equivalents on the last day"), "professionals", 1,
            of_house=True),
    Measure("questionnaires", SAID, _("Questionnaires returned in the year"), "questionnaires_by_audience",
            of_house=True, of_year=True),
    Measure("satisfied", SAID, _("Satisfied answers in the year"), "satisfied_by_audience", 1, of_house=True,
            of_year=True, unit="percent"),
    Measure("charges", MONEY, _("Charges of the year in euros, in kind included"), "budget_of_year", of_house=True,
            of_year=True),
    Measure("income", MONEY, _("Income of the year in euros, in kind included"), "budget_of_year", of_house=True,
            of_year=True),
    Measure("in_kind", MONEY, _("… of the charges, in kind"), "budget_of_year", of_house=True, of_year=True),
]  # fmt: skip
LABELS = {measure.code: measure for measure in MEASURES}


class Activity:
    """The figures of `sites` (a queryset) over `period`; each room is asked once, when first needed.

    numbers: {code of MEASURES: number, None when it is not told for a place, of a month, or not known}.
    of_year: also tell what is known of calendar years alone; it is then that of the year of the period's last day.
    beside: the Period that these figures are held against, see days_over.
    """

    def __init__(self, sites, period, *, of_house=True, of_year=True, beside=None):
        self.sites, self.period, self.of_house, self.of_year = sites, period, of_house, of_year
        self.days_over = days_over(period, beside)
        self.first, self.last = period.first, period.last

    @cached_property
    def numbers(self):
        found = self._welcome() | self._desks() | self._events() | self._documents()
        if self.of_house:
            found |= self._partners()
        if self.of_house and self.of_year:
            found |= self._said() | house_counts.budget(self.last.year)
        return {measure.code: found.get(measure.code) for measure in MEASURES}

    def __getitem__(self, code):
        return self.numbers[code]

    @property
    def is_running(self):
        """True when the period ends before its year does."""
        return self.last < figures.whole_year(self.last.year).last

    def _entries(self, source, measure="entries"):
        rows = DayCount.objects.of(source).at(self.sites).during(self.period)
        return rows.aggregate(n=Sum(measure, default=0))["n"]

    def _welcome(self):
        opened = together(figures.opening_days_counted(self.sites, self.days_over))
        groups = figures.group_visits(self.sites, self.period)
        return {
            "opening_days": opened.open_days,
            "opening_hours": round(opened.minutes / 60),
            "visits": figures.visits(self.sites, self.period),
            "reception_acts": house_counts.reception_acts(self.sites, self.period),
            "municipalities": house_counts.municipalities_reached(self.sites, self.period),
            "groups": groups["groups"],
            "people_in_groups": groups["people"],
            "unmet": self._entries("unmet", "people"),
        }

    def _desks(self):
        duty = hours.total(self.sites, self.first, self.last)
        return {
            "interviews": self._entries("interview"),
            "left": self._entries("left", "people"),
            "sessions_planned": duty.planned,
            "sessions_held": duty.held,
            "hours_held": round(duty.hours_held),
        }

    def _events(self):
        volumes = events.volumes(self.sites, self.first, self.last)
        _schools, _classes, pupils = events.classes(self.sites, self.first, self.last)
        return {
            "events_offered": volumes.offered,
            "events_held": volumes.held,
            "events_elsewhere": house_counts.held_elsewhere(self.sites, self.period).count(),
            "participations": volumes.participations,
            "beneficiaries": volumes.beneficiaries,
            "pupils": pupils,
        }

    def _documents(self):
        uses = StationUse.objects.filter(site__in=self.sites, day__range=(self.first, self.last))
        return {
            "stations": free_computers(self.sites, self.last),
            "documents_held": documents.held(self.sites, self.last).count(),
            "consultations": documents.consulted(self.sites, self.first, self.last),
            "loans": documents.lent(self.sites, self.first, self.last),
            "station_uses": uses.aggregate(n=Sum("started", default=0))["n"],
        }

    def _partners(self):
        people = partners.professionals(self.first, self.last)
        return {
            "partners": partners.partners_on(self.last).count(),
            "agreements": Agreement.objects.in_force(self.last).count(),
            "professionals": people["people"],
            "institutions": people["institutions"],
            "full_time_jobs": float(partners.full_time_equivalents(self.last)),
        }

    def _said(self):
        return {
            "questionnaires": sum(house_counts.questionnaires(self.last).values()),
            "satisfied": house_counts.satisfied_of_all(self.last).share,
        }


def free_computers(sites, day):
    """How many computers stand in free access at `sites` on `day`, places that closed before left out.

    Unit: computer stations. Source: the number noted for each place with the day since when it holds.
    """
    rows = StationCount.objects.filter(site__in=sites, since__lte=day).exclude(site__closed_on__lt=day)
    return sum(row.stations for row in rows.order_by("site_id", "-since").distinct("site_id"))
