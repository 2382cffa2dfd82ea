"""What a print says, before it is a page or a PDF: chapters of blocks, made once for all of them.

A report is built as a Document; the templates in reports/documents/ write it as a tagged PDF and as the same in HTML.
Cells hold the number and its words, so that a spreadsheet gets the one and a reader the other.
"""

import re
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reports.exports import Sheet
from reports.figures.counts import change
from reports.numbers import number, percent, signed_number, signed_percent

DASH = "–"
MOST_KEPT = 12  # rows of evidence that always stand on one page
SHARED_WORDS = re.compile(r"(.+?)\s?: (.+)")  # "Hours held: Finding a job", with the space that French puts before it


@dataclass(frozen=True)
class Cell:
    """words: what is read.  value: what a file holds.  note: small, below it.  is_masked: too few people to say."""

    words: str
    value: object = None
    is_number: bool = False
    is_masked: bool = False
    note: str = ""


def text(words):
    """A cell of words; None leaves it empty."""
    words = "" if words is None else str(words)
    return Cell(words, words)


def count(n, decimals=0, note=""):
    """A cell with a number; a dash for None."""
    return Cell(DASH if n is None else number(n, decimals), n, is_number=True, note=note)


def share(value, decimals=1):
    """A cell with a percentage (0 to 100); a dash for None."""
    value = None if value is None else float(value)
    return Cell(percent(value, decimals), None if value is None else round(value, decimals), is_number=True)


def signed(value):
    """A cell with a change in percent."""
    return Cell(signed_percent(value), None if value is None else round(value, 1), is_number=True)


def difference(n):
    """A cell with how many more or fewer."""
    return Cell(signed_number(n), n, is_number=True)


def said(words):
    """A cell in a column of numbers whose words are written already."""
    return Cell(str(words), str(words), is_number=True)


def hidden(words):
    """A masked cell."""
    return Cell(words, words, is_number=True, is_masked=True)


def shared_words(words):
    """ "Hours held" of "Hours held: one desk"; "" of words without a colon."""
    found = SHARED_WORDS.fullmatch(words)
    return found.group(1) if found else ""


# ── Blocks ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Block:
    """kind: which part of the templates writes it."""

    kind: ClassVar[str] = ""


@dataclass
class Heading(Block):
    kind: ClassVar[str] = "heading"
    words: str
    code: str = ""
    anchor: str = ""


@dataclass
class Text(Block):
    """paragraphs: list of texts.  role: "" in the text column, "lead" large, "note" small."""

    kind: ClassVar[str] = "text"
    paragraphs: list
    role: str = ""


@dataclass
class Items(Block):
    """A plain list."""

    kind: ClassVar[str] = "items"
    lines: list


@dataclass(frozen=True)
class Tile:
    """big: the number, written.  label: what it counts.  note: what it is held against."""

    big: str
    label: str
    note: str = ""


@dataclass
class Tiles(Block):
    kind: ClassVar[str] = "tiles"
    tiles: list

    @property
    def are_three(self):
        return len(self.tiles) == 3


@dataclass
class Definitions(Block):
    """pairs: [(term, words)]."""

    kind: ClassVar[str] = "definitions"
    pairs: list
    is_tight: bool = False


@dataclass
class Grid(Block):
    """A table. head: texts.  rows: lists of Cell; the first is the row's name.  total: a last row, or [].

    groups: {index of a row: name of the group that begins there}.  even: the number columns are of one width.
    An empty name ends a group.
    keep: it must not be split, unless it is long.  dense: small rows, for long tables.
    narrow: in print it takes half the width; if it is long, its second half stands beside the first.
    """

    kind: ClassVar[str] = "grid"
    caption: str
    head: list
    rows: list
    total: list = field(default_factory=list)
    source: str = ""
    what: str = ""
    even: bool = False
    keep: bool = True
    dense: bool = False
    groups: dict = field(default_factory=dict)
    narrow: bool = False

    @property
    def is_long(self):
        """It may be split: kept whole, it would leave half a page empty before it."""
        return len(self.rows) > MOST_KEPT

    @property
    def is_half(self):
        """It leaves room for another one beside it."""
        return self.narrow and not self.is_long

    @property
    def columns(self):
        """[(words, True when its cells are numbers)]."""
        first = [row for row in [*self.rows, self.total] if row]
        numbers = [any(row[at].is_number for row in first) for at in range(len(self.head))]
        return list(zip(self.head, numbers, strict=True))

    @property
    def parts(self):
        """[(name of the group or "", its rows)]."""
        found = [("", [])]
        for at, row in enumerate(self.rows):
            if at in self.groups:
                found.append((self.groups[at], []))
            found[-1][1].append(row)
        return [(name, rows) for name, rows in found if rows]

    @property
    def sheet(self):
        """The table for a spreadsheet."""
        rows = [[cell.value for cell in row] for row in [*self.rows, *([self.total] if self.total else [])]]
        return Sheet(self.caption, [str(words) for words in self.head], rows, [self.source] if self.source else [])


@dataclass
class Picture(Block):
    """A chart: caption, and the sentence that says what it shows; drawing: SVG in the size of the page."""

    kind: ClassVar[str] = "picture"
    caption: str
    drawing: str
    sentence: str
    source: str = ""


@dataclass
class Steps(Block):
    """Dated steps: [(day as ISO writes it, day in words, words)]."""

    kind: ClassVar[str] = "steps"
    steps: list


@dataclass
class Money(Block):
    """A budget in two columns.

    rows: [(charge, amount, income, amount, role)], role: "", "in_kind", "sub" or "sub_in_kind".
    total: (words, amount, words, amount).
    """

    kind: ClassVar[str] = "money"
    caption: str
    rows: list
    total: tuple
    source: str = ""

    @property
    def with_cents(self):
        return any(amount and amount % 1 for row in self.rows for amount in (row[1], row[3]))

    @property
    def sheet(self):
        lines = [[a, b, c, d] for a, b, c, d, _role in self.rows]
        return Sheet(self.caption, [_("Charges"), _("Amount"), _("Income"), _("Amount")], [*lines, list(self.total)])


@dataclass
class Rated(Block):
    """One criterion of the self-assessment. level: 1 to 4 or None.  evidence: Grid or None.  actions: texts."""

    kind: ClassVar[str] = "rated"
    code: str
    title: str
    level: int | None
    words: str
    before: str
    evidence: object
    paragraphs: list
    actions: list

    @property
    def steps(self):
        """True for each of the four steps that is reached."""
        return [self.level is not None and step <= self.level for step in (1, 2, 3, 4)]

    @property
    def gathered(self):
        """Its evidence with lines such as "Hours held: one desk", "Hours held: another" under the words they share."""
        shared = [SHARED_WORDS.fullmatch(row[0].words) for row in self.evidence.rows]
        names = [found.group(1) if found else "" for found in shared]
        rows, groups, last = [], {}, ""
        for at, (row, found) in enumerate(zip(self.evidence.rows, shared, strict=True)):
            name = names[at] if names[at] in (*names[max(at - 1, 0) : at], *names[at + 1 : at + 2]) else ""
            if name != last:
                groups[at] = last = name
            rows.append([replace(row[0], words=found.group(2)), *row[1:]] if name else row)
        return replace(self.evidence, rows=rows, groups=groups)

    @property
    def anchor(self):
        return f"c-{slugify(self.code.replace('.', '-'))}"


@dataclass
class Ladder(Block):
    """All ratings at one look. groups: [(title, [(code, title, level, level before)])].  levels: [(1, words), …]."""

    kind: ClassVar[str] = "ladder"
    caption: str
    groups: list
    levels: list
    source: str = ""


@dataclass
class Signatures(Block):
    """Boxes to sign in. boxes: [(heading, words, line)]."""

    kind: ClassVar[str] = "signatures"
    boxes: list


def side_by_side(blocks):
    """The blocks in lists of one, or of two that share the width of a printed page."""
    rows = []
    for block in blocks:
        last = rows[-1] if rows else []
        if getattr(block, "is_half", False) and len(last) == 1 and getattr(last[0], "is_half", False):
            last.append(block)
        else:
            rows.append([block])
    return rows


# ── The document ─────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Chapter:
    """title: its h1 in print.  over: small, above it.  blocks: in order.

    flows: in print it begins below the one before, on the same page if there is room.
    """

    title: str
    blocks: list
    over: str = ""
    flows: bool = False

    @property
    def anchor(self):
        return slugify(self.title) or "chapter"

    @property
    def entries(self):
        """What stands below it in the table of contents: (anchor, words)."""
        return [(block.anchor, f"{block.code} {block.title}") for block in self.blocks if block.kind == "rated"]


@dataclass
class Cover:
    """year, title, sub: large.  facts: [(name, words)]."""

    year: str
    title: str
    sub: str
    facts: list


@dataclass
class Document:
    """centre: its name.  name: in the running head.  state: beside it.  running: in the foot.

    is_draft: it carries a watermark.  is_short: a few pages without a cover.  filename: without an ending.
    language: in which it was frozen; "" for the one that is active.
    """

    title: str
    centre: str
    name: str
    state: str
    running: str
    chapters: list
    filename: str
    cover: Cover | None = None
    is_draft: bool = False
    logo: str = ""
    language: str = ""

    @property
    def spoken(self):
        """The language in which all of it is written, the words of the templates too."""
        return self.language or get_language()

    @property
    def is_short(self):
        return self.cover is None

    @property
    def first(self):
        return self.chapters[0]

    @property
    def sheets(self):
        """Its tables, for a spreadsheet."""
        blocks = [block for chapter in self.chapters for block in chapter.blocks]
        return [block.sheet for block in blocks if block.kind in ("grid", "money")]


def compared(now, before, words):
    """The note of a tile: "+7.7% · 30,277 in 2025"; words: the year or month before, as text, "" for other days."""
    if before is None:
        return ""
    earlier = _("%(number)s in %(year)s") if words else _("%(number)s a year before")
    earlier %= {"number": number(before), "year": words}
    changed = change(now, before)
    return earlier if changed is None else f"{signed_percent(changed)} · {earlier}"
