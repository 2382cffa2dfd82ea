"""The static files as a first start collects and compresses them, kept by tests and lent to the next data folder.

Compressing them takes four seconds of a processor. What is lent can only save an application time: at each start it
looks whether what it finds was made of the files as they are now, and makes it anew otherwise. Tests of the first
start borrow nothing.
"""

import contextlib
import fcntl
import hashlib
import shutil
import subprocess
from pathlib import Path

from citedesmetiers.installation import PROJECT, Installation
from tests.migrated import KEPT

STAMP = "static-files.stamp"
MADE_BY = ("requirements.lock", "citedesmetiers/preparation.py", "citedesmetiers/settings.py", "tests/collected.py")


def kept():
    """The folder of what is kept: another one when the code that collects was changed."""
    digest = hashlib.sha256(b"".join((PROJECT / name).read_bytes() for name in MADE_BY))
    return KEPT / f"static-{digest.hexdigest()[:16]}"


@contextlib.contextmanager
def alone():
    """The right to read and change what is kept: other sessions may run."""
    KEPT.mkdir(exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lent_to(data):
    """Put what is kept, if anything is, into the data folder `data`, which is made when it is missing; returns it."""
    installation = Installation(Path(data))
    with alone():
        if kept().exists():
            installation.prepare()
            copy(kept() / "static", installation.static_root)
            copy(kept() / STAMP, installation.generated / STAMP)
    return data


def keep(data):
    """Keep what the application that runs on the data folder `data` has collected, if that is not kept yet."""
    installation = Installation(Path(data))
    stamp = (installation.generated / STAMP).read_text()
    with alone():
        if not kept().exists() or (kept() / STAMP).read_text() != stamp:
            for old in KEPT.glob("static-*"):
                shutil.rmtree(old)
            unfinished = KEPT / "static.unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)  # of a run that was broken off
            unfinished.mkdir()
            copy(installation.static_root, unfinished / "static")
            copy(installation.generated / STAMP, unfinished / STAMP)
            unfinished.rename(kept())


def copy(source, target):
    """A file or a folder with all its times; what is in the folder `target` is gone."""
    shutil.rmtree(target, ignore_errors=True)
    subprocess.run(["cp", "-a", source, target], check=True)
