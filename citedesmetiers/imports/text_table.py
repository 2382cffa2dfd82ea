"""CSV files as spreadsheets write them: three separators, and encodings that the file does not name."""

import contextlib
import csv
import io
from functools import partial

from django.utils.translation import gettext as _

from citedesmetiers.imports.table import MOST_COLUMNS, Sheet, Table, Unreadable

SEPARATORS = ";,\t"
LINES_TO_LOOK_AT = 20


@contextlib.contextmanager
def opened(file, known):
    """The text in `file` (binary, seekable) as a Table with one sheet. Raises Unreadable.

    known: function(text) → bool for names of columns; it decides between separators.
    """
    file.seek(0)
    text = decoded(file.read())
    first, _break, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:  # Excel's own hint
        separator, text, skipped = first.strip()[4], rest, 1
    else:
        separator, skipped = guessed(text, known), 0
    yield Table([Sheet("", partial(lines, text, separator, skipped))])


def decoded(content):
    """The bytes as text: UTF-8 with or without a mark, UTF-16 with one, else Windows' western code page."""
    has_wide_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if has_wide_mark else ["utf-8-sig", "cp1252"]:
        with contextlib.suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" in text or text.startswith(("%PDF", "{\\rtf")):
                break
            return text
    raise Unreadable(_("This is no table: neither an Excel file (.xlsx) nor a text with one row in each line (.csv)."))


def guessed(text, known):
    """The separator that finds the most known names of columns; then the one that finds the most columns."""

    def score(separator):
        rows = [cells for _number, cells in parsed("\n".join(text.splitlines()[:LINES_TO_LOOK_AT]), separator, False)]
        return (
            max((sum(1 for cell in row if known(cell)) for row in rows), default=0),
            max((len(row) for row in rows), default=0),
        )

    return max(SEPARATORS, key=score)


def lines(text, separator, skipped, until=None):
    """(number, cells, no faults) of each record that holds something. Raises Unreadable at one that breaks off."""
    for number, cells in parsed(text, separator, True):
        if until is not None and number > until:
            return
        if any(cells):
            yield number + skipped, cells[:MOST_COLUMNS], {}


def parsed(text, separator, strict):
    """(line on which it begins, cells) of each record. Raises Unreadable when strict, else ends at the fault."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if not strict:
                return
            raise Unreadable(
                _("Line %(line)s cannot be read: a quotation mark is open or stands in the wrong place.")
                % {"line": number}
            ) from error
        yield number, cells
