"""Real Chromium against a real server, with one small centre for each module.

pytest reads this file before it reads the settings, so nothing of ours is imported at the top.
"""

import os
from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

LATE = 22  # o'clock; the tests of this folder take minutes, on a busy machine many


def pytest_collection_modifyitems(items):
    """Every test of this folder carries the mark `browser`."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker("browser")


@pytest.fixture(scope="package", autouse=True)
def _day_that_does_not_end():
    """In the last hours of a day the centre lies two hours further west: what is of today stays so to the end."""
    from django.test import override_settings
    from django.utils import timezone

    if timezone.localtime().hour < LATE:
        yield
        return
    with override_settings(TIME_ZONE="Atlantic/Azores"):
        yield


@pytest.fixture(scope="package")
def chromium():
    """The browser of the operating system, for the modules of this folder that follow each other.

    Two loops of Playwright cannot run at a time, so whoever needs another browser starts it from this one.
    """
    from django.db import connections

    from tests.browser.browsers import PATIENCE, QUIET, program

    if not program():
        pytest.fail("Chromium is missing: `make test` installs it, or do it yourself: apt-get install chromium.")
    # Playwright keeps an event loop in this thread; Django would take its ORM calls for asynchronous ones.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=QUIET)
        yield browser
        browser.close()
        connections.close_all()  # those of Playwright's loop, which nobody else would find again
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture(scope="session")
def axe():
    return Axe()


@pytest.fixture(scope="module")
def stored(django_db_setup, django_db_blocker):
    """Lets the module store rows for good, as the server's threads must see them; all tables are emptied after it."""
    from django.db import connection

    from tests.emptying import empty

    with django_db_blocker.unblock():
        yield
        empty(connection)


@pytest.fixture(scope="module")
def served(stored):
    """The address of a server for the module; nothing is in its database yet."""
    from django.conf import settings
    from django.test import override_settings
    from pytest_django.live_server_helper import LiveServer

    # For as long as the server runs: a browser may still ask for a drawing between two tests.
    plain = override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ALLOWED_HOSTS=["127.0.0.1", "testserver"],
        STORAGES=settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
    )
    with plain:
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()


@pytest.fixture(scope="module")
def house(served, chromium):
    from tests.browser.house import House

    house = House(served, chromium)
    yield house
    house.close()


@pytest.fixture
def violations(axe):
    """A function: what axe finds on a page, see tests/browser/axe.py."""
    from tests.browser.axe import violations

    return partial(violations, script=axe.axe_script)
