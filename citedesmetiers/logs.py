"""Structured logs that hold nothing about visitors: no address, no browser, no query string, no form."""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

current_request = ContextVar("current_request", default="")  # its number, while a request is answered


class WithoutVisitorData(logging.Filter):
    """Takes the request object and its parts out of a record before anything formats it."""

    def filter(self, record):
        request = record.__dict__.pop("request", None)
        if request is not None and hasattr(request, "path"):
            record.path = request.path
            record.method = request.method
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
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
