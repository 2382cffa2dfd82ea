"""Files that go out: a ready-made one to fill in, and the refused rows to correct, as XLSX or CSV."""

import io

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from citedesmetiers.csv_files import written
from citedesmetiers.imports.importer import importer_of

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDEST, NARROWEST = 60, 12


def sample(importer, ending, user):
    """A file with the importer's columns and rows that show `user` what may stand in them."""
    run = importer()
    run.user = user
    head = [str(column.label) for column in importer.columns]
    rows = [[row.get(column.name, "") for column in importer.columns] for row in run.sample_rows()]
    return attached([(str(importer.title), [head, *rows])], ending, _("template"), importer.title)


def refused(run, ending):
    """The refused rows as they stood in the file, the reason in a last column; sheet by sheet."""
    rows = run.rows.filter(fate="refused")
    tables = []
    for sheet in run.headers:
        head = [text or meaning(run, sheet, letter) for letter, text in sheet["columns"]]
        found = [
            [*row.cells, *[""] * (len(head) - len(row.cells)), sentences(row)]
            for row in rows.filter(sheet=sheet["name"][:100])
        ]
        if found:
            tables.append((sheet["name"] or _("Refused"), [[*head, _("Why it was refused")], *found]))
    return attached(tables, ending, _("refused"), run.filename.rpartition(".")[0] or run.filename)


def meaning(run, sheet, letter):
    """The name of the column for which one without a name was taken, so that the corrected file has it."""
    column = importer_of(run.importer).column(run.mapping.get(f"{sheet['name']}!{letter}"))
    return str(column.label) if column else ""


def sentences(row):
    """The reasons of an ImportRow in one text, each with its column."""
    return " ".join(
        _("%(header)s: %(reason)s") % {"header": header, "reason": reason} if header else reason
        for _letter, header, _value, reason in row.reasons
    )


def attached(tables, ending, *names):
    """A response with `tables` ([(name of the sheet, rows), …]) as a file that a browser stores."""
    content = as_workbook(tables) if ending == "xlsx" else as_text(tables)
    response = HttpResponse(content, content_type=KINDS[ending])
    filename = f"{' – '.join(str(name) for name in reversed(names))}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response


def as_text(tables):
    """All tables below each other in one CSV; a single one is a file that can be sent in again."""
    return written([row for _name, rows in tables for row in rows])


def as_workbook(tables):
    """The bytes of an Excel file; every cell is text, so that nothing runs as a formula and no zero is lost."""
    book = Workbook(write_only=True)
    for name, rows in tables or [(_("Empty"), [])]:
        sheet = book.create_sheet(sheet_name(name))
        sheet.freeze_panes = "A2"
        for place, width in enumerate(widths(rows), start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        for number, row in enumerate(rows):
            sheet.append([cell(sheet, value, bold=number == 0) for value in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cell(sheet, value, *, bold):
    """A cell of text. The prefix is the apostrophe that Excel hides: even when edited, it never becomes a formula."""
    made = WriteOnlyCell(sheet, value=str(value))
    made.data_type, made.number_format, made.quotePrefix = "s", "@", 1
    if bold:
        made.font = Font(bold=True)
    return made


def sheet_name(name):
    """A name that Excel accepts: 31 signs, none of those that addresses are made of."""
    return "".join("-" if sign in "[]:*?/\\" else sign for sign in name)[:31] or "1"


def widths(rows):
    """The widths of the columns, in characters."""
    lengths = [[len(str(value)) + 2 for value in column] for column in zip(*rows, strict=False)]
    return [min(WIDEST, max(NARROWEST, *found)) for found in lengths]
