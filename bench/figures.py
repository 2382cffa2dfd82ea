"""A year's figures and ten years' trend, against one grouped count of the raw rows, and equal to a recount."""

import os
import time

from bench.measure import Results, installation, percentile

SITES = 5
TIMES = 20
YEAR = 2024
FLOOR = """
SELECT date_trunc('month', day), count(*) FROM reception_visit
WHERE day BETWEEN %s AND %s AND NOT undone GROUP BY 1
"""
VISITS = """
INSERT INTO reception_visit (uid, site_id, day, hour, people, purpose_id, age_band_id, further_purposes, sent_to,
                             undone)
SELECT gen_random_uuid(), (%s::bigint[])[1 + i %% 5], date '2016-01-01' + (i / 5 %% 3653), 9 + (i / 7 %% 9), 1,
       (%s::bigint[])[1 + i / 3 %% 6], CASE WHEN i %% 11 < 2 THEN (%s::bigint[])[1 + i %% 8] END, '{}', '{}', false
FROM generate_series(1, %s) i
"""
INTERVIEWS = """
INSERT INTO counselling_interview (uid, site_id, desk_id, day, hour, state, kind, channel, language, people, minutes,
                                   purpose_id, further_purposes, themes, outcomes, referrals)
SELECT gen_random_uuid(), (%s::bigint[])[1 + i %% 5], (%s::bigint[])[1 + i %% 5], date '2016-01-01' + (i / 5 %% 3653),
       9 + (i / 7 %% 9), 'done', 'individual', 'walk_in', '', 1, 5 + i %% 40, (%s::bigint[])[1 + i / 3 %% 6],
       '{}', '{}', '{}', '{}'
FROM generate_series(1, %s) i
"""


def run(results: Results):
    visits = int(os.environ.get("BENCH_VISITS", "10000000"))
    interviews = visits // 5
    with installation():
        from citedesmetiers.factories import make_centre, make_purpose, make_site, make_user

        make_centre(demonstration=True)
        sites = [make_site() for _ in range(SITES)]
        purposes = [make_purpose() for _ in range(6)]
        user = make_user(roles=["director"])
        began = time.monotonic()
        fill(visits, interviews, sites, purposes)
        results.add(f"visits over ten years (filled in {time.monotonic() - began:.0f} s)", visits, "rows")
        from reports import rollup

        began = time.monotonic()
        rollup.add_up()
        results.add("adding all days up for the first time", time.monotonic() - began, "s")
        _vacuum()
        measured(results, sites, user)
        began = time.monotonic()
        wrong = rollup.differences()
        results.add(
            f"counts that differ from a recount ({time.monotonic() - began:.0f} s)", len(wrong), "counts", at_most=0
        )
        late_corrections(sites)
        results.add("the same after 1,000 late corrections", differs_in_year(sites), "visits", at_most=0)


def measured(results, sites, user):
    """The lines of one year and of ten."""
    from django.test import Client

    from citedesmetiers.models import Site
    from reports import figures
    from reports.figures import FIGURES, Scope, table_of
    from reports.figures.period import Period
    from reports.key_figures import KeyFigures

    year, ten = figures.whole_year(YEAR), Period(figures.whole_year(2016).first, figures.whole_year(2025).last)
    floor = timed(lambda: grouped_count(year))
    results.add("a year: floor (one grouped count of its rows)", floor[0], "ms")
    floor_ten = timed(lambda: grouped_count(ten), times=5)
    results.add("ten years: floor (one grouped count of their rows)", floor_ten[0], "ms")
    one, every = Site.objects.filter(pk=sites[0].pk), Site.objects.all()
    for name, places in (("one place", one), ("all places", every)):
        for figure in ("visits_per_month", "visits_per_purpose", "visits_per_hour", "visits_per_site"):
            median, p95 = timed(lambda f=figure, s=places: getattr(figures, f)(s, year))
            results.add(f"a year, {name}: {figure}", median, "ms", ratio=median / floor[0], at_most=0.2)
            results.add(f"a year, {name}: {figure}, p95", p95, "ms", at_most=150)
    trend = Scope(tuple(every), ten)
    median, p95 = timed(lambda: table_of(FIGURES["visits_by_year"], trend).rows)
    results.add("ten-year trend, all places", median, "ms", ratio=median / floor_ten[0], at_most=0.1)
    results.add("ten-year trend, all places, p95", p95, "ms", at_most=150)

    def all_of_the_page():
        found = KeyFigures(year=YEAR, sites=every, today=figures.whole_year(2025).last)
        return found.months, found.purposes, found.hours, found.places, found.stated, found.groups

    median, p95 = timed(all_of_the_page)
    results.add("all figures of the key figures' page, all places, p95", p95, "ms", at_most=150)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(user)
    median, p95 = timed(lambda: client.get("/reports/key-figures/", {"year": YEAR}))
    results.add("the key figures' page with its charts, p95", p95, "ms")
    median, p95 = timed(lambda: client.get("/reports/figures/visits_by_purpose/", {"period": YEAR, "place": "side"}))
    results.add("a figure's page, places side by side, p95", p95, "ms", at_most=150)


def timed(work, times=TIMES):
    """(median, p95) of `work` in milliseconds, after one run to warm up."""
    work()
    found = []
    for _time in range(times):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return percentile(found, 0.5), percentile(found, 0.95)


def grouped_count(period):
    """The floor: the rows of `period` counted once, by month."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(FLOOR, [period.first, period.last])
        return cursor.fetchall()


def fill(visits, interviews, sites, purposes):
    """Rows over ten years, written by the database itself; every fifth visit says its age band."""
    from django.db import connection

    from citedesmetiers.factories import make_profile_value
    from counselling.factories import make_desk

    keys, reasons = [site.pk for site in sites], [purpose.pk for purpose in purposes]
    bands = [make_profile_value(list="age_band").pk for _ in range(8)]
    desks = [make_desk(site=site).pk for site in sites]
    with connection.cursor() as cursor:
        cursor.execute(VISITS, [keys, reasons, bands, visits])
        cursor.execute(INTERVIEWS, [keys, desks, reasons, interviews])
    _vacuum()


def _vacuum():
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("reception_visit", "counselling_interview", "reports_rolledday", "reports_changedday"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def late_corrections(sites):
    """A thousand visits of the year are corrected, spread over its days, as late entries would be."""
    from reception.models import Visit

    some = list(Visit.objects.filter(day__year=YEAR, site__in=sites).values_list("pk", flat=True)[:1000])
    Visit.objects.filter(pk__in=some).update(people=3)


def differs_in_year(sites):
    """How many visits the figure says more or less than the rows, month by month."""
    from django.db.models import Sum
    from django.db.models.functions import ExtractMonth

    from reception.models import Visit
    from reports import figures

    said = figures.visits_per_month(sites, figures.whole_year(YEAR))
    rows = Visit.objects.counted().filter(day__year=YEAR).values_list(ExtractMonth("day")).annotate(n=Sum("people"))
    return sum(abs(said[month] - n) for month, n in rows.order_by())
