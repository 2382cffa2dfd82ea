"""Masked tables: what is small is gone, and cannot be worked out from what is left."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.masking import MASK, TOTAL, Table, masked

K = 5


def table_of(*rows, unstated=()):
    """A Table with rows a, b, c… and columns 0, 1, 2…"""
    counts = {("abcdefgh"[r], c): n for r, row in enumerate(rows) for c, n in enumerate(row)}
    return Table(list("abcdefgh"[: len(rows)]), list(range(len(rows[0]))), counts, frozenset(unstated))


# ── What an attentive reader could still find out: all tables that look the same, one by one ─────────


def ways(total, cells):
    """All lists of whole numbers that add up to `total`; cells: a known number, or (least,) for one that is masked."""
    if not cells:
        return [[]] if total == 0 else []
    first, *rest = cells
    choices = [first] if isinstance(first, int) else range(first[0], total + 1)
    return [[n, *more] for n in choices if n <= total for more in ways(total - n, rest)]


def tables_that_look_like(table, shown):
    """Every table that the reader cannot tell from the true one, as {(row, column): n} with row totals.

    The reader knows all published numbers, and that a masked number is at least one, unless zeros had to be masked.
    """
    by_column = []
    for column in table.columns:
        cells = []
        for row in table.rows:
            n = shown.cells[row, column]
            cells.append(n if n is not MASK else (1 if table.at(row, column) else 0,) if not shown.withheld else (0,))
        by_column.append(ways(table.of_column(column), cells))
    for columns in itertools.product(*by_column):
        found = {(row, c): columns[c][r] for r, row in enumerate(table.rows) for c in table.columns}
        totals = {row: sum(found[row, c] for c in table.columns) for row in table.rows}
        if all(shown.row_totals[row] in (MASK, totals[row]) for row in table.rows):
            yield found | {(row, TOTAL): n for row, n in totals.items()}


def what_can_be_recomputed(table, shown):
    """The masked cells that have only one possible value."""
    possible = {}
    for other in tables_that_look_like(table, shown):
        for arc in shown.hidden:
            possible.setdefault(arc, set()).add(other[arc])
    return {arc for arc in shown.hidden if len(possible[arc]) < 2}


# The same tables at every run, however busy the machine is.
SAME = settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    cell = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, 7))
    counts = {(r, c): draw(cell) for r in range(rows) for c in range(columns)}
    unstated = frozenset([rows - 1]) if draw(st.booleans()) else frozenset()
    return Table(list(range(rows)), list(range(columns)), counts, unstated)


@pytest.mark.thorough
@settings(SAME, max_examples=400)
@given(tables(), st.integers(3, 5))
def test_no_masked_cell_can_be_recomputed_from_anything_else_in_the_table(table, threshold):
    assert what_can_be_recomputed(table, masked(table, threshold)) == set()


@settings(SAME, max_examples=200)
@given(tables(), st.integers(3, 8))
def test_nothing_under_the_threshold_is_shown_and_what_is_shown_is_true(table, threshold):
    shown = masked(table, threshold)
    for (row, column), n in shown.cells.items():
        assert n in (MASK, table.at(row, column))
        assert n is MASK or n == 0 or n >= threshold or row in table.unstated
    for row, n in shown.row_totals.items():
        assert n in (MASK, table.of_row(row))
        assert n is MASK or n == 0 or n >= threshold or row in table.unstated
    assert shown.column_totals == {column: table.of_column(column) for column in table.columns}


def test_the_reader_of_these_tests_sees_a_cell_that_was_left_open():
    table = table_of([1, 9], [8, 10])
    shown = masked(table, K)
    shown.cells["a", 1] = 9
    shown.cells["b", 0], shown.cells["b", 1], shown.row_totals["a"], shown.row_totals["b"] = 8, 10, 10, 18
    shown.hidden = {("a", 0)}
    assert what_can_be_recomputed(table, shown) == {("a", 0)}


# ── Single rules ─────────────────────────────────────────────────────────────────────────────────────


def test_a_table_without_small_numbers_stays_as_it_is():
    shown = masked(table_of([12, 30], [0, 0], [9, 7]), K)
    assert not shown.is_masked
    assert shown.cells["b", 1] == 0
    assert shown.row_totals == {"a": 42, "b": 0, "c": 16}


def test_a_small_cell_takes_three_others_with_it_and_the_smallest_that_will_do():
    shown = masked(table_of([2, 300, 50], [400, 500, 60], [10, 700, 20]), K)
    assert shown.hidden == {("a", 0), ("a", 2), ("c", 0), ("c", 2)}
    assert (shown.small, shown.others) == (1, 3)
    assert shown.row_totals == {"a": 352, "b": 960, "c": 730}


def test_the_example_of_the_mock_up_masks_six_cells_and_no_total():
    table = table_of(
        [1612, 548, 214, 96], [742, 241, 98, 41], [391, 164, 77, 23], [286, 71, 20, 3], [118, 37, 11, 4],
        [94, 28, 8, 2], [31, 11, 6, 0], [1468, 620, 268, 127], unstated="h",
    )  # fmt: skip
    shown = masked(table, K)
    assert shown.cells["g", 3] == 0
    assert (shown.small, shown.others) == (3, 3)
    assert MASK not in shown.row_totals.values()
    assert {row for row, column in shown.hidden} == set("def")


def test_everybody_of_a_place_being_the_same_is_masked_although_many():
    shown = masked(table_of([40, 30], [0, 20], [0, 9]), K)
    assert shown.cells["a", 0] is MASK


def test_everybody_with_a_value_being_at_one_place_is_masked():
    shown = masked(table_of([40, 0], [30, 20], [20, 30]), K)
    assert shown.cells["a", 0] is MASK
    assert shown.cells["a", 1] == 0, "zeros stay; the totals beside the cell go instead"
    assert shown.row_totals["a"] is MASK


def test_with_one_place_a_number_that_equals_its_row_says_nothing_new():
    assert not masked(table_of([40], [30], [20]), K).is_masked


def test_not_stated_may_be_small_for_it_says_nothing_about_anybody():
    assert not masked(table_of([40, 30], [20, 10], [1, 2], unstated="c"), K).is_masked


def test_a_group_of_one_shows_nothing_inside():
    shown = masked(table_of([1], [0], [0]), K)
    assert shown.withheld
    assert set(shown.cells.values()) == {MASK}
    assert shown.total == 1


def test_nobody_at_all_is_shown_as_such():
    assert not masked(table_of([0, 0], [0, 0]), K).is_masked


@pytest.mark.parametrize("threshold", [3, 5, 20])
def test_the_threshold_is_the_least_number_that_is_shown(threshold):
    shown = masked(table_of([threshold, 90], [threshold - 1, 80], [70, 60]), threshold)
    assert shown.cells["b", 0] is MASK
    assert masked(table_of([threshold, 90], [50, 80]), threshold).cells["a", 0] == threshold
