"""A database that is away: a friendly page within five seconds, JSON for what devices send, and nobody restarts it.

The database is a server of its own behind a relay that can refuse, or take connections and say nothing.
"""

import contextlib
import os
import socket
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from bench.faults.house import House
from citedesmetiers.installation import DATABASE_USER, SOCKET_NUMBER, Installation
from citedesmetiers.postgres import Server
from tests.migrated import copy_to
from tests.test_installation.processes import Application, eventually

PASS, REFUSE, SWALLOW = "pass", "refuse", "swallow"


class Relay:
    """Passes connections on 127.0.0.1 on to a server's socket, or does what `mode` says."""

    def __init__(self, behind):
        self.behind, self.mode, self._open = behind, PASS, []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, name="relay", daemon=True).start()

    def become(self, mode):
        """Change what happens to those who come; connections that are open break."""
        self.mode = mode
        for pair in self._open:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
        self._open = []

    def close(self):
        self._door.close()
        self.become(REFUSE)

    def _accept(self):
        while True:
            try:
                caller, _address = self._door.accept()
            except OSError:
                return
            if self.mode == REFUSE:
                caller.close()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.behind))
            self._open.append((caller, server))
            for pair in ((caller, server), (server, caller)):
                threading.Thread(target=self._pump, args=pair, name="relay", daemon=True).start()

    def _pump(self, source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.mode != SWALLOW:
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def house_behind_relay():
    """(House, Relay): an installation with DATABASE_URL, whose way to the database is the relay."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-faults-") as name:
        folder = Path(name)
        os.chmod(folder, 0o711)
        elsewhere = Installation(copy_to(folder / "elsewhere"))
        server = Server(elsewhere)
        server.start()
        relay = Relay(elsewhere.socket_folder / f".s.PGSQL.{SOCKET_NUMBER}")
        password = elsewhere.database_password(DATABASE_USER)
        url = f"postgres://{DATABASE_USER}:{password}@127.0.0.1:{relay.port}/citedesmetiers"
        application = Application(folder / "data", output=folder / "output", DATABASE_URL=url)
        try:
            yield House(application.wait_until_running(), url), relay
        finally:
            application.end()
            relay.close()
            server.stop()


@dataclass
class Away:
    """page, program: (status, body, seconds) while it is away.  recovered: seconds until a page is there again."""

    page: tuple
    program: tuple
    recovered: float


def away(house, relay, mode):
    """Ask a page, and as a device, while the database is away in the given mode; then let it come back."""
    for _ in range(4):  # connections of every process are open
        house.ask("/reception/visits/")
    relay.become(mode)
    try:
        page = house.ask("/reception/visits/", timeout=30)
        program = house.ask("/reception/entries/", {"entries": []}, accept="*/*", timeout=30)
    finally:
        relay.become(PASS)
    began = time.monotonic()
    eventually(lambda: house.ask("/reception/visits/", timeout=30)[0] == 200, seconds=60, what="the page")
    return Away(page, program, time.monotonic() - began)
