"""The table behind a figure: counted in the database by row and place, masked where it tells of persons."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Func, Q, Sum, Value
from django.db.models.functions import Coalesce, ExtractIsoWeekDay, ExtractYear, TruncMonth
from django.utils.translation import gettext_lazy as _

from counselling.models import Interview, UnmetRequest
from reception.models import GroupVisit, Visit
from reception.sampling import on_days_asked, samples
from reports.figures.counts import change
from reports.masking import MASK, Table, masked
from reports.models import DayCount, RolledDay

UNSTATED = "unstated"  # the row of what is not known
TOGETHER = "together"  # the column of all places
SEVERAL_LINES = _("One may stand in several lines, so that they do not add up.")

STANDING = {
    "visit": (Visit, {"undone": False}),
    "group": (GroupVisit, {"undone": False}),
    "interview": (Interview, {"state": "done"}),
    "left": (Interview, {"state": "left"}),
    "unmet": (UnmetRequest, {"undone": False}),
}
IN_WORDS = {"kind", "channel", "language", "sent_to"}  # dimensions with a code instead of a key
SEVERAL = {"theme": "themes", "outcome": "outcomes", "referral": "referrals", "sent_to": "sent_to"}
WITHOUT_REST = ("all", "hour", "desk", "minutes", "programme", "institution")  # having none is no missing answer
CUTS = {
    "day": F("day"),
    "month": TruncMonth("day"),
    "year": ExtractYear("day"),
    "weekday": ExtractIsoWeekDay("day") - 1,
}


@dataclass(frozen=True)
class Counted:
    """How a figure is counted.

    source, dimension: see reports.models.rollup.  measure: "people" or "entries".
    by: "value" for a row per value of the dimension, else a key of CUTS or "site".
    rows: function(scope, keys) that returns [(key, label)] in order; keys: those that occur.
    is_of_persons: the values are characteristics of persons, so they are masked.
    """

    source: str
    dimension: str = "all"
    measure: str = "people"
    by: str = "value"
    rows: object = None
    is_of_persons: bool = False

    no_sum = SEVERAL_LINES
    is_of_centre = False

    @property
    def is_exclusive(self):
        """True when everything counted has at most one value, so that shares and a rest make sense."""
        return not self.several

    @property
    def several(self):
        """The column of rows that holds several values at once; "" when each row has one at most."""
        return "" if self.source == "unmet" else SEVERAL.get(self.dimension, "")

    @property
    def takes_purpose(self):
        """True when a filter by purpose makes sense."""
        return self.dimension != "purpose"

    @property
    def takes_programme(self):
        return self.source == "interview" and self.dimension != "programme"

    @property
    def rows_are(self):
        """What each row is, "purpose" or "programme"; else ""."""
        return self.dimension if self.dimension in ("purpose", "programme") else ""

    @property
    def is_measure(self):
        return False

    def table(self, scope, threshold):
        """The FigureTable in `scope`."""
        return FigureTable(self, scope, threshold)

    @property
    def has_rest(self):
        return self.by == "value" and self.is_exclusive and self.dimension not in WITHOUT_REST


def counts(counted, scope, period, only=None):
    """{(row key, site id): n} over `period`. only: a condition on place and day, or None. Unit: as `counted.measure`.
    Source: DayCount, or the rows when a filter crosses what days do not keep (see decision 0008)."""
    only = only or Q()
    days = DayCount.objects.at(scope.sites).during(period).filter(only)
    plain = counted.dimension == "all"
    if not scope.is_filtered:
        found = days.of(counted.source, counted.dimension)
    elif plain and not (scope.purpose and scope.programme):
        name, row = ("purpose", scope.purpose) if scope.purpose else ("programme", scope.programme)
        found = days.of(counted.source, name).filter(value=row.pk)
    else:
        return from_rows(counted, scope, period, only)
    key = F("code") if counted.dimension in IN_WORDS else F("value")
    return summed(found.annotate(row=row_of(counted, key)), counted)


def from_rows(counted, scope, period, only):
    """The same from the rows themselves, filtered by purpose and programme."""
    model, standing = STANDING[counted.source]
    found = model.objects.filter(site__in=scope.sites, day__range=(period.first, period.last), **standing)
    found = found.filter(only)
    if scope.purpose:
        found = found.filter(purpose=scope.purpose)
    if scope.programme:
        found = found.filter(programme=scope.programme)
    name = counted.dimension
    if counted.several:
        key = Func(F(counted.several), function="unnest")
    elif name == "all":
        key = F("site_id")
    else:
        names = {"minutes": "minutes", "waited": "waiting_minutes", "hour": "hour"}
        names |= {word: word for word in IN_WORDS}
        key = F(names.get(name, f"{name}_id"))
    found = found.annotate(row=row_of(counted, key), entries=Value(1))
    return {where: n for where, n in summed(found, counted).items() if where[0] not in (None, "")}


def row_of(counted, key):
    if counted.by == "value":
        return key
    return F("site_id") if counted.by == "site" else CUTS[counted.by]


def summed(found, counted):
    groups = found.values_list("row", "site_id").annotate(n=Coalesce(Sum(counted.measure), 0)).order_by()
    return {(row, site): n for row, site, n in groups}


def months_between(first, last):
    return (last.year - first.year) * 12 + last.month - first.month


def moved(row, months):
    """The month (a date) or year (a number) `row`, so many months later."""
    if isinstance(row, int):
        return row + months // 12
    number = row.year * 12 + row.month - 1 + months
    return row.replace(year=number // 12, month=number % 12 + 1)


@dataclass
class Cell:
    """A number as it may be shown: None when it is masked. share: percent of what is known, or None.

    is_absent: there is nothing to show, because nothing was measured.
    """

    n: int | None
    share: float | None = None
    is_absent: bool = False

    @property
    def is_masked(self):
        return self.n is MASK and not self.is_absent


@dataclass
class Row:
    """key, label: of the row.  cells: a Cell for each column.  total: of all places.  before, change: if compared."""

    key: object
    label: str
    cells: list
    total: Cell
    before: Cell | None = None
    change: float | None = None
    is_rest: bool = False


@dataclass
class FigureTable:
    """The table of one figure in one scope; what the page, the print and the files show.

    Unit: Figure.unit.  Source: DayCount, as Figure.source says in words.
    """

    counted: Counted
    scope: object
    threshold: int

    @cached_property
    def now(self):
        return self._of(self.scope.period)

    @cached_property
    def before(self):
        return self._of(self.scope.compared, by_site=False) if self.scope.compared else None

    def _of(self, period, *, by_site=None):
        """(the Table, the Masked table) of `period`. by_site: a column for each place."""
        by_site = self.scope.side_by_side if by_site is None else by_site
        found = self._counts(period)
        columns = [site.pk for site in self.scope.sites] if by_site else [TOGETHER]
        if self.counted.has_rest:
            everything = Counted(self.counted.source, "all", self.counted.measure, by="site")
            known = {}
            for (_row, site), n in found.items():
                known[site] = known.get(site, 0) + n
            for (site, _site), n in counts(everything, self.scope, period).items():
                if n - known.get(site, 0):
                    found[UNSTATED, site] = n - known.get(site, 0)
        cells = {}
        for (row, site), n in found.items():
            where = (row, site if by_site else TOGETHER)
            cells[where] = cells.get(where, 0) + n
        table = Table(self.keys, columns, cells, frozenset([UNSTATED]))
        if not self.counted.is_of_persons:
            return table, None
        return table, masked(table, self.threshold)

    def _counts(self, period):
        """counts() of `period`; months and years of the compared one stand in the rows they are held against."""
        if period not in self._counted:
            found = counts(self.counted, self.scope, period)
            if period is self.scope.compared and self.counted.by in ("month", "year"):
                later = months_between(period.first, self.scope.period.first)
                found = {(moved(row, later), site): n for (row, site), n in found.items()}
            self._counted[period] = found
        return self._counted[period]

    def reworded(self):
        """This table with its labels to be read again, in the language that is active now; counts stay."""
        for name in ("labels", "rows"):
            self.__dict__.pop(name, None)
        return self

    @property
    def columns(self):
        """Keys of the columns: the places side by side, or TOGETHER alone."""
        return self.now[0].columns

    @cached_property
    def _counted(self):
        return {}

    @cached_property
    def labels(self):
        """[(key, label)] of all rows, the rest last."""
        found = set()
        for period in filter(None, (self.scope.period, self.scope.compared)):
            found |= {row for row, _site in self._counts(period)}
        labels = list(self.counted.rows(self.scope, found))
        if self.counted.has_rest:
            labels.append((UNSTATED, _("Not stated")))
        return labels

    @property
    def keys(self):
        return [key for key, _label in self.labels]

    @cached_property
    def rows(self):
        table, mask = self.now
        known = sum(table.of_row(key) for key in self.keys if key != UNSTATED) if self.has_shares else 0
        rows = []
        for key, label in self.labels:
            total = Cell(mask.row_totals[key] if mask else table.of_row(key))
            if known and key != UNSTATED and total.n is not MASK:
                total.share = 100 * total.n / known
            numbers = [mask.cells[key, column] if mask else table.at(key, column) for column in table.columns]
            row = Row(key, label, [Cell(n) for n in numbers], total, is_rest=key == UNSTATED)
            if self.before:
                earlier, earlier_mask = self.before
                row.before = Cell(earlier_mask.row_totals[key] if earlier_mask else earlier.of_row(key))
                if total.n is not MASK and row.before.n is not MASK:
                    row.change = change(total.n, row.before.n)
            rows.append(row)
        return rows

    @property
    def has_shares(self):
        return self.counted.has_rest

    @property
    def has_totals(self):
        """False when something counted may stand in several rows."""
        return self.counted.is_exclusive

    @property
    def total(self):
        """All rows together, the rest included."""
        return self.now[0].total

    @property
    def known(self):
        """All rows but the rest."""
        table = self.now[0]
        return sum(table.of_row(key) for key in self.keys if key != UNSTATED)

    @cached_property
    def samples(self):
        """The Samples of the places, where this tells of visitors; else none."""
        if not self.counted.is_of_persons or self.counted.source != "visit":
            return []
        period = self.scope.period
        return samples(self.scope.sites, period.first, period.last)

    @cached_property
    def stated_share(self):
        """Percent of what is counted of which it is known; of the sampled weeks alone where a place samples."""
        only = on_days_asked(self.samples)
        if only is None:
            return 100 * self.known / self.total if self.total else None
        everything = Counted(self.counted.source, "all", self.counted.measure, by="site")
        known, total = (
            sum(counts(each, self.scope, self.scope.period, only).values()) for each in (self.counted, everything)
        )
        return 100 * known / total if total else None

    @property
    def total_before(self):
        return self.before[0].total if self.before else None

    @property
    def total_change(self):
        return change(self.total, self.total_before) if self.before else None

    @property
    def column_totals(self):
        table = self.now[0]
        return [table.of_column(column) for column in table.columns]

    @property
    def mask(self):
        """The Masked table, None when nothing here tells of persons."""
        return self.now[1]

    @property
    def tells_of_too_few(self):
        """True when a median is masked, because it is of fewer people than the threshold."""
        return False

    @property
    def is_masked(self):
        return any(mask is not None and mask.is_masked for _table, mask in filter(None, (self.now, self.before)))

    @cached_property
    def lacks_rows(self):
        """True when a filter asks for rows of days whose rows are forgotten: then the figure is too low."""
        if not self.scope.is_filtered or self.counted.dimension == "all":
            return False
        return rows_are_gone(self.counted.source, self.scope)


def rows_are_gone(source, scope):
    """True when rows of `source` in `scope`, or in what it is compared with, are forgotten but for daily counts."""
    days = Q()
    for period in filter(None, (scope.period, scope.compared)):
        days |= Q(day__range=(period.first, period.last))
    sites = [site.pk for site in scope.sites]
    return RolledDay.objects.filter(days, kept=True, source=source, site_id__in=sites).exists()
