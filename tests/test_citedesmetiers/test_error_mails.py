"""Letters about faults: one an hour for each, with lines of code and no word of a visitor."""

import logging
import sys
import threading

import pytest
from django.core import mail
from django.db import IntegrityError, connection

from citedesmetiers import error_mails
from citedesmetiers.error_mails import ErrorMails
from citedesmetiers.logs import WithoutVisitorData, current_request, trace_of


@pytest.fixture
def letters(settings, rf):
    """A function that logs a fault as Django does and gives the letters that were sent by then."""
    settings.ERROR_MAILS = ["engineer@town.example"]
    settings.ALLOWED_HOSTS = ["cite.example"]
    handler = ErrorMails()
    handler.addFilter(WithoutVisitorData())

    def log(error, *, name="django.request", path="/questions/?q=meningitis", level=logging.ERROR, route=""):
        request = rf.get(path, headers={"User-Agent": "Curious"})
        request.resolver_match = type("Match", (), {"route": route})
        try:
            raise error
        except type(error):
            record = logging.LogRecord(name, level, "", 0, "Internal Server Error: %s", (path,), sys.exc_info())
        record.request, record.status_code = request, 500
        token = current_request.set("0123456789ab")
        if record.levelno >= handler.level:
            handler.handle(record)
        current_request.reset(token)
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and thread.name.endswith("(send)"):
                thread.join()
        return mail.outbox

    return log


def test_a_fault_is_told_with_its_place_its_number_and_nothing_that_was_typed(letters):
    (letter,) = letters(ValueError("Marie has meningitis"), route="questions/<uuid:pk>/")
    assert letter.to == ["engineer@town.example"]
    assert letter.subject.startswith("cite.example: ValueError at ")
    assert "Request: 0123456789ab" in letter.body
    assert "Route: GET questions/<uuid:pk>/" in letter.body
    assert "test_error_mails.py" in letter.body
    for trace in ("meningitis", "Marie", "Curious", "?q="):
        assert trace not in letter.subject + letter.body


def test_the_same_fault_is_told_once_an_hour_and_another_at_once(letters, monkeypatch):
    letters(ValueError("one"))
    assert len(letters(ValueError("two"))) == 1
    assert len(letters(KeyError("three"))) == 2
    monkeypatch.setattr(error_mails, "SECONDS_BETWEEN", 0)
    assert len(letters(ValueError("four"))) == 3


def test_a_fault_that_was_never_raised_is_named_by_who_logged_it():
    record = logging.LogRecord("worker", logging.ERROR, "", 0, "broken", (), (KeyError, KeyError("a"), None))
    assert error_mails.place_of(record) == "worker"


def test_who_knocks_at_a_wrong_name_fills_no_letter_box(letters):
    assert letters(ValueError("one"), name="django.security.DisallowedHost") == []


def test_a_mail_server_that_is_away_makes_no_second_fault(letters, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert letters(ValueError("one")) == []


@pytest.mark.django_db
def test_the_log_leaves_out_the_row_that_the_database_refused():
    typed = "meningitis".upper()  # as no line of this file has it
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE once (word text PRIMARY KEY) ON COMMIT DROP")
        with pytest.raises(IntegrityError) as caught:
            cursor.execute("INSERT INTO once VALUES (%s), (%s)", [typed, typed])
    assert typed in str(caught.value)  # else there was nothing to leave out
    told = trace_of(caught.value)
    assert "duplicate key value violates unique constraint" in told
    assert typed not in told
