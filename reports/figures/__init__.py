"""The figures: one function each, counted by the database, defined in words by the catalogue."""

from reports.figures import rooms, rooms_desks, rooms_events, rooms_house, rooms_questions
from reports.figures.breakdowns import ROOMS, table_of
from reports.figures.catalogue import FIGURES, VERSION, Figure, register
from reports.figures.counts import (
    both_years,
    change,
    first_counted_day,
    group_visits,
    visits,
    visits_cumulated,
    visits_per_hour,
    visits_per_month,
    visits_per_month_and_purpose,
    visits_per_purpose,
    visits_per_site,
    visits_with_a_value,
    visits_without_purpose,
)
from reports.figures.opening_days import Coverage, opening_days_counted, visits_by_hour
from reports.figures.period import Period, whole_year
from reports.figures.scope import Scope
from reports.figures.tables import Cell, Counted, FigureTable, Row

__all__ = [
    "FIGURES",
    "ROOMS",
    "VERSION",
    "Cell",
    "Counted",
    "Coverage",
    "Figure",
    "FigureTable",
    "Period",
    "Row",
    "Scope",
    "both_years",
    "change",
    "first_counted_day",
    "group_visits",
    "opening_days_counted",
    "register",
    "rooms",
    "rooms_desks",
    "rooms_events",
    "rooms_house",
    "rooms_questions",
    "table_of",
    "visits",
    "visits_by_hour",
    "visits_cumulated",
    "visits_per_hour",
    "visits_per_month",
    "visits_per_month_and_purpose",
    "visits_per_purpose",
    "visits_per_site",
    "visits_with_a_value",
    "visits_without_purpose",
    "whole_year",
]
