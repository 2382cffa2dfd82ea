"""How complete the counting is: opening days with at least one entry, out of all opening days that are over."""

from dataclasses import dataclass, field

from citedesmetiers import opening
from reports.models import DayCount


@dataclass
class Coverage:
    """The opening days of one place in a period, as far as they are over.

    missing: opening days without any entry, in order.  unexpected: days with entries when the calendar says closed.
    silent: how many of the latest opening days in a row have no entry.
    """

    site: object
    open_days: int = 0
    missing: list = field(default_factory=list)
    unexpected: list = field(default_factory=list)
    silent: int = 0

    @property
    def counted(self):
        return self.open_days - len(self.missing)

    @property
    def share(self):
        """Percent of the opening days that have an entry; None when there was no opening day."""
        return 100 * self.counted / self.open_days if self.open_days else None


def opening_days_counted(sites, period):
    """How many opening days have at least one entry, place by place.

    sites: a queryset.  period: days that are over, or None (nothing is over yet).  Returns a list of Coverage in the
    order of `sites`. Unit: opening days of a place (two places open on one day make two). Source: the calendar of
    hours, closures and public holidays, held against the days that occur in Visit.
    """
    if period is None:
        return [Coverage(site) for site in sites]
    days_with_entries = {}
    entries = DayCount.objects.of("visit").at(sites).during(period)
    for site, day in entries.values_list("site_id", "day").order_by("day").distinct():
        days_with_entries.setdefault(site, set()).add(day)
    return [
        coverage(calendar, period, days_with_entries.get(calendar.site.pk, set()))
        for calendar in opening.calendars(sites, period.first, period.last)
    ]


def coverage(calendar, period, days_with_entries):
    """The Coverage of the calendar's place over `period`, given the set of days on which anything was entered."""
    found = Coverage(calendar.site)
    for day in period.days():
        if not calendar.is_open_day(day):
            if day in days_with_entries:
                found.unexpected.append(day)
            continue
        found.open_days += 1
        if day in days_with_entries:
            found.silent = 0
        else:
            found.missing.append(day)
            found.silent += 1
    return found
