"""Which column of a file means what: proposed by name, corrected by people, remembered for the next file."""

import itertools

from django.core.exceptions import ValidationError
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from citedesmetiers.imports.table import as_text, fold
from citedesmetiers.models import ImportMapping

LEFT_OUT = ""
ROWS_TO_LOOK_AT = 20


def place(sheet, header):
    """The key under which a column of the file stands in a mapping."""
    return f"{sheet}!{header.letter}"


def headers_of(table):
    """The headers of `table` as ImportRun stores them; with what its first row holds where they have no names."""
    return [
        {"name": sheet.name, "columns": [[header.letter, header.text] for header in sheet.headers]}
        | ({"example": sheet.example} if sheet.example else {})
        for sheet in table.sheets
    ]


def proposed(importer, headers):
    """{place: column name or LEFT_OUT} for `headers` (as ImportRun stores them), remembered names first."""
    remembered = dict(ImportMapping.objects.filter(importer=importer.code).values_list("header", "column"))
    names, columns = importer.names(), {column.name for column in importer.columns}
    found = {}
    for sheet in headers:
        for letter, text in sheet["columns"]:
            name = fold(text)
            column = remembered.get(name, names.get(name, LEFT_OUT)) if name else LEFT_OUT
            found[f"{sheet['name']}!{letter}"] = column if column in columns else LEFT_OUT
    return found


def proposed_by_rows(importer, table):
    """{place: column name} for sheets without names: what only one of their columns can be, by its first rows.

    Only for the columns that every file must have: what may be left out is for people to say.
    """
    found = {}
    for sheet in table.sheets:
        if not sheet.example:
            continue
        rows = [row.cells for row in itertools.islice(sheet.rows(), ROWS_TO_LOOK_AT)]
        for column in importer.columns:
            fitting = [at for at, cells in enumerate(zip(*rows, strict=True)) if fits(column, cells)]
            if column.required and len(fitting) == 1:
                found[place(sheet.name, sheet.headers[fitting[0]])] = column.name
    return found


def fits(column, cells):
    """True when `column` understands whatever stands in `cells`, and something does."""
    filled = [cell for cell in cells if as_text(cell)]
    try:
        for cell in filled:
            column.parse(cell)
    except ValidationError:
        return False
    return bool(filled)


def is_for_people(headers, mapping):
    """True when columns without names are still without a meaning: only people can say what they are."""
    return any(
        not mapping.get(f"{sheet['name']}!{letter}", LEFT_OUT)
        for sheet in headers
        if sheet.get("example")
        for letter, _text in sheet["columns"]
    )


def remember(importer, headers, mapping):
    """Keep what people have decided about each header, where it differs from what the names say."""
    names = importer.names()
    for sheet in headers:
        for letter, text in sheet["columns"]:
            name, column = fold(text), mapping.get(f"{sheet['name']}!{letter}", LEFT_OUT)
            if not name:
                continue
            if column == names.get(name, LEFT_OUT):
                ImportMapping.objects.filter(importer=importer.code, header=name).delete()
            else:
                ImportMapping.objects.update_or_create(
                    importer=importer.code, header=name[:100], defaults={"column": column}
                )


def complaints(importer, headers, mapping):
    """Why the file cannot be read like this, as sentences: a column is missing, or two mean the same."""
    for sheet in headers:
        used = {}
        for letter, text in sheet["columns"]:
            column = mapping.get(f"{sheet['name']}!{letter}", LEFT_OUT)
            if column:
                name = _("%(letter)s (%(name)s)") % {"letter": letter, "name": text} if text else letter
                used.setdefault(column, []).append(name)
        for column in importer.columns:
            places = used.get(column.name, [])
            words = {"column": column.label, "places": get_text_list(places, _("and")), "sheet": sheet["name"]}
            if len(places) > 1 and sheet["name"]:
                yield _("Sheet “%(sheet)s”: the columns %(places)s both mean “%(column)s”. Keep one.") % words
            elif len(places) > 1:
                yield _("The columns %(places)s both mean “%(column)s”. Keep one.") % words
            elif column.required and not places and sheet["name"]:
                yield _("Sheet “%(sheet)s”: which column means “%(column)s”?") % words
            elif column.required and not places:
                yield _("Which column means “%(column)s”?") % words


def lacks(headers, mapping, column):
    """True when a sheet of the file has nothing that means `column` (a column's name)."""
    return any(
        all(mapping.get(f"{sheet['name']}!{letter}") != column for letter, _text in sheet["columns"])
        for sheet in headers
    )


def left_out(headers, mapping):
    """The names of the columns that no one reads; the letters of those without one in a table without names."""
    return [
        text or letter
        for sheet in headers
        for letter, text in sheet["columns"]
        if (text or sheet.get("example")) and not mapping.get(f"{sheet['name']}!{letter}", LEFT_OUT)
    ]
