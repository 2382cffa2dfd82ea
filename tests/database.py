"""The database of one test session: our own Postgres, in a temporary folder, quick and forgetful."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from citedesmetiers.installation import DATABASE_NAME, Installation
from citedesmetiers.postgres import Server
from tests.migrated import copy_to


def start_test_database(config):
    """Start a server for this session, load the settings against it, and stop it when the session ends.

    To be called from `pytest_configure`, before anything reads the settings; so DJANGO_SETTINGS_MODULE must not be in
    pytest's own configuration, which is read earlier. Under pytest-xdist only the controller starts a server; the
    workers inherit its address. TEST_DATABASE_URL names a server to use instead: its role must be allowed to create
    databases.
    """
    if not hasattr(config, "workerinput"):
        if settings.configured:
            raise pytest.UsageError(
                "The settings were read before the test database was started: take DJANGO_SETTINGS_MODULE out of "
                "pytest's configuration and of the environment; start_test_database names them itself."
            )
        folder = Path(tempfile.mkdtemp(prefix="citedesmetiers-test-"))
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        folder.chmod(0o711)  # as root the server runs as another user, who must be able to pass through
        installation = Installation(folder / "data")
        if not os.environ.get("TEST_DATABASE_URL"):
            copy_to(installation.data)
            server = Server(installation, fast=True)
            config.add_cleanup(server.stop)
            server.start()
            os.environ["TEST_TEMPLATE"] = DATABASE_NAME
        os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL") or installation.database_url()
        os.environ["DATA"] = str(installation.data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "citedesmetiers.settings"
    if not settings.configured:  # a worker of xdist inherits the name of the settings and has them by now
        settings._setup()  # pytest-django sets Django up only when the settings are loaded by now
    if template := os.environ.get("TEST_TEMPLATE"):  # each process copies it, and finds nothing to migrate
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = template
