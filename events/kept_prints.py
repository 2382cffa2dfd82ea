"""Prints that anybody may ask for, made once for what they show and then kept.

What a print shows is its HTML: the key of a kept file is a digest of it, so a file is never out of date and needs no
clearing. Making one takes about a second of a processor; therefore one is made at a time, and one address is asked to
wait when it has many new ones made. Whoever is asked to wait gets the page that says the same.
"""

import contextlib
import hashlib
import os
import time
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.cache.backends.filebased import FileBasedCache
from django.db import connection

from citedesmetiers.accounts import address_of

MOST_KEPT = 300  # files of about 100 kB; the oldest third goes when there are more
DAYS_KEPT = 3
NEW_PER_MINUTE = 20  # for one address: a print shop's worth, and no more
WAIT_SECONDS = 5
LOCK = 0x7072696E  # one print at a time, in all processes
STYLES = ("print/print.css", "programme/print.css")
_salt = os.urandom(16)
_asked = {}


class Busy(Exception):
    """Another print is being made, or this address has had many. seconds: to wait."""

    def __init__(self, seconds):
        super().__init__(seconds)
        self.seconds = seconds


def version_of(html):
    """What tells a print that shows `html` from every other: digits, for a key and an ETag."""
    digest = hashlib.sha256(html.encode())
    for style in STYLES:
        if found := finders.find(style):
            digest.update(Path(found).read_bytes())
    return digest.hexdigest()[:40]


def kept():
    """The folder of kept files; read when it is asked for, for tests have their own."""
    return FileBasedCache(
        str(settings.INSTALLATION.data / "kept-prints"),
        {"TIMEOUT": DAYS_KEPT * 24 * 3600, "OPTIONS": {"MAX_ENTRIES": MOST_KEPT}},
    )


def kept_or_made(request, version, make):
    """The bytes kept under `version`, else those that `make()` returns, which are kept. Raises Busy."""
    files = kept()
    content = files.get(version)
    if content is not None:
        return content
    if seconds := seconds_to_wait(request):
        raise Busy(seconds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Busy(WAIT_SECONDS)
        try:
            content = make()
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    with contextlib.suppress(OSError):  # a full disk: the print is there all the same
        files.set(version, content)
    return content


def seconds_to_wait(request):
    """Note that the address of `request` wants a new print; seconds to wait when it had NEW_PER_MINUTE, else 0.

    Counted in the process, under a salted mark that is forgotten within a minute.
    """
    minute, second = divmod(int(time.time()), 60)
    if _asked.get("minute") != minute:
        _asked.clear()
        _asked["minute"] = minute
    mark = hashlib.blake2b((address_of(request) or "").encode(), key=_salt, digest_size=8).digest()
    _asked[mark] = _asked.get(mark, 0) + 1
    return 60 - second if _asked[mark] > NEW_PER_MINUTE else 0
