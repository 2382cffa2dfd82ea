"""Puts a question to the search tables: one statement for the page, the facets and the total."""

# ruff: noqa: S608 -- names of columns and tables of this file; all that people type goes as parameters

import re
from dataclasses import dataclass

from django.db import transaction

from citedesmetiers.replica import reading
from documentation.search.codes import NUMBERS, SHIFT, code_of, meaning_of

CAP = 5000  # matches that are looked at and counted; beyond, the page says "more than"
NEAR_CAP = 1000  # the same for what comes near: nobody reads on that far
LARGE = 20_000  # documents from which on a catalogue has lower caps; a centre has fewer than 10,000
CAPS_OF_LARGE = 1000, 300
PAGE = 20
FEW = 3  # fewer exact hits than this, and what comes near is shown too
MOST_MILLISECONDS = 2500
TABLE = "documentation_searchrow"
SORTS = {  # what they need of a row besides its id, and the order
    "relevance": ("year", "score DESC, year DESC NULLS LAST, resource_id DESC"),
    "newest": ("year", "year DESC NULLS LAST, resource_id DESC"),
    "title": ("sort_title", "sort_title, resource_id DESC"),
    "added": ("added", "added DESC NULLS LAST, resource_id DESC"),
}
RANK = "ts_rank('{0.08,0.2,0.45,1}', vector, %(order)s::tsquery)"
# What has all words in its title has them in its title or subjects: one comparison saves the other.
SCORE = (
    f"{RANK} + CASE WHEN vector @@ %(near_title)s::tsquery"
    " THEN 0.25 + CASE WHEN vector @@ %(title)s::tsquery THEN 0.6 ELSE 0 END ELSE 0 END"
)
SIZE = "SELECT reltuples FROM pg_class WHERE oid = %s::regclass"
FREQUENCIES = "SELECT stem, sum(documents) FROM documentation_catalogueword WHERE stem = ANY(%s) GROUP BY stem"
STEM = re.compile("'([^']+)'")


@dataclass
class Found:
    """ids of the page; total (at most a cap); facets {name: {value: n}}; approximate: shown for want of exact hits."""

    ids: list
    total: int
    facets: dict
    approximate: bool = False
    capped: bool = False
    exact: int = 0


@dataclass
class Search:
    """What is the same for every statement of one answer."""

    chosen: dict
    sort: str
    start: int
    page: int
    table: str


def find(question, chosen=None, *, sort="relevance", start=0, page=PAGE, table=TABLE):
    """The answer to `question`, narrowed to `chosen` {facet: values}; relaxed when fewer than FEW are found."""
    narrowed = {name: values for name, values in (chosen or {}).items() if values}
    search, (cap, near_cap) = Search(narrowed, sort, start, page, table), caps_of(table)
    if question.ids is not None:
        return run(search, "resource_id = ANY(%(ids)s)", "0", {"ids": question.ids}, cap)
    if not question.required:
        search.sort = "newest" if sort == "relevance" else sort
        return run(search, "TRUE", "0", {}, cap)
    given = {
        "every": question.every, "order": question.order, "title": weighted(question.every, "A"),
        "near_title": weighted(question.every, "AB"),
    }  # fmt: skip
    found = run(search, "vector @@ %(every)s::tsquery", SCORE, given, cap)
    if found.total >= FEW or len(question.required) == 1:
        found.exact = found.total
        return found
    times = frequencies(question.required)
    given["near"] = near_terms(times, near_cap)
    wider = relaxed(times, given, some=found.total > 0)
    near = run(search, "vector @@ %(near)s::tsquery", wider, given, near_cap)
    near.exact, near.approximate = found.total, near.total > found.total
    return near


def caps_of(table):
    """How many matches are looked at, and how many of what comes near: fewer in a catalogue larger than any centre's.

    Fetching the matches of a word that is everywhere is most of what a search costs. The size is what the database
    remembers of its last look at the table.
    """
    with reading.cursor() as cursor:
        cursor.execute(SIZE, [table])
        return CAPS_OF_LARGE if cursor.fetchone()[0] > LARGE else (CAP, NEAR_CAP)


def frequencies(terms):
    """[(term, in how many documents it stands, about)], the rarest first; from the table of words, which is small."""
    stems = sorted({stem for term in terms for stem in STEM.findall(term)})
    with reading.cursor() as cursor:
        cursor.execute(FREQUENCIES, [stems])
        known = dict(cursor.fetchall())

    def about(term):
        # The words of one alternative all stand in a document; any of the alternatives will do.
        return sum(
            min((int(known.get(stem, 0)) for stem in STEM.findall(part)), default=0) for part in term.split(" | ")
        )

    return sorted(((term, about(term)) for term in terms), key=lambda pair: pair[1])


def near_terms(times, cap):
    """The tsquery of what comes near: any of the rare terms, and of those that are everywhere all together.

    One frequent word alone says nothing while a rarer one was asked for; its documents would push the others out of
    the `cap`. times: see frequencies().
    """
    rare, n = [], 0
    for term, documents in times:
        if n and n + documents > cap:
            break
        rare.append(term)
        n += documents
    frequent = [term for term, _n in times[len(rare) :]]
    return " | ".join([*rare, *([f"({' & '.join(frequent)})"] if len(frequent) > 1 else [])])


def relaxed(times, given, *, some):
    """The score of rows that hold some of the terms: rare terms count for more, those with all of them come first.

    times: see frequencies().  some: whether there are rows with all of them; else nothing is compared with all.
    """
    parts = []
    for number, (term, n) in enumerate(times):
        given[f"term{number}"] = term
        given[f"head{number}"] = weighted(term, "AB")
        weight = 1 / (1 + (n / 20) ** 0.5)
        parts.append(
            f"CASE WHEN vector @@ %(term{number})s::tsquery THEN {1 + 2 * weight:.4f}"
            f" + CASE WHEN vector @@ %(head{number})s::tsquery THEN {0.5 + weight:.4f} ELSE 0 END ELSE 0 END"
        )
    if some:
        parts.append("CASE WHEN vector @@ %(every)s::tsquery THEN 1000 ELSE 0 END")
    return f"{SCORE if some else RANK} + {' + '.join(parts)}"


def weighted(query, weights):
    """The tsquery `query` with every word asked for in the parts `weights` only (a title's, say)."""
    pieces = query.split("'")
    return "".join(f"'{piece}':{weights}" if n % 2 else piece for n, piece in enumerate(pieces))


def run(search, where, score, given, cap):
    """One statement: the matches, at most `cap`; of them the page, the total, and every facet in one pass.

    A facet that something was chosen of is counted over the matches of all other choices: `missed` has one bit for
    each choice that a row does not meet.
    """
    column, order = SORTS[search.sort]
    page = max(
        0, min(search.page, cap - search.start)
    )  # one row more than `cap` is fetched, to know that there are more
    given = dict(given) | {"start": search.start, "page": page, "cap": cap + 1, "limit": MOST_MILLISECONDS}
    tests = []
    for name, values in search.chosen.items():
        given[f"in_{name}"] = [code_of(name, value) for value in values]
        tests.append((NUMBERS[name], f"facets && %(in_{name})s::int[]"))

    def matches(more, missed):
        return (
            f"AS MATERIALIZED (SELECT resource_id, facets, {column}, {score} AS score, {missed} AS missed"
            f" FROM {search.table} WHERE {where}{more} LIMIT %(cap)s)"
        )

    counted = "SELECT 1, f, count(*) FROM (SELECT unnest(facets) AS f, missed FROM {}) each WHERE {} GROUP BY f"
    narrowed = "".join(f" AND {test}" for _number, test in tests)
    parts = [f"m {matches(narrowed, '0')}"]
    facets = [counted.format("m", "TRUE")]
    if tests:
        bits = " + ".join(f"CASE WHEN {test} THEN 0 ELSE {1 << number} END" for number, test in tests)
        own = ",".join(str(number) for number, _test in tests)
        parts.append(f"w {matches('', bits)}")
        facets = [
            counted.format("m", f"f >> {SHIFT} NOT IN ({own})"),
            counted.format("w", f"f >> {SHIFT} IN ({own}) AND missed & ~(1 << (f >> {SHIFT})) = 0"),
        ]
    sql = (
        f"SET LOCAL statement_timeout = %(limit)s; WITH {', '.join(parts)}, "
        f"page AS (SELECT resource_id FROM m ORDER BY {order} OFFSET %(start)s LIMIT %(page)s) "
        "SELECT 0, resource_id, row_number() OVER () FROM page "
        f"UNION ALL SELECT 2, 0, count(*) FROM m UNION ALL {' UNION ALL '.join(facets)}"
    )
    with transaction.atomic(using=reading.alias), reading.cursor() as cursor:
        cursor.execute(sql, given)
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    counts, ids, total = {name: {} for name in NUMBERS}, [], 0
    for kind, value, n in rows:
        if kind == 0:
            ids.append((n, value))
        elif kind == 1:
            name, key = meaning_of(value)
            counts[name][key] = n
        else:
            total = n
    return Found([pk for _place, pk in sorted(ids)], min(total, cap), counts, capped=total > cap, exact=total)
