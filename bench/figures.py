"""A year's figures, ten years' trend and the yearly report, against their floors, and equal to a recount.

The demonstration with BENCH_VISITS visits over ten years beside its own, and a fifth as many interviews. A figure and
its floor take turns, so that a machine that is busy with something else is busy for both.
Ten million visits take a quarter of an hour on two busy cores; no statement may take longer than MOST_MINUTES.
"""

import os
import time
import urllib.request

from bench.measure import Results, installation, percentile, web_server
from bench.visits import bare, session_of

PLACES = 5
TIMES = 20
YEAR = 2025
MOST_MINUTES = 15  # a statement
CORRECTED = 10  # last days of the year
FLOOR = """
SELECT date_trunc('month', day), count(*) FROM reception_visit
WHERE day BETWEEN %s AND %s AND NOT undone GROUP BY 1
"""
VISITS = """
INSERT INTO reception_visit (uid, site_id, day, hour, people, purpose_id, age_band_id, further_purposes, sent_to,
                             undone)
SELECT gen_random_uuid(), (%(places)s::bigint[])[1 + i %% 5], date '2016-01-01' + (i / 5 %% 3653), 9 + (i / 7 %% 9), 1,
       (%(purposes)s::bigint[])[1 + i / 3 %% 6],
       CASE WHEN i %% 11 < 2 THEN (%(bands)s::bigint[])[1 + i %% cardinality(%(bands)s)] END, '{}', '{}', false
FROM generate_series(1, %(rows)s) i
"""
INTERVIEWS = """
INSERT INTO counselling_interview (uid, site_id, desk_id, day, hour, state, kind, channel, language, people, minutes,
                                   purpose_id, further_purposes, themes, outcomes, referrals)
SELECT gen_random_uuid(), (%(places)s::bigint[])[1 + i %% 5], (%(desks)s::bigint[])[1 + i %% 5],
       date '2016-01-01' + (i / 5 %% 3653), 9 + (i / 7 %% 9), 'done', 'individual', 'walk_in', '', 1, 5 + i %% 40,
       (%(purposes)s::bigint[])[1 + i / 3 %% 6], '{}', '{}', '{}', '{}'
FROM generate_series(1, %(rows)s) i
"""
# What the triggers would have written while the rows came in.
MARKS = """
INSERT INTO reports_changedday (source, site_id, day)
SELECT DISTINCT 'visit', site_id, day FROM reception_visit
UNION ALL SELECT DISTINCT 'interview', site_id, day FROM counselling_interview
"""


def run(results: Results):
    visits = int(os.environ.get("BENCH_VISITS", "10000000"))
    with installation():
        from django.core.management import call_command
        from django.db import connection

        call_command("demo", password="bench", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"SET statement_timeout = '{MOST_MINUTES}min'")
        began = time.monotonic()
        fill(visits, visits // 5)
        results.add(f"visits over ten years (filled in {time.monotonic() - began:.0f} s)", visits, "rows")
        from reports import rollup

        began = time.monotonic()
        rollup.add_up()
        results.add("adding all days up for the first time", time.monotonic() - began, "s")
        _vacuum()
        one_year(results)
        ten_years(results)
        pages(results)
        yearly_report(results)
        began = time.monotonic()
        wrong = rollup.differences()
        results.add(
            f"counts that differ from a recount ({time.monotonic() - began:.0f} s)", len(wrong), "counts", at_most=0
        )
        late_corrections(results)


def one_year(results):
    """A year's figures at one place and at all, against one grouped count of the year's rows."""
    from citedesmetiers.models import Site
    from reports import figures

    year, every = figures.whole_year(YEAR), Site.objects.all()
    jobs = {"floor": lambda: grouped_count(year)}
    for words, places in (("one place", Site.objects.filter(pk=every[0].pk)), ("all places", every)):
        for figure in ("visits_per_month", "visits_per_purpose", "visits_per_hour", "visits_per_site"):
            jobs[f"a year, {words}: {figure}"] = lambda f=figure, p=places: getattr(figures, f)(p, year)
    taken = in_turns(jobs)
    floor, _p95 = taken.pop("floor")
    results.add("a year: floor (one grouped count of its rows)", floor, "ms")
    for name, (median, p95) in taken.items():
        results.add(name, median, "ms", ratio=median / floor, at_most=0.2)
        results.add(f"{name}, p95", p95, "ms", at_most=150)


def ten_years(results):
    """The trend over ten years, against one grouped count of their rows."""
    from citedesmetiers.models import Site
    from reports import figures
    from reports.figures import FIGURES, Scope, table_of
    from reports.figures.period import Period

    ten = Period(figures.whole_year(YEAR - 9).first, figures.whole_year(YEAR).last)
    trend = Scope(tuple(Site.objects.all()), ten)
    jobs = {"floor": lambda: grouped_count(ten), "trend": lambda: table_of(FIGURES["visits_by_year"], trend).rows}
    taken = in_turns(jobs, times=5)
    floor, _p95 = taken["floor"]
    results.add("ten years: floor (one grouped count of their rows)", floor, "ms")
    median, p95 = taken["trend"]
    results.add("ten-year trend, all places", median, "ms", ratio=median / floor, at_most=0.1)
    results.add("ten-year trend, all places, p95", p95, "ms", at_most=150)


def pages(results):
    """The pages a director opens, as the web server answers them."""
    from citedesmetiers.models import User

    asked = {
        "the key figures' page with its charts": f"/reports/key-figures/?year={YEAR}",
        "a figure's page, places side by side": f"/reports/figures/visits_by_purpose/?period={YEAR}&place=side",
    }
    cookie = session_of(User.objects.get(email="director@demo.example"))
    with web_server("citedesmetiers.wsgi") as address:
        jobs = {name: lambda path=path: opened(address + path, cookie) for name, path in asked.items()}
        for job in 4 * list(jobs.values()):
            job()  # each worker of the server compiles a page's templates the first time
        for name, (median, p95) in in_turns(jobs, times=2 * TIMES).items():
            results.add(f"{name}, median", median, "ms")
            results.add(f"{name}, p95", p95, "ms", at_most=150)


def opened(url, cookie):
    """Ask for the page as a browser does that is signed in. Raises HTTPError for any answer but the page."""
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie}), timeout=30) as answer:
        if answer.url != url:
            raise RuntimeError(f"{url} leads to {answer.url}")
        answer.read()


def yearly_report(results):
    """The yearly report's PDF with everything counted for it, against WeasyPrint on the finished HTML."""
    from django.utils import translation

    from reports import pdf, yearly
    from reports.prints import kind_of, written

    def counted():
        return written(kind_of("yearly"), yearly.document_of(yearly.Year(YEAR)))

    with translation.override("en"):
        html = counted()
        taken = in_turns({"counted": counted, "floor": lambda: pdf.pdf_of(html)}, times=3)
    floor, ours = taken["floor"][0], taken["counted"][0] + taken["floor"][0]
    results.add("yearly report as PDF: floor (WeasyPrint on its HTML)", floor, "ms")
    results.add("yearly report as PDF", ours, "ms", ratio=ours / floor, at_most=1.3)


def in_turns(jobs, times=TIMES):
    """{name: (median, p95) in milliseconds} of `jobs`, each run once to warm up and then in turn with the others."""
    taken = {name: [] for name in jobs}
    for turn in range(times + 1):
        for name, job in jobs.items():
            began = time.perf_counter()
            job()
            if turn:
                taken[name].append((time.perf_counter() - began) * 1000)
    return {name: (percentile(found, 0.5), percentile(found, 0.95)) for name, found in taken.items()}


def grouped_count(period):
    """The floor: the rows of `period` counted once, by month."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [period.first, period.last])
        return cursor.fetchall()


def fill(visits, interviews):
    """Rows over ten years at five places, written by the database itself; some visits say their age band."""
    from django.db import connection

    from citedesmetiers.factories import make_site
    from citedesmetiers.models import ProfileValue, Purpose, Site
    from counselling.factories import make_desk

    places = list(Site.objects.filter(closed_on=None).order_by("pk"))[:PLACES]
    places += [make_site() for _ in range(PLACES - len(places))]
    values = {
        "places": [place.pk for place in places],
        "desks": [make_desk(site=place).pk for place in places],
        "purposes": list(Purpose.objects.order_by("pk").values_list("pk", flat=True)[:6]),
        "bands": list(ProfileValue.objects.of("age_band").values_list("pk", flat=True)),
    }
    with connection.cursor() as cursor:
        with bare(cursor, "reception_visit"):
            cursor.execute(VISITS, values | {"rows": visits})
        with bare(cursor, "counselling_interview"):
            cursor.execute(INTERVIEWS, values | {"rows": interviews})
        cursor.execute(MARKS)
    _vacuum()


def _vacuum():
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("reception_visit", "counselling_interview", "reports_rolledday", "reports_changedday"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def late_corrections(results):
    """A thousand visits of the year's last days are corrected, as late entries would be; nothing is added up yet.

    Then what waits is added up, as the worker does every ten minutes.
    """
    from citedesmetiers.models import Site
    from reception.models import Visit
    from reports import figures, rollup
    from reports.models import ChangedDay

    last = figures.whole_year(YEAR).last
    some = Visit.objects.filter(day__range=(last.replace(day=last.day - CORRECTED + 1), last)).order_by("uid")[:1000]
    Visit.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(people=3)
    days = ChangedDay.objects.values("site_id", "day").distinct().count()
    year, every = figures.whole_year(YEAR), Site.objects.all()
    _median, p95 = in_turns({"purposes": lambda: figures.visits_per_purpose(every, year)})["purposes"]
    results.add(f"visits_per_purpose with {days} days to be added up, p95", p95, "ms", at_most=150)
    results.add("the same after 1,000 late corrections", differs_in_year(every), "visits", at_most=0)
    began = time.monotonic()
    rollup.add_up()
    results.add(f"adding {days} days up, at the worker's next look", time.monotonic() - began, "s")
    _median, p95 = in_turns({"purposes": lambda: figures.visits_per_purpose(every, year)})["purposes"]
    results.add("visits_per_purpose after the worker's look, p95", p95, "ms", at_most=150)
    results.add("the same after the worker's look", differs_in_year(every), "visits", at_most=0)


def differs_in_year(places):
    """How many visits the figure says more or less than the rows, month by month."""
    from django.db.models import Sum
    from django.db.models.functions import ExtractMonth

    from reception.models import Visit
    from reports import figures

    said = figures.visits_per_month(places, figures.whole_year(YEAR))
    rows = Visit.objects.counted().filter(day__year=YEAR).values_list(ExtractMonth("day")).annotate(n=Sum("people"))
    return sum(abs(said[month] - n) for month, n in rows.order_by())
