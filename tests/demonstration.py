"""The demonstration centre in a database of its own, filled once for each state of the code and copied by tests.

Filling it takes twenty seconds. What it becomes depends on all of our code, on its contents, on the packages and on
the day: whatever of them changes, it is filled anew.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from citedesmetiers.backup.programs import run
from citedesmetiers.installation import PROJECT
from tests.migrated import KEPT

UNTIL = date(2026, 10, 14)
PASSWORD = "le mot de la maison"
PLAIN = ("--no-owner", "--no-privileges", "--no-comments")  # as whoever restores it is no superuser
NO_PART_OF_IT = ("tests", "bench", "docs", "deploy", "var", "static-collected")


def digest():
    """What the result depends on, as hexadecimal digits."""
    found = hashlib.sha256(f"{date.today()} {UNTIL} {PASSWORD}".encode())  # noqa: DTZ011 -- whichever day it is here
    for folder in sorted(PROJECT.iterdir()):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in NO_PART_OF_IT:
            for file in sorted(folder.rglob("*")):
                if file.is_file() and file.suffix != ".pyc":
                    found.update(file.relative_to(PROJECT).as_posix().encode() + file.read_bytes())
    found.update((PROJECT / "requirements.lock").read_bytes() + Path(__file__).read_bytes())
    return found.hexdigest()[:16]


@contextlib.contextmanager
def connected_to(name):
    """Let the connection lead to the database `name` for a while."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


def make_copy():
    """Make this process a database that holds the demonstration; returns its name and what the command printed.

    For one process of a session at a time: see the fixture `_turn`.
    """
    server, ours = connection.settings_dict, Path(os.environ["DATA"]) / "demonstration"
    connection.close()  # a database is copied while nobody is in it
    if not ours.exists():
        make(ours, server["TEST"].get("TEMPLATE") or server["NAME"])
    name = f"{server['NAME']}_demonstration"
    copy("demonstration", name)
    return name, (ours / "said").read_text()


def make(ours, empty):
    """Make the database `demonstration` of this session from what is kept, else from the database `empty`."""
    kept = KEPT / f"demonstration-{digest()}"
    with alone():
        if is_kept := kept.exists():
            shutil.copytree(kept, ours)
    if is_kept:
        copy("template1", "demonstration")
        dump = ours / "dump"
        run("pg_restore", *PLAIN, "--exit-on-error", "--dbname=demonstration", dump, where=connection.settings_dict)
    else:
        copy(empty, "demonstration")
        ours.mkdir()
        with connected_to("demonstration"):
            fill(ours)
        with alone():
            keep(ours, kept)


def fill(folder):
    """Fill the database that we are connected to, and put a dump of it and what the command said into `folder`."""
    said = StringIO()
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        call_command("demo", password=PASSWORD, until=UNTIL, stdout=said)
    (folder / "said").write_text(said.getvalue())
    run("pg_dump", *PLAIN, "--format=custom", f"--file={folder / 'dump'}", where=connection.settings_dict)


@contextlib.contextmanager
def alone():
    """The right to read and change what is kept: other sessions may run."""
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep(folder, kept):
    """Keep a copy of `folder` as `kept`, in place of those of older code."""
    for old in KEPT.glob("demonstration-*"):
        shutil.rmtree(old)
    unfinished = kept.with_suffix(".unfinished")
    shutil.copytree(folder, unfinished)
    unfinished.rename(kept)


def copy(template, name):
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
