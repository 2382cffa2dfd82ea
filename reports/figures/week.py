"""The hours of the week: when people come, all weeks of a period together."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Sum, Value
from django.db.models.functions import ExtractIsoWeekDay

from reports.figures.tables import STANDING
from reports.models import DayCount


class HoursOfWeek:
    """What is made of `hours`, {(weekday, hour): number}, weekday 0 for Monday, without the empty ones."""

    @cached_property
    def hours_shown(self):
        """The clock hours from the first to the last with a number, in order."""
        hours = [hour for _weekday, hour in self.hours]
        return list(range(min(hours), max(hours) + 1)) if hours else []

    @cached_property
    def weekdays_shown(self):
        """Monday to Friday, and on to the last weekday with a number."""
        return list(range(max([4, *(weekday for weekday, _hour in self.hours)]) + 1))

    @cached_property
    def hour_rows(self):
        """The table: for each weekday its number, the numbers of each hour shown, and their sum."""
        rows = []
        for weekday in self.weekdays_shown:
            numbers = [self.hours.get((weekday, hour), 0) for hour in self.hours_shown]
            rows.append((weekday, numbers, sum(numbers)))
        return rows

    @property
    def hour_totals(self):
        return [sum(column) for column in zip(*(numbers for _weekday, numbers, _sum in self.hour_rows), strict=True)]


@dataclass
class Week(HoursOfWeek):
    """The hours of the week of a figure in a scope. total: of all of them."""

    hours: dict

    @property
    def total(self):
        return sum(self.hours.values())


def week_of(counted, scope):
    """The Week of what a Counted counts, in `scope`. Unit: as `counted.measure`. Source: DayCount, or the rows when a
    filter crosses what days do not keep (see decision 0008)."""
    if scope.is_filtered:
        model, standing = STANDING[counted.source]
        found = model.objects.filter(
            site__in=scope.sites, day__range=(scope.period.first, scope.period.last), **standing
        )
        if scope.purpose:
            found = found.filter(purpose=scope.purpose)
        if scope.programme:
            found = found.filter(programme=scope.programme)
        found = found.annotate(of_hour=F("hour"), entries=Value(1))
    else:
        days = DayCount.objects.of(counted.source, "hour").at(scope.sites).during(scope.period)
        found = days.annotate(of_hour=F("value"))
    rows = found.annotate(weekday=ExtractIsoWeekDay("day") - 1).values_list("weekday", "of_hour")
    return Week({(weekday, hour): n for weekday, hour, n in rows.annotate(n=Sum(counted.measure)).order_by()})
