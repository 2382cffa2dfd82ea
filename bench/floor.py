"""The least that any software could do to store a visit: one INSERT and a commit behind a bare WSGI function."""

import json
import os
import threading
import uuid

import psycopg2

SITE, PURPOSE = os.environ["FLOOR_SITE"], os.environ["FLOOR_PURPOSE"]
_local = threading.local()


def connection():
    if not hasattr(_local, "connection"):
        _local.connection = psycopg2.connect(os.environ["FLOOR_DSN"])
        _local.connection.autocommit = True
    return _local.connection


def application(environ, start_response):
    """Read the body, insert one row with the same columns as a visit, answer in JSON."""
    if environ["REQUEST_METHOD"] == "POST":
        body = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        with connection().cursor() as cursor:
            cursor.execute(
                "INSERT INTO reception_visit (uid, site_id, day, hour, people, purpose_id, further_purposes, sent_to, "
                "undone, received_on, fingerprint) VALUES (%s, %s, current_date, 10, 1, %s, '{}', '{}', false, "
                "current_date, %s)",
                (
                    str(uuid.uuid4()),
                    os.environ["FLOOR_SITE"],
                    os.environ["FLOOR_PURPOSE"],
                    body["entries"][0]["uid"][:16].encode(),
                ),
            )
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b'{"results": []}']
