"""Figures that other rooms count by themselves: asked of their functions, shown as every figure is."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from citedesmetiers.medians import MEDIAN, Summary, least, told
from reports.figures.counts import change
from reports.figures.opening_days import days_over
from reports.figures.tables import (
    SEVERAL_LINES,
    TOGETHER,
    UNSTATED,
    Cell,
    FigureTable,
    Row,
    months_between,
    moved,
    rows_are_gone,
)
from reports.masking import MASK, Table, masked


@dataclass(frozen=True)
class Asked:
    """How a figure of another room is counted.

    function: (sites, period) → {row key: number, or a Summary of people}; what is unknown is left out. It takes
    further conditions by name when purpose or programme says how one is asked for.
    rows: function(scope, keys) that returns [(key, label)] in order; keys: those that occur, in the function's order.
    by: "month" or "year" when the rows are in time.
    adds_up: everything counted stands in one row and at one place, so that rows and places have sums.
    no_sum: why they have none, in a sentence.
    is_of_centre: it belongs to the centre and to no place.
    is_measure: a median, a percentage, a length: the greatest is told, never a sum.
    percent: of a Summary, how many do not exceed it.
    is_percentage: one of these; how it changed is not told in percent of a percentage.
    of_days_over: today does not count until it is over, see days_over.
    is_of_persons: the values are characteristics of persons, so they are masked.
    has_rest: people of whom it is not known stand in a last row, and shares are of the others.
    purpose, programme: the condition by which the function is narrowed to one, such as "event__purposes"; "" when it
    cannot be.
    crosses: the source whose rows a narrowed figure reads, while all of it is told by sums that outlive them; else "".
    rows_are: "purpose" or "programme" when each row is one of these; else "".
    """

    function: object
    rows: object
    by: str = "value"
    adds_up: bool = True
    no_sum: str = SEVERAL_LINES
    is_of_centre: bool = False
    is_measure: bool = False
    percent: int = MEDIAN
    is_percentage: bool = False
    of_days_over: bool = False
    is_of_persons: bool = False
    has_rest: bool = False
    purpose: str = ""
    programme: str = ""
    crosses: str = ""
    rows_are: str = ""

    source = dimension = ""  # what a Counted says besides: nothing here is read from counts of days

    @property
    def is_exclusive(self):
        return self.adds_up

    @property
    def takes_purpose(self):
        return bool(self.purpose)

    @property
    def takes_programme(self):
        return bool(self.programme)

    def conditions(self, scope):
        """What narrows the function to the purpose and programme of `scope`."""
        asked = {self.purpose: scope.purpose, self.programme: scope.programme}
        return {condition: row for condition, row in asked.items() if condition and row is not None}

    def table(self, scope, threshold):
        """The AskedTable in `scope`."""
        return AskedTable(self, scope, threshold)


@dataclass
class AskedTable(FigureTable):
    """The table of a figure that a room counts by itself. Unit: Figure.unit.  Source: Figure.source.

    Each column is asked for by itself, all places together too, so that a median of all is no sum of medians.
    """

    @cached_property
    def _answers(self):
        return {}

    def _asked(self, column, period):
        """{row: number} of one place, or of all TOGETHER; what is compared stands in the rows it is held against.

        A number is MASK where it would tell of too few people.
        """
        if (column, period) not in self._answers:
            sites = [site for site in self.scope.sites if column in (TOGETHER, site.pk)]
            days = self._days(period)
            found = self.counted.function(sites, days, **self.counted.conditions(self.scope)) if days else {}
            if period is self.scope.compared and self.counted.by in ("month", "year"):
                later = months_between(period.first, self.scope.period.first)
                found = {moved(row, later): n for row, n in found.items()}
            self._answers[column, period] = {row: self._plain(n) for row, n in found.items() if n is not None}
        return self._answers[column, period]

    def _plain(self, n):
        if isinstance(n, Summary):
            return told(n, self.threshold, self.counted.percent)
        # Half-days come as Decimal, with which neither charts nor shares can be computed.
        return float(n) if isinstance(n, Decimal) else n

    def _days(self, period):
        if not self.counted.of_days_over:
            return period
        return days_over(period, self.scope.period if period is self.scope.compared else None)

    def _counts(self, period):
        return {(row, TOGETHER): n for row, n in self._asked(TOGETHER, period).items()}

    def _of(self, period, *, by_site=None):
        columns = self.columns if by_site is not False else [TOGETHER]
        cells = {(row, column): n or 0 for column in columns for row, n in self._asked(column, period).items()}
        table = Table(self.keys, columns, cells, frozenset(key for key in self.keys if self.is_rest(key)))
        return table, masked(table, self.threshold) if self.counted.is_of_persons else None

    @property
    def columns(self):
        by_site = self.scope.side_by_side and not self.counted.is_of_centre
        return [site.pk for site in self.scope.sites] if by_site else [TOGETHER]

    @cached_property
    def labels(self):
        found = {}
        for period in filter(None, (self.scope.period, self.scope.compared)):
            found |= self._asked(TOGETHER, period)
        return list(self.counted.rows(self.scope, list(found)))

    def is_rest(self, key):
        return self.counted.has_rest and key == UNSTATED

    def _cell(self, pair, period, key, column):
        """What may be shown of one row in one column."""
        _table, mask = pair
        if mask is not None:
            return Cell(mask.row_totals[key] if column == TOGETHER else mask.cells[key, column])
        asked = self._asked(column, period)
        nothing = None if self.counted.is_measure else 0
        return Cell(asked.get(key, nothing), is_absent=key not in asked)

    @cached_property
    def rows(self):
        rows = []
        for key, label in self.labels:
            total = self._cell(self.now, self.scope.period, key, TOGETHER)
            if self.has_shares and not self.is_rest(key) and total.n is not MASK and self.known:
                total.share = 100 * total.n / self.known
            cells = [self._cell(self.now, self.scope.period, key, column) for column in self.columns]
            row = Row(key, label, cells, total, is_rest=self.is_rest(key))
            if self.before:
                row.before = self._cell(self.before, self.scope.compared, key, TOGETHER)
                if total.n is not None and row.before.n is not None and not self.counted.is_percentage:
                    row.change = change(total.n, row.before.n)
            rows.append(row)
        return rows

    @property
    def has_totals(self):
        return self.counted.adds_up

    @property
    def total(self):
        """All rows together; of measures, which have no sum, how many rows are known."""
        return len(self._asked(TOGETHER, self.scope.period)) if self.counted.is_measure else super().total

    @property
    def total_before(self):
        if self.scope.compared and self.counted.is_measure:
            return len(self._asked(TOGETHER, self.scope.compared))
        return super().total_before

    @property
    def tells_of_too_few(self):
        cells = [cell for row in self.rows for cell in (*row.cells, row.total, row.before) if cell]
        return self.counted.is_measure and any(cell.is_masked for cell in cells)

    @property
    def least(self):
        """Of how many interviews a value is told at the least."""
        return least(self.threshold, self.counted.percent)

    @property
    def lacks_rows(self):
        """True when a filter asks for rows of days whose rows are forgotten."""
        return (
            bool(self.counted.crosses) and self.scope.is_filtered and rows_are_gone(self.counted.crosses, self.scope)
        )
