"""Puts a question to the search tables: one statement for the page, the facets and the total."""

# ruff: noqa: S608 -- names of columns and tables of this file; all that people type goes as parameters

from dataclasses import dataclass

from django.db import connection, transaction

CAP = 5000  # matches that facets are counted over; beyond, the page says "more than"
PAGE = 20
FEW = 3  # fewer exact hits than this, and what comes near is shown too
MOST_MILLISECONDS = 2500
TABLE = "documentation_searchrow"
FACETS = {  # name in the address: (column, whether a row has several)
    "purpose": ("purposes", True),
    "medium": ("medium", False),
    "subject": ("subjects", True),
    "sector": ("sector", False),
    "level": ("level", False),
    "language": ("language", False),
    "year": ("year", False),
    "site": ("sites", True),
    "shelf": ("shelf_sites", True),
}
SORTS = {
    "relevance": "score DESC, year DESC NULLS LAST, resource_id DESC",
    "newest": "year DESC NULLS LAST, resource_id DESC",
    "title": "sort_title, resource_id DESC",
    "added": "added DESC NULLS LAST, resource_id DESC",
}
RANK = "ts_rank('{0.08,0.2,0.45,1}', vector, %(order)s::tsquery)"
# What has all words in its title has them in its title or subjects: one comparison saves the other.
SCORE = (
    f"{RANK} + CASE WHEN vector @@ %(near_title)s::tsquery"
    " THEN 0.25 + CASE WHEN vector @@ %(title)s::tsquery THEN 0.6 ELSE 0 END ELSE 0 END"
)


@dataclass
class Found:
    """ids of the page; total (at most CAP); facets {name: {value: n}}; approximate: shown for want of exact hits."""

    ids: list
    total: int
    facets: dict
    approximate: bool = False
    capped: bool = False
    exact: int = 0


def find(question, chosen=None, *, sort="relevance", start=0, page=PAGE, table=TABLE):
    """The answer to `question`, narrowed to `chosen` {facet: values}; relaxed when fewer than FEW are found."""
    chosen = {name: values for name, values in (chosen or {}).items() if values}
    if question.ids is not None:
        return run("resource_id = ANY(%(ids)s)", "0", {"ids": question.ids}, chosen, sort, start, page, table)
    if not question.required:
        default = "newest" if sort == "relevance" else sort
        return run("TRUE", "0", {}, chosen, default, start, page, table)
    given = {
        "every": question.every, "any": question.any, "order": question.order,
        "title": weighted(question.every, "A"), "near_title": weighted(question.every, "AB"),
    }  # fmt: skip
    found = run("vector @@ %(every)s::tsquery", SCORE, given, chosen, sort, start, page, table)
    if found.total >= FEW or len(question.required) == 1:
        found.exact = found.total
        return found
    wider, given = relaxed(question, given, table, some=found.total > 0)
    near = run("vector @@ %(any)s::tsquery", wider, given, chosen, sort, start, page, table)
    near.exact, near.approximate = found.total, near.total > found.total
    return near


def relaxed(question, given, table, *, some):
    """The score of rows that hold some of the terms: rare terms count for more, those with all of them come first.

    some: whether there are rows with all of them; else nothing is compared with all of them.
    """
    counts = [f"(SELECT count(*) FROM (SELECT 1 FROM {table} WHERE vector @@ %s::tsquery LIMIT {CAP}) few)"
              for _term in question.required]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", question.required)
        times = cursor.fetchone()
    parts = []
    for number, (term, n) in enumerate(zip(question.required, times, strict=True)):
        given[f"term{number}"] = term
        given[f"head{number}"] = weighted(term, "AB")
        weight = 1 / (1 + (n / 20) ** 0.5)
        parts.append(
            f"CASE WHEN vector @@ %(term{number})s::tsquery THEN {1 + 2 * weight:.4f}"
            f" + CASE WHEN vector @@ %(head{number})s::tsquery THEN {0.5 + weight:.4f} ELSE 0 END ELSE 0 END"
        )
    if some:
        parts.append("CASE WHEN vector @@ %(every)s::tsquery THEN 1000 ELSE 0 END")
    return f"{SCORE if some else RANK} + {' + '.join(parts)}", given


def weighted(query, weights):
    """The tsquery `query` with every word asked for in the parts `weights` only (a title's, say)."""
    pieces = query.split("'")
    return "".join(f"'{piece}':{weights}" if n % 2 else piece for n, piece in enumerate(pieces))


def run(where, score, given, chosen, sort, start, page, table):
    """One statement: matches, each facet counted over the matches of all other facets, the page and the total."""
    given = dict(given) | {"start": start, "page": page}
    oks = []
    for name in FACETS:
        oks.append(f"{condition(name, chosen[name], given)} AS ok_{name}" if name in chosen else f"TRUE AS ok_{name}")
    every_ok = " AND ".join(f"ok_{name}" for name in chosen) or "TRUE"
    narrowed = " AND ".join(condition(name, chosen[name], given) for name in chosen) or "TRUE"
    counts = []
    for name, (column, several) in FACETS.items():
        others = " AND ".join(f"ok_{other}" for other in chosen if other != name) or "TRUE"
        value = f"unnest({column})" if several else column
        counts.append(
            f"SELECT '{name}' AS facet, value::text, count(*) AS n FROM"
            f" (SELECT {value} AS value FROM m WHERE {others}) each WHERE value IS NOT NULL GROUP BY value"
        )
    matches = (
        f"SELECT resource_id, purposes, subjects, sites, shelf_sites, medium, sector, level, year, language, added,"
        f" sort_title, {{score}} AS score, {', '.join(oks)} FROM {table} WHERE {where} {{narrow}} LIMIT {CAP + 1}"
    )
    sql = (
        f"WITH m AS MATERIALIZED ({matches.format(score=score, narrow='')}), "
        + (f"p AS MATERIALIZED ({matches.format(score=score, narrow=f'AND {narrowed}')}), " if chosen else "")
        + f"good AS (SELECT * FROM {'p' if chosen else 'm'} WHERE {every_ok}), "
        f"page AS (SELECT resource_id, row_number() OVER (ORDER BY {SORTS[sort]}) AS place FROM good"
        f" ORDER BY place OFFSET %(start)s LIMIT %(page)s) "
        "SELECT 'page' AS facet, resource_id::text AS value, place AS n FROM page "
        "UNION ALL SELECT 'total', '', count(*) FROM good "
        f"UNION ALL {' UNION ALL '.join(counts)}"
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL statement_timeout = {MOST_MILLISECONDS}")
        cursor.execute(sql, given)
        rows = cursor.fetchall()
        cursor.execute("SET LOCAL statement_timeout = DEFAULT")
    facets = {name: {} for name in FACETS}
    ids, total = [], 0
    for facet, value, n in rows:
        if facet == "page":
            ids.append((n, int(value)))
        elif facet == "total":
            total = n
        else:
            facets[facet][value] = n
    return Found([pk for _place, pk in sorted(ids)], min(total, CAP), facets, capped=total > CAP, exact=total)


def condition(name, values, given):
    """SQL: the row has one of `values` (checked by the caller) of the facet `name`."""
    column, several = FACETS[name]
    given[f"in_{name}"] = list(values)
    if several:
        return f"{column} && %(in_{name})s::int[]"
    return f"{column} = ANY(%(in_{name})s::{'text' if name == 'language' else 'int'}[])"
