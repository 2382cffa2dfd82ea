"""What a room says about each kind of table that it takes in, and the list of them all."""

from dataclasses import dataclass, field

from citedesmetiers.imports import cells
from citedesmetiers.imports.table import fold

ADDED, CHANGED, UNCHANGED, REFUSED = "added", "changed", "unchanged", "refused"


@dataclass(frozen=True)
class Column:
    """A column that an importer understands.

    name: as the importer calls it.  aliases: other names under which it is recognised, accents, capitals and
    punctuation aside; `label` in every language is recognised by itself.
    parse: function(cell) → value, see `cells`; it gets no empty cells.  required: the file must have the column.
    samples: what the ready-made file shows.  hint: a sentence about what may stand in it.
    may_repeat: "idem", or a cell merged with those above it, stands for what is above; refused elsewhere.
    """

    name: str
    label: str
    aliases: tuple = ()
    required: bool = False
    parse: object = cells.line
    samples: tuple = ()
    hint: str = ""
    may_repeat: bool = False


@dataclass
class Row:
    """One row of the file. values: {column name: value}, None for an empty cell; others are not in."""

    sheet: str
    number: int
    values: dict

    def __getitem__(self, name):
        return self.values.get(name)


@dataclass
class Outcome:
    """What a row does, or has done.

    fate: ADDED, CHANGED or UNCHANGED.  changes: {column name: (before, after)} as texts.
    note: a sentence, for example by what the row was recognised.
    """

    fate: str
    changes: dict = field(default_factory=dict)
    note: str = ""


class Importer:
    """A kind of table that a room takes in. Subclasses name their columns and write key() and apply().

    One object serves one run: begin() may load what the rows are compared with. Both the dry run and the real one call
    apply() for every row, within one transaction; after a dry run it is taken back.
    """

    code = ""  # stored with each run: never change it
    title = ""
    rows_are = ""  # what a row stands for, in the plural
    act = ""  # of citedesmetiers.access.ACTS
    of_places = False  # True when rows belong to places: who does not work at those has no part in the file
    columns = ()
    site = None  # with `of_places`: where rows belong for which the file has no column of places
    user = None  # who chose the file: rows count as entered by them, also when somebody else confirms
    files = ""  # what may be chosen, as a sentence, when it is more than Excel and CSV
    further = ()  # (words, URL name) of other pages about bringing these rows in
    # False when apply() leaves the database alone until finish(); each row then saves two round trips.
    writes_row_by_row = True

    def begin(self, *, dry_run):
        """Load what the rows are compared with. Rows that will be written may be locked when `dry_run` is False."""

    def passes_over(self, sheet, number, cells):
        """Why this is no row of the table (a heading between rows, a total), as a sentence; "" when it is one.

        sheet, number: where it stands.  cells: {column name: what stands there}, before anything is read.
        Raises ValidationError to refuse the row.
        """
        return ""

    def key(self, row):
        """What makes `row` (a Row) the same as another one, hashable; None when it cannot be said."""
        raise NotImplementedError

    def apply(self, row, *, dry_run):
        """Write `row`; returns an Outcome. An empty cell changes nothing.

        Raises ValidationError to refuse it: {column name: reasons}, or a reason for the whole row. dry_run: leave out
        what a rolled-back transaction would not take back.
        """
        raise NotImplementedError

    def finish(self, *, dry_run):
        """Write at once what apply() has gathered; still in the same transaction, and too late to refuse a row."""

    def sample_rows(self):
        """What the ready-made file shows, as {column name: text}; imported unchanged, no row of it is refused.

        From the columns' samples; a room fits in what each centre calls its own way.
        """
        lines = max((len(column.samples) for column in self.columns), default=0)
        return [
            {column.name: column.samples[line] for column in self.columns if line < len(column.samples)}
            for line in range(lines)
        ]

    @classmethod
    def column(cls, name):
        return next((column for column in cls.columns if column.name == name), None)

    @classmethod
    def names(cls):
        """{folded name: column name} of everything by which a column is recognised."""
        found = {}
        for column in cls.columns:
            for alias in (column.name, *column.aliases):
                found.setdefault(fold(alias), column.name)
            for alias in cells.names_of([(column.name, column.label)]):
                found.setdefault(alias, column.name)
        return found


_importers = {}


def register(importer):
    """Offer `importer` (a subclass of Importer); called from a room's AppConfig.ready()."""
    _importers[importer.code] = importer


def importer_of(code):
    """The registered class with this code, or None when no room offers it any more."""
    return _importers.get(code)


def importers_for(act):
    """The registered classes whose act is `act`, in the order of registration."""
    return [importer for importer in _importers.values() if importer.act == act]
