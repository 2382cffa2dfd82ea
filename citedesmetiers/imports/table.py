"""What every kind of file is turned into: sheets with named columns, and rows of cells that say where they stood."""

import functools
import itertools
import re
import unicodedata
from dataclasses import dataclass, field

MOST_ROWS = 20_000  # rows with something in them, of all sheets together
MOST_COLUMNS = 200
MOST_ROWS_BEFORE_HEADERS = 20  # a title, a logo, a date above the table
LAST_ROW_FOR_HEADERS = 200
# A date, an hour, a number, a telephone number; an address of the web or of a mailbox.
VALUE = re.compile(r"(?=\D*\d)[\d\s.,:;/+'’°€%()hx-]+|[^\s@]+@[^\s@]+|(https?://|www\.)\S+", re.IGNORECASE)


class Merged(str):
    """A fault of a cell that is merged with the ones above it, not beside it."""


class Unreadable(Exception):
    """A file, or a sheet of it, cannot be read; its text says why and what to do."""


@dataclass(frozen=True)
class Header:
    """The name of a column as it stands in the file. letter: A, B… as in a spreadsheet."""

    letter: str
    text: str


@dataclass
class SheetRow:
    """One row below the headers.

    number: as the spreadsheet counts, from 1.  cells: raw values, one for each header.
    faults: {position in cells: reason}: cells whose content cannot be had, for example a formula without a result.
    """

    number: int
    cells: list
    faults: dict = field(default_factory=dict)

    def __bool__(self):
        if any(not isinstance(fault, Merged) for fault in self.faults.values()):
            return True
        return any(as_text(cell) if isinstance(cell, str) else cell is not None for cell in self.cells)


@dataclass
class Sheet:
    """A table with its headers; lines(until=…) yields (row number, cells, faults) up to a row.

    example: the texts of the first row, when the table begins with one and not with names. Its headers have no text.
    """

    name: str
    lines: object
    headers: list = field(default_factory=list)
    header_row: int = 0
    example: list = field(default_factory=list)

    def find_headers(self, known):
        """Look for the row of headers: the one, among the first ones, with the most names that are `known`.

        known: function(text) → bool. Without any, the first row with two texts, or with two cells of which one is
        plainly a value; in that case the table has no headers and begins there. Returns False when there is none.
        """
        best, fallback = (0, None), None
        for number, cells, _faults in self.first_lines():
            texts = [clean(cell) if isinstance(cell, str) else "" for cell in cells]
            found, values = sum(1 for text in texts if text and known(text)), sum(map(is_value, cells))
            if found > best[0] and found >= values:  # a word in a row may be the name of another column
                best = (found, (number, cells, False))
            filled = sum(1 for cell in cells if as_text(cell))
            if fallback is None and filled >= 2 and (values or sum(1 for text in texts if text) >= 2):
                fallback = (number, cells, values > 0)
        chosen = best[1] or fallback
        if chosen is None:
            return False
        self.begin_at(*chosen)
        return True

    def begin_at(self, number, cells, is_row):
        """Take row `number`, which holds `cells`, as the headers, or as the first row of a table without any."""
        if is_row:
            self.header_row, self.example = number - 1, [as_text(cell) for cell in cells]
            width = max(len(others) for at, others, _faults in self.first_lines() if at >= number)
            self.headers = [Header(letter_of(position), "") for position in range(width)]
            return
        self.header_row = number
        self.headers = [Header(letter_of(position), clean(as_text(cell))) for position, cell in enumerate(cells)]
        while self.headers and not self.headers[-1].text:
            self.headers.pop()

    def first_lines(self):
        return itertools.islice(self.lines(until=LAST_ROW_FOR_HEADERS), MOST_ROWS_BEFORE_HEADERS)

    def rows(self):
        """Each row below the headers that is not empty, as SheetRow."""
        width = len(self.headers)
        for number, cells, faults in self.lines():
            if number <= self.header_row:
                continue
            row = SheetRow(number, [*cells[:width], *[None] * (width - len(cells))],
                           {place: why for place, why in faults.items() if place < width})  # fmt: skip
            if row:
                yield row


@dataclass
class Table:
    """A file that could be opened. notes: sentences about what is left out."""

    sheets: list
    notes: list = field(default_factory=list)


def letter_of(position):
    """A, B, … Z, AA…: the name of the column at `position`, counted from 0."""
    letters, position = "", position + 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def clean(text):
    """A text without control characters, odd spaces and blanks at its ends; line breaks stay."""
    if text.isprintable() and "_x000D_" not in text:  # nearly every cell: nothing below would change it
        return text.strip()
    text = re.sub(r"[\u00a0\u2000-\u200b\u202f\u205f\ufeff]", " ", text)
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text.replace("\r\n", "\n").replace("_x000D_", ""))
    return text.strip()


def as_text(value):
    """A raw cell as people see it, for messages and headers: 33001.0 is 33001, an empty one is ""."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if hasattr(value, "isoformat"):
        text = value.isoformat(sep=" ") if hasattr(value, "hour") and hasattr(value, "year") else value.isoformat()
        return text.removesuffix(" 00:00:00")
    return clean(str(value))


def is_value(cell):
    """True for what is plainly no name of a column: a date, a number, an address of the web or of a mailbox."""
    if isinstance(cell, str):
        return bool(VALUE.fullmatch(clean(cell)))
    return cell is not None


def fold(text):
    """What two spellings of a name have in common: no accents, capitals, spaces or punctuation."""
    return folded(str(text))


@functools.lru_cache(maxsize=20_000)  # kinds, roles and towns come back in every row
def folded(text):
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    return "".join(sign for sign in plain.casefold() if sign.isalnum())
