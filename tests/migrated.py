"""A data folder with a migrated, empty database, made once for each state of the migrations and copied by tests.

Migrating takes as long as a hundred tests, and the result depends on nothing but the migrations and the packages.
Tests of the first start do not use it.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys

from citedesmetiers.installation import PROJECT, Installation
from citedesmetiers.postgres import Server

KEPT = PROJECT / ".test-database"
# Keys begin where a centre has them after a year: above a thousand, where one printed as a number reads 4,012;
# and in each table elsewhere, so that the key of one kind of row is none of another.
FAR_FROM_ONE = """
import django
from django.db import connection
django.setup()
with connection.cursor() as cursor:
    cursor.execute('''
        SELECT setval(oid::regclass, 4000 + 101 * row_number() OVER (ORDER BY relname)) FROM pg_class
        WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
    ''')
"""


def digest():
    """What the result depends on, as hexadecimal digits."""
    found = hashlib.sha256((PROJECT / "requirements.lock").read_bytes() + FAR_FROM_ONE.encode())
    for name in [*sorted(PROJECT.glob("*/migrations/*.py")), PROJECT / "citedesmetiers" / "postgres.py"]:
        found.update(name.relative_to(PROJECT).as_posix().encode() + name.read_bytes())
    return found.hexdigest()[:16]


def copy_to(data):
    """Make the data folder `data` a copy of the migrated one, which is made now if need be; owners and modes included.

    Returns `data`. Only one process at a time makes, removes or copies it.
    """
    KEPT.mkdir(exist_ok=True)
    KEPT.chmod(0o711)  # as root the server runs as another user, who must be able to pass through
    kept = KEPT / digest()
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in KEPT.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
            unfinished = kept.with_suffix(".unfinished")
            make(unfinished)
            unfinished.rename(kept)
        subprocess.run(["cp", "-a", str(kept), str(data)], check=True)
    return data


def make(folder):
    """Make a cluster in `folder` and migrate its database, in a process of its own: ours has read no settings yet."""
    folder.mkdir(mode=0o711)
    server = Server(Installation(folder), fast=True)
    server.start()
    try:
        environ = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "DATABASE_URL"))
        }
        environ |= {"DJANGO_SETTINGS_MODULE": "citedesmetiers.settings", "DATA": str(folder)}
        environ |= {"DATABASE_URL": server.installation.database_url()}
        for command in (["-m", "django", "migrate", "--verbosity=0"], ["-c", FAR_FROM_ONE]):
            subprocess.run(
                [sys.executable, *command], cwd=PROJECT, env=environ | {"PYTHONPATH": str(PROJECT)}, check=True
            )
    finally:
        server.stop()
