"""A disk that is full: what writes is turned away with 503, reading goes on, and with room again all is stored.

Needs the right to mount a small file system in memory (root, or a container that allows it).
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bench.faults.devices import Devices, Tally
from bench.faults.house import House
from tests.collected import lent_to
from tests.migrated import copy_to
from tests.test_installation.processes import Application, eventually

MEGABYTES = 400
KEEP_FREE = 60


@dataclass
class Full(Tally):
    """written, read: status of a form and of a page while nothing is left.  told: the JSON that a device gets.

    recovered: seconds from room to the first stored visit.
    """

    written: int = 0
    read: int = 0
    told: str = ""
    recovered: float = 0.0


@contextlib.contextmanager
def small_disk(megabytes=MEGABYTES):
    """A file system of its own in memory; its folder, or None where that is not allowed."""
    with tempfile.TemporaryDirectory(prefix="citedesmetiers-disk-") as folder:
        order = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0711", "tmpfs", folder]
        if subprocess.run(order, capture_output=True, check=False).returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextlib.contextmanager
def house_on_small_disk(*, keep_free=KEEP_FREE):
    """A House whose data folder fills up soon; None where no file system may be mounted."""
    with small_disk() as disk, tempfile.TemporaryDirectory(prefix="citedesmetiers-faults-") as folder:
        if disk is None:
            yield None
            return
        application = Application(lent_to(copy_to(disk / "data")), output=Path(folder) / "output", KEEP_FREE=keep_free)
        try:
            yield House(application.wait_until_running())
        finally:
            application.end()


def full(house, *, seconds=4):
    """Another program fills the disk to the last byte while visits arrive; after `seconds` it is gone again."""
    filler = Path(house.data) / "of-another-program"
    found = Full()
    with Devices(house, number=4, broken=0) as devices:
        time.sleep(0.5)
        fill(filler)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            status, body, _time = house.ask("/reception/entries/", {"entries": []}, accept="application/json")
            found.written, found.told = status, body
            found.read = house.ask("/reception/visits/")[0]
            time.sleep(0.2)
        filler.unlink()
        began = time.monotonic()
        eventually(lambda: devices.successes[-1] > began, seconds=90, what="a stored visit")
        found.recovered = devices.successes[-1] - began
    for name, value in vars(devices.tally()).items():
        setattr(found, name, value)
    return found


def fill(path):
    """Write until nothing is left."""
    with path.open("wb", buffering=0) as file:
        with contextlib.suppress(OSError):
            os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(path.parent).free - 4096))
        with contextlib.suppress(OSError):
            file.seek(0, os.SEEK_END)
            while file.write(b"\0" * 4096):
                pass


def without_reserve(house):
    """Control: nothing is kept free for the database. How many of a form and a page break (not 200, or not 503)."""
    filler = Path(house.data) / "of-another-program"
    fill(filler)
    try:
        with Devices(house, number=4, broken=0, careful=False) as _devices:
            time.sleep(4)
        status, body, _time = house.ask("/reception/entries/", {"entries": []}, accept="application/json")
        told = status == 503 and "disk_full" in body
        return (not told) + (house.ask("/reception/visits/")[0] != 200)
    finally:
        filler.unlink()
