"""Resources that may be the same as another one: by ISBN, by ISSN, year and number, by title, publisher and year."""

import re

from django.db.models import Q

from citedesmetiers.imports.table import fold
from documentation.models import Resource

ARTICLES = re.compile(r"^(?:les?|la|l'|l’|un|une|des|the|an?|il|lo|gli|el|los|las|os?)[\s]+|^l['’]", re.IGNORECASE)
TURNED = re.compile(r"^(.*?)\s*\((les?|la|l'|l’|un|une|des|the|an?)\)$", re.IGNORECASE)


def title_key(title):
    """What two spellings of a title have in common: no article, capitals, accents or punctuation."""
    turned = TURNED.match(title)
    return fold(ARTICLES.sub("", turned[1] if turned else title)) or fold(title)


def publisher_key(publisher):
    """The same of a publisher: "Éditions Mille-Chemins" and "Mille Chemins (Ed.)" are one."""
    words = re.sub(
        r"\b(?:éditions?|editions?|éditeurs?|editeurs?|éd|ed|presses?|publishing|editore)\b\.?",
        " ",
        publisher.casefold(),
    )
    return fold(words)


def alike(*, title="", isbn="", issn="", year=None, number="", without=None):
    """Resources that are still held and look like the one described, at most five."""
    wanted = Q()
    if isbn:
        wanted |= Q(isbn=isbn)
    if issn:
        wanted |= Q(issn=issn, number=number, year=year)
    if len(title) > 3:
        start = ARTICLES.sub("", title)[:40]
        wanted |= Q(title__icontains=start) if len(start) > 3 else Q(title__iexact=title)
    if not wanted:
        return []
    rows = Resource.objects.kept().filter(wanted).exclude(pk=without).select_related("medium").order_by("pk")[:50]
    found = [
        row
        for row in rows
        if (isbn and row.isbn == isbn) or (issn and row.issn == issn) or title_key(row.title) == title_key(title)
    ]
    return found[:5]


def doubles():
    """[[resource, …], …]: held resources that share an ISBN, or title, publisher, year and number."""
    found = {}
    fields = ("pk", "title", "subtitle", "publisher", "year", "isbn", "number", "source_id")
    rows = Resource.objects.kept().only(*fields).order_by("pk")
    for row in rows.iterator(2_000):
        if row.isbn:
            found.setdefault(("isbn", row.isbn), []).append(row)
        title = title_key(f"{row.title} {row.subtitle}")
        found.setdefault((title, publisher_key(row.publisher), row.year, row.number), []).append(row)
    groups = {tuple(row.pk for row in some): some for some in found.values() if len(some) > 1}
    return list(groups.values())
