"""Structured logs that hold nothing about visitors: no address, no browser, no query string, no form."""

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

MOST_CAUSES = 10
NO_FAULTS_OF_OURS = "django.security"  # a refused host, a forged form: whoever knocks could fill log and letter box
current_request = ContextVar("current_request", default="")  # its number, while a request is answered


class WithoutVisitorData(logging.Filter):
    """Takes the request object and its parts out of a record before anything formats it."""

    def filter(self, record):
        request = record.__dict__.pop("request", None)
        if request is not None and hasattr(request, "path"):
            record.path = request.path
            record.method = request.method
            record.route = getattr(request.resolver_match, "route", "")
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC, ISO 8601), level, logger, message, and path and status where known."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := current_request.get():
            line["request"] = number
        for name in ("method", "path", "status_code"):
            if hasattr(record, name):
                line[name] = getattr(record, name)
        if record.exc_info and not record.name.startswith(NO_FAULTS_OF_OURS):
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def trace_of(error, *, with_messages=True):
    """Where `error` and what led to it were raised, the first cause first, as text.

    What the database adds to its message repeats the row it refused, which may be a visitor's: that part is left out.
    Without messages only the kinds of the exceptions and the lines of our code are told.
    """
    told = []
    while error is not None and len(told) < MOST_CAUSES:
        message = str(error).partition("DETAIL:")[0].strip() if with_messages else ""
        said = ": ".join(filter(None, [type(error).__qualname__, message]))
        told.append("".join(traceback.format_tb(error.__traceback__)) + said)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n\nThis led to:\n\n".join(reversed(told))
