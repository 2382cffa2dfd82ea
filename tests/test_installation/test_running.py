"""Running: what is killed comes back, a second start is told, Ctrl+C ends everything.

The tests share one running application and leave it running; the last ones start their own on its data folder.
"""

import contextlib
import json
import os
import re
import signal

import psycopg2
import pytest

from citedesmetiers.installation import PROJECT, Installation
from citedesmetiers.postgres import Server
from tests.collected import lent_to
from tests.migrated import copy_to
from tests.test_installation.processes import Application, alive, children_of, eventually, manage, servers_of

pytestmark = pytest.mark.installation
RECOVERY = 30  # seconds of patience on a busy machine; how long it takes is measured elsewhere


@pytest.fixture(scope="module")
def application(tmp_path_factory):
    folder = tmp_path_factory.mktemp("running")
    running = Application(lent_to(copy_to(folder / "data")), output=folder / "output")
    yield running.wait_until_running()
    running.end()


@pytest.fixture(scope="module")
def used_data(application):
    """The data folder of an application that ran and was stopped."""
    application.end()
    return application.data


@pytest.fixture
def query(application):
    """A function that runs one statement, committed, on a connection of its own."""

    def query(statement):
        with contextlib.closing(psycopg2.connect(Installation(application.data).database_url())) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None

    return query


def wait_for_death(pid):
    eventually(lambda: not alive(pid), what="the death")


def test_it_announces_its_address_and_is_ready(application):
    assert f"The application runs at http://127.0.0.1:{application.port}\n" in application.said()
    eventually(lambda: application.answer("/health/ready") == 200, what="readiness, with the worker's sign of life")


def test_a_killed_database_comes_back_with_all_that_was_committed(application, query):
    query("create table if not exists probe (id serial)")
    for _ in range(3):
        before = query("insert into probe default values returning id")[0][0]
        killed = application.child("bin/postgres")
        os.kill(killed, signal.SIGKILL)
        wait_for_death(killed)
        eventually(lambda: application.answer("/health/ready") == 200, seconds=RECOVERY, what="the recovery")
        assert query("select max(id) from probe") == [(before,)]


def test_a_database_killed_again_while_it_starts_comes_back(application):
    for _ in range(5):
        killed = application.child("bin/postgres")  # no word from the database is waited for
        os.kill(killed, signal.SIGKILL)
        wait_for_death(killed)
    eventually(lambda: application.answer("/health/ready") == 200, seconds=3 * RECOVERY, what="the recovery")


def test_a_killed_web_process_is_not_missed(application):
    master = application.child("gunicorn")
    killed = eventually(lambda: len(children_of(master)) == 2 and children_of(master))[0]
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: application.answer() == 200, seconds=RECOVERY, what="an answer")
    eventually(lambda: len(set(children_of(master)) - {killed}) == 2, seconds=RECOVERY, what="a second process")


@pytest.mark.parametrize("name", ["gunicorn", "manage.py worker"])
def test_a_killed_child_is_started_again(application, name):
    killed = application.child(name)
    orphans = children_of(killed)
    os.kill(killed, signal.SIGKILL)
    wait_for_death(killed)
    eventually(lambda: application.answer() == 200, seconds=RECOVERY, what="an answer")
    assert application.child(name) != killed
    assert not any(map(alive, orphans))


def test_a_second_start_on_the_same_data_says_where_it_runs(application, start):
    said = start(application.data).refusal()
    assert said.startswith(
        f"This installation runs already at http://127.0.0.1:{application.port} with the data folder"
    )
    assert said.count("\n") == 1
    assert application.answer() == 200


def test_every_static_file_that_a_page_links_is_collected(application):
    manifest = json.loads((application.data / "static" / "staticfiles.json").read_text())["paths"]
    pages = "".join(path.read_text() for path in (PROJECT / "templates").rglob("*.html"))
    linked = set(re.findall(r"""{%\s*static\s+["']([^"']+)["']""", pages))
    assert "js-lib-bootstrap5/css/bootstrap.min.css" in linked
    assert linked - set(manifest) == set()


def test_manage_py_uses_the_database_that_runs(application, query):
    server = application.child("bin/postgres")
    manage(application.data, "shell", "-c", "from citedesmetiers.models import Heartbeat as H; H.beat('by hand')")
    assert query("select count(*) from citedesmetiers_heartbeat where name = 'by hand'") == [(1,)]
    assert servers_of(application.data) == [server]


def test_ctrl_c_ends_everything_within_five_seconds(start, used_data):
    application = start(used_data).wait_until_running()
    eventually(lambda: application.answer("/health/ready") == 200, what="readiness")
    family = application.family()
    assert len(family) > 5
    assert application.interrupt() < 5
    assert application.process.returncode == 0
    assert [pid for pid in family if alive(pid)] == []


def test_nothing_outlives_a_killed_supervisor(start, used_data):
    application = start(used_data).wait_until_running()
    family = application.family()
    application.process.kill()
    application.process.wait()
    eventually(lambda: not any(map(alive, family)), seconds=RECOVERY, what="the end of all children")
    assert start(used_data, PORT=application.port).wait_until_running().answer() == 200


def test_with_database_url_no_server_of_ours_is_started(start, used_data, tmp_path):
    elsewhere = Installation(used_data)
    server = Server(elsewhere, fast=True)
    server.start()
    try:
        application = start(lent_to(tmp_path / "data"), DATABASE_URL=elsewhere.database_url()).wait_until_running()
        eventually(lambda: application.answer("/health/ready") == 200, what="readiness")
        assert servers_of(tmp_path / "data") == []
        assert not (tmp_path / "data" / "database").exists()
        assert application.interrupt() < 5
        assert server.poll() is None
    finally:
        server.stop()
