"""From an uploaded file to a Table: by what the file holds, never by its name."""

import contextlib

from django.utils.translation import gettext as _

from citedesmetiers.imports import archive, text_table, workbook
from citedesmetiers.imports.table import Table, Unreadable

START = 4_000  # bytes by which a kind of file is recognised

_readers = []


def register_reader(recognises, opened):
    """Read one more kind of file; called from a room's AppConfig.ready(), which may run more than once.

    recognises: function(first bytes) → bool.  opened: function(file) → context manager that gives a Table.
    """
    if (recognises, opened) not in _readers:
        _readers.append((recognises, opened))


def reader_of(file, known):
    """The context manager that reads `file`: a registered kind, an Excel file, else a text."""
    if archive.is_archive(file):
        return workbook.opened(file)
    file.seek(0)
    start = file.read(START)
    for recognises, read in _readers:
        if recognises(start):
            return read(file)
    return text_table.opened(file, known)


@contextlib.contextmanager
def opened(file, known):
    """The table in `file` (binary, seekable), each of its sheets with headers. Raises Unreadable.

    known: function(text) → bool: is this the name of a column?
    Sheets without a table, or without a single known column beside one that has some, are left out with a note.
    """
    file.seek(0, 2)
    size = file.tell()
    if not size:
        raise Unreadable(_("This file is empty."))
    if size > archive.MOST_BYTES:
        raise Unreadable(
            _("This file has %(size)s MB; %(most)s MB are the most.")
            % {"size": size // archive.MB, "most": archive.MOST_BYTES // archive.MB}
        )
    if archive.is_old_or_locked(file):
        archive.refuse_old_or_locked(file)
    with reader_of(file, known) as table:
        yield with_headers(table, known)


def without_names(sheet):
    """The sentence that says that `sheet` begins with a row."""
    said = _("Row %(row)s holds no names of columns. It is read as a row like the others.")
    if sheet.name:
        said = _("Sheet “%(sheet)s”: row %(row)s holds no names of columns. It is read as a row like the others.")
    return said % {"row": sheet.header_row + 1, "sheet": sheet.name}


def with_headers(table, known):
    sheets, notes = [], list(table.notes)
    for sheet in table.sheets:
        if sheet.find_headers(known):
            sheets.append(sheet)
        elif sheet.name:
            notes.append(_("The sheet “%(sheet)s” is empty.") % {"sheet": sheet.name})
    used = [sheet for sheet in sheets if any(known(header.text) for header in sheet.headers)]
    if used:
        for sheet in sheets:
            if sheet not in used:
                notes.append(
                    _("The sheet “%(sheet)s” is left out: none of its columns is known.") % {"sheet": sheet.name}
                )
    if not sheets:
        raise Unreadable(_("There is no table in this file: no row with the names of columns was found."))
    return Table(used or sheets, [*notes, *(without_names(sheet) for sheet in used or sheets if sheet.example)])
