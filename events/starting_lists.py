"""The kinds, themes, audiences, adaptations and materials that a new centre starts with, read from content/.

Themes begin with the same codes as those of interviews: both rooms read the one list of the centre.
"""

from functools import cache
from pathlib import Path

from django.conf import settings

from citedesmetiers.models import Purpose
from citedesmetiers.starting_lists import add_missing, per_language
from citedesmetiers.yaml_files import content_of
from events.models import Adaptation, AudienceTag, EventKind, Material, Topic

CONTENT = Path(__file__).parent / "content"
THEMES = Path(settings.BASE_DIR) / "counselling" / "content" / "themes.yaml"  # data, no code of the sibling room


@cache
def read(path):
    return content_of(path)


def load():
    """Add the entries whose code is not there yet, change nothing that is; returns how many."""
    tags = read(CONTENT / "tags.yaml")
    return (
        add_missing(EventKind, kinds())
        + add_missing(Topic, topics())
        + add_missing(AudienceTag, entries(AudienceTag, tags["audiences"]))
        + add_missing(Adaptation, entries(Adaptation, tags["adaptations"]))
        + add_missing(Material, entries(Material, tags["materials"]))
    )


def entries(model, listed):
    for entry in listed:
        yield model(code=entry["code"], rank=entry["order"], **per_language("name", entry["label"]))


def kinds():
    for entry in read(CONTENT / "event_kinds.yaml")["event_kinds"]:
        yield EventKind(
            code=entry["code"],
            rank=entry["order"],
            public=entry["public"],
            booking=entry["booking"],
            minutes=entry["minutes"],
            counts=entry["counts"],
            **per_language("name", entry["label"]),
        )


def topics():
    """Themes by purpose; those of a purpose that the centre does not have are left out."""
    purposes = {purpose.code: purpose for purpose in Purpose.objects.all()}
    for number, (code, listed) in enumerate(read(THEMES)["themes"].items()):
        if code in purposes or code == "cross_cutting":
            for entry in listed:
                yield Topic(
                    code=entry["code"],
                    purpose=purposes.get(code),
                    rank=number * 100 + entry["order"],
                    **per_language("name", entry["label"]),
                )
