"""The figures of the house as a whole, in the catalogue: opening, roster, computers, outreach, surveys, budget."""

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models import Site, StationCount
from counselling import hours
from events.models import EventKind
from reports import house_counts
from reports.figures.asked import Asked
from reports.figures.breakdowns import EVERYBODY, of_months
from reports.figures.opening_days import minutes_of, opening_days_counted
from reports.figures.room_tables import entries_of, places, words, words_that_occur
from reports.figures.rooms import ON_LAST_DAY, add, keys
from reports.figures.rooms_desks import ROSTER, ROSTER_ACTS, duty, unconfirmed
from reports.figures.rooms_events import ACTS as EVENT_ACTS
from reports.figures.rooms_events import PROGRAMME, PURPOSE, SOURCE
from reports.models.survey import Audience

DIRECTION = ("see_figures",)
CALENDAR = _("The opening calendar of each place: weekly hours, closures, public holidays.")


def opened_by_month(sites, period):
    """{first of month: (opening days of a place, minutes)}, as Coverage says them of all months together."""
    found = {}
    for coverage in opening_days_counted(Site.objects.filter(pk__in=keys(sites)), period):
        for day, stretches in coverage.opened:
            month = day.replace(day=1)
            days, minutes = found.get(month, (0, 0))
            found[month] = (days + 1, minutes + minutes_of(stretches))
    return found


def opening_days(sites, period):
    return {month: days for month, (days, _minutes) in opened_by_month(sites, period).items()}


def opening_hours(sites, period):
    return {month: minutes / 60 for month, (_days, minutes) in opened_by_month(sites, period).items()}


def computers(sites, period):
    """{place: computers in free access on the last day}, places that closed before left out."""
    rows = StationCount.objects.filter(site__in=keys(sites), since__lte=period.last)
    rows = rows.exclude(site__closed_on__lt=period.last).order_by("site_id", "-since").distinct("site_id")
    return {row.site_id: row.stations for row in rows}


def elsewhere_by_kind(sites, period, **only):
    rows = house_counts.held_elsewhere(keys(sites), period, **only)
    return dict(rows.values_list("event__kind").annotate(n=Count("pk")))


def satisfied(sites, period):
    found = house_counts.satisfied(period.last)
    return {audience: one.share for audience, one in found.items()}


def add_opening():
    for code, title, meaning, unit, function in [
        ("opening_days_by_month", _("Opening days by month"),
         _("Days on which the calendar opens a place, without those on which it was closed after all; two places "
           "open on one day make two."), _("opening days of a place"), opening_days),
        ("opening_hours_by_month", _("Opening hours by month"),
         _("Hours for which the calendar opens a place, without the days on which it was closed after all; two "
           "places open at one time count both."), _("hours"), opening_hours),
    ]:  # fmt: skip
        counted = Asked(function, of_months, by="month", of_days_over=True)
        add(code, "reception", title, meaning, unit, CALENDAR, counted, EVERYBODY)
    add("computers_by_place", "reception", _("Free computers by place"), ON_LAST_DAY, _("computers"),
        _("The number noted for each place with the day since when it holds."), Asked(computers, places),
        EVERYBODY)  # fmt: skip


def add_sessions():
    for column, title, meaning in [
        ("planned", _("Sessions on duty planned, by month"),
         _("Sessions that stood on the roster, whatever became of them; what was cancelled in time is left out.")),
        ("held", _("Sessions on duty held, by month"), _("Sessions of which somebody said that they were held.")),
    ]:  # fmt: skip
        add(f"sessions_{column}_by_month", "roster", title, meaning, _("sessions on duty"), ROSTER,
            Asked(duty(hours.by_month, column), of_months, by="month"), ROSTER_ACTS, unconfirmed)  # fmt: skip
    add("held_elsewhere_by_kind", "events", _("Activities held elsewhere, by kind"),
        _("Sessions that took place outside the places: in a school, a hall, a street."),
        _("sessions of activities"), SOURCE,
        Asked(elsewhere_by_kind, entries_of(EventKind), purpose=PURPOSE, programme=PROGRAMME), EVENT_ACTS)  # fmt: skip


def add_surveys():
    source = _("Questionnaires of the house's own surveys; those of a programme stand in its report.")
    for code, title, meaning, unit, function, adds_up in [
        ("questionnaires_by_audience", _("Questionnaires returned, by audience"),
         _("Of the whole calendar year in which the period ends: of answers by link or tablet no day is kept."),
         _("questionnaires"), lambda sites, period: house_counts.questionnaires(period.last), True),
        ("satisfied_by_audience", _("Satisfied answers, by audience"),
         _("Answers that count as satisfied, in percent of all answers to the questions that have such an answer, in "
           "the calendar year in which the period ends. Questions with fewer answers than the threshold are left "
           "out."), _("percent"), satisfied, False),
    ]:  # fmt: skip
        counted = Asked(function, words_that_occur(Audience.choices), adds_up=adds_up, is_of_centre=True,
                        is_measure=not adds_up, is_percentage=not adds_up)  # fmt: skip
        add(code, "surveys", title, meaning, unit, source, counted, DIRECTION)


def add_budget():
    add("budget_of_year", "budget", _("Budget of the year"),
        _("The budget of the whole Cité for the calendar year in which the period ends: the actual one once it is "
          "there, else the planned one; without one, the budgets of its places together. Budgets of programmes are "
          "not added."), _("euros"), _("Budgets, as the partnership's room keeps them."),
        Asked(lambda sites, period: house_counts.budget(period.last.year),
              words({"charges": _("Charges, in kind included"), "income": _("Income, in kind included"),
                     "in_kind": _("Charges in kind")}),
              adds_up=False, is_of_centre=True, is_measure=True), DIRECTION)  # fmt: skip


add_opening()
add_sessions()
add_surveys()
add_budget()
