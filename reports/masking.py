"""Characteristics of persons, masked before anybody sees them: the one function that does it is `masked`.

A cell is masked when it counts fewer people than the threshold, or when it equals its margin (then everybody there is
the same). Further cells are masked so that none of these can be recomputed from the rows, columns and totals beside
them. Zeros stay, as long as that is possible.

Why it holds: the cells of a table with its margins are the arcs of a network, each belonging to one row and one
column. Whatever else the masked cells could be differs from the truth by circles through this network: along a circle
one masked cell has one more, the next one less. So a masked cell cannot be recomputed exactly when there is such a
circle through it that takes no cell below one, and that is looked for here, cell by cell.
Source: secondary suppression of the protection of tables, as national statistical institutes do it.

A median is no count, so nothing adds up to it; those are masked by citedesmetiers.medians.
"""

import heapq
from dataclasses import dataclass, field

from citedesmetiers.medians import MASK


@dataclass
class Table:
    """Counts of persons by a characteristic, with their margins.

    rows, columns: keys in order.  counts: {(row, column): people}, missing ones being 0.
    unstated: keys of rows that say nothing about a person ("not stated"); small ones are no secret.
    """

    rows: list
    columns: list
    counts: dict
    unstated: frozenset = frozenset()

    def at(self, row, column):
        return self.counts.get((row, column), 0)

    def of_row(self, row):
        return sum(self.at(row, column) for column in self.columns)

    def of_column(self, column):
        return sum(self.at(row, column) for row in self.rows)

    @property
    def total(self):
        return sum(self.of_row(row) for row in self.rows)


@dataclass
class Masked:
    """A table as it may be shown: numbers, and MASK where one is masked.

    cells: {(row, column): people or MASK}; row_totals, column_totals: the same by row and by column.
    small: how many cells are masked for themselves.  others: how many more, to protect those.
    withheld: True when the table is so small that nothing inside it can be shown.
    """

    threshold: int
    total: int
    cells: dict
    row_totals: dict
    column_totals: dict
    small: int = 0
    others: int = 0
    withheld: bool = False
    hidden: set = field(default_factory=set)

    @property
    def is_masked(self):
        return bool(self.hidden)


TOTAL = object()  # the column that holds the totals of the rows
MARGIN_COST = 10**9  # a total is masked only when cells inside cannot do it
ZERO_COST = 10**12  # zeros stay when anything else will do


def masked(table, threshold):
    """The Masked `table`: no masked cell can be recomputed from anything else in it.

    threshold: the least number of people that is shown.  The totals of the columns and of the whole count activity
    (visits, interviews) and are never masked; those of the rows count a characteristic and are masked like its cells.
    """
    net = _Network(table)
    small = {arc for arc in net.value if _is_secret(table, net, arc, threshold)}
    hidden, withheld = set(small), False
    waiting = sorted(small, key=lambda arc: (net.value[arc], net.order[arc]))
    for arc in waiting:  # it grows: what is masked to protect another needs protection too
        if net.circle(arc, hidden, free=False):
            continue  # and it will keep its circle, for nothing is ever unmasked
        circle = net.circle(arc, hidden, free=True)
        if circle is None:
            hidden, withheld = net.all_inside(), True
            break
        waiting += sorted(circle - hidden, key=net.order.get)
        hidden |= circle
    return _shown(table, net, threshold, small, hidden, withheld)


def _is_secret(table, net, arc, threshold):
    """True when the number at `arc` must not be seen for its own sake."""
    row, column = arc
    n = net.value[arc]
    if n == 0 or row in table.unstated:
        return False
    if n < threshold:
        return True
    if column is TOTAL:
        return n == table.total and len(table.rows) > 1
    return (n == table.of_column(column) and len(table.rows) > 1) or (
        n == table.of_row(row) and sum(1 for other in table.columns if table.of_column(other)) > 1
    )


class _Network:
    """The cells and margins of a table as arcs (row, column), with TOTAL for the totals.

    One more in a cell is a unit of flow from its row to its column; in the total of a row it flows from the column of
    totals to the row, and so on: what comes in at each end goes out again when all sums hold.
    """

    def __init__(self, table):
        self.table = table
        self.value = {(row, column): table.at(row, column) for row in table.rows for column in table.columns}
        self.value |= {(row, TOTAL): table.of_row(row) for row in table.rows}
        self.order = {arc: n for n, arc in enumerate(self.value)}
        self.from_row, self.to_column = {}, {}
        for arc in self.value:
            self.from_row.setdefault(arc[0], []).append(arc)
            self.to_column.setdefault(arc[1], []).append(arc)

    def all_inside(self):
        """All cells and totals of rows, but for columns in which nobody is: their zeros say nothing."""
        return {arc for arc in self.value if arc[1] is TOTAL or self.table.of_column(arc[1])}

    def ends(self, arc):
        """(where one more in `arc` flows from, where it flows to). A total flows against its row."""
        row, column = arc
        return (("column", TOTAL), ("row", row)) if column is TOTAL else (("row", row), ("column", column))

    def circle(self, arc, hidden, *, free):
        """The cells of a circle through `arc` along which the masked cells could be otherwise; None if there is none.

        hidden: the masked cells.  free: cells that are not masked may be used too, the cheapest way being taken.
        The circle raises `arc` by one, or lowers it by one when it stays at least one.
        """
        start, end = self.ends(arc)
        found = [self._path(end, start, arc, hidden, free=free)]
        if self.value[arc] >= 2:
            found.append(self._path(start, end, arc, hidden, free=free))
        found = [way for way in found if way is not None]
        if not found:
            return None
        return min(found)[2] | {arc}

    def _path(self, start, goal, avoided, hidden, *, free):
        """The cheapest way from `start` to `goal` without the arc `avoided`: (cost, tie-break, cells); None if none.

        Dijkstra's search; an arc is walked forwards for one more in its cell, backwards for one less.
        """
        queue = [(0, 0, start, frozenset())]
        done, n = set(), 0
        while queue:
            cost, _tie, place, cells = heapq.heappop(queue)
            if place == goal:
                return cost, n, set(cells)
            if place in done:
                continue
            done.add(place)
            kind, key = place
            for arc in (self.from_row if kind == "row" else self.to_column).get(key, ()):
                if arc == avoided or not (free or arc in hidden):
                    continue
                origin, target = self.ends(arc)
                forwards = origin == place
                if not forwards and self.value[arc] < 2:
                    continue
                n += 1
                price = 0 if arc in hidden else self._price(arc)
                heapq.heappush(queue, (cost + price, n, target if forwards else origin, cells | {arc}))
        return None

    def _price(self, arc):
        if arc[1] is TOTAL:
            return MARGIN_COST + self.value[arc]
        return self.value[arc] or ZERO_COST


def _shown(table, net, threshold, small, hidden, withheld):
    def shown(arc):
        return MASK if arc in hidden else net.value[arc]

    # With one column its cells are the totals, and nobody sees them twice.
    seen = {arc for arc in hidden if len(table.columns) > 1 or arc[1] is not TOTAL}
    return Masked(
        threshold=threshold,
        total=table.total,
        cells={(row, column): shown((row, column)) for row in table.rows for column in table.columns},
        row_totals={row: shown((row, TOTAL)) for row in table.rows},
        column_totals={column: table.of_column(column) for column in table.columns},
        small=len(seen & small),
        others=len(seen - small),
        withheld=withheld,
        hidden=hidden,
    )
