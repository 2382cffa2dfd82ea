"""Counts of days beside the rows: added up, checked, and kept when the rows themselves are forgotten (decision 0008).

Figures read the view DayCount, which is exact whether or not anything here ever runs; adding up makes it quick.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max, Min

from counselling import kept
from counselling.models import Interview, UnmetRequest
from reception.models import GroupVisit, Visit
from reports.figures.period import Period
from reports.models import ChangedDay, RolledDay, Source

LOCK = 0x726F6C  # one process adds up at a time
ROWS = {
    Source.VISIT: (Visit, {}),  # what was taken back too: it is forgotten with the rest
    Source.GROUP: (GroupVisit, {}),
    Source.INTERVIEW: (Interview, {"state": "done"}),
    Source.LEFT: (Interview, {"state": "left"}),
    Source.UNMET: (UnmetRequest, {}),
}
COLUMNS = "source, site_id, day, dimension, value, code, entries, people"

# One statement, so one moment: exactly the changes whose marks are taken are in the new counts. A change that commits
# later leaves its mark behind, and its day is read from the rows until the next time.
ADD_UP = f"""
WITH taken AS (
    DELETE FROM reports_changedday WHERE source = %(source)s AND day BETWEEN %(first)s AND %(last)s
    RETURNING site_id, day
),
days AS (SELECT DISTINCT site_id, day FROM taken),
gone AS (
    DELETE FROM reports_rolledday rolled USING days
    WHERE rolled.source = %(source)s AND rolled.site_id = days.site_id AND rolled.day = days.day AND NOT rolled.kept
)
INSERT INTO reports_rolledday ({COLUMNS}, kept)
SELECT again.source, again.site_id, again.day, again.dimension, again.value, again.code, again.entries, again.people,
       false
FROM days CROSS JOIN LATERAL (
    SELECT raw.* FROM reports_rawday raw
    WHERE raw.source = %(source)s AND raw.site_id = days.site_id AND raw.day = days.day OFFSET 0
) again
"""  # noqa: S608 -- names of columns alone


def add_up():
    """Add up every day that has changed; returns how many lines of counts were written.

    A month at a time, each its own transaction. Does nothing while another process is at it.
    """
    written = 0
    for source in Source.values:
        for month in months_that_changed(source):
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
                if not cursor.fetchone()[0]:
                    return written
                cursor.execute(ADD_UP, {"source": source, "first": month.first, "last": month.last})
                written += cursor.rowcount
    return written


def every_night():
    """Add up and tidy. The worker adds up every ten minutes too, so that few days wait to be read row by row."""
    add_up()
    tidy()


def tidy():
    """Let counts be read from the index alone, and let the planner know how many there are.

    Within a transaction, as in the demonstration, only the latter: a table cannot be tidied there.
    """
    words = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        cursor.execute(f"{words} reports_rolledday, reports_changedday")


def months_that_changed(source):
    """A Period for each month in which a day of `source` has changed since it was added up."""
    ends = ChangedDay.objects.filter(source=source).aggregate(first=Min("day"), last=Max("day"))
    return months_of(Period(ends["first"], ends["last"])) if ends["first"] else []


def months_of(period):
    """The calendar months that `period` touches, each cut to it, in order."""
    found, first = [], period.first
    while first <= period.last:
        following = (first + timedelta(days=32 - first.day)).replace(day=1)
        found.append(Period(first, min(period.last, following - timedelta(days=1))))
        first = following
    return found


@dataclass(frozen=True)
class Difference:
    """A count that is not what its rows add up to."""

    source: str
    site_id: int
    day: object
    dimension: str
    value: int
    code: str
    entries: int
    people: int
    where: str  # "counts": only the counts say so; "rows": only the rows do


# What is added up against the rows, both ways; days that wait to be added up are read from the rows anyway.
COMPARE = f"""
WITH clean AS NOT MATERIALIZED (
    SELECT {COLUMNS} FROM reports_rolledday rolled
    WHERE source = %(source)s AND day BETWEEN %(first)s AND %(last)s AND NOT kept AND NOT EXISTS (
        SELECT FROM reports_changedday c
        WHERE c.source = rolled.source AND c.site_id = rolled.site_id AND c.day = rolled.day)
),
again AS NOT MATERIALIZED (
    SELECT {COLUMNS} FROM reports_rawday raw
    WHERE source = %(source)s AND day BETWEEN %(first)s AND %(last)s AND NOT EXISTS (
        SELECT FROM reports_changedday c
        WHERE c.source = raw.source AND c.site_id = raw.site_id AND c.day = raw.day)
)
(SELECT *, 'counts' FROM (SELECT * FROM clean EXCEPT ALL SELECT * FROM again) a)
UNION ALL
(SELECT *, 'rows' FROM (SELECT * FROM again EXCEPT ALL SELECT * FROM clean) b)
ORDER BY 3, 2, 4 LIMIT 100
"""  # noqa: S608 -- names of columns alone


def differences(period=None):
    """Every count that is not what the rows add up to, as Differences, at most a hundred a month.

    period: the days to look at; all of them when left out. An empty list is the proof that figures are right.
    """
    found = []
    for source in Source.values:
        for month in months_of(period) if period else months_with_counts(source):
            with connection.cursor() as cursor:
                cursor.execute(COMPARE, {"source": source, "first": month.first, "last": month.last})
                found += [Difference(*line) for line in cursor.fetchall()]
    return found


def months_with_counts(source):
    """A Period for each month with a row or a count of `source`."""
    model, only = ROWS[source]
    ends = [
        model.objects.filter(**only).aggregate(first=Min("day"), last=Max("day")),
        RolledDay.objects.filter(source=source, kept=False).aggregate(first=Min("day"), last=Max("day")),
    ]
    known = [end for end in ends if end["first"]]
    if not known:
        return []
    return months_of(Period(min(end["first"] for end in known), max(end["last"] for end in known)))


@transaction.atomic
def collapse(sites, period):
    """Forget the rows of `period` at `sites` and keep their daily counts; figures are the same before and after.

    Returns how many rows were deleted. What arrives late for such a day counts on top of what was kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        keys = [site.pk for site in sites]
        deleted = 0
        cursor.execute("LOCK TABLE counselling_interview IN SHARE ROW EXCLUSIVE MODE")
        kept.keep(sites, period.first, period.last)
        for source in Source.values:
            model, only = ROWS[source]
            # Nobody adds a row between the last count and the deletion.
            cursor.execute(f"LOCK TABLE {model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(ADD_UP, {"source": source, "first": period.first, "last": period.last})
            RolledDay.objects.filter(
                source=source, site_id__in=keys, day__range=(period.first, period.last), kept=False
            ).update(kept=True)
            rows = model.objects.filter(site_id__in=keys, day__range=(period.first, period.last), **only)
            deleted += rows.count()
            rows.delete()
    return deleted
