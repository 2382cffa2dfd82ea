"""The browsers that the tests look through: Chromium of the operating system, quiet."""

import os
import shutil
import signal
import threading
import time
from contextlib import suppress
from pathlib import Path

QUIET = [
    "--no-sandbox",  # tests often run as root, in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000  # ms; who waits for something waits that long, on a busy machine too


def program():
    """Where Chromium is; None when it is not installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """A device of its own: its cookies, its stores and its service workers are nobody else's."""

    def __init__(self, chromium):
        self.chromium, self.context = chromium, None

    def open(self):
        self.context = self.start()
        self.context.set_default_timeout(PATIENCE)

    def start(self):
        return self.chromium.new_context(locale="en-GB", service_workers="allow")

    def close(self):
        if self.context:
            self.context.close()
            self.context = None


class MortalBrowser(Browser):
    """One with processes of its own and a profile on disk, which survives being killed."""

    def __init__(self, chromium, profile):
        super().__init__(chromium)
        self.profile = profile

    def start(self):
        return self.chromium.browser_type.launch_persistent_context(
            self.profile, executable_path=program(), args=QUIET, locale="en-GB", service_workers="allow"
        )

    def kill(self):
        """kill -9 of this browser's own processes, found by their profile folder; none of them is left after it.

        One that still ends would be asked by the next browser to open its windows for it.
        """
        deadline = time.monotonic() + PATIENCE / 1000
        while living := self.processes():
            for number in living:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            assert time.monotonic() < deadline, f"killed in vain: {living}"
            threading.Event().wait(0.02)
        self.context = None

    def processes(self):
        """The numbers of this browser's processes; a process that has ended has no command line any more."""
        found = [process for process in Path("/proc").iterdir() if process.name.isdecimal()]
        return [int(process.name) for process in found if str(self.profile).encode() in command_line(process)]


def command_line(process):
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
