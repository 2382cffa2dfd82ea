"""The figures of the desks' times and of the roster, in the catalogue."""

from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from citedesmetiers.medians import MEDIAN, NINE_IN_TEN
from citedesmetiers.models import Purpose
from counselling import hours
from counselling.models import Desk, Theme
from partners.models import Institution
from reception.door import capture_of
from reception.models import DoorReading, StationUse
from reports.figures import desk_times
from reports.figures.asked import Asked
from reports.figures.breakdowns import (
    COUNSELLORS,
    DESK_ACTS,
    EVERYBODY,
    of_desks,
    of_hours,
    of_months,
    of_table,
    of_years,
)
from reports.figures.catalogue import RECEPTION
from reports.figures.room_tables import entries_of
from reports.figures.rooms import add, keys, monthly
from reports.figures.tables import Counted
from reports.models import DayCount
from reports.numbers import number, percent

ROSTER = _("The roster: sessions as planned, and what was said of each afterwards.")
OF_INTERVIEWS = {"purpose": "purpose", "programme": "programme", "crosses": "interview"}  # how times are narrowed
ROSTER_ACTS = ("see_figures", "edit_partners", "record_interviews")


def duty(function, column):
    """A function (sites, period) → {row: hours or sessions} of the roster."""

    def asked(sites, period):
        found = function(sites, period.first, period.last)
        return {key: float(getattr(one, column)) for key, one in found.items()}

    return asked


def people_hours(sites, period):
    found = hours.people_hours(sites, period.first, period.last)
    return {key: time.total_seconds() / 3600 for key, time in found.items()}


def unconfirmed(scope):
    """Sessions that are over or to come, of which nobody has said what became of them."""
    found = hours.total(scope.sites, scope.period.first, scope.period.last)
    return [(_("Sessions that nobody has confirmed"), number(found.open))] if found.planned else []


def waiting_known(scope):
    """How many of the interviews have a time at all."""
    asked = {"purpose": scope.purpose, "programme": scope.programme}
    only = {name: row for name, row in asked.items() if row is not None}
    found = desk_times.of_all(scope.sites, scope.period, **only)
    return [
        (_("Interviews with a waiting time"), number(found.waits)),
        (_("Interviews with a length"), number(found.lengths)),
        (_("Interviews"), number(found.interviews)),
    ]


def capture_rate(scope):
    """How many of those whom the door saw reception counted, on the days with a reading, all places together."""
    days = (scope.period.first, scope.period.last)
    there = DoorReading.objects.filter(site__in=keys(scope.sites), day__range=days)
    readings, counted = {(reading.site_id, reading.day): reading for reading in there}, {}
    if not readings:
        return []
    rows = DayCount.objects.filter(source__in=["visit", "group"], dimension="all").at(scope.sites).during(scope.period)
    for site, day, people in rows.values_list("site_id", "day", "people"):
        counted[site, day] = counted.get((site, day), 0) + people
    found = capture_of(counted, readings)
    return [
        (_("Capture rate: counted by reception, visits and groups"), percent(found.rate)),
        (_("Days with a reading"), number(found.days)),
    ]


def times(function, column):
    """A function (sites, period, **only) → {desk or month: Summary of minutes}."""

    def asked(sites, period, **only):
        found = {row: one.summary(column) for row, one in function(sites, period, **only).items()}
        return {row: summary for row, summary in found.items() if summary.n}

    return asked


def stations(column):
    def asked(sites, period):
        rows = StationUse.objects.filter(day__range=(period.first, period.last), site__in=keys(sites)).order_by()
        return dict(rows.values_list(column).annotate(n=Sum("started")))

    return asked


def add_roster():
    unit = _("hours")
    held = _("Hours of sessions that were held: an hour on the clock, however many people sit there.")
    planned = _("Hours that stood on the roster, whatever became of them; what was cancelled in time is left out.")
    by_desk = _("A session at several desks counts whole at each of them.")
    cuts = [
        ("institution", hours.by_institution, entries_of(Institution), True, _("Hours held by institution"),
         _("Hours planned by institution"), ""),
        ("desk", hours.by_desk, of_desks, False, _("Hours held by desk"), _("Hours planned by desk"), by_desk),
        ("month", hours.by_month, of_months, True, _("Hours held by month"), _("Hours planned by month"), ""),
    ]  # fmt: skip
    for by, function, rows, adds_up, of_held, of_planned, note in cuts:
        for name, title, column, meaning in [
            ("held", of_held, "hours_held", held),
            ("planned", of_planned, "hours_planned", planned),
        ]:
            add(f"hours_{name}_by_{by}", "roster", title, note or meaning, unit, ROSTER,
                Asked(duty(function, column), rows, by=by if by == "month" else "value", adds_up=adds_up),
                ROSTER_ACTS, unconfirmed)  # fmt: skip
    add("sessions_missed_by_desk", "roster", _("Missed sessions by desk"),
        _("Sessions that stood on the roster and were not held."), _("sessions on duty"), ROSTER,
        Asked(duty(hours.by_desk, "missed"), of_desks, adds_up=False), ROSTER_ACTS, unconfirmed)  # fmt: skip
    add("people_hours_by_institution", "roster", _("Hours of people at desks by institution"),
        _("The length of each session held, times the people who came; without a name it counts for one."), unit,
        ROSTER, Asked(people_hours, entries_of(Institution)), ROSTER_ACTS, unconfirmed)  # fmt: skip


def desks_in_force(sites, period, **only):
    """{year: desks in force on the last day of `period` in that year}. Source: the first and last days of desks."""
    terms = list(Desk.objects.at(keys(sites)).filter(**only).values_list("valid_from", "valid_until"))
    found = {}
    for year in range(period.first.year, period.last.year + 1):
        day = min(date(year, 12, 31), period.last)
        found[year] = sum(first <= day and (last is None or day <= last) for first, last in terms)
    return found


def add_desks():
    add("desks_by_year", "desks", _("Desks by year"),
        _("Desks that received on the last day of the year, or of the period in it."), _("desks"),
        _("The desks with their first and last days."),
        Asked(desks_in_force, of_years, by="year", adds_up=False, is_measure=True, purpose="purposes"),
        ROSTER_ACTS)  # fmt: skip


def add_times():
    unit = _("minutes")
    waited = _("Minutes between being sent to a desk and being received, of those who were received.")
    lasted = _("Minutes of a conversation that was held.")
    most = _("What nine in ten did not exceed.")
    for name, column, median, nine_in_ten, meaning in [
        ("wait", "wait", _("Waiting time by desk: median"), _("Waiting time by desk: nine in ten"), waited),
        ("length", "length", _("Length of interviews by desk: median"),
         _("Length of interviews by desk: nine in ten"), lasted),
    ]:  # fmt: skip
        for ending, title, words, share in [
            ("median", median, meaning, MEDIAN),
            ("most", nine_in_ten, most, NINE_IN_TEN),
        ]:
            add(f"{name}_{ending}_by_desk", "desks", title, words, unit, COUNSELLORS,
                Asked(times(desk_times.by_desk, f"{column}_{ending}"), of_desks, adds_up=False, is_measure=True,
                      percent=share, **OF_INTERVIEWS),
                DESK_ACTS, waiting_known)  # fmt: skip
    for column, title, words, share in [
        ("wait_median", _("Waiting time by month: median"), waited, MEDIAN),
        ("wait_most", _("Waiting time by month: nine in ten"), most, NINE_IN_TEN),
        ("length_median", _("Length of interviews by month: median"), lasted, MEDIAN),
    ]:
        add(f"{column}_by_month", "desks", title, words, unit, COUNSELLORS,
            Asked(times(desk_times.by_month, column), of_months, by="month", adds_up=False, is_measure=True,
                  percent=share, **OF_INTERVIEWS), DESK_ACTS, waiting_known)  # fmt: skip


def add_volumes():
    people, left, unmet = _("people"), _("People who waited and left before a counsellor was free."), _(
        "People who asked for what no desk on duty could take."
    )  # fmt: skip
    for code, title, meaning, counted in [
        ("left_by_month", _("Left without being seen, by month"), left, Counted("left", by="month", rows=of_months)),
        ("left_by_purpose", _("Left without being seen, by purpose"), left,
         Counted("left", "purpose", rows=of_table(Purpose))),
        ("unmet_by_month", _("Unmet requests by month"), unmet, Counted("unmet", by="month", rows=of_months)),
        ("unmet_by_theme", _("Unmet requests by theme"), unmet, Counted("unmet", "theme", rows=of_table(Theme))),
    ]:  # fmt: skip
        add(code, "desks", title, meaning, people, COUNSELLORS, counted, DESK_ACTS)
    sessions = _("sessions at computers")
    add("stations_by_month", "reception", _("Computer stations: sessions by month"),
        _("Sessions begun at free computers."), sessions, RECEPTION,
        Asked(monthly(StationUse, "started"), of_months, by="month"), EVERYBODY)  # fmt: skip
    add("stations_by_hour", "reception", _("Computer stations: sessions by hour"),
        _("The clock hour in which a session at a free computer began."), sessions, RECEPTION,
        Asked(stations("hour"), of_hours), EVERYBODY)  # fmt: skip
    add("door_by_month", "reception", _("Door counts by month"),
        _("What a sensor at the door, or somebody who read it, counted; never added to visits."),
        _("entries through the door"), _("Readings of the door, one number a day."),
        Asked(monthly(DoorReading, "entries"), of_months, by="month"), EVERYBODY, capture_rate)  # fmt: skip


add_roster()
add_desks()
add_times()
add_volumes()
