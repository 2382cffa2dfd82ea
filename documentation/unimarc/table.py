"""A UNIMARC file as the table that an import reads: one row for each record, the columns of the holdings."""

import contextlib
from functools import partial

from citedesmetiers.imports.table import Sheet, Table
from documentation.models.unimarc import current_map
from documentation.unimarc import fields, reading

COLUMNS = (
    "source_id", "title", "subtitle", "other_title", "number", "author", "publisher", "year", "isbn", "issn", "price",
    "medium", "language", "subjects", "abstract", "series", "pages", "url", "copies", "site", "shelf_mark", "barcode",
)  # fmt: skip
LINES_WITH_HEADERS = 1


def recognises(start):
    """True when a file that begins with these bytes is one of ours."""
    return reading.is_iso2709(start) or reading.is_marcxml(start)


@contextlib.contextmanager
def opened(file):
    """The records of `file` (binary, seekable) as a Table with one sheet. Raises Unreadable, also while it is read."""
    copy_map = current_map()
    yield Table([Sheet("", partial(lines, file, copy_map))])


def lines(file, copy_map, until=None):
    """(number, cells, faults) of the headers and of each record; a record that cannot be read has a fault."""
    yield 1, list(COLUMNS), {}
    for number, record in enumerate(reading.records(file), start=1 + LINES_WITH_HEADERS):
        if until is not None and number > until:
            return
        if record.fault:
            yield number, [None] * len(COLUMNS), {COLUMNS.index("title"): record.fault}
        else:
            row = fields.row_of(record, copy_map)
            yield number, [row.get(name) for name in COLUMNS], {}
