"""The catalogue's search beside tantivy in process: same records, same questions; suggestions; an import from Excel.

BENCH_RECORDS: sizes, separated by commas (10000,100000,1000000).
"""

import collections
import functools
import io
import itertools
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.measure import ROOT, installation, percentile

SIZES = "10000,100000,1000000"
QUESTIONS = 300
SUGGESTED_AT = 100_000
IMPORTED = 10_000
AT_ONCE = 5_000
TABLE = "bench_searchrow"
SEED = 20261121
BOUNDS = {10_000: ("p95 ≤ 10 ms", {"at_most": 10}), 100_000: ("≤ 8 × floor", {"at_most": 8}),
          1_000_000: ("≤ 2 × floor", {"at_most": 2})}  # fmt: skip
HEADS = """
ab ac ad al am ar bac bal ban bar bas bat bor bou bri cal can car cer cha cla com con cor cou cul dan dec des dir doc
dom ecol emp eng ent esp etu exp fab fer fin fon for fra gar gen ges gra gui hab hor imp ind inf ins int jar jeu jou
lab lan let lib log mac mar mat med men met mob mod mon mou mus nat num off opt ori par pas pay ped pep per pla por
pra pre pro psy pub qua rec ref reg res rob sal san sci sec ser soc sou sta sup tec tem ter tex tra uni urb val ven
ver vit voi
"""
MIDDLES = "a e i o u an en in on ar er ir or ent ist at il ul ab ic id of ov ul am em im"
TAILS = """
age aire ance eur ier ie if ique isme iste ite ment oire on tion ture able al el ence erie esse et ette in
"""


def vocabulary():
    """Words as French ones are long and shaped, the frequent ones first."""
    chosen = random.Random(SEED)
    heads, middles, tails = HEADS.split(), MIDDLES.split(), TAILS.split()
    found = dict.fromkeys(
        chosen.choice(heads) + "".join(chosen.choices(middles, k=chosen.choice((0, 1, 1, 2)))) + chosen.choice(tails)
        for _word in range(60_000)
    )
    return list(found)


class Words:
    """Draws words as often as texts hold them: the n-th most frequent word 1/n times as often."""

    def __init__(self, seed):
        self.random, self.words = random.Random(seed), vocabulary()
        total, self.sums = 0.0, []
        for n in range(1, len(self.words) + 1):
            total += 1 / (n + 20)
            self.sums.append(total)

    def some(self, n):
        return self.random.choices(self.words, cum_weights=self.sums, k=n)


def records(size):
    """(number, title, abstract, author, facets) of `size` records."""
    words = Words(SEED + 1)
    draw = words.random
    for number in range(1, size + 1):
        yield (
            number, " ".join(words.some(draw.randint(3, 8))).capitalize(), " ".join(words.some(draw.randint(10, 35))),
            " ".join(words.some(2)).title(),
            {"purposes": draw.sample(range(1, 6), draw.choice((1, 1, 1, 2))), "medium": draw.randint(1, 8),
             "sector": draw.randint(1, 25), "level": draw.randint(1, 8), "year": draw.randint(1990, 2026)},
        )  # fmt: skip


def questions():
    """What is asked: one to three words, frequent and rare ones."""
    words = Words(SEED + 2)
    return [" ".join(words.some(words.random.choice((1, 2, 2, 3)))) for _question in range(QUESTIONS)]


def run(results):
    with installation(), tempfile.TemporaryDirectory(prefix="citedesmetiers-bench-") as folder:
        imported(results)
        for size in map(int, os.environ.get("BENCH_RECORDS", SIZES).split(",")):
            began, path = time.monotonic(), Path(folder) / "records.tsv"
            write(path, size)
            fill(path, size)
            results.add(f"catalogue of {size:,} records (filled in {time.monotonic() - began:.0f} s)", size, "records")
            searched(results, path, size)
            if size == SUGGESTED_AT:
                suggested(results, path, size)


def write(path, size):
    """Keep `size` records in a file, so that the database and tantivy are filled with the same at once."""
    with path.open("w") as file:
        for number, title, abstract, author, facets in records(size):
            purposes = ",".join(map(str, facets["purposes"]))
            others = [str(facets[name]) for name in ("medium", "sector", "level", "year")]
            file.write("\t".join([str(number), title, abstract, author, purposes, *others]) + "\n")


def read(path):
    """The records of write(), as records() gives them."""
    with path.open() as file:
        for line in file:
            number, title, abstract, author, purposes, *others = line.rstrip("\n").split("\t")
            facets = dict(zip(("medium", "sector", "level", "year"), map(int, others), strict=True))
            yield int(number), title, abstract, author, facets | {"purposes": list(map(int, purposes.split(",")))}


def fill(path, size):
    """A table like the one that is searched, filled newest first, and the table of words; nothing else is asked."""
    from django.db import connection

    from documentation.search.codes import codes_of
    from documentation.search.stem import stem

    stems = functools.cache(stem)  # the vocabulary is larger than what the application keeps
    seen = collections.Counter()

    def vector(texts):
        places, position = {}, 0
        for weight, text in texts:
            for word in text.lower().split():
                position += 1
                places.setdefault(stems(word), []).append(f"{position}{weight}")
            position += 10
        return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())

    def row(number, title, abstract, author, facets):
        texts = [("A", title), ("B", author), ("D", abstract)]
        seen.update({word for _weight, text in texts for word in text.lower().split()})
        codes = codes_of(
            purpose=facets["purposes"], medium=facets["medium"], sector=facets["sector"], level=facets["level"],
            year=facets["year"], language="fr", site=1, shelf=1,
        )  # fmt: skip
        array = "{" + ",".join(map(str, codes)) + "}"
        day = date(facets["year"], 1, 1).isoformat()
        return [number, array, facets["year"], day, title.lower()[:80], vector(texts)]

    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}; TRUNCATE documentation_catalogueword")
        cursor.execute(f"CREATE UNLOGGED TABLE {TABLE} (LIKE documentation_searchrow)")
        copied(
            cursor, f"{TABLE} (resource_id, facets, year, added, sort_title, vector)", (row(*r) for r in read(path))
        )
        copied(
            cursor, "documentation_catalogueword (word, stem, documents)",
            ([word, stems(word), n] for word, n in seen.items()),
        )  # fmt: skip
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(f"CREATE INDEX ON {TABLE} USING gin (vector) WITH (fastupdate = off)")
        cursor.execute(f"CREATE UNIQUE INDEX ON {TABLE} (resource_id)")
        cursor.execute(f"VACUUM ANALYZE {TABLE}, documentation_catalogueword")


def copied(cursor, target, rows):
    """Copy `rows` of plain values into `target` (a table with its columns)."""
    rows = iter(rows)
    while some := list(itertools.islice(rows, AT_ONCE)):
        text = "".join("\t".join(map(str, row)) + "\n" for row in some)
        cursor.cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO(text))


def searched(results, path, size):
    """Page, facets and total of each question, in the database and in tantivy."""
    from documentation.search import find as finding
    from documentation.search import question as reading

    find = functools.partial(finding.find, table=TABLE)
    asked = [reading.read(question) for question in questions()]
    for question in asked[:50]:
        find(question)
    ours = [spent(find, question) for question in asked]
    theirs = tantivy_times(path)
    floor = percentile(theirs, 0.95)
    results.add(f"search in tantivy, {size:,} records, p95", floor, "ms")
    target, bound = BOUNDS.get(size, ("–", {}))
    value = percentile(ours, 0.95)
    ratio = None if size == 10_000 else value / floor
    results.add(f"search, {size:,} records, 9 facets and total, p95", value, "ms", target=target, ratio=ratio, **bound)
    results.add(f"search, {size:,} records, median", statistics.median(ours), "ms")
    whole = [spent(lambda text: find(reading.read(text)), text) for text in questions()]
    results.add(f"search, {size:,} records, with reading the question, p95", percentile(whole, 0.95), "ms")


def spent(work, *arguments):
    """Milliseconds that `work` takes."""
    began = time.perf_counter()
    work(*arguments)
    return (time.perf_counter() - began) * 1000


def tantivy_times(path):
    """Milliseconds of each question in tantivy: twenty hits, the total and five facets, all words asked for."""
    import tantivy

    facets = {
        name: {"terms": {"field": name, "size": 12}} for name in ("purposes", "medium", "sector", "level", "year")
    }

    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("n", stored=True)
    for name in ("title", "author", "abstract"):
        builder.add_text_field(name)
    for name in facets:
        builder.add_integer_field(name, fast=True)
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-tantivy-") as folder:
        index = tantivy.Index(builder.build(), path=folder)
        writer = index.writer(100_000_000, 1)
        for number, title, abstract, author, found in read(path):
            writer.add_document(tantivy.Document(n=number, title=title, author=author, abstract=abstract, **found))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        searcher = index.searcher()

        def ask(text):
            asked = index.parse_query(" AND ".join(text.split()), ["title", "author", "abstract"])
            searcher.search(asked, 20)
            searcher.aggregate(asked, facets)

        for text in questions()[:50]:
            ask(text)
        return [spent(ask, text) for text in questions()]


def suggested(results, path, size):
    """Suggestions for the first two to six letters of words."""
    from django.db import connection

    from documentation.search import index
    from documentation.search.suggest import suggestions

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE documentation_suggestion")
        copied(
            cursor, "documentation_suggestion (key, text, kind, weight)",
            (
                [key, text, kind, 1]
                for _number, title, _abstract, author, _facets in read(path)
                for text, kind in ((title[:160], "title"), (author, "author"))
                for key in index.keys_of(text)
            ),
        )  # fmt: skip
        cursor.execute("VACUUM ANALYZE documentation_suggestion")
    words = Words(SEED + 3)
    typed = [word[: 2 + n % 5] for n, word in enumerate(words.some(QUESTIONS))]
    for text in typed[:50]:
        suggestions(text)
    times = [spent(suggestions, text) for text in typed]
    results.add(f"suggestions while typing, {size:,} records, p95", percentile(times, 0.95), "ms", at_most=5)


def imported(results):
    """10,000 rows from Excel: tried out, then written, beside openpyxl that only reads them."""
    import openpyxl

    from documentation import starting_lists

    starting_lists.load()
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-bench-") as folder:
        path = Path(folder) / "catalogue.xlsx"
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Catalogue")
        sheet.append(["source id", "title", "author", "year", "medium", "abstract", "subjects", "shelf mark"])
        for number, title, abstract, author, facets in records(IMPORTED):
            sheet.append([f"R{number}", title, author, facets["year"], "book", abstract, author.split()[0], "E12 ABC"])
        book.save(path)

        def read():
            for row in openpyxl.load_workbook(path, read_only=True)["Catalogue"].iter_rows(values_only=True):
                assert row

        floor = spent(read) / 1000
        results.add(f"openpyxl reading {IMPORTED:,} rows", floor, "s")
        for name, more in (("dry run", []), ("written", ["--commit"])):
            began = time.monotonic()
            done = subprocess.run(
                [sys.executable, "manage.py", "import_catalogue", str(path), *more], cwd=ROOT, capture_output=True,
                text=True, check=False,
            )  # fmt: skip
            seconds = time.monotonic() - began
            if f"added: {IMPORTED}" not in done.stdout:
                sys.exit(f"The import did not do what is measured: {done.stdout[-500:]}{done.stderr[-500:]}")
            results.add(f"import of {IMPORTED:,} rows, {name}", seconds, "s", ratio=seconds / floor, at_most=4,
                        target="≤ 4 × floor")  # fmt: skip
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        results.add("import: memory at most", most, "MB", at_most=300)
