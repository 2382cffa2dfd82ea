"""The kinds of institutions that a new centre starts with, read from content/institution_kinds.yaml."""

from functools import cache
from pathlib import Path

import yaml

from citedesmetiers.starting_lists import per_language
from partners.models import InstitutionKind

CONTENT = Path(__file__).parent / "content"


@cache
def kinds():
    """The entries of content/institution_kinds.yaml as dictionaries."""
    return yaml.safe_load((CONTENT / "institution_kinds.yaml").read_text(encoding="utf-8"))["institution_kinds"]


def load():
    """Add the kinds of institutions whose code is not there yet, change nothing that is; returns how many."""
    there = set(InstitutionKind.objects.values_list("code", flat=True))
    missing = [entry for entry in kinds() if entry["code"] not in there]
    for entry in missing:
        InstitutionKind.objects.create(
            code=entry["code"],
            rank=entry["order"],
            ownership=entry["ownership"],
            **per_language("name", entry["label"]),
        )
    return len(missing)
