"""Heavy reading on a second server that follows the first, for the views that are marked `reads_from_replica`.

Everything else, and every write, is on the first server. A view reads from the replica only while that is no further
behind than REPLICA_LAG seconds, and never for somebody who has just stored something. See docs/decisions/0013.
"""

import contextlib
import functools
import logging
import threading
import time
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, InterfaceError, OperationalError, connections

ALIAS = "replica"
SAFE = {"GET", "HEAD"}
SECONDS_BETWEEN_LOOKS = 2
SECONDS_AFTER_A_FAULT = 20  # a server that does not answer costs each look two seconds
# Who is signed in, and whether they still may be: a session that has ended must not live on over there.
ALWAYS_FIRST = {"sessions", "axes", "otp_totp", "otp_static"}
FIRST = "SELECT pg_current_wal_flush_lsn()::text, clock_timestamp()"
# What was replayed last was committed at a moment of the first server's clock; all before it is there.
SECOND = """
SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() >= %s::pg_lsn,
    extract(epoch FROM %s - pg_last_xact_replay_timestamp())
"""
_on_replica = ContextVar("on_replica", default=False)
log = logging.getLogger(__name__)


class NoReplica(Exception):
    """The server at DATABASE_REPLICA_URL follows nobody: it is a first server itself."""


class Router:
    """Sends reading to the replica within a marked view, and everything else to the first server."""

    def db_for_read(self, model, **hints):
        stays = model._meta.app_label in ALWAYS_FIRST or model._meta.label == settings.AUTH_USER_MODEL
        return ALIAS if _on_replica.get() and not stays else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True  # both hold the same rows

    def allow_migrate(self, db, app_label, **hints):
        return db == DEFAULT_DB_ALIAS


class ReadingConnection:
    """Stands for the connection that reading goes to at this moment; for SQL written by hand that only reads."""

    def __getattr__(self, name):
        return getattr(connections[ALIAS if _on_replica.get() else DEFAULT_DB_ALIAS], name)


reading = ReadingConnection()


def is_set_up():
    """True when DATABASE_REPLICA_URL names a server."""
    return ALIAS in connections.databases


def seconds_behind():
    """How many seconds old what the replica says is, at most; 0.0 when it has all that the first server has.

    Raises DatabaseError when one of the two does not answer, NoReplica when the second is none.
    """
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(FIRST)
        written, now = cursor.fetchone()
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(SECOND, [written, now])
        follows, has_all, seconds = cursor.fetchone()
    if not follows:
        raise NoReplica
    if has_all:
        return 0.0
    return float("inf") if seconds is None else max(0.0, float(seconds))


class Watch:
    """What this process knows of the replica; looked up again from time to time, by one thread while others go on."""

    def __init__(self):
        self._lock, self._next_look, self._good = threading.Lock(), 0.0, False

    def is_good(self):
        """True when the replica was near enough behind at the last look."""
        if time.monotonic() >= self._next_look and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._good

    def has_failed(self):
        """The replica broke off in the midst of a page: leave it alone for a while."""
        self._set(good=False, seconds=SECONDS_AFTER_A_FAULT)
        let_go()

    def _look(self):
        try:
            behind = seconds_behind()
        except (DatabaseError, NoReplica) as error:
            log.warning("The read replica is not used: %s.", type(error).__name__)
            self.has_failed()
        else:
            self._set(good=behind <= settings.REPLICA_LAG, seconds=SECONDS_BETWEEN_LOOKS)

    def _set(self, *, good, seconds):
        self._good, self._next_look = good, time.monotonic() + seconds


watch = Watch()


def let_go():
    """Close this thread's connection to the replica; the next look opens a new one."""
    with contextlib.suppress(DatabaseError):
        connections[ALIAS].close()


def reads_from_replica(view):
    """Mark for views that read much and whose answer may be a few seconds old.

    The view must only read. When the replica breaks off, the view is asked once more, on the first server.
    """

    @functools.wraps(view)
    def wrapped(request, *args, **kwargs):
        if not may_read_there(request):
            return view(request, *args, **kwargs)
        try:
            with on_replica():
                response = view(request, *args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            log.warning("The read replica broke off: %s.", type(error).__name__)
            watch.has_failed()
            return view(request, *args, **kwargs)
        if response.streaming:
            response.streaming_content = streamed(iter(response.streaming_content))
        return response

    return wrapped


@contextlib.contextmanager
def on_replica():
    """Read from the replica for the length of the block."""
    token = _on_replica.set(True)
    try:
        yield
    finally:
        _on_replica.reset(token)


def streamed(parts):
    """`parts` of an answer that is made while it is sent, each of them read from the replica."""
    while True:
        with on_replica():
            part = next(parts, None)
        if part is None:
            return
        yield part


def may_read_there(request):
    """True when this request may be answered from the replica now."""
    return is_set_up() and request.method in SAFE and settings.WROTE_COOKIE not in request.COOKIES and watch.is_good()


def who_wrote_reads_first(get_response):
    """Middleware: whoever has just stored something sees it, as they read from the first server for a while.

    Their browser remembers it for us. Only for people who are signed in: public pages set no cookie, and no public
    page that reads from the replica shows what a visitor has just sent.
    """
    if not is_set_up():
        raise MiddlewareNotUsed

    def middleware(request):
        response = get_response(request)
        if request.method not in SAFE and settings.SESSION_COOKIE_NAME in request.COOKIES:
            response.set_cookie(
                settings.WROTE_COOKIE, "1", max_age=settings.REPLICA_LAG + 2 * SECONDS_BETWEEN_LOOKS,
                secure=settings.HTTPS, httponly=True, samesite="Lax",
            )  # fmt: skip
        return response

    return middleware
