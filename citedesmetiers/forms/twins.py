"""Rows that say the same as one that is about to be saved: it was sent twice, or somebody went back and saved again.

A key made with the form does not tell: pages of staff are never stored, so that a browser that goes back asks for the
form anew, and fills in what was typed.
"""

from django.conf import settings
from django.db import connection, models

MOST = 9  # to compare; more rows that are the same are a habit of the house


def twins(row, *, asked, chosen):
    """The stored rows, at most MOST, that say the same as `row`, a new one, in all that anybody said of it.

    To be called within the transaction that saves `row`: until its end nobody else does the same for such rows, so
    that of two forms sent at once the second finds the row of the first.
    asked: names of the fields that a form asks.  chosen: {field: rows or values} of all that the form has read.
    """
    model = type(row)
    said = {field.attname: field.value_from_object(row) for field in fields(row, asked)}
    if any(isinstance(value, models.fields.files.FieldFile) and value for value in said.values()):
        return []  # of what is in a file nobody has compared
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"twins of {model._meta.label}"])
    found = model._base_manager.filter(**said).order_by("-pk")[:MOST]
    several = [field.name for field in model._meta.many_to_many if field.name in chosen]
    return [each for each in found if all(set(getattr(each, name).all()) == set(chosen[name]) for name in several)]


def fields(row, asked):
    """The columns in which `row` and another one are compared: those asked for, and those that somebody has set."""
    for field in row._meta.concrete_fields:
        if field.name in asked or is_set(field, row):
            yield field


def is_set(field, row):
    """True when `row` has a value in `field` that does not come by itself, as keys, codes, ranks and moments do."""
    if field.primary_key or field.generated or field.unique or field.name == "rank":
        return False
    if hasattr(row, f"{field.name}_{settings.LANGUAGE_CODE}"):  # what it holds stands in the columns of each language
        return False
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return False
    if field.has_default() and callable(field.default):
        return False
    return field.value_from_object(row) != field.get_default()
