"""Tables as files to work on: CSV, Excel, OpenDocument, and a bundle of open data with its dictionary.

A table is written once, as a Sheet; every format holds the same numbers. Numbers and dates are typed, text stays text:
no cell of a file ever begins a formula.
"""

import datetime
import io
import re
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal

from citedesmetiers import csv_files

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "zip": "application/zip",
}
LONGEST_TITLE = 31  # of a sheet, says Excel
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


@dataclass
class Sheet:
    """One table of a file.

    title: what it is.  head: names of the columns.  rows: lists of cells (text, numbers, dates, booleans, None).
    notes: sentences that stand below the table: definition, source, what is masked.
    """

    title: str
    head: list
    rows: list
    notes: list = field(default_factory=list)

    @property
    def lines(self):
        """All lines as they stand in a file that has no other way to tell a note from a row."""
        notes = [[], *([note] for note in self.notes)] if self.notes else []
        return [self.head, *self.rows, *notes]


def written(sheets, ending):
    """`sheets` as the bytes of one file. ending: "csv", "xlsx" or "ods"."""
    return {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods}[ending](sheets)


def as_csv(sheets):
    """A CSV file with `sheets` one below the other; of several, each begins with its title. Returns bytes."""
    lines = sheets[0].lines
    if len(sheets) > 1:
        lines = [line for sheet in sheets for line in ([str(sheet.title)], *sheet.lines, [])]
    return csv_files.written([[plain(cell) for cell in line] for line in lines])


def as_xlsx(sheets):
    """An Excel file with a sheet for each of `sheets`. Returns bytes."""
    from openpyxl import Workbook  # noqa: PLC0415 -- takes a while; most processes never export
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above
    from openpyxl.styles import Font  # noqa: PLC0415 -- as above

    book = Workbook(write_only=True)
    for title, sheet in titled(sheets):
        page = book.create_sheet(title)
        page.freeze_panes = "A2"
        for number, line in enumerate(sheet.lines):
            cells = []
            for value in line:
                cell = WriteOnlyCell(page)
                cell.value = clean(value)
                if isinstance(cell.value, str):
                    # A text that begins with "=" would be a formula; the hidden apostrophe keeps it text when edited.
                    cell.data_type, cell.quotePrefix = "s", 1
                if number == 0:
                    cell.font = Font(bold=True)
                cells.append(cell)
            page.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_ods(sheets):
    """An OpenDocument spreadsheet with a table for each of `sheets`. Returns bytes."""
    from odfdo import Cell, Document, Row, Table  # noqa: PLC0415 -- takes a while; most processes never export

    document = Document("ods")
    document.body.clear()
    for title, sheet in titled(sheets):
        page = Table(title)
        for line in sheet.lines:
            row = Row()
            for value in line:
                value = clean(value)
                is_text = isinstance(value, str)
                row.append_cell(Cell(value, cell_type="string") if is_text else Cell(value))
            page.append_row(row)
        document.body.append(page)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@dataclass(frozen=True)
class Column:
    """A column of an open-data table: its name in every language the same, its type and its meaning."""

    name: str
    type: str
    meaning: str


@dataclass
class OpenTable:
    """A table of the open-data bundle. name: of its file.  title, source: in words.  columns: list of Column."""

    name: str
    title: str
    source: str
    columns: list
    rows: list


def bundle(tables, readme):
    """The OpenTables `tables` as a ZIP file: a CSV file each, a dictionary of all columns, and `readme` (text).

    The files are plain RFC 4180 (commas, a dot for decimals, ISO dates), as programs read them. Returns bytes.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        dictionary = [["table", "title", "column", "type", "meaning", "source"]]
        for table in tables:
            lines = [[column.name for column in table.columns], *table.rows]
            put(archive, f"{table.name}.csv", csv_files.written(lines, delimiter=","))
            dictionary += [
                [table.name, str(table.title), column.name, column.type, str(column.meaning), str(table.source)]
                for column in table.columns
            ]
        put(archive, "dictionary.csv", csv_files.written(dictionary, delimiter=","))
        put(archive, "README.txt", readme.encode())
    return file.getvalue()


def put(archive, name, content):
    """Store a file without the moment it was made, so that the same figures make the same bundle."""
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def titled(sheets):
    """(title, sheet) with titles that a spreadsheet accepts, no two alike."""
    taken = set()
    for sheet in sheets:
        title = NOT_IN_A_TITLE.sub(" ", str(sheet.title)).strip()[:LONGEST_TITLE].strip() or "1"
        number = 2
        while title.lower() in taken:
            title = f"{title[: LONGEST_TITLE - 4]} {number}"
            number += 1
        taken.add(title.lower())
        yield title, sheet


def clean(value):
    """`value` as a typed cell takes it: text without what XML cannot hold, lazy text said out."""
    if value is None or isinstance(value, bool | int | float | Decimal | datetime.date | datetime.datetime):
        return value
    return NOT_IN_XML.sub("", str(value))


def plain(value):
    """`value` as a CSV file takes it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else value if isinstance(value, int | float | Decimal) else str(value)
