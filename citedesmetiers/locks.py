"""Locks between processes of one machine, on files; the kernel frees them when a process ends, however it ends."""

import contextlib
import fcntl
import os
import time


class FileLock:
    """An advisory lock on `path`, held shared by many or exclusively by one."""

    def __init__(self, path):
        self.path = path
        self._handle = None

    def exclusive(self, *, wait=True):
        """Take the lock for us alone. False when `wait` is false and somebody else holds it."""
        return self._take(fcntl.LOCK_EX, wait)

    def shared(self, *, wait=True):
        """Take, or turn an exclusive lock into, a shared one. False when `wait` is false and it is not to be had."""
        return self._take(fcntl.LOCK_SH, wait)

    def exclusive_within(self, seconds):
        """Take the lock for us alone, trying for `seconds`. False when it was not to be had.

        A shared lock that we held is gone either way.
        """
        end = time.monotonic() + seconds
        while not self.exclusive(wait=False):
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def release(self):
        """Let go; harmless when nothing is held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def read(self):
        """What the holder has written into the file."""
        with contextlib.suppress(OSError):
            return self.path.read_text().strip()
        return ""

    def write(self, text):
        """Leave a note for those who find the lock taken."""
        os.ftruncate(self._handle, 0)
        os.pwrite(self._handle, text.encode(), 0)

    def _take(self, kind, wait):
        if self._handle is None:
            self._handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, kind if wait else kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
