"""Where this installation keeps its state, and how it is reached: the variables of `make run`, read in one place.

Nothing here imports Django: the settings, the supervisor and manage.py all start from this module.
"""

import contextlib
import getpass
import hashlib
import os
import secrets
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

PROJECT = Path(__file__).resolve().parent.parent
DATABASE_NAME = "citedesmetiers"
DATABASE_USER = "citedesmetiers"
SUPERUSER = "postgres"
# The number in the socket's file name; nothing listens on a TCP port.
SOCKET_NUMBER = "5432"
# sockaddr_un holds 108 bytes on Linux and 104 on macOS, the closing NUL included.
LONGEST_SOCKET_PATH = 103
SHORTEST_SECRET = 50
# How long a page waits for a database that does not answer: a friendly page within five seconds. libpq's names;
# seconds, but tcp_user_timeout in milliseconds: first the open connection is found dead, then a new one is tried.
# DATABASE_URL may say otherwise (…?connect_timeout=10).
PATIENCE = {
    "connect_timeout": 2,
    "tcp_user_timeout": 2000,
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}


class InstallationError(Exception):
    """Something about this machine or its variables stands in the way; the text says in a sentence what to do."""


@dataclass(frozen=True)
class Installation:
    """One centre's installation: a data folder, a database, an address.

    data: absolute folder that holds everything this installation must not lose.
    external_url: what DATABASE_URL says; empty when the database is our own, embedded one.
    replica_url: what DATABASE_REPLICA_URL says; empty when there is no second server to read from.
    host, port: where the web server listens.
    """

    data: Path
    external_url: str = ""
    replica_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8000

    @classmethod
    def from_environ(cls, environ=os.environ):
        """The installation that DATA, DATABASE_URL, HOST and PORT describe; an empty variable counts as left out.

        Raises InstallationError when PORT is no port number, or when a replica is to follow our own database.
        """
        port = environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise InstallationError(f"PORT must be a number from 1 to 65535, and not “{port}”.")
        if environ.get("DATABASE_REPLICA_URL") and not environ.get("DATABASE_URL"):
            raise InstallationError(
                "DATABASE_REPLICA_URL needs DATABASE_URL: no other server can follow our own database, which listens "
                "on a private socket."
            )
        return cls(
            data=Path(environ.get("DATA") or PROJECT / "var").expanduser().absolute(),
            external_url=environ.get("DATABASE_URL") or "",
            replica_url=environ.get("DATABASE_REPLICA_URL") or "",
            host=environ.get("HOST") or "127.0.0.1",
            port=int(port),
        )

    @property
    def embedded(self):
        """True when the database is our own Postgres server, kept in the data folder."""
        return not self.external_url

    @property
    def address(self):
        """The address to open in a browser on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 -- read, not bound
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def uploads(self):
        return self.data / "uploads"

    @property
    def generated(self):
        return self.data / "generated"

    @property
    def static_root(self):
        return self.data / "static"

    @property
    def logs(self):
        return self.data / "logs"

    @property
    def metrics(self):
        """Counts that the web server's processes share; begun anew with each start."""
        return self.data / "metrics"

    @property
    def cluster(self):
        """Postgres' own data folder; it belongs to the user that Postgres runs as."""
        return self.data / "database"

    @property
    def socket_folder(self):
        """The private folder of the database's socket.

        It lies in the data folder; where that makes the path longer than a socket may have, or where libpq would cut
        the name at a comma, it lies under /tmp, which is the same for every process of this machine (TMPDIR is not).
        """
        inside = self.data / "socket"
        path = os.fsencode(inside / f".s.PGSQL.{SOCKET_NUMBER}")
        if len(path) <= LONGEST_SOCKET_PATH and not any(sign in path for sign in b",\"'\\"):
            return inside
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path("/tmp") / f"citedesmetiers-{digest}"  # noqa: S108 -- its owner and mode are verified

    def prepare(self):
        """Make the folders of this installation. Raises InstallationError when the data folder cannot be written."""
        try:
            if not self.data.exists():
                self.data.mkdir(parents=True)
                # As root the database runs as another user, who must be able to pass through, and no more than that.
                self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for folder in (self.uploads, self.generated, self.static_root, self.logs, self.metrics):
                folder.mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.data):
                pass
        except OSError as error:
            raise InstallationError(
                f"The data folder {self.data} cannot be written ({error.strerror}): "
                f"make it writable for {_account()}, or name another one, as in: make run DATA=/path/to/folder"
            ) from error

    def secret_key(self):
        """Django's secret: SECRET_KEY when set, else one that is generated once and kept in the data folder."""
        return os.environ.get("SECRET_KEY") or self._kept("secret-key", lambda: secrets.token_urlsafe(64))

    def demo_password(self):
        """The demonstration's password: DEMO_PASSWORD at the time it was made, else a generated one."""
        return self._kept("demo-password", lambda: os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9))

    def set_up_code(self):
        """What the first person must show when others could be first too: three groups of four, easy to copy."""
        signs = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike
        return self._kept(
            "set-up-code", lambda: "-".join("".join(secrets.choice(signs) for _ in range(4)) for _ in range(3))
        )

    def database_password(self, user):
        """The password of one of the embedded database's two roles; generated once, readable by the owner only."""
        return self._kept(f"database-password-{user}", lambda: secrets.token_urlsafe(32))

    def database_url(self, *, name=DATABASE_NAME):
        """The address of the database `name` as a URL, socket folder and password included."""
        if not self.embedded:
            return self.external_url
        password = self.database_password(DATABASE_USER)
        return f"postgres://{DATABASE_USER}:{password}@{quote(str(self.socket_folder), safe='')}/{name}"

    def database(self):
        """The database as an entry of Django's DATABASES."""
        if self.embedded:
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": DATABASE_NAME,
                "USER": DATABASE_USER,
                "PASSWORD": self.database_password(DATABASE_USER),
                "HOST": str(self.socket_folder),
                "PORT": SOCKET_NUMBER,
                "OPTIONS": dict(PATIENCE),
            }
        return address_of("DATABASE_URL", self.external_url)

    def replica(self):
        """The second server, to read from, as an entry of Django's DATABASES; None when there is none."""
        return address_of("DATABASE_REPLICA_URL", self.replica_url) if self.replica_url else None

    def _kept(self, name, generate):
        """The content of the file `name` in the data folder, generated when it is missing.

        The file appears whole or not at all, and the first of two processes wins, so that both read the same.
        """
        path = self.data / name
        if not path.exists():
            self.prepare()
            handle, draft = tempfile.mkstemp(dir=self.data, prefix=f".{name}-")
            try:
                with os.fdopen(handle, "w") as file:
                    file.write(generate() + "\n")
                    file.flush()
                    os.fsync(file.fileno())
                os.link(draft, path)
            except FileExistsError:
                pass
            finally:
                os.unlink(draft)
        try:
            return path.read_text().strip()
        except OSError as error:
            raise InstallationError(
                f"{path} cannot be read ({error.strerror}): start as the user who owns it, "
                "or name another folder, as in: make run DATA=/path/to/folder"
            ) from error


def address_of(variable, url):
    """A server's `url`, given by `variable`, as an entry of Django's DATABASES. Raises InstallationError."""
    import dj_database_url  # noqa: PLC0415 -- not needed where the database is our own

    try:
        found = dj_database_url.parse(url)
    except ValueError as error:
        raise InstallationError(
            f"{variable} cannot be read: write it as postgres://user:password@host:5432/name"
        ) from error
    return found | {"OPTIONS": PATIENCE | found.get("OPTIONS", {})}


def tell(sentence):
    """Say something to the person who started this process; the terminal may be gone by now."""
    with contextlib.suppress(OSError):
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()


def _account():
    try:
        return f"“{getpass.getuser()}”"
    except (KeyError, OSError):
        return f"user number {os.getuid()}"
