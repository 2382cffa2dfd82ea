"""What is said at the start about the accounts of the demonstration is true, whoever filled it and with whatever."""

from types import SimpleNamespace

import pytest

from citedesmetiers.factories import make_user
from citedesmetiers.preparation import demonstration_accounts
from citedesmetiers.supervisor import Supervisor

KEPT = SimpleNamespace(demo_password=lambda: "kept by the installation")


@pytest.fixture
def announced(db, capsys):
    """A function that returns what is said about the accounts, line by line."""

    def announced():
        supervisor = Supervisor.__new__(Supervisor)  # one that has started nothing
        supervisor.installation = KEPT
        supervisor._announce_accounts(demonstration_accounts(KEPT))
        return capsys.readouterr().out.splitlines()

    return announced


def test_the_kept_password_is_said_beside_the_accounts_that_it_opens(announced):
    for name in ("reception", "director"):
        make_user(email=f"{name}@demo.example", password=KEPT.demo_password())
    make_user(email="reception@centre.example", password="another one")
    assert announced() == [
        "Demonstration accounts: reception@demo.example, director@demo.example",
        "Password of each: kept by the installation",
    ]


def test_no_password_is_said_that_opens_nothing(announced):
    make_user(email="reception@demo.example", password="of who filled it")
    first, second = announced()
    assert first == "Demonstration accounts with another password, which is not kept here: reception@demo.example"
    assert second.endswith("manage.py changepassword reception@demo.example")


def test_an_account_whose_password_was_changed_stands_apart(announced):
    make_user(email="reception@demo.example", password=KEPT.demo_password())
    make_user(email="director@demo.example", password="chosen since")
    said = announced()
    assert said[:2] == ["Demonstration accounts: reception@demo.example", "Password of each: kept by the installation"]
    assert said[2].endswith(": director@demo.example")
