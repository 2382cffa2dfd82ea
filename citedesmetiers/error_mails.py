"""A letter to whoever looks after the installation when something breaks, with nothing in it about visitors.

It names the kind of the fault, our lines of code, the route without its keys, and the number of the request under
which the log says more. It leaves out messages of exceptions, addresses and forms, as they may hold what somebody
typed.
"""

import logging
import smtplib
import threading
import time
import traceback

from django.conf import settings
from django.core.mail import send_mail

from citedesmetiers.logs import NO_FAULTS_OF_OURS, current_request, trace_of

log = logging.getLogger(__name__)
SECONDS_BETWEEN = 3600  # of letters on the same fault, from one process


class ErrorMails(logging.Handler):
    """Sends the first record of each fault in an hour; a thread of its own, so that no answer waits for the mail."""

    def __init__(self):
        super().__init__(level=logging.ERROR)
        self.sent = {}

    def emit(self, record):
        place = place_of(record)
        now = time.monotonic()
        if record.name.startswith(NO_FAULTS_OF_OURS) or now - self.sent.get(place, -SECONDS_BETWEEN) < SECONDS_BETWEEN:
            return
        self.sent[place] = now
        subject, body = letter(record, place)
        threading.Thread(target=send, args=[subject, body]).start()


def error_of(record):
    """The exception that a record tells of, or None."""
    return record.exc_info[1] if record.exc_info else None


def place_of(record):
    """The kind and place of a fault, in words: the same for the same fault."""
    error = error_of(record)
    if error is None or error.__traceback__ is None:
        return f"{record.name} {getattr(record, 'status_code', '')}".strip()
    *_callers, (frame, line) = traceback.walk_tb(error.__traceback__)
    return f"{type(error).__qualname__} at {frame.f_code.co_qualname}, line {line}"


def letter(record, place):
    """Subject and body of the letter on a record."""
    lines = [
        f"Fault: {place}",
        f"Request: {current_request.get() or '–'}",
        f"Route: {getattr(record, 'method', '')} {getattr(record, 'route', '') or '–'}",
        f"Installation: {settings.ALLOWED_HOSTS[0]}",
        "",
        "The log has more under this number. The same fault is not written about again for an hour.",
    ]
    if error := error_of(record):
        lines += ["", trace_of(error, with_messages=False)]
    return f"{settings.ALLOWED_HOSTS[0]}: {place}", "\n".join(lines)


def send(subject, body):
    """Hand the letter over; a mail server that is away is a line in the log and no second fault."""
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, settings.ERROR_MAILS)
    except (OSError, smtplib.SMTPException):
        log.warning("A letter about a fault could not be sent.")
