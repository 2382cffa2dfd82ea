"""Parts of the public pages that upper rooms fill: the welcome page, the page of a purpose, the page of a place.

The pages name no room above them. Each room's AppConfig.ready() registers what it contributes.
"""

from dataclasses import dataclass
from datetime import datetime

from citedesmetiers.models import Purpose, Site

HERO, MAIN, SIDE = "hero", "main", "side"


@dataclass(frozen=True)
class Scope:
    """What a public page is about.

    now: aware local datetime.  purpose: of a purpose's page, else None.  site: of a place's page, else None.
    sites: the places of today, the main one first.
    """

    now: datetime
    purpose: Purpose | None = None
    site: Site | None = None
    sites: tuple = ()

    @property
    def is_home(self):
        return self.purpose is None and self.site is None


@dataclass(frozen=True)
class PublicPart:
    """A part of these pages.

    template: the fragment, which gets `part` and `scope`.  context: function(request, scope) that returns its
    variables as a dictionary, or None to leave the part out.  slot: HERO (beside the welcome), MAIN or SIDE.
    """

    template: str
    context: object
    rank: int
    slot: str = MAIN


_parts = []
_door_notes = []


def register_public_part(**part):
    """Add a part; called from a room's AppConfig.ready(), which may run more than once."""
    part = PublicPart(**part)
    others = (other for other in _parts if other.template != part.template)
    _parts[:] = sorted([*others, part], key=lambda part: part.rank)


def register_door_note(note, *, rank):
    """Add a line to the doors. note: function(scope) that returns {key of a purpose: words} for all purposes at once.

    A room's ready() may run more than once; the same function stands once.
    """
    others = (other for other in _door_notes if other[1] is not note)
    _door_notes[:] = sorted([*others, (rank, note)], key=lambda entry: entry[0])


def parts_of(request, scope, slot):
    """The parts of `slot` that have something to say about `scope`, each as (template, its variables)."""
    for part in _parts:
        if part.slot == slot:
            context = part.context(request, scope)
            if context is not None:
                yield part.template, context


def slots_of(request, scope):
    """{"hero": parts, "main": parts, "side": parts} for a template."""
    return {slot: list(parts_of(request, scope, slot)) for slot in (HERO, MAIN, SIDE)}


def doors(purposes, scope):
    """Each of `purposes` with what its door promises, as (purpose, [words])."""
    notes = [note(scope) for _rank, note in _door_notes]
    return [(purpose, [note[purpose.pk] for note in notes if note.get(purpose.pk)]) for purpose in purposes]
