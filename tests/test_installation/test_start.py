"""Starting: what is refused, and with which words."""

import socket

import pytest

from citedesmetiers.preparation import is_loopback
from tests.migrated import copy_to
from tests.test_installation.processes import eventually, manage, servers_of

pytestmark = pytest.mark.installation


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A data folder whose database has its tables."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    copy_to(data)
    return data


def test_a_port_in_use_is_one_sentence_before_anything_slow(start, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = start(PORT=port).refusal()
    assert said == (
        f"Port {port} is in use: stop the program that uses it, or choose another, as in: make run PORT={port + 1}\n"
    )
    assert not (tmp_path / "data" / "database").exists()


def test_an_unwritable_data_folder_is_one_sentence(start, tmp_path):
    (tmp_path / "file").touch()
    said = start(tmp_path / "file" / "data").refusal()
    assert said.startswith(
        f"The data folder {tmp_path}/file/data cannot be written (Not a directory): make it writable"
    )
    assert said.count("\n") == 1


def test_a_host_that_is_not_here_is_one_sentence(start):
    assert start(HOST="192.0.2.1").refusal() == "HOST=192.0.2.1 is not an address of this machine.\n"


@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"DEBUG": "1"}, "DEBUG is on and with HOST=0.0.0.0 other machines can reach this installation: "),
        ({"SECRET_KEY": "short"}, "The secret has less than 50 characters and with HOST=0.0.0.0 other machines"),
        ({"DEMO": ""}, "The demonstration's accounts would share one password and with HOST=0.0.0.0 other machines"),
    ],
)
def test_what_only_this_machine_may_reach_is_not_shown_to_others(start, prepared, variables, reason):
    said = start(prepared, HOST="0.0.0.0", **variables).refusal()
    assert said.startswith(reason)
    assert said.count("\n") == 1
    assert servers_of(prepared) == []


def test_the_demonstration_is_not_shown_to_other_machines(start, prepared):
    order = "from citedesmetiers.factories import make_centre as m; c = m(demonstration=True); print(c.pk)"
    key = manage(prepared, "shell", "--verbosity=0", "-c", order).split()[-1]
    said = start(prepared, HOST="0.0.0.0").refusal()
    assert said.startswith("The demonstration's accounts share one password and with HOST=0.0.0.0 other machines")
    order = f"from citedesmetiers.models import Centre as C; C.objects.filter(pk={key}).delete()"
    manage(prepared, "shell", "--verbosity=0", "-c", order)


@pytest.mark.parametrize(
    ("host", "here"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)]
)
def test_loopback_is_told_from_the_rest(host, here):
    assert is_loopback(host) is here


def test_a_database_that_does_not_answer_is_one_sentence(start, tmp_path):
    said = start(DATABASE_URL="postgres://nobody:none@127.0.0.1:1/none").refusal()
    assert said.startswith("The database named by DATABASE_URL does not let us in (")
    assert said.count("\n") == 1


def test_an_end_while_starting_leaves_nothing_behind(start, tmp_path):
    application = start()
    eventually(lambda: servers_of(tmp_path / "data"), what="the database")
    assert application.interrupt() < 5
    assert servers_of(tmp_path / "data") == []


def test_the_set_up_code_is_said_where_others_could_come_first(start, tmp_path):
    application = start(ALLOWED_HOSTS="127.0.0.1,centre.example")
    application.wait_until_running()
    code = (tmp_path / "data" / "set-up-code").read_text().strip()
    assert f"it asks for this code: {code}" in application.said()
