"""Real processes of this project, started as a person would start them, each with a data folder of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from citedesmetiers.installation import PROJECT
from tests import collected

VARIABLES = (
    "PORT",
    "HOST",
    "DATA",
    "DATABASE_URL",
    "DATABASE_REPLICA_URL",
    "DEMO",
    "DEMO_PASSWORD",
    "SECRET_KEY",
    "DEBUG",
    "HTTPS",
)


def environment(**variables):
    """The environment of a person's shell: nothing of the test session, and `variables`."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "MAKE", "MFLAGS"))}
    for name in (*VARIABLES, "DJANGO_SETTINGS_MODULE"):
        mine.pop(name, None)
    return mine | {"DEMO": "0"} | {name: str(value) for name, value in variables.items()}


def eventually(condition, *, seconds=30, what="it"):
    """Wait until `condition()` is true and return what it returned; fail after `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.02)  # the pause between two looks, not a wait for luck
    raise AssertionError(f"{what} did not happen within {seconds} s")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def manage(data, *arguments, folder=PROJECT, **variables):
    """Run manage.py to its end; its output, or an AssertionError with it when it failed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=folder,
        env=environment(DATA=data, **variables),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def alive(pid):
    """True while the process runs; a dead one that nobody waits for counts as dead."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


def command_of(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""


def children_of(pid):
    """The living children of a process."""
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if alive(child)]
    return []


def servers_of(data):
    """The pids of the Postgres servers that run on this data folder."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
    return [pid for pid in pids if f"-D {data}/database " in command_of(pid) and "bin/postgres" in command_of(pid)]


class Application:
    """What `make run` runs, on 127.0.0.1 and a free port."""

    def __init__(self, data, *, output, folder=PROJECT, **variables):
        self.data = data
        self.port = variables.pop("PORT", None) or free_port()
        self.output = output
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "citedesmetiers.supervisor"],
                cwd=folder,
                env=environment(DATA=data, PORT=self.port, **variables),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self):
        return self.output.read_text()

    def answer(self, path="/health/live"):
        """The status of a page; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as response:
                return response.status
        except urllib.error.HTTPError as error:
            with error:
                return error.code
        except OSError:
            return 0

    def wait_until_running(self):
        """Wait until it has announced its address, and return itself."""
        eventually(
            lambda: "Stop it with Ctrl+C" in self.said() or self.process.poll() is not None,
            seconds=90,
            what="the start",
        )
        assert self.process.poll() is None, self.said()
        collected.keep(self.data)
        return self

    def refusal(self):
        """What it said when it ended without having started."""
        assert self.process.wait(60) == 1, self.said()
        return self.said()

    def child(self, word):
        """The pid of the child whose command line holds `word`, once the child is that program."""

        def found():
            here = [pid for pid in children_of(self.process.pid) if word in command_of(pid)]
            return next((pid for pid in here if "child.py" not in command_of(pid)), None)

        return eventually(found, what=f"a child with {word}")

    def family(self):
        """Every process that it started, and what those started."""
        found, rest = [], children_of(self.process.pid)
        while rest:
            found += rest
            rest = [pid for parent in rest for pid in children_of(parent)]
        return found

    def interrupt(self):
        """Press Ctrl+C; the seconds it took to end."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.wait(20)
        return time.monotonic() - began

    def end(self):
        if self.process.poll() is None:
            self.interrupt()
