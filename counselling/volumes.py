"""What the team sees: volumes of a place's desks in a period, against the period before. Never by counsellor.

Volumes of activity only, so nothing is masked (design of anonymity): how many interviews, how long people waited, what
was asked and what came of it, what nobody on duty could take. Source: Interview and UnmetRequest.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from math import sqrt

from django.db.models import Count, F, Func

from citedesmetiers.medians import NINE_IN_TEN, least
from citedesmetiers.models import Centre, Purpose
from counselling import counts
from counselling.models import Desk, Interview, Outcome, ReferralKind, Theme, UnmetRequest

ENOUGH = 20  # interviews with a theme in one of the periods: below that a change is chance
CLEAR = 2.0  # standard errors between two shares: from here on a theme is called rising or falling


@dataclass(frozen=True)
class Period:
    """Days from first to last, both included."""

    first: object
    last: object

    @property
    def days(self):
        return (self.last - self.first).days + 1

    @property
    def before(self):
        """The same number of days just before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def a_year_earlier(self):
        """The same weekdays 52 weeks earlier."""
        year = timedelta(weeks=52)
        return Period(self.first - year, self.last - year)


@dataclass(frozen=True)
class Used:
    """An entry of a list in a period. n, before: interviews with it.  share, share_before: per interview held."""

    entry: object
    n: int
    before: int
    share: float
    share_before: float

    @property
    def percent(self):
        return round(100 * self.share)

    @property
    def percent_before(self):
        return round(100 * self.share_before)


def clearly_changed(used, held, held_before):
    """How many standard errors lie between the two shares of a theme (negative: it fell); 0 with too little to say."""
    if max(used.n, used.before) < ENOUGH or not held or not held_before:
        return 0
    pooled = (used.n + used.before) / (held + held_before)
    error = sqrt(pooled * (1 - pooled) * (1 / held + 1 / held_before))
    return (used.share - used.share_before) / error if error else 0


class Volumes:
    """Everything that the page shows. period, against: Period.  desk: a Desk, or None for all of the place."""

    def __init__(self, site, period, against, desk=None):
        self.site, self.period, self.against, self.desk = site, period, against, desk
        self.only = {"desk": desk} if desk else {}

    @cached_property
    def times(self):
        found = counts.times([self.site], self.period.first, self.period.last, **self.only)
        return found.for_all(self.threshold)

    @cached_property
    def times_before(self):
        found = counts.times([self.site], self.against.first, self.against.last, **self.only)
        return found.for_all(self.threshold)

    @cached_property
    def by_desk(self):
        """[(desk, Times), …] of the desks with anybody, in the order of their numbers."""
        found = counts.times_by_desk([self.site], self.period.first, self.period.last)
        desks = Desk.objects.at([self.site]).filter(pk__in=found).order_by("rank", "pk")
        return [(desk, found[desk.pk].for_all(self.threshold)) for desk in desks if self.desk in (None, desk)]

    @cached_property
    def threshold(self):
        """Of how many interviews a median is told at the least."""
        centre = Centre.objects.current()
        return centre.suppression_threshold if centre else Centre.suppression_threshold.field.default

    @property
    def threshold_of_most(self):
        """The same of what nine in ten did not exceed."""
        return least(self.threshold, NINE_IN_TEN)

    @property
    def leaves_out(self):
        """True when a time is left out because too few interviews lie behind it."""
        return any(times.leaves_out for times in (self.times, *(times for _desk, times in self.by_desk)))

    # ── What was asked, what came of it ──────────────────────────────────────────────────────────────

    def _uses(self, column, period):
        held = Interview.objects.held().at([self.site]).between(period.first, period.last).filter(**self.only)
        rows = held.order_by().annotate(entry=Func(F(column), function="unnest"))
        return dict(rows.values_list("entry").annotate(n=Count("pk")))

    def _used(self, model, column):
        now, before = self._uses(column, self.period), self._uses(column, self.against)
        held, held_before = self.times.interviews, self.times_before.interviews
        rows = [
            Used(
                entry,
                now.get(entry.pk, 0),
                before.get(entry.pk, 0),
                now.get(entry.pk, 0) / held if held else 0,
                before.get(entry.pk, 0) / held_before if held_before else 0,
            )
            for entry in model.objects.filter(pk__in=now.keys() | before.keys()).order_by("rank", "pk")
        ]
        return sorted(rows, key=lambda used: (-used.n, -used.before))

    @cached_property
    def themes(self):
        return self._used(Theme, "themes")

    @cached_property
    def outcomes(self):
        return self._used(Outcome, "outcomes")

    @cached_property
    def referrals(self):
        return self._used(ReferralKind, "referrals")

    @cached_property
    def _changes(self):
        held, before = self.times.interviews, self.times_before.interviews
        return [(clearly_changed(used, held, before), used) for used in self.themes]

    @property
    def rising(self):
        """Themes with a clearly larger share of the interviews than before, the clearest first."""
        found = sorted((row for row in self._changes if row[0] >= CLEAR), key=lambda row: -row[0])
        return [used for _size, used in found]

    @property
    def falling(self):
        found = sorted((row for row in self._changes if row[0] <= -CLEAR), key=lambda row: row[0])
        return [used for _size, used in found]

    # ── What nobody could take ───────────────────────────────────────────────────────────────────────

    def _unmet(self, period):
        rows = UnmetRequest.objects.counted().at([self.site]).between(period.first, period.last)
        if self.desk:
            rows = rows.filter(purpose__in=self.desk.purposes.all())
        return rows

    @cached_property
    def unmet(self):
        """How many requests no desk on duty could take; for one desk, those for its purposes."""
        return self._unmet(self.period).people()

    @cached_property
    def unmet_before(self):
        return self._unmet(self.against).people()

    @cached_property
    def unmet_by_purpose(self):
        """[(purpose, n, before, weekdays), …], most first; weekdays: [(0 for Monday, n), …], most first, up to two."""
        now, before = self._unmet(self.period).by_purpose(), self._unmet(self.against).by_purpose()
        weekdays = {}
        for purpose, day, people in self._unmet(self.period).values_list("purpose", "day", "people"):
            weekdays.setdefault(purpose, Counter())[day.weekday()] += people
        purposes = Purpose.objects.filter(pk__in=now.keys() | before.keys())
        rows = [
            (each, now.get(each.pk, 0), before.get(each.pk, 0), weekdays.get(each.pk, Counter()).most_common(2))
            for each in purposes
        ]
        return sorted(rows, key=lambda row: (-row[1], -row[2], row[0].rank))

    @cached_property
    def unmet_by_theme(self):
        """[(theme, n), …], most first, of the requests that named one."""
        found = self._unmet(self.period).by_theme()
        return sorted(
            ((theme, found[theme.pk]) for theme in Theme.objects.filter(pk__in=found)), key=lambda row: -row[1]
        )
