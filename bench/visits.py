"""Storing visits: throughput against the floor, ten desks at their pace, two hundred users at once."""

import contextlib
import http.client
import json
import os
import threading
import time
import uuid
from urllib.parse import urlsplit

from bench.measure import Results, installation, percentile, web_server

SECONDS = 10
CONNECTIONS = 16
DESKS = 10
VISITS_A_MINUTE_AND_DESK = 10
USERS = 200
SECONDS_BETWEEN = 2.0  # of one of the two hundred users


def run(results: Results):
    rows = int(os.environ.get("BENCH_VISITS", "10000000"))
    with installation() as here:
        from citedesmetiers.factories import make_centre, make_purpose, make_site, make_user

        make_centre(demonstration=True)
        site, purpose = make_site(code="main"), make_purpose(code="employment", key=2)
        users = [make_user(roles=["reception"], sites=[site]) for _ in range(USERS)]
        began = time.monotonic()
        fill(rows, site, purpose)
        results.add(f"visits in the table (filled in {time.monotonic() - began:.0f} s)", rows, "rows")
        cookies = [session_of(user) for user in users]
        floor_environ = {
            "FLOOR_DSN": here.database_url(),
            "FLOOR_SITE": str(site.pk),
            "FLOOR_PURPOSE": str(purpose.pk),
        }
        with web_server("bench.floor:application", floor_environ) as address:
            floor, _times = load(address, cookies[:CONNECTIONS], seconds=SECONDS)
        results.add("store a visit: floor (INSERT + commit, bare WSGI)", floor, "visits/s")
        with web_server("citedesmetiers.wsgi") as address:
            ours, _times = load(address, cookies[:CONNECTIONS], seconds=SECONDS)
            results.add("store a visit", ours, "visits/s", ratio=ours / floor, at_least=0.35)
            pause = 60 / VISITS_A_MINUTE_AND_DESK
            _rate, times = load(address, cookies[:DESKS], seconds=30, pause=pause)
            results.add("store a visit: 10 desks × 10 a minute, p95", percentile(times, 0.95) * 1000, "ms", at_most=50)
            _rate, times = load(address, cookies, seconds=20, pause=SECONDS_BETWEEN)
            results.add("store a visit: 200 users at once, p95", percentile(times, 0.95) * 1000, "ms", at_most=300)
            results.add("store a visit: 200 users at once, median", percentile(times, 0.5) * 1000, "ms")


def fill(rows, site, purpose):
    """`rows` visits over ten years, written by the database itself."""
    from django.db import connection

    with connection.cursor() as cursor:
        with bare(cursor, "reception_visit"):
            cursor.execute(
                "INSERT INTO reception_visit (uid, site_id, day, hour, people, purpose_id, further_purposes, sent_to, "
                "undone) SELECT gen_random_uuid(), %s, date '2016-01-01' + (i %% 3650)::int, 9 + (i %% 9)::int, 1, "
                "%s, '{}', '{}', false FROM generate_series(1, %s) i",
                [site.pk, purpose.pk, rows],
            )
        cursor.execute("ANALYZE reception_visit")


@contextlib.contextmanager
def bare(cursor, table):
    """The table without its keys, indexes and triggers for the length of the block: they cost more row by row.

    Keys that other tables refer to stay. No trigger marks the days of what is written: who wants figures of them
    quickly marks them afterwards.
    """
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint own WHERE conrelid = %s::regclass "
        "AND contype IN ('p', 'f') AND NOT EXISTS (SELECT FROM pg_constraint WHERE confrelid = own.conrelid) "
        "ORDER BY contype DESC",
        [table],
    )
    constraints = cursor.fetchall()
    cursor.execute(
        "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN "
        "(SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
        [table, table],
    )
    indexes = cursor.fetchall()
    for name, _definition in constraints:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _definition in indexes:
        cursor.execute(f'DROP INDEX "{name}"')
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    cursor.execute("SET maintenance_work_mem = '512MB'")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
    for name, definition in constraints:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    cursor.execute("RESET maintenance_work_mem")


def session_of(user):
    """The cookie of a session of `user`."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def load(address, cookies, *, seconds, pause=0.0):
    """One connection per cookie, each storing visits one after the other with `pause` seconds between two beginnings.

    Returns (visits per second, seconds each took). Raises RuntimeError for an answer that is no success.
    """
    times, failures, lock = [], [], threading.Lock()
    end = time.monotonic() + seconds

    def desk(number, cookie):
        client = http.client.HTTPConnection(urlsplit(address).netloc, timeout=30)
        mine = []
        begin = time.monotonic() + (pause * number / len(cookies) if pause else 0)
        while begin < end:
            time.sleep(max(0.0, begin - time.monotonic()))
            started = time.monotonic()
            entry = {"uid": str(uuid.uuid4()), "kind": "visit", "site": "main", "people": 1}
            entry["purposes"] = ["employment"]
            entry["recorded_at"] = time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
            headers = {"Content-Type": "application/json", "Cookie": cookie}
            client.request("POST", "/reception/entries/", json.dumps({"entries": [entry]}), headers)
            answer = client.getresponse()
            body = answer.read()
            if answer.status != 200 or b"refused" in body:
                failures.append(body[:200])
                break
            mine.append(time.monotonic() - started)
            begin = max(begin + pause, time.monotonic()) if pause else time.monotonic()
        with lock:
            times.extend(mine)

    threads = [threading.Thread(target=desk, args=pair) for pair in enumerate(cookies)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    return len(times) / (time.monotonic() - began), times
