"""What the centre may give away about a year: tables for programs, masked, with a dictionary of their columns."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers.models import Site
from reports import figures
from reports.exports import Column, OpenTable, bundle
from reports.figures import FIGURES, VERSION, Scope, table_of
from reports.figures.tables import UNSTATED

YEAR = Column("year", "integer", gettext_lazy("civil year, cut at local midnight"))
PLACE = Column("place", "text", gettext_lazy("code of the place, as in places.csv"))
ROWS = {
    "month": gettext_lazy("month, as 2026-03"),
    "weekday": gettext_lazy("day of the week, from 1 for Monday to 7"),
    "hour": gettext_lazy("hour of the day: 14 is from 14:00 to 15:00"),
}
# {table: (figure, name of the column of its rows)}
TABLES = {
    "visits_by_month": "month",
    "visits_by_purpose": "purpose",
    "visits_by_weekday": "weekday",
    "visits_by_hour": "hour",
    "interviews_by_month": "month",
    "interviews_by_purpose": "purpose",
    "interviews_by_desk": "desk",
    "interviews_by_theme": "theme",
    "groups_by_month": "month",
    "people_in_groups_by_month": "month",
}
ABOUT_PERSONS = ["gender", "age_band", "status", "level", "territory", "heard_by", "first_visit"]


def bundle_of(year, sites, today, centre):
    """The bundle of `year` at `sites` as bytes. Characteristics of persons are masked as everywhere else."""
    period = figures.whole_year(year).until(today) or figures.whole_year(year)
    scope = Scope(sites=tuple(sites), period=period, side_by_side=True)
    tables = [open_table(FIGURES[code], row, scope, year) for code, row in TABLES.items()]
    for name in ABOUT_PERSONS:
        tables += [
            open_table(FIGURES[f"{source}_by_{name}"], name, scope, year) for source in ("visits", "interviews")
        ]
    return bundle([places(sites), *(table for table in tables if table.rows)], readme(year, period, centre))


def places(sites):
    """What the codes of the other tables stand for."""
    columns = [
        Column("place", "text", _("code of the place")),
        Column("name", "text", _("name of the place")),
        Column("kind", "text", _("kind of place: %(kinds)s") % {"kinds": ", ".join(Site.Kind.values)}),
        Column("municipality", "text", _("municipality in which it lies")),
        Column("opened_on", "date", _("first day, empty when it is not noted")),
        Column("closed_on", "date", _("last day, empty while it is open")),
    ]
    rows = [
        [site.code, site.name, site.kind, site.municipality, site.opened_on or "", site.closed_on or ""]
        for site in sites
    ]
    return OpenTable("places", _("Places"), _("The house's own records."), columns, rows)


def open_table(figure, row_name, scope, year):
    """A FigureTable as an OpenTable: one line for each place and row."""
    table = table_of(figure, scope)
    columns = [
        YEAR,
        PLACE,
        Column(row_name, "text", meaning_of(row_name, figure)),
        Column("number", "integer", f"{figure.definition} ({figure.unit})"),
    ]
    if table.mask is not None:
        columns.append(Column("masked", "boolean", _("1: too few people, or needed to protect such a cell")))
    lines = []
    for row in table.rows:
        name = UNSTATED if row.key == UNSTATED else plain_key(row, figure)
        for site, cell in zip(scope.sites, row.cells, strict=True):
            line = [year, site.code, name, cell.n]
            lines.append([*line, int(cell.is_masked)] if table.mask is not None else line)
    return OpenTable(figure.code, str(figure.heading), str(figure.source), columns, lines)


def meaning_of(row_name, figure):
    words = ROWS.get(row_name)
    return words or _("%(figure)s: the row; “unstated”: not known") % {"figure": figure.heading}


def plain_key(row, figure):
    """A month as 2026-03, a weekday as 1 to 7 (Monday first), an hour as 0 to 23, all else by its name."""
    if figure.counted.by == "month":
        return f"{row.key:%Y-%m}"
    if figure.counted.by == "weekday":
        return row.key + 1
    return row.key if figure.counted.dimension == "hour" else str(row.label)


def readme(year, period, centre):
    """The text that goes with the tables."""
    words = {
        "centre": centre.name if centre else "Cité des métiers",
        "year": str(year),
        "first": date_format(period.first),
        "last": date_format(period.last),
        "version": VERSION,
        "threshold": centre.suppression_threshold if centre else 5,
    }
    paragraphs = [
        _("%(centre)s, %(year)s"),
        _("Days from %(first)s to %(last)s, cut at local midnight."),
        _("What the codes of places stand for is in places.csv."),
        _("Definitions: version %(version)d; they stand in dictionary.csv, column by column."),
        _("A visit is an entry through the door, not a person: an anonymous place cannot count distinct people."),
        _("Characteristics of persons are masked below %(threshold)d."),
        _("Further cells are masked so that nothing can be worked out; the number is empty and “masked” is 1 there."),
    ]
    return "\n\n".join(paragraph % words for paragraph in paragraphs)
