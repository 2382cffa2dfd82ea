"""Which column of a file means what: proposed by name, corrected by people, remembered for the next file."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from citedesmetiers.imports.table import fold
from citedesmetiers.models import ImportMapping

LEFT_OUT = ""


def place(sheet, header):
    """The key under which a column of the file stands in a mapping."""
    return f"{sheet}!{header.letter}"


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
                used.setdefault(column, []).append(_("%(letter)s (%(name)s)") % {"letter": letter, "name": text})
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


def left_out(headers, mapping):
    """The names of the columns that no one reads."""
    return [
        text
        for sheet in headers
        for letter, text in sheet["columns"]
        if text and not mapping.get(f"{sheet['name']}!{letter}", LEFT_OUT)
    ]
