"""What questions are read with and seldom changes: the synonyms, kept in the process while nobody changes them."""

from citedesmetiers.replica import reading
from documentation.models import Synonym
from documentation.search.normalise import words
from documentation.search.stem import stems

# Which transaction wrote each row, and at which of its statements: whatever changes a row changes the sums.
STAMP = """
SELECT count(*), coalesce(sum(xmin::text::bigint), 0), coalesce(sum(cmin::text::bigint), 0), coalesce(sum(id), 0)
FROM documentation_synonym
"""
_kept = {}


def forget():
    """Read anew at the next question."""
    _kept.clear()


def synonyms():
    """{stems of a term: set of stems of what it also finds}, each a tuple.

    Every process notices at once what any of them has saved: each question compares the stamp of the rows.
    """
    with reading.cursor() as cursor:
        cursor.execute(STAMP)
        stamp = cursor.fetchone()
    if _kept.get("stamp") != stamp:
        found = table()
        _kept.update(stamp=stamp, table=found, longest=max(map(len, found), default=1))
    return _kept["table"]


def longest():
    """How many words the longest term of synonyms() has."""
    return _kept["longest"]


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
