"""`make run`: starts the database, the web server and the background worker, keeps them alive, stops them together.

`python -m citedesmetiers.supervisor` ends with 0 after Ctrl+C or SIGTERM, and with 1 and one sentence when it cannot
start. Each child is in its own process group, so that Ctrl+C reaches only us, and dies with us, however we die.
"""

import contextlib
import errno
import http.client
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from citedesmetiers import child
from citedesmetiers.installation import PROJECT, Installation, InstallationError
from citedesmetiers.locks import FileLock
from citedesmetiers.postgres import Server, stop_orphan
from citedesmetiers.sharing import Users

SECONDS_TO_STOP = 3.0  # for the web server and the worker; the database has what is left of five
SECONDS_TO_ANSWER = 60
LONGEST_PAUSE = 2.0  # between two starts of a child that keeps dying
LONG_LIFE = 5.0  # a child that lived this long is started again at once


class Child:
    """One program that is started again whenever it ends.

    name: as the log calls it.  program: its command line.  handles: file descriptors that it inherits.
    """

    def __init__(self, name, program, *, handles=()):
        self.name = name
        self.program = program
        self.handles = handles
        self.process = None
        self._started = 0.0
        self._pause = 0.0
        self._due = None

    def start(self):
        self._started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 -- our own programs
            child.command(self.program, at_parent_death=signal.SIGTERM),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            pass_fds=self.handles,
            start_new_session=True,
        )

    def poll(self):
        """None while it runs, else its exit status."""
        return self.process.poll()

    def restart(self):
        """Start it again once its pause is over; the pause grows with each short life."""
        now = time.monotonic()
        if self._due is None:
            self._pause = 0.0 if now - self._started > LONG_LIFE else min(LONGEST_PAUSE, max(0.1, self._pause * 2))
            self._due = now + self._pause
        if now < self._due:
            return
        self._due = None
        self.signal(signal.SIGKILL)  # what a killed program has left behind in its group still holds its place
        say(f"The {self.name} ended ({ending(self.process.returncode)}) and is started again.")
        try:
            self.start()
        except (InstallationError, OSError, subprocess.SubprocessError) as error:
            say(str(error))  # the disk or the memory may be full for a while: we keep trying

    def signal(self, number):
        """Send a signal to the program and to all that it started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, number)

    def stop(self, end):
        """Wait until `end` on the monotonic clock, then kill."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, end - time.monotonic()))
        self.signal(signal.SIGKILL)
        self.process.wait()


class Database(Child):
    """The embedded server as one of the supervisor's children."""

    def __init__(self, installation):
        super().__init__("database", [])
        self.server = Server(installation, say=say)

    def start(self):
        self._started = time.monotonic()
        self.server.start()
        self.process = self.server.process


class Supervisor:
    """Everything that runs for one installation."""

    def __init__(self, installation):
        self.installation = installation
        self.children = []
        self._door = None
        self._users = None
        self._lock = FileLock(installation.data / "running.lock")
        # A signal must wake us from waiting, so each one also puts a byte into this pair.
        self._wake, wake = socket.socketpair()
        self._wake.setblocking(False)
        wake.setblocking(False)
        self._wake_writer = wake

    def run(self):
        """Start everything, announce it, and watch until a signal asks to stop."""
        for number in asks_to_stop():
            signal.signal(number, interrupt)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wake_writer.fileno())
        try:
            self.installation.prepare()
            self._claim()
            self._door = bound_socket(self.installation)
            if self.installation.embedded:
                self._start_database()
            report = prepare()
            self._start_children()
            self._wait_for_answer()
            self._announce(report)
            self._watch()
        except KeyboardInterrupt:
            pass
        finally:
            for number in asks_to_stop():
                signal.signal(number, signal.SIG_IGN)
            self._stop()

    def _claim(self):
        """One supervisor for one data folder."""
        if not self._lock.exclusive(wait=False):
            raise InstallationError(
                f"This installation runs already at {self._lock.read() or 'another address'} with the data folder "
                f"{self.installation.data}: open it there, stop it first, or name another folder with DATA=."
            )
        self._lock.write(self.installation.address)

    def _start_database(self):
        self._users = Users(self.installation)
        with self._users.door():
            if not self._users.enter_alone():
                say("Waiting for a command that uses the database of this installation to end…")
                self._users.outlast(float("inf"))
            stop_orphan(self.installation)
            database = Database(self.installation)
            self.children.append(database)
            if not self.installation.cluster.exists():
                say("Making the database…")
            database.start()
            self._users.enter()

    def _start_children(self):
        # The socket stays ours: while the web server is started anew, browsers wait instead of being turned away.
        listen(self._door, self.installation)
        for counts in self.installation.metrics.glob("*.db"):  # of processes that ended with the last start
            counts.unlink()
        web = [sys.executable, "-m", "gunicorn", *gunicorn_options(self._door)]
        worker = [sys.executable, PROJECT / "manage.py", "worker"]
        for each in (Child("web server", web, handles=[self._door.fileno()]), Child("background worker", worker)):
            self.children.append(each)
            each.start()

    def _wait_for_answer(self):
        web = self.children[-2]
        end = time.monotonic() + SECONDS_TO_ANSWER
        while not answers(self.installation):
            if web.poll() is not None or time.monotonic() > end:
                raise InstallationError("The web server does not start; the reason stands above.")
            time.sleep(0.05)

    def _announce(self, report):
        say("")
        say(f"The application runs at {self.installation.address}")
        if report["demonstration"] is not None:
            self._announce_accounts(report["demonstration"])
        if report["set_up_code"]:
            say(f"The first page guides through the set-up; it asks for this code: {report['set_up_code']}")
        say("Stop it with Ctrl+C.")

    def _announce_accounts(self, accounts):
        """Name the accounts of the demonstration, and the password of those that it opens."""
        opened = [account for account, is_opened in accounts.items() if is_opened]
        others = [account for account, is_opened in accounts.items() if not is_opened]
        if opened:
            say("Demonstration accounts: " + ", ".join(opened))
            say(f"Password of each: {self.installation.demo_password()}")
        if others:
            say("Demonstration accounts with another password, which is not kept here: " + ", ".join(others))
            say(f"To choose a new one: {sys.executable} manage.py changepassword {others[0]}")

    def _watch(self):
        while True:
            for each in self.children:
                if each.poll() is not None:
                    each.restart()
            select.select([self._wake], [], [], 0.2)
            with contextlib.suppress(BlockingIOError):
                self._wake.recv(4096)

    def _stop(self):
        """Stop what uses the database, then the database; five seconds in all."""
        running = [each for each in self.children if each.process is not None]
        others = [each for each in running if not isinstance(each, Database)]
        end = time.monotonic() + SECONDS_TO_STOP
        for each in others:
            each.signal(signal.SIGTERM)
        for each in others:
            each.stop(end)
        for each in self.children:
            if isinstance(each, Database):
                each.server.stop(seconds=1.0)
        if self._users:
            self._users.leave()
        self._lock.release()


def gunicorn_options(door):
    """How the web server runs: two processes for two cores, four threads each for waiting on the database."""
    options = {
        "bind": f"fd://{door.fileno()}",
        "worker-class": "gthread",
        "workers": 2,
        "threads": 4,
        "timeout": 60,
        "graceful-timeout": 2,
        "keep-alive": 15,
        "log-level": "warning",
    }
    if Path("/dev/shm").is_dir():  # noqa: S108 -- memory: the sign of life of a worker never waits for a disk
        options["worker-tmp-dir"] = "/dev/shm"  # noqa: S108
    # Loaded once and then forked: a worker that was killed is back in milliseconds. No access log: it holds addresses.
    flags = ["--preload", "--no-control-socket"]
    return [*(f"--{name}={value}" for name, value in options.items()), *flags, "citedesmetiers.wsgi:application"]


def bound_socket(installation):
    """The socket that the web server will listen on. Raises InstallationError when the address is not to be had."""
    try:
        found = socket.getaddrinfo(installation.host, installation.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        door = socket.socket(family, kind, protocol)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
    except socket.gaierror as error:
        raise InstallationError(f"HOST={installation.host} is not an address of this machine.") from error
    except PermissionError as error:
        raise InstallationError(
            f"Port {installation.port} is for the administrator only: choose one above 1023, as in: make run PORT=8000"
        ) from error
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise InstallationError(f"HOST={installation.host} is not an address of this machine.") from error
        raise taken(installation) from error
    return door


def listen(door, installation):
    """Open the door. Raises InstallationError when another program was quicker at this port."""
    try:
        door.listen(512)
    except OSError as error:
        raise taken(installation) from error


def taken(installation):
    return InstallationError(
        f"Port {installation.port} is in use: stop the program that uses it, or choose another, "
        f"as in: make run PORT={installation.port % 65535 + 1}"
    )


def prepare():
    """Bring database and static files up to date in a process of its own; its report as a dict."""
    program = [sys.executable, "-m", "citedesmetiers.preparation"]
    process = subprocess.Popen(  # noqa: S603 -- our own program
        child.command(program, at_parent_death=signal.SIGTERM),
        cwd=PROJECT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        report, _ = process.communicate()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode:
        sys.exit(1)  # it has said why
    return json.loads(report)


def answers(installation):
    """True when the web server answers at all."""
    host = installation.address.removeprefix("http://")
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection(host, timeout=2)
        connection.request("GET", "/health/live")
        connection.getresponse()
        return True
    return False


def asks_to_stop():
    """The signals that ask us to stop; under nohup, which ignores it, a closed terminal does not."""
    hangs_up = signal.getsignal(signal.SIGHUP) != signal.SIG_IGN
    return [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hangs_up else [])]


def interrupt(number, frame):
    raise KeyboardInterrupt


def ending(status):
    """What an exit status means, for people."""
    return f"exit status {status}" if status >= 0 else f"signal {-status}"


def say(sentence):
    """Talk to the person who started us; the terminal may be gone by now."""
    with contextlib.suppress(OSError):
        sys.stdout.write(sentence + "\n")
        sys.stdout.flush()


def main():
    """Run the installation that the environment describes."""
    try:
        installation = Installation.from_environ()
        # The children read the same variables; a relative folder must mean the same folder to them.
        os.environ["DATA"] = str(installation.data)
        Supervisor(installation).run()
    except InstallationError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
