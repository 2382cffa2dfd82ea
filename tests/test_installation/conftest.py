"""Fixtures of the tests that start real processes."""

import contextlib
import itertools

import pytest

from tests.test_installation.processes import Application


@pytest.fixture
def start(tmp_path):
    """A function that starts the application; what it started ends with the test."""
    numbers = itertools.count()
    with contextlib.ExitStack() as started:

        def start(data=None, **variables):
            output = tmp_path / f"{next(numbers)}.output"
            application = Application(data or tmp_path / "data", output=output, **variables)
            started.callback(application.end)
            return application

        yield start
