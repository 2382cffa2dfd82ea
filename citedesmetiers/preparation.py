"""What must be true of the database and the static files before the web server starts; run by the supervisor.

`python -m citedesmetiers.preparation` does what is missing, quickly when nothing is, and leaves on standard output one
line of JSON: {"demonstration": {e-mail address: bool} or null, "set_up_code": text or null}. The bool says whether the
password that the installation keeps opens that account of the demonstration.
"""

import contextlib
import hashlib
import ipaddress
import json
import os
import socket
import sys
import time

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from citedesmetiers.installation import SHORTEST_SECRET, InstallationError, tell
from citedesmetiers.loading import set_up

LOCK = 0x6D6967  # one machine brings a database up to date at a time
SECONDS_BETWEEN_TRIES = 0.2
# Forms of Bootstrap that no page of ours links. Compressing them would take 20 of the first start's seconds.
NOT_SERVED = ["bootstrap-*", "*.rtl.*", "bootstrap.esm.*"]
NOT_SERVED += ["bootstrap.css*", "bootstrap.js*", "bootstrap.min.js*", "bootstrap.bundle.js*"]


def main():
    """Prepare, or say in one sentence on standard error why it is refused and return 1."""
    report, sys.stdout = sys.stdout, sys.stderr  # commands may print; the report stays alone on its line
    try:
        set_up()
        report.write(json.dumps(prepare(settings.INSTALLATION)) + "\n")
    except InstallationError as error:
        return str(error)


def prepare(installation):
    """Migrate, collect the static files and fill an empty installation with the demonstration, as far as needed."""
    reach(installation)
    may_serve(installation, settings)
    collect_static(installation)
    with one_machine_at_a_time():
        migrate()
        if wants_demonstration() and "demo" in get_commands():
            tell("Filling the empty installation with the demonstration centre…")
            os.environ["DEMO_PASSWORD"] = installation.demo_password()
            call_command("demo", verbosity=0)  # the supervisor names accounts and password itself
    accounts = demonstration_accounts(installation) if holds_demonstration() else None
    return {"demonstration": accounts, "set_up_code": set_up_code()}


def demonstration_accounts(installation):
    """{e-mail address: True when the kept password opens the account}, in the order in which they were made.

    The demonstration may have been filled with another password, or somebody may have chosen one since.
    """
    from citedesmetiers.models import User  # noqa: PLC0415 -- models, when Django is ready

    password = installation.demo_password()
    users = User.objects.filter(email__endswith="@demo.example", is_active=True).order_by("pk")
    return {user.email: check_password(password, user.password) for user in users}


def set_up_code():
    """What the set-up's first page asks for where other machines could reach it; None when nothing is asked."""
    from citedesmetiers.views.setup import code_needed  # noqa: PLC0415 -- screens, when Django is ready

    return None if _exists("select 1 from citedesmetiers_centre where set_up_at is not null") else code_needed()


def reach(installation):
    """Raises InstallationError when the database server does not let us in."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise InstallationError(
            f"The database named by DATABASE_URL does not let us in ({reason}): check the address and the password."
            if not installation.embedded
            else f"The embedded database does not let us in ({reason})."
        ) from error


def may_serve(installation, settings):
    """Raises InstallationError when other machines would reach what only this one should.

    That is: debugging pages, guessable sessions, or the demonstration, whose accounts share one password.
    """
    if is_loopback(installation.host):
        return
    here = f"with HOST={installation.host} other machines can reach this installation"
    if settings.DEBUG:
        raise InstallationError(f"DEBUG is on and {here}: start without DEBUG, or without HOST.")
    if len(settings.SECRET_KEY) < SHORTEST_SECRET:
        raise InstallationError(
            f"The secret has less than {SHORTEST_SECRET} characters and {here}: set a longer SECRET_KEY, "
            f"or remove it and {installation.data / 'secret-key'} to have one made."
        )
    if holds_demonstration():
        raise InstallationError(
            f"The demonstration's accounts share one password and {here}: start without HOST, "
            "or with another data folder and DEMO=0 for your own centre."
        )
    if wants_demonstration():
        raise InstallationError(
            f"The demonstration's accounts would share one password and {here}: start with DEMO=0 "
            "for your own centre, or without HOST."
        )


def is_loopback(host):
    """True when only this machine reaches `host`, by every address that it stands for."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError as error:
        raise InstallationError(f"HOST={host} is not an address of this machine.") from error
    return all(ipaddress.ip_address(address[0].split("%")[0]).is_loopback for *_, address in found)


@contextlib.contextmanager
def one_machine_at_a_time(pause=lambda: time.sleep(SECONDS_BETWEEN_TRIES)):
    """Keep others who start on the same database out for the length of the block; wait while they keep us out.

    It asks again and again rather than waiting in one statement, which would hold up indexes that are built
    concurrently. Who dies lets go.  pause: called between two tries.
    """
    waited = False
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
            if cursor.fetchone()[0]:
                break
            if not waited:
                tell("Waiting for another machine that brings this database up to date…")
                waited = True
            pause()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def migrate():
    """Bring the schema up to date; half a second when it is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def collect_static(installation):
    """Collect the static files when one was added, removed or changed since the last time."""
    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(NOT_SERVED):
            found = os.stat(storage.path(name))
            digest.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = installation.generated / "static-files.stamp"
    collected = (installation.static_root / "staticfiles.json").exists()
    if collected and stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0, ignore_patterns=NOT_SERVED)
    stamp.write_text(digest.hexdigest())


def wants_demonstration():
    """True when nothing is in the database yet and DEMO=0 does not ask to leave it so."""
    return os.environ.get("DEMO") != "0" and not _exists("select 1 from citedesmetiers_centre")


def holds_demonstration():
    """True when the centre in the database is the demonstration."""
    return _exists("select 1 from citedesmetiers_centre where demonstration")


def _exists(query):
    """Whether `query` finds a row; it finds none where the tables are yet to be made."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"select exists({query})")
            return cursor.fetchone()[0]
    except DatabaseError:
        return False


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "citedesmetiers.settings")
    sys.exit(main())
