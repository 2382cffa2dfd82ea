"""Excel files (.xlsx), read row by row: formulas give their stored results, merged cells are found and named."""

import contextlib
import re
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice

import defusedxml  # noqa: F401 -- openpyxl reads through it when it is there; without it, XML entities would be open
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from citedesmetiers.imports import archive
from citedesmetiers.imports.table import MOST_COLUMNS, Merged, Sheet, Table, Unreadable, letter_of

LAST_ROW = 1_048_576  # Excel's own limit
MOST_MERGES = 20_000
ROWS_AT_ONCE = 50  # few, so that looking for the headers reads little more
CHUNK, OVERLAP = 1024 * 1024, 256
MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!"}


@contextlib.contextmanager
def opened(file):
    """The workbook in `file` (binary, seekable) as a Table, its visible sheets without their headers found yet.

    Raises Unreadable when it cannot be read, also later while rows are read.
    """
    archive.check(file)
    books = [load(file, data_only=True)]
    notes, sheets = [], []
    try:
        for place, sheet in enumerate(books[0].worksheets):
            if sheet.sheet_state != "visible":
                notes.append(_("The hidden sheet “%(sheet)s” is left out.") % {"sheet": sheet.title})
                continue
            sheets.append(Sheet(sheet.title, Lines(file, books, place)))
        yield Table(sheets, notes)
    finally:
        for book in books:
            book.close()


def load(file, *, data_only):
    """The workbook as openpyxl reads it row by row. data_only: stored results instead of formulas."""
    with readable():
        return load_workbook(file, read_only=True, data_only=data_only, keep_links=False)


@contextlib.contextmanager
def readable():
    """Turn whatever goes wrong inside a workbook into Unreadable; openpyxl raises many kinds of errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # drawings and rules that are of no use here
        try:
            yield
        except (LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError, ArithmeticError) as error:
            raise damaged() from error
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
            raise damaged() from error


def damaged():
    return Unreadable(_("This Excel file cannot be read. Open it, save it anew as .xlsx, then choose it again."))


class Lines:
    """The rows of one sheet that hold something, as often as they are asked for: (number, cells, faults)."""

    def __init__(self, file, books, place):
        self.file, self.books, self.place = file, books, place
        self._scan = None

    def __call__(self, until=LAST_ROW):
        """until: the last row that is looked at."""
        if self._scan is None:
            with readable():
                self._scan = scan(self.books[0], self.books[0].worksheets[self.place])
        merged, formulas = self._scan.reader(), None
        rows = cells_of(self.books[0].worksheets[self.place])
        if self._scan.has_formulas:
            formulas = cells_of(self.with_formulas())
        for number, cells in enumerate(rows, start=1):
            typed = next(formulas, ()) if formulas else ()
            if number > LAST_ROW:
                raise damaged()
            if number > until:
                return
            if not cells:  # a row that is not there; there may be a million
                continue
            if not any(cell is not None for cell in cells) and not any(cell is not None for cell in typed):
                continue
            faults = {place: _("Excel shows an error here.") for place, cell in enumerate(cells) if is_error(cell)}
            yield number, cells, faults | without_result(cells, typed) | merged.at(number)

    def with_formulas(self):
        """The same sheet, its formulas as they were typed: opened once, and only when there are any."""
        if len(self.books) == 1:
            self.books.append(load(self.file, data_only=False))
        return self.books[1].worksheets[self.place]


def cells_of(sheet):
    """The rows of `sheet` as tuples of values, each as wide as it is filled. Raises Unreadable."""
    sheet.reset_dimensions()  # what the file says about its size may be wrong
    rows = sheet.iter_rows(values_only=True)
    while True:
        with readable():
            some = list(islice(rows, ROWS_AT_ONCE))
        if not some:
            return
        yield from (row[:MOST_COLUMNS] for row in some)


def is_error(cell):
    return isinstance(cell, str) and cell in ERRORS


def without_result(cells, formulas):
    """{position: reason} of the cells that hold a formula whose result was never stored."""
    return {
        place: _("This cell holds a formula without a stored result. Put the value itself into the cell.")
        for place, (cell, formula) in enumerate(zip(cells, formulas, strict=False))
        if cell is None and formula is not None
    }


@dataclass
class Scan:
    """What is known of a sheet before its rows are read. merges: (first row, last row, first column, last column)."""

    has_formulas: bool
    merges: list

    def reader(self):
        return MergedCells(sorted(self.merges))


class MergedCells:
    """Which cells of a row belong to a merged one; rows are asked for in order."""

    def __init__(self, merges):
        self.coming, self.here = merges, []

    def at(self, number):
        """{position: reason} of the cells in row `number` that a merged cell covers, its first one left out."""
        while self.coming and self.coming[0][0] <= number:
            self.here.append(self.coming.pop(0))
        self.here = [merge for merge in self.here if merge[1] >= number]
        return {
            column - 1: (Merged if column == left else str)(
                _("This cell is merged with %(first)s. Split the cells and fill in each of them.")
                % {"first": f"{letter_of(left - 1)}{first}"}
            )
            for first, _last, left, right in self.here
            for column in range(left, min(right, MOST_COLUMNS) + 1)
            if (first, left) != (number, column)
        }


def scan(book, sheet):
    """Look through the sheet's XML for formulas and merged cells, which stand after the rows."""
    has_formulas, merges, rest = False, {}, b""
    with book._archive.open(sheet._worksheet_path) as source:
        while chunk := source.read(CHUNK):
            text = rest + chunk
            has_formulas = has_formulas or bool(FORMULA.search(text))
            for match in MERGE.finditer(text):
                merges[match[1]] = None
            if len(merges) > MOST_MERGES:
                raise Unreadable(_("The sheet “%(sheet)s” has too many merged cells.") % {"sheet": sheet.title})
            rest = text[-OVERLAP:]
    return Scan(has_formulas, [rows_first(*range_boundaries(merge.decode())) for merge in merges])


def rows_first(left, first, right, last):
    return first, last, left, right
