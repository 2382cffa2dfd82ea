"""A Document as plain data and back: what is stored of a report when it is frozen, see decision 0017.

Every part is written with all its fields, so that a default that changes later does not change what was frozen.
"""

from dataclasses import fields
from decimal import Decimal

from django.utils.functional import Promise

from reports import documents as doc

BLOCKS = {block.kind: block for block in doc.Block.__subclasses__()}
CELL = [field.name for field in fields(doc.Cell)]


def plain(document):
    """The Document as dicts, lists, texts and numbers that JSON keeps as they are; without its logo."""
    found = {field.name: plain_value(getattr(document, field.name)) for field in fields(document)}
    return found | {"logo": ""}


def plain_value(value):
    """`value` for JSON: a Cell as the list of its fields, a block with its kind, a decimal number as text."""
    if isinstance(value, doc.Cell):
        return [plain_number(getattr(value, name)) for name in CELL]
    if isinstance(value, doc.Block | doc.Chapter | doc.Cover | doc.Tile):
        found = {field.name: plain_value(getattr(value, field.name)) for field in fields(value)}
        return found | ({"kind": value.kind} if isinstance(value, doc.Block) else {})
    if isinstance(value, dict):
        return {str(key): plain_value(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain_value(entry) for entry in value]
    return str(value) if isinstance(value, Promise | Decimal) else value


def plain_number(value):
    """What a cell holds: decimal numbers as JSON has them, everything that is no number as text."""
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def read(data):
    """The Document that `plain` wrote."""
    cover = doc.Cover(**data["cover"]) if data["cover"] else None
    chapters = [
        doc.Chapter(**chapter | {"blocks": [read_block(block) for block in chapter["blocks"]]})
        for chapter in data["chapters"]
    ]
    return doc.Document(**data | {"cover": cover, "chapters": chapters})


def read_block(data):
    """The block that `plain_value` wrote."""
    block = BLOCKS[data["kind"]]
    given = {name: value for name, value in data.items() if name != "kind"}
    if block is doc.Grid:
        given["rows"] = [[doc.Cell(*cell) for cell in row] for row in given["rows"]]
        given["total"] = [doc.Cell(*cell) for cell in given["total"]]
        given["groups"] = {int(at): words for at, words in given["groups"].items()}
    elif block is doc.Tiles:
        given["tiles"] = [doc.Tile(**tile) for tile in given["tiles"]]
    elif block is doc.Rated and given["evidence"]:
        given["evidence"] = read_block(given["evidence"])
    elif block is doc.Money:
        given["rows"] = [amounts(row) for row in given["rows"]]
        given["total"] = amounts(given["total"])
    return block(**given)


def amounts(row):
    """A line of a budget whose second and fourth column are amounts again."""
    return tuple(Decimal(each) if at in (1, 3) and each is not None else each for at, each in enumerate(row))
