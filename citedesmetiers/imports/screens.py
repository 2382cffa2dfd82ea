"""What the pages of an import show."""

from dataclasses import dataclass

from django.utils.formats import localize
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.imports import mapping
from citedesmetiers.models import ImportRow, ImportRun

MOST_COLUMNS_SHOWN = 6
Fate = ImportRow.Fate


@dataclass
class Cell:
    """A cell of the report: what stands there, or what stood there before and will stand there after."""

    text: str
    before: str = ""
    changes: bool = False


@dataclass
class Line:
    """A row of the report. reasons: (where, sentence)."""

    row: ImportRow
    cells: list
    others: list

    @property
    def reasons(self):
        for letter, header, value, reason in self.row.reasons:
            if not letter:
                yield header, value, reason
            else:
                yield _("Column %(letter)s, %(header)s") % {"letter": letter, "header": header}, value, reason


class Report:
    """The rows of a run as a table: the columns that matter most, and the changes that are not among them."""

    def __init__(self, run, importer):
        self.run, self.importer = run, importer
        used = {column for column in run.mapping.values() if column}
        self.columns = [column for column in importer.columns if column.name in used][:MOST_COLUMNS_SHOWN]
        # For each sheet, where in its rows each column stands.
        self.places = {
            sheet["name"][:100]: {
                run.mapping.get(f"{sheet['name']}!{letter}"): place
                for place, (letter, _text) in enumerate(sheet["columns"])
            }
            for sheet in run.headers
        }

    def lines(self, rows):
        return [self.line(row) for row in rows]

    def line(self, row):
        places, shown = self.places.get(row.sheet, {}), set()
        cells = []
        for column in self.columns:
            shown.add(column.name)
            place = places.get(column.name)
            text = row.cells[place] if place is not None and place < len(row.cells) else ""
            if column.name in row.changes and row.fate == Fate.CHANGED:
                before, after = said(column, row.changes[column.name])
                cells.append(Cell(after, before, changes=True))
            else:
                cells.append(Cell(text))
        others = [
            (self.importer.column(name).label, *said(self.importer.column(name), change))
            for name, change in row.changes.items()
            if row.fate == Fate.CHANGED and name not in shown and self.importer.column(name)
        ]
        return Line(row, cells, others)


def said(column, change):
    """The two texts of a `change`, values of a closed list in the reader's words."""
    in_words = getattr(column.parse, "said", str)
    return [in_words(text) for text in change]


def counted(sentence, n):
    """`sentence` with its %(n)s as the reader writes numbers."""
    return sentence % {"n": localize(n)}


def tiles(run, importer):
    """(label, number, note) of what the file does."""
    reasons = run.rows.filter(fate=Fate.REFUSED).count() if run.refused else 0
    return [
        (_("Added"), run.added, importer.rows_are),
        (
            _("Changed"),
            run.changed,
            counted(ngettext("%(n)s cell changes", "%(n)s cells change", run.cells_changed), run.cells_changed),
        ),
        (_("As they are"), run.unchanged, _("nothing to do")),
        (_("Refused"), run.refused, _("each with its reason") if reasons else _("none")),
    ]


def chips(run):
    """(which, label, number) of the ways to narrow the report down."""
    return [
        ("", _("All that changes or is refused"), run.added + run.changed + run.refused),
        (Fate.ADDED, _("Added"), run.added),
        (Fate.CHANGED, _("Changed"), run.changed),
        (Fate.REFUSED, _("Refused"), run.refused),
        (Fate.UNCHANGED, _("As they are"), run.unchanged),
    ]


def notes(run):
    """Sentences about what of the file nobody reads, and where its rows belong when it does not say so."""
    if run.site and mapping.lacks(run.headers, run.mapping, "site"):
        yield taken_place(run)
    names = mapping.left_out(run.headers, run.mapping)
    if names:
        yield ngettext("One column is left out: %(names)s.", "%(n)s columns are left out: %(names)s.", len(names)) % {
            "n": len(names),
            "names": get_text_list([_("“%(name)s”") % {"name": name} for name in names], _("and")),
        }
    yield from run.notes


def taken_place(run):
    """Where the rows belong of a file without a column of places; until it is written, how to choose otherwise."""
    words = {"place": run.site.name}
    if run.state == ImportRun.State.CONFIRMED:
        return _("The file has no column of places: its rows belong to %(place)s.") % words
    return (
        _(
            "The file has no column of places: its rows belong to %(place)s, where you were working when you chose "
            "it. For another place, leave this file, choose that place in the bar above, and choose the file again."
        )
        % words
    )


def lead(run):
    """What was read, in one sentence."""
    seconds = round(run.seconds)
    words = {
        "rows": counted(ngettext("%(n)s row", "%(n)s rows", run.rows_read), run.rows_read),
        "sheets": counted(ngettext("%(n)s sheet", "%(n)s sheets", len(run.headers)), len(run.headers)),
        "seconds": counted(ngettext("%(n)s second", "%(n)s seconds", seconds), seconds),
    }
    if run.seconds < 1:
        return _("%(rows)s read in %(sheets)s.") % words
    return _("%(rows)s read in %(sheets)s, in %(seconds)s.") % words
