"""The lists that a new centre starts with, read from content/: purposes and what may be noted about a visitor.

Loading adds what is missing and changes nothing that is there, so that it can be run again after an upgrade. What a
centre retired is there, and stays retired.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import transaction

from citedesmetiers.models import Municipality, Page, ProfileList, ProfileValue, Purpose
from citedesmetiers.models.centre import FIRST_RANK_AFTER_MUNICIPALITIES
from citedesmetiers.yaml_files import content_of

CONTENT = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Added:
    """How many rows a load has added."""

    purposes: int
    values: int
    others: int = 0  # pages, and rows of the rooms above, see register()


BETWEEN_ASTERISKS = re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)")
_loaders = []


def register(loader):
    """Let a room above add its own starting list: `loader()` adds what is missing and returns how many rows.

    Called from the room's AppConfig.ready().
    """
    _loaders.append(loader)


@cache
def read(name):
    """The content of content/`name`.yaml as plain dictionaries and lists."""
    return content_of(CONTENT / f"{name}.yaml")


@transaction.atomic
def load():
    """Add what is missing of all starting lists, and the territory's municipalities. Returns an Added."""
    return Added(
        purposes=load_purposes(),
        values=load_profile_values(),
        others=load_pages() + sum(loader() for loader in list(_loaders)),
    )


def starting_purposes():
    """The purposes of content/purposes.yaml as unsaved rows: the five doors, then the plainer reasons to come."""
    content = read("purposes")
    rows = [(True, entry) for entry in content["purposes"]] + [(False, entry) for entry in content["other_reasons"]]
    return [
        Purpose(
            code=entry["code"],
            is_door=is_door,
            rank=entry["order"],
            key=int(entry["key"]),
            icon=entry["icon"],
            colour=entry.get("colour", 0),
            **per_language("name", entry["label"]),
            **per_language("short_name", entry.get("short", {})),
            **per_language("description", entry.get("description", {})),
        )
        for is_door, entry in rows
    ]


def load_purposes(rows=None):
    """Add those of `rows` (the starting purposes when left out) whose code is not there yet; returns how many.

    A key that another purpose has taken is left to it.
    """
    there = set(Purpose.objects.values_list("code", flat=True))
    taken = set(Purpose.objects.filter(valid_until__isnull=True).values_list("key", flat=True))
    missing = [row for row in rows or starting_purposes() if row.code not in there]
    for purpose in missing:
        if purpose.key in taken:
            purpose.key = None
    return len(Purpose.objects.bulk_create(missing))


def starting_values():
    """The values of content/profile_lists.yaml and content/levels.yaml as unsaved rows."""
    level_labels = {level["code"]: level["label"] for level in read("levels")["levels"]}
    for entry in read("profile_lists")["lists"]:
        after_municipalities = FIRST_RANK_AFTER_MUNICIPALITIES if entry["code"] == ProfileList.TERRITORY else 0
        for value in entry["values"]:
            label = level_labels[value["code"]] if entry["code"] == ProfileList.LEVEL else value["label"]
            yield ProfileValue(
                list=entry["code"],
                code=value["code"],
                rank=value["order"] + after_municipalities,
                standard_code=value.get("standard_code") or "",
                youngest=value.get("min"),
                oldest=value.get("max"),
                **per_language("name", label),
                **per_language("short_name", value.get("short", {})),
            )


def load_profile_values():
    """Add the starting values and the municipalities whose code is not in its list yet; returns how many."""
    there = set(ProfileValue.objects.values_list("list", "code"))
    missing = [value for value in starting_values() if (value.list, value.code) not in there]
    ProfileValue.objects.bulk_create(missing)
    municipalities = [
        municipality
        for municipality in Municipality.objects.all()
        if (ProfileList.TERRITORY, municipality.list_code) not in there
    ]
    Municipality.enter_list_together(municipalities)
    return len(missing) + len(municipalities)


def load_pages():
    """Add the pages that every site must have and whose kind is not there yet; returns how many."""
    there = set(Page.objects.values_list("kind", flat=True))
    taken = set(Page.objects.values_list("slug", flat=True))
    missing = [entry for entry in read("pages")["pages"] if entry["kind"] not in there]
    for entry in missing:
        page = Page(
            kind=entry["kind"],
            slug=entry["slug"] if entry["slug"] not in taken else f"{entry['slug']}-{entry['rank']}",
            rank=entry["rank"],
            in_footer=entry["in_footer"],
            state=Page.State.PUBLISHED if entry["published"] else Page.State.DRAFT,
            **per_language("title", entry["title"]),
            **per_language("body", entry["body"]),
        )
        page.save_version(None)
    return len(missing)


def left_to_complete(kind, code, body):
    """The words between single asterisks in the starting text of a kind of page that still stand in `body`.

    code: the language of `body`. Only for pages that start as a draft: they say what the centre alone knows.
    """
    entry = next((entry for entry in read("pages")["pages"] if entry["kind"] == kind), None)
    if entry is None or entry["published"]:
        return []
    return [words for words in BETWEEN_ASTERISKS.findall(entry["body"].get(code, "")) if f"*{words}*" in body]


def add_missing(model, rows):
    """Insert those of `rows`, unsaved ones of `model`, whose code is not there yet; returns how many."""
    there = set(model.objects.values_list("code", flat=True))
    return len(model.objects.bulk_create(row for row in rows if row.code not in there))


def per_language(field, texts):
    """`texts` by language code as keyword arguments for the columns of `field`: name_fr, name_en…"""
    return {f"{field}_{code}": texts[code] for code, _name in settings.LANGUAGES if texts.get(code)}
