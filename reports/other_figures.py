"""The key figures of every room beside those of the visits: two years, the change, and the way to each table."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.urls import reverse

from citedesmetiers import access
from reports.activity import MEASURES, Activity
from reports.figures import FIGURES
from reports.numbers import number, percent


@dataclass(frozen=True)
class Line:
    """One figure of the year beside the year before. address: of the table behind it, "" when it may not be seen.

    places: of how many it is told together.
    """

    measure: object
    n: float
    before: float | None
    address: str
    is_running: bool
    places: int

    @property
    def label(self):
        return self.measure.words(self.places)

    @property
    def words(self):
        return self._written(self.n)

    @property
    def words_before(self):
        return self._written(self.before)

    def _written(self, n):
        if n is None:
            return "–"
        return percent(n) if self.measure.unit == "percent" else number(n, self.measure.decimals)

    def rounded(self, n):
        """`n` as `words` say it, a number still; None when it is not known."""
        decimals = 1 if self.measure.unit == "percent" else self.measure.decimals
        return None if n is None else round(n, decimals or None)

    @property
    def change(self):
        return self.measure.change(self.n, self.before, is_running=self.is_running)


def groups(found, user):
    """[(heading, Lines)] of the KeyFigures `found`, what is not told of its places left out."""
    of_house = found.site is None
    now = Activity(found.sites, found.period, of_house=of_house)
    before = Activity(found.sites, found.before, of_house=of_house, beside=found.period)
    asked = {"period": found.year, "compare": "year"} | ({"place": found.site.code} if found.site else {})
    lines = [
        Line(
            measure,
            now[measure.code],
            before[measure.code],
            address_of(measure, asked, user),
            found.is_running,
            len(found.sites),
        )
        for measure in MEASURES
        if now[measure.code] is not None
    ]
    return [(heading, list(of_it)) for heading, of_it in groupby(lines, key=lambda line: line.measure.group)]


def address_of(measure, asked, user):
    if not any(access.may(user, act) for act in FIGURES[measure.figure].acts):
        return ""
    return f"{reverse('reports:figure', args=[measure.figure])}?{urlencode(asked)}"
