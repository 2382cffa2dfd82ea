"""The browsers that the tests look through: Chromium of the operating system, quiet."""

import os
import shutil
import signal
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
PATIENCE = 30_000  # ms


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
        """kill -9 of this browser's own processes, found by their profile folder."""
        for process in Path("/proc").iterdir():
            if process.name.isdecimal() and str(self.profile).encode() in command_line(process):
                os.kill(int(process.name), signal.SIGKILL)
        self.context = None


def command_line(process):
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""
