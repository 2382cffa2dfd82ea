"""What the worker does at each of its looks, and how it tells a database that is away from one that refuses."""

import psycopg2
import pytest
from django.db import DataError, InterfaceError, OperationalError, connection

from citedesmetiers import nightly
from citedesmetiers.away import is_away
from citedesmetiers.management.commands import worker


class TheEnd(BaseException):
    """Ends a loop that has none."""


def ended(_seconds):
    raise TheEnd


def refused(*, by):
    """The error with which the database answers `by`, a statement."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(by)
    except Exception as error:
        return error
    raise AssertionError("the database should have refused this")


def nobody_there():
    """The error of a connection to a server that is not there."""
    error = OperationalError("connection to server failed")
    error.__cause__ = psycopg2.OperationalError("connection to server failed")
    return error


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    ["select 1/0", "select nonsense", "set statement_timeout = 5; select pg_sleep(2); set statement_timeout = 0"],
)
def test_a_database_that_refuses_is_not_away(statement):
    try:
        assert not is_away(refused(by=statement))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_cut_says_that_the_database_is_away():
    try:
        assert is_away(refused(by="select pg_terminate_backend(pg_backend_pid())"))
        assert is_away(refused(by="select 1"))
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("error", "away"),
    [(nobody_there(), True), (InterfaceError("closed"), True), (DataError("too long"), False), (OSError(), False)],
)
def test_errors_are_told_apart(error, away):
    assert is_away(error) is away


@pytest.mark.django_db
def test_an_error_of_one_work_keeps_no_other_from_being_done_and_is_said_as_it_is(monkeypatch, caplog):
    done = []

    def broken():
        raise DataError("value too long for type character varying(5)")

    monkeypatch.setattr(nightly, "_at_each_look", [broken, lambda: done.append("good")])
    nightly.work_at_each_look()
    assert done == ["good"]
    assert "value too long" in caplog.text


def test_a_database_that_is_away_ends_the_look(monkeypatch):
    done = []

    def away():
        raise nobody_there()

    monkeypatch.setattr(nightly, "_at_each_look", [away, lambda: done.append("in vain")])
    with pytest.raises(OperationalError):
        nightly.work_at_each_look()
    assert done == []


@pytest.mark.parametrize(
    ("error", "said", "unsaid"),
    [
        (nobody_there(), "the database is away", "failed."),
        (DataError("too long"), "The night's work broken failed.", "is away"),
        (OSError("the disk is full"), "The night's work broken failed.", "is away"),
    ],
)
def test_the_night_says_what_is_wrong_and_goes_on(monkeypatch, caplog, error, said, unsaid):
    done = []

    def broken():
        raise error

    for name in ("fail_what_died", "back_up_when_due", "forget_when_due"):
        monkeypatch.setattr(worker, name, broken)
    for name in ("work_at_each_look", "work_when_due"):
        monkeypatch.setattr(worker, name, lambda: done.append("work"))
    monkeypatch.setattr(worker.time, "sleep", ended)
    monkeypatch.setattr(connection, "close", lambda: None)
    with pytest.raises(TheEnd):
        worker.every_night()
    assert done == ["work", "work"]
    assert said in caplog.text
    assert unsaid not in caplog.text.replace(said, "")
