"""pg_dump and pg_restore, of the wheel that also holds our own server."""

import subprocess

from django.conf import settings

from citedesmetiers.privileges import environment, program


class ProgramFailed(Exception):
    """A program of Postgres ended with an error; the text is what it said last."""


def run(name, *arguments, where=None):
    """Run one of Postgres' programs against the database of the settings; returns what it wrote to standard output.

    where: another database, as a dictionary like those of settings.DATABASES.  Raises ProgramFailed.
    """
    where = where or settings.DATABASES["default"]
    reach = {
        "PGHOST": where["HOST"],
        "PGPORT": where["PORT"] or "5432",
        "PGUSER": where["USER"],
        "PGPASSWORD": where["PASSWORD"],
        "PGDATABASE": where["NAME"],
        "PGSSLMODE": where.get("OPTIONS", {}).get("sslmode", "prefer"),
        "PGCONNECT_TIMEOUT": "10",
    }
    done = subprocess.run(  # noqa: S603 -- the wheel's program
        [program(name), *map(str, arguments)],
        env=environment() | {key: str(value) for key, value in reach.items()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProgramFailed((done.stderr.strip().splitlines() or [f"{name} ended with status {done.returncode}"])[-1])
    return done.stdout
