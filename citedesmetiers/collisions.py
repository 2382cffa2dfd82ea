"""Two people who save at one moment, each waiting for the other: the database lets one go on and breaks off the other.

A form that was broken off is tried again when nothing of it is stored, twice at the most and a moment later each time,
so that the other one can finish. Entries of devices are not: their outbox sends them again.
"""

import logging
import re
import time

from django.contrib.messages import get_messages
from django.db import OperationalError, connection, transaction

from citedesmetiers.away import is_collision

SAFE = {"GET", "HEAD", "OPTIONS"}
WRITING = re.compile(r"\b(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
PAUSES = (0.05, 0.25)  # seconds before each further try
log = logging.getLogger(__name__)


class Written:
    """Whether a request has stored anything for good so far; what was rolled back does not count."""

    def __init__(self):
        self.something = False

    def __call__(self, execute, sql, params, many, context):
        found = execute(sql, params, many, context)
        if not self.something and WRITING.search(str(sql)):
            transaction.on_commit(self.note)
        return found

    def note(self):
        self.something = True


def try_again(get_response):
    """Middleware: ask the view again for a form that stood in somebody's way; only then views.errors speaks."""

    def middleware(request):
        if request.method in SAFE or request.content_type == "application/json":
            return get_response(request)
        request.written = Written()
        with connection.execute_wrapper(request.written):
            return get_response(request)

    def process_exception(request, error):
        view, arguments, named = request.resolver_match
        for pause in PAUSES:
            if not is_collision(error) or not may_be_tried_again(request):
                break
            log.warning("A form stood in the way of another one and was tried again.")
            time.sleep(pause)
            try:
                return view(request, *arguments, **named)
            except OperationalError as another:
                error = another
        return None

    middleware.process_exception = process_exception
    return middleware


def may_be_tried_again(request):
    """True when the view has left nothing behind: no row, no file that was read, no word about what it did."""
    written = getattr(request, "written", None)
    return not (written is None or written.something or request.FILES or get_messages(request).added_new)
