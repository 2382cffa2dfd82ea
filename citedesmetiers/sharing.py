"""Several processes on one embedded server: who starts it, who stops it, and when.

Each process that uses the database of an installation holds a shared lock on a file for as long. The one that finds
nobody there starts the server and stops it again when the last of the others has left.
"""

import contextlib
import time

from citedesmetiers.installation import Installation, InstallationError, tell
from citedesmetiers.locks import FileLock
from citedesmetiers.postgres import Server, answers, stop_orphan

# Commands of manage.py that have no use for a database; every other one finds it running.
WITHOUT_DATABASE = {
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "startapp",
    "startproject",
    "version",
}


class Users:
    """Those who use the embedded database of one installation at this moment, we among them."""

    def __init__(self, installation):
        installation.prepare()
        self._door = FileLock(installation.data / "database-door.lock")
        self._users = FileLock(installation.data / "database-users.lock")

    @contextlib.contextmanager
    def door(self):
        """Pass the door one by one, so that two newcomers never both find the house empty."""
        self._door.exclusive()
        try:
            yield
        finally:
            self._door.release()

    def enter_alone(self):
        """True when nobody else is there: from now on nobody can enter until we call `enter` or `leave`."""
        return self._users.exclusive(wait=False)

    def enter(self):
        """Be counted among the users."""
        self._users.shared()

    def leave(self):
        """Be counted no more."""
        self._users.release()

    def outlast(self, seconds):
        """Wait until everybody else has left, and keep newcomers out. False when somebody stays for `seconds`."""
        return self._users.exclusive_within(seconds)


@contextlib.contextmanager
def running(installation, *, say=tell):
    """The embedded server of `installation` runs for the length of the block; yields nothing.

    It is started when nobody has started it, and then stopped at the end, after the last of those who joined.
    Does nothing with DATABASE_URL. Raises InstallationError when the server cannot be started.
    """
    if not installation.embedded:
        yield
        return
    users = Users(installation)
    with users.door():
        server = _start_or_join(installation, users, say)
    try:
        yield
    finally:
        if server:
            if not users.outlast(1):
                say("Waiting for another command that uses this database to end…")
                users.outlast(float("inf"))
            server.stop()
        users.leave()


def for_command(arguments):
    """The context in which manage.py runs: with the embedded server when the command can need a database.

    arguments: the command line, as in sys.argv.
    """
    installation = Installation.from_environ()
    asked = [argument for argument in arguments[1:] if not argument.startswith("-")][:1]
    only_help = {"-h", "--help", "--version"} & set(arguments)
    if not asked or only_help or asked[0] in WITHOUT_DATABASE:
        return contextlib.nullcontext()
    return running(installation)


def _start_or_join(installation, users, say):
    """The server that we started, or None when another process has it running."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if users.enter_alone():
            stop_orphan(installation)
            server = Server(installation, say=say)
            server.start()
            users.enter()
            return server
        users.enter()
        if answers(installation):
            return None
        # Its owner is stopping it, or starting it anew after a crash.
        users.leave()
        time.sleep(0.1)
    raise InstallationError(
        f"Another process holds the database in {installation.data} and it does not answer: stop that process first."
    )
