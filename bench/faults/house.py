"""A running installation to break things in, with a person signed in who counts visits."""

import contextlib
import json
import os
import signal
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2

from citedesmetiers.installation import Installation
from tests.collected import lent_to
from tests.migrated import copy_to
from tests.test_installation.processes import Application, alive, children_of, eventually, manage

SET_UP = """
from bench.visits import session_of
from citedesmetiers.factories import make_centre, make_purpose, make_site, make_user
make_centre(demonstration=True)
site = make_site(code="main")
make_purpose(code="employment", key=2)
print(session_of(make_user(roles=["reception", "director", "admin"], sites=[site])))
"""
SECONDS_TO_RECOVER = 40


class House:
    """One running installation. stored: how to reach its database, whichever server it is."""

    def __init__(self, application, database_url=None):
        self.application, self.data, self.port = application, application.data, application.port
        self.stored = database_url or Installation(Path(self.data)).database_url()
        self.variables = {"DATABASE_URL": database_url} if database_url else {}
        self.cookie = manage(self.data, "shell", "-v", "0", "-c", SET_UP, **self.variables).split()[-1]
        self.wait_until_ready()

    def wait_until_ready(self):
        ready = lambda: self.application.answer("/health/ready") == 200
        eventually(ready, seconds=SECONDS_TO_RECOVER, what="readiness")

    def query(self, statement, *parameters):
        """The rows of one committed statement, on a connection of its own."""
        with contextlib.closing(psycopg2.connect(self.stored, connect_timeout=5)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else None

    def ask(self, path, data=None, *, accept="text/html", timeout=15):
        """(status, body as text, seconds) of a page, asked as the person who is signed in; status 0: no answer."""
        headers = {"Cookie": self.cookie, "Accept": accept}
        if data is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(data).encode()
        began = time.monotonic()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return response.status, response.read().decode(errors="replace"), time.monotonic() - began
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), time.monotonic() - began
        except OSError:
            return 0, "", time.monotonic() - began

    # ── What may be killed: our own children alone ───────────────────────────────────────────────────

    def kill_database(self):
        self._kill(self.application.child("bin/postgres"))

    def kill_web_process(self):
        """One of the web server's processes; none when both have just been killed."""
        for pid in children_of(self.application.child("gunicorn"))[:1]:
            self._kill(pid)

    def kill_worker(self):
        self._kill(self.application.child("manage.py worker"))

    def stop_web_server(self):
        """As at a deployment: the web server is asked to end, and started anew by its supervisor."""
        ended = self.application.child("gunicorn")
        os.kill(ended, signal.SIGTERM)
        eventually(lambda: not alive(ended), what="the end of the web server")

    @staticmethod
    def _kill(pid):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def house(**variables):
    """A House in a temporary folder; ended, and removed, with the block."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-faults-") as folder:
        os.chmod(folder, 0o711)  # as root the database runs as another user, who must be able to pass through
        output = Path(folder) / "output"
        application = Application(lent_to(copy_to(Path(folder) / "data")), output=output, **variables)
        try:
            yield House(application.wait_until_running(), variables.get("DATABASE_URL"))
        finally:
            application.end()


def again_and_again(act, times, pause):
    """Run `act` `times` times in a thread of its own, `pause` seconds apart; the thread."""

    def work():
        for _ in range(times):
            time.sleep(pause)
            act()

    thread = threading.Thread(target=work, name="fault")
    thread.start()
    return thread
