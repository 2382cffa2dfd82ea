"""Tasks whose worker was killed say so; a start waits for another machine that migrates the same database."""

import pytest
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from citedesmetiers import preparation, workers


def running_task(worker_id):
    return DBTaskResult.objects.create(
        status="RUNNING", args_kwargs={"args": [], "kwargs": {}}, worker_ids=["an-earlier-one", worker_id],
        task_path="citedesmetiers.backup.nightly.back_up_now", backend_name="default", run_after=timezone.now(),
        started_at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def elsewhere(db):
    """A second connection to the same database, as another process has it."""
    other = connections["default"].copy()
    other.settings_dict = connection.settings_dict
    yield other
    other.close()


def test_a_task_whose_worker_is_gone_becomes_failed_and_says_why(db):
    task = running_task("killed")
    assert workers.fail_what_died() == 1
    task.refresh_from_db()
    assert task.status == "FAILED"
    assert task.finished_at
    assert "the background worker ended in the midst of this task" in task.traceback.lower()
    assert workers.fail_what_died() == 0


def test_a_task_of_a_worker_that_is_there_goes_on(elsewhere):
    task = running_task("there")
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [workers.key("there")])
    assert workers.fail_what_died() == 0
    elsewhere.close()  # it dies, and the server takes a moment to notice
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '30s'")
        cursor.execute("SELECT pg_advisory_lock(%s)", [workers.key("there")])
        cursor.execute("SELECT pg_advisory_unlock(%s)", [workers.key("there")])
    assert workers.fail_what_died() == 1
    task.refresh_from_db()
    assert task.status == "FAILED"


def test_a_worker_shows_itself_again_on_a_new_connection(transactional_db):
    presence = workers.Presence("me")
    presence.show()
    connection.close()
    presence.show()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [workers.key("me")])


def test_a_start_waits_for_the_machine_that_migrates(elsewhere, capsys):
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [preparation.LOCK])
    pauses = []

    def pause():
        pauses.append("waited")
        if len(pauses) == 3:
            elsewhere.close()

    with preparation.one_machine_at_a_time(pause):
        assert len(pauses) >= 3  # the server takes a moment to notice that the other one is gone
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [preparation.LOCK])
            assert cursor.fetchone() == (False,)
    assert capsys.readouterr().err.count("Waiting for another machine") == 1
    with elsewhere.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [preparation.LOCK])
        assert cursor.fetchone() == (True,)
