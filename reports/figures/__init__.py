"""The figures: one function each, counted by the database, defined in words by the catalogue."""

from reports.figures.catalogue import FIGURES, Figure
from reports.figures.counts import (
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
from reports.figures.opening_days import Coverage, opening_days_counted
from reports.figures.period import Period, whole_year

__all__ = [
    "FIGURES",
    "Coverage",
    "Figure",
    "Period",
    "change",
    "first_counted_day",
    "group_visits",
    "opening_days_counted",
    "visits",
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
