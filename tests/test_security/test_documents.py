"""docs/security.md names what exists."""

import re

import pytest

from citedesmetiers.installation import PROJECT

TEXT = (PROJECT / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:[a-z_]+/)+[A-Za-z0-9_.-]+)`", TEXT)))


def test_it_names_tests():
    assert len([name for name in NAMED if name.startswith("tests/")]) > 10


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_exists(name):
    assert (PROJECT / name).exists()
