"""The test session: a real Postgres of our own, strict templates, a strict client."""

import fcntl
import gc
import os
from collections import Counter
from pathlib import Path

import pytest

SECONDS = {"browser": 0.7, "installation": 4, "thorough": 0.2}  # what a test with such a mark takes, roughly


def pytest_configure(config):
    """Start a database for the session before Django reads its settings; xdist's workers are handed its address."""
    from tests.database import start_test_database

    gc.disable()  # until all is collected
    start_test_database(config)


def pytest_itemcollected(item):
    """Of many cases of the same the first is a fast test."""
    if item.get_closest_marker("many_cases") and any(item.callspec.indices.values()):
        item.add_marker("thorough")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Where processes share the files among them: the longest first, so that none works on alone at the end."""
    if not hasattr(config, "workerinput"):
        return
    seconds = Counter()
    for item in items:
        seconds[item.path] += max(
            (SECONDS[mark.name] for mark in item.iter_markers() if mark.name in SECONDS), default=0.03
        )
    items.sort(key=lambda item: -seconds[item.path])


def pytest_collection_finish():
    """Let the collector of garbage pass over what stays, thousands of tests and all modules, and come seldom.

    At its usual threshold of 700 objects it takes a tenth of the tests' time, and a third of collecting them.
    """
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()


@pytest.fixture(scope="session")
def _turn():
    """The right to copy the migrated database: while one process does, Postgres refuses it to the others."""
    with (Path(os.environ["DATA"]) / "copying.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock


@pytest.fixture(scope="session")
def django_db_setup(_turn, django_db_setup):
    """pytest-django's, one process after the other."""
    fcntl.flock(_turn, fcntl.LOCK_UN)


@pytest.fixture(scope="session", autouse=True)
def _quick_emptying():
    from django.test import TransactionTestCase

    from tests.emptying import empty_after_tests

    empty_after_tests(TransactionTestCase)


@pytest.fixture(scope="session")
def _copy_of_the_demonstration(_turn, django_db_setup, django_db_blocker):
    from tests.demonstration import make_copy

    fcntl.flock(_turn, fcntl.LOCK_EX)
    try:
        with django_db_blocker.unblock():
            return make_copy()
    finally:
        fcntl.flock(_turn, fcntl.LOCK_UN)


@pytest.fixture(scope="module")
def in_the_demonstration(_copy_of_the_demonstration, django_db_blocker):
    """Lets the module read and write in the demonstration centre; gives what the command that filled it printed."""
    from tests.demonstration import connected_to

    name, said = _copy_of_the_demonstration
    with django_db_blocker.unblock(), connected_to(name):
        yield said


@pytest.fixture(scope="module")
def rows_of_the_module(django_db_setup, django_db_blocker):
    """For rows that take longer to make than a test: a module's own fixtures make them once, above each test's rows.

    They are taken back after its last test. No test of the module may store rows for good.
    """
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


class Undefined(str):
    """Stands where a template names a variable that does not exist, and fails the test that meets it."""

    def __contains__(self, part):
        return part == "%s"

    def __mod__(self, name):
        raise AssertionError(f"a template uses the undefined variable {name}")


@pytest.fixture(scope="session", autouse=True)
def _strict_templates(django_test_environment):
    from django.template import Template, engines

    from tests.strict import render_noting_pages

    engines["django"].engine.string_if_invalid = Undefined("%s")
    Template._render = render_noting_pages  # Django's own comes back with the end of its test environment


@pytest.fixture(scope="session", autouse=True)
def _fast_and_plain(django_test_environment):
    """Cheap password hashing, static files as they lie in the source, and no throttle unless a test asks for it.

    For the whole session: changing settings takes as long as many a test that reads no page.
    """
    import axes.conf  # noqa: F401 -- writes its defaults into the settings; not into those that are overridden
    from django.conf import settings
    from django.test import override_settings

    plain = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES | plain,
        AXES_ENABLED=False,
    ):
        yield


@pytest.fixture(autouse=True)
def _no_prints_asked_for(monkeypatch):
    """Prints that the tests before have asked for are none of this one's."""
    from events import kept_prints

    monkeypatch.setattr(kept_prints, "_asked", {})


@pytest.fixture
def client():
    """A visitor's browser, which asks for English: what tests read of public pages is the source's own words."""
    from tests.strict import StrictClient

    return StrictClient(headers={"accept-language": "en"})


@pytest.fixture
def centre(db):
    from citedesmetiers.factories import make_centre

    return make_centre()


@pytest.fixture
def signed_in(client, centre):
    """A function: signed_in("director", site=…) gives a client signed in with an account of these roles."""
    from citedesmetiers.factories import make_user

    def sign_in(*roles, sites=(), language="en", **fields):
        centre.demonstration = True  # the second factor has tests of its own
        centre.save(update_fields=["demonstration"])
        client.user = make_user(roles=roles, sites=sites, language=language, **fields)
        client.force_login(client.user)
        return client

    return sign_in
