"""Keeps the tables that are searched as the catalogue is: whoever changes a resource, copy or loan calls refresh."""

from collections import Counter, defaultdict
from functools import lru_cache

from django.conf import settings
from django.db import connection, transaction
from django_tasks import task
from psycopg2.extras import execute_values

from documentation.models import CatalogueWord, Resource, SearchRow, Suggestion
from documentation.search import cache
from documentation.search.codes import codes_of
from documentation.search.normalise import ARTICLES, ASKING, STOP, sort_key, words
from documentation.search.stem import stem

AT_ONCE = 500
LAST_POSITION = 16_000
MOST_POSITIONS = 200  # of one word in one vector; the database keeps 255
PASSED_OVER = STOP | ASKING | ARTICLES
NAMES = [f"name_{code}" for code, _name in settings.LANGUAGES]
INSERT = """
INSERT INTO documentation_searchrow (resource_id, facets, year, added, sort_title, vector)
VALUES %s
ON CONFLICT (resource_id) DO UPDATE SET
    facets = EXCLUDED.facets, year = EXCLUDED.year, added = EXCLUDED.added, sort_title = EXCLUDED.sort_title,
    vector = EXCLUDED.vector
"""
SUGGEST = "INSERT INTO documentation_suggestion (key, text, kind, weight) VALUES %s"
TEMPLATE = "(%s, %s::int[], %s, %s, %s, %s::tsvector)"


def with_all(resources):
    """`resources` with everything that a row of the search is made of."""
    return resources.select_related("medium", "sector", "level").prefetch_related(
        "purposes", "subjects", "copies__loan", "copies__reservation", "opinions"
    )


@transaction.atomic
def refresh(resource_ids):
    """Enter the resources of these ids as they are now, or take them out when visitors may no longer find them."""
    wanted = set(resource_ids)
    for start in range(0, len(wanted), AT_ONCE):
        part = sorted(wanted)[start : start + AT_ONCE]
        rows = list(with_all(Resource.objects.public().filter(pk__in=part)))
        SearchRow.objects.filter(pk__in=set(part) - {row.pk for row in rows}).delete()
        store(rows)
        enter_new_words(rows)
        enter_new_suggestions(rows)


@transaction.atomic
def rebuild():
    """Fill all tables of the search anew, newest first. Returns how many resources visitors can find."""
    SearchRow.objects.all().delete()
    seen, offered, n = Counter(), Counter(), 0
    ordered = list(Resource.objects.public().order_by("-year", "-pk").values_list("pk", flat=True))
    for start in range(0, len(ordered), AT_ONCE):
        place = {pk: number for number, pk in enumerate(ordered[start : start + AT_ONCE])}
        rows = sorted(with_all(Resource.objects.filter(pk__in=place)), key=lambda row: place[row.pk])
        store(rows)
        for row in rows:
            seen.update(set(words_of(row)))
            offered.update(set(offers(row)))
        n += len(rows)
    CatalogueWord.objects.all().delete()
    CatalogueWord.objects.bulk_create(
        (CatalogueWord(word=word, stem=stem(word), documents=times) for word, times in seen.items()), batch_size=5000
    )
    Suggestion.objects.all().delete()
    Suggestion.objects.bulk_create(
        (
            Suggestion(key=key, text=text, kind=kind, weight=times)
            for (text, kind), times in offered.items()
            for key in keys_of(text)
        ),
        batch_size=5000,
    )
    cache.forget()
    return n


@task()
def rebuild_in_background():
    """The rebuild() of every night, and after an import of many rows."""
    rebuild()


def rebuild_later():
    """Have the worker put the numbers of words and suggestions right, once what is going on now is stored."""
    transaction.on_commit(rebuild_in_background.enqueue)


def store(rows):
    """Write the search rows of `rows`, resources from with_all()."""
    if not rows:
        return
    with connection.cursor() as cursor:
        execute_values(cursor.cursor, INSERT, [row_of(resource) for resource in rows], template=TEMPLATE)


def row_of(resource):
    """The columns of one search row, in the order of INSERT."""
    copies = [copy for copy in resource.copies.all() if copy.state != "withdrawn"]
    on_shelf = {copy.site_id for copy in copies if copy.is_there}
    facets = codes_of(
        purpose=[purpose.pk for purpose in resource.purposes.all()],
        subject=[subject.pk for subject in resource.subjects.all()],
        site={copy.site_id for copy in copies},
        shelf=on_shelf,
        medium=resource.medium_id,
        sector=resource.sector_id,
        level=resource.level_id,
        year=resource.year,
        language=resource.language,
    )
    vector = vector_of(texts_of(resource, copies))
    return resource.pk, facets, resource.year, resource.acquired_on, sort_key(resource.title), vector


def names(row):
    """The names of a list's row in every language, once each."""
    return list(dict.fromkeys(filter(None, (row.__dict__.get(column) for column in NAMES)))) if row else []


def texts_of(resource, copies=()):
    """What of a resource is searched: a list of (weight, text), weights A to D."""
    return [
        ("A", resource.title),
        *[("B", text) for text in (resource.subtitle, resource.other_title, resource.series)],
        *[("B", name) for subject in resource.subjects.all() for name in names(subject)],
        *[("B", creator) for creator in resource.creators],
        *[("C", text) for text in [resource.publisher, resource.number, *names(resource.medium)]],
        *[("C", name) for row in (resource.sector, resource.level) for name in names(row)],
        *[("C", mark) for mark in {copy.shelf_mark for copy in copies}],
        ("D", resource.abstract),
        *[("D", opinion.text) for opinion in resource.opinions.all()],
    ]


@lru_cache(maxsize=8_192)
def words_in(text):
    """words(), kept for a while: a row's texts are read for its vector, its words and its suggestions."""
    return tuple(words(text))


def vector_of(texts):
    """A ready tsvector, as text, of (weight, text) pairs; positions go on from text to text with a gap between."""
    places, position = defaultdict(list), 0
    for weight, text in texts:
        for word in words_in(text):
            position = min(position + 1, LAST_POSITION)
            key = stem(word)
            if len(places[key]) < MOST_POSITIONS:
                places[key].append(f"{position}{weight}")
        position += 10
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def words_of(resource):
    """The words that a question may be corrected to: what the resource's own texts hold, lists left out."""
    own = [text for weight, text in texts_of(resource) if weight != "C"]
    return [word for text in own for word in words_in(text) if len(word) > 2]


def enter_new_words(rows):
    """Words that the catalogue did not have; their numbers are put right by the next rebuild()."""
    found = {word for row in rows for word in words_of(row)}
    CatalogueWord.objects.bulk_create(
        [CatalogueWord(word=word, stem=stem(word), documents=1) for word in sorted(found)], ignore_conflicts=True
    )
    cache.forget()


def offers(resource):
    """What is suggested for a resource: (text, kind) of its title, subjects and authors."""
    yield resource.title[:160], "title"
    for subject in resource.subjects.all():
        yield subject.name[:160], "subject"
    for creator in resource.creators:
        yield creator[:160], "author"


def keys_of(text):
    """What typed letters are compared with: the text from each of its first words on that carries something."""
    found = words_in(text)
    starts = [n for n, word in enumerate(found[:12]) if n == 0 or word not in PASSED_OVER]
    return list(dict.fromkeys(" ".join(found[start:])[:80] for start in starts if len(found[start]) > 1))


def enter_new_suggestions(rows):
    """Suggestions that were not there; numbers are put right by the next rebuild()."""
    wanted = {offer for row in rows for offer in offers(row)}
    there = set(
        Suggestion.objects.filter(text__in={text for text, _kind in wanted}).values_list("text", "kind").distinct()
    )
    rows = [(key, text, kind, 1) for text, kind in sorted(wanted - there) for key in keys_of(text)]
    with connection.cursor() as cursor:
        execute_values(cursor.cursor, SUGGEST, rows, page_size=1_000)
