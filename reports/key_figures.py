"""A year's key figures for one or more places: what the page, the print and the today page show alike."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from citedesmetiers.models import ProfileList
from reception.sampling import samples
from reports import figures
from reports.figures.counts import change, stated_shares
from reports.figures.opening_days import Coverage, together
from reports.figures.week import HoursOfWeek


@dataclass(frozen=True)
class Compared:
    """A figure of the year and the same of the year before."""

    visits: int
    visits_before: int

    @property
    def change(self):
        """In percent; None when there was nothing the year before."""
        return change(self.visits, self.visits_before)


@dataclass(frozen=True)
class Month(Compared):
    """One month. until: the last day counted when the month still runs, else None. so_far: visits since January."""

    number: int
    until: object
    so_far: int
    so_far_before: int


@dataclass(frozen=True)
class OfPurpose(Compared):
    """One row of the purposes. purpose: None for "no purpose given". share: percent of the known ones, or None."""

    purpose: object
    share: float | None

    @property
    def name(self):
        return self.purpose.name if self.purpose else _("No purpose given")

    @property
    def short_name(self):
        return (self.purpose.short_name or self.purpose.name) if self.purpose else _("None given")

    @property
    def sign(self):
        """What stands in the purpose's square: its key at the counter, else nothing."""
        return str(self.purpose.key) if self.purpose and self.purpose.key else ""

    @property
    def colour(self):
        """0 to 5 of the house's palette, grey for plainer reasons."""
        return self.purpose.colour if self.purpose and self.purpose.is_door else 0


@dataclass(frozen=True)
class OfSite(Compared):
    """One row of the places. has_ended: it closed for good before the last day counted."""

    site: object
    coverage: Coverage
    has_ended: bool

    @property
    def change(self):
        """In percent; None also when the place has nothing because it ended: that is no fall."""
        return None if self.has_ended and not self.visits else super().change


class KeyFigures(HoursOfWeek):
    """The figures of `year` at `sites` (a queryset, read at once, or a list), as known on the day `today`.

    site: the one place they are about, None when they are about all of the person's places.
    Each figure is asked of the database once, when it is first used. A year that runs is cut at `today`, and so is the
    year before it is compared with.
    """

    def __init__(self, *, year, sites, today, site=None):
        self.year, self.today, self.site = year, today, site
        self.sites = [site] if site else list(sites)
        self.whole_year = figures.whole_year(year)
        self.period = self.whole_year.until(today)
        self.before = self.period.year_before()

    @property
    def year_label(self):
        """The year as text: numbers in templates are grouped by thousands."""
        return str(self.year)

    @property
    def before_label(self):
        return str(self.year - 1)

    @property
    def is_running(self):
        return self.period.last < self.whole_year.last

    @cached_property
    def visits(self):
        """The sum of the months, so that both always agree and the database counts once."""
        return sum(self._per_month.values())

    @cached_property
    def visits_before(self):
        """The same days of the year before."""
        return sum(self._per_month_before.values())

    @property
    def total(self):
        return Compared(self.visits, self.visits_before)

    @cached_property
    def _both(self):
        """Months, purposes and places of both years, asked of the database at once."""
        return figures.both_years(self.sites, self.period)

    @property
    def _per_month(self):
        return self._both.months[0]

    @property
    def _per_month_before(self):
        return self._both.months[1]

    @cached_property
    def per_month_whole_year_before(self):
        """{month: visits} of the whole year before, for the line that runs on to December."""
        if not self.is_running:
            return self._per_month_before
        return figures.visits_per_month(self.sites, figures.whole_year(self.year - 1))

    @cached_property
    def visits_whole_year_before(self):
        return sum(self.per_month_whole_year_before.values())

    @cached_property
    def months(self):
        """A Month for each month that has begun; the one that runs holds the same days in both years."""
        so_far = figures.visits_cumulated(self._per_month)
        so_far_before = figures.visits_cumulated(self._per_month_before)
        return [
            Month(
                number=month,
                visits=visits,
                visits_before=self._per_month_before.get(month, 0),
                until=self.today if month == self.running_month else None,
                so_far=so_far[month],
                so_far_before=so_far_before.get(month, 0),
            )
            for month, visits in self._per_month.items()
        ]

    @property
    def running_month(self):
        """The number of the month that is not over, or None."""
        over = not self.is_running or (self.today + timedelta(days=1)).month != self.today.month
        return None if over else self.today.month

    @cached_property
    def busiest_month(self):
        """The Month with most visits, the first of them when equal; None when there are no visits."""
        return max(self.months, key=lambda month: month.visits) if self.visits else None

    @cached_property
    def purposes(self):
        """A row for each purpose of the charter, then each plainer reason, then what is not known."""
        found = figures.visits_per_purpose(self.sites, self.period, self._both)
        known = sum(purpose.visits for purpose in found)
        rows = [
            OfPurpose(
                purpose=purpose,
                visits=purpose.visits,
                visits_before=purpose.visits_before,
                share=100 * purpose.visits / known if known else None,
            )
            for purpose in found
        ]
        without, earlier = (self._both.without_purpose(at) for at in (0, 1))
        return [*rows, OfPurpose(purpose=None, visits=without, visits_before=earlier, share=None)]

    @property
    def doors(self):
        return [row for row in self.purposes if row.purpose and row.purpose.is_door]

    @property
    def plainer_reasons(self):
        return [row for row in self.purposes if row.purpose and not row.purpose.is_door]

    @property
    def without_purpose(self):
        return self.purposes[-1]

    @property
    def with_purpose(self):
        """How many visits have a purpose: what the shares are shares of."""
        return sum(row.visits for row in self.purposes[:-1])

    @cached_property
    def hours(self):
        """{(weekday, hour): visits}, see figures.visits_per_hour."""
        return self._by_hour.of_week

    @cached_property
    def _by_hour(self):
        """What both the week and the opening days are made of, asked of the database at once."""
        return figures.visits_by_hour(self.sites, self.period)

    @cached_property
    def groups(self):
        """{"groups", "people"} of the year, apart from the visits."""
        return figures.group_visits(self.sites, self.period)

    @cached_property
    def stated(self):
        """(name, percent of the visits or None) of each list that reception may note at one of the places.

        Where a place samples, its sampled weeks alone count.
        """
        noted = {name for place in self.coverages for name in place.site.profile_lists}
        shares = stated_shares(self.sites, self.period, self.samples)
        return [(label, shares[name]) for name, label in ProfileList.choices if name in noted]

    @cached_property
    def samples(self):
        """The Samples of the places that sample: what characteristics rest on."""
        return samples(self.sites, self.period.first, self.period.last)

    @cached_property
    def coverages(self):
        """The Coverage of each place, over the opening days that are over."""
        over = self.period.until(self.today - timedelta(days=1))
        return figures.opening_days_counted(self.sites, over, self._by_hour)

    @cached_property
    def coverage(self):
        """All places together."""
        return together(self.coverages)

    @cached_property
    def places(self):
        coverages = {coverage.site.pk: coverage for coverage in self.coverages}
        return [
            OfSite(
                site=site,
                visits=site.visits,
                visits_before=site.visits_before,
                coverage=coverages[site.pk],
                has_ended=site.closed_on is not None and site.closed_on < self.period.last,
            )
            for site in figures.visits_per_site(self.sites, self.period, self._both)
        ]

    @property
    def constant_places(self):
        """The places that counted in both years, added up; None when those are all or none of them."""
        in_both = [place for place in self.places if place.visits and place.visits_before]
        with_visits = [place for place in self.places if place.visits or place.visits_before]
        if not in_both or len(in_both) == len(with_visits):
            return None
        return Compared(sum(p.visits for p in in_both), sum(p.visits_before for p in in_both))
