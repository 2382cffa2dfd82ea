"""What questions are read with and seldom changes: the synonyms, kept in the process for a short while."""

import time

from documentation.models import Synonym
from documentation.search.normalise import words
from documentation.search.stem import stems

SECONDS = 30
_kept = {}


def forget():
    """Read anew at the next question: called when staff change the synonyms."""
    _kept.clear()


def synonyms():
    """{stems of a term: set of stems of what it also finds}, each a tuple; read at most every SECONDS."""
    if not _kept or time.monotonic() - _kept["at"] > SECONDS:
        _kept.update(at=time.monotonic(), table=table())
    return _kept["table"]


def table():
    """The synonyms that are in force, stemmed."""
    found = {}
    for equal, leads_to in Synonym.objects.offered().values_list("words", "leads_to"):
        from_terms = [tuple(stems(words(term))) for term in equal]
        to_terms = [tuple(stems(words(term))) for term in leads_to]
        for term in from_terms:
            also = (set(to_terms) if to_terms else set(from_terms)) - {term, ()}
            if term:
                found.setdefault(term, set()).update(also)
    return found
