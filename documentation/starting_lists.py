"""Media, sectors, levels, the shelving plan and the synonyms that a new centre starts with, read from content/."""

from functools import cache
from pathlib import Path

from citedesmetiers.models import Purpose
from citedesmetiers.starting_lists import add_missing, per_language
from citedesmetiers.yaml_files import content_of
from documentation.models import ClassificationNode, Level, Medium, Sector, Synonym

CONTENT = Path(__file__).parent / "content"


@cache
def read(name):
    """The content of content/`name`.yaml as plain dictionaries and lists."""
    return content_of(CONTENT / f"{name}.yaml")


def load():
    """Add the entries whose code is not there yet, change nothing that is; returns how many."""
    return (
        add_missing(Medium, media())
        + add_missing(Sector, sectors())
        + add_missing(Level, levels())
        + add_nodes()
        + add_synonyms()
    )


def media():
    for entry in read("media")["media"]:
        yield Medium(
            code=entry["code"],
            rank=entry["order"],
            may_be_lent=entry["lend"],
            given_away=entry.get("give_away", False),
            verify_months=entry["verify_months"],
            schema_type=entry["schema"],
            **per_language("name", entry["label"]),
        )


def sectors():
    for entry in read("sectors")["sectors"]:
        yield Sector(code=entry["code"], rank=entry["order"], **per_language("name", entry["label"]))


def levels():
    """Levels that documents speak of; those that only describe visitors are left out."""
    for entry in read("levels")["levels"]:
        if not entry.get("visitors_only"):
            eqf = entry["eqf"][-1] if entry["eqf"] else None
            yield Level(code=entry["code"], rank=entry["order"], eqf=eqf, **per_language("name", entry["label"]))


def add_nodes():
    """Add the missing shelves of the plan and what each says to see also; returns how many shelves."""
    nodes = {node.code: node for node in ClassificationNode.objects.all()}
    purposes = {row.code: row for row in Purpose.objects.all()}
    missing = [entry for entry in read("classification_plan")["nodes"] if entry["code"] not in nodes]
    waiting = missing
    while waiting:  # shelves that others are part of come first: those need their keys
        codes = {entry["code"] for entry in waiting}
        ready = [entry for entry in waiting if entry.get("parent") not in codes]
        waiting = [entry for entry in waiting if entry.get("parent") in codes]
        rows = ClassificationNode.objects.bulk_create(as_node(entry, nodes, purposes) for entry in ready)
        nodes |= {row.code: row for row in rows}
    seen = {(entry["code"], code) for entry in missing for code in entry.get("see", ()) if code in nodes}
    both_ways = seen | {(code, other) for other, code in seen}
    link = ClassificationNode.see.through
    link.objects.bulk_create(
        link(from_classificationnode=nodes[code], to_classificationnode=nodes[other])
        for code, other in sorted(both_ways)
    )
    return len(missing)


def as_node(entry, nodes, purposes):
    """An unsaved shelf; of its parent's purpose where it names none. nodes, purposes: rows by their codes."""
    parent = nodes.get(entry.get("parent"))
    return ClassificationNode(
        code=entry["code"],
        parent=parent,
        purpose=purposes.get(entry.get("purpose")) or (parent.purpose if parent else None),
        rank=entry.get("order", 0),
        **per_language("name", entry["label"]),
    )


def add_synonyms():
    """Add the starting synonyms once: a centre that changed or retired one keeps it so."""
    if Synonym.objects.filter(starting=True).exists():
        return 0
    groups = [*read("synonyms_fr")["groups"], *read("synonyms_en_it")["groups"]]
    rows = [
        Synonym(words=entry.get("terms") or entry["from"], leads_to=entry.get("to", []), starting=True)
        for entry in groups
        if len(entry.get("terms") or entry["from"]) + len(entry.get("to", [])) > 1
    ]
    return len(Synonym.objects.bulk_create(rows))
