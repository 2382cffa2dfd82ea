"""docs/security.md names what exists, and every requirement of OWASP ASVS 5.0.0 of levels 1 and 2."""

import re

import pytest

from citedesmetiers.installation import PROJECT

TEXT = (PROJECT / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`((?:\.?[a-z_]+/)+[A-Za-z0-9_.-]+)`", TEXT)))
# The numbers of levels 1 and 2: section, then how far its numbers go. Chapters 10 and 17 do not apply as a whole.
LAST = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2,
    "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1,
    "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4,
    "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3,
    "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
    "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2,
    "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1,
    "9.1": 3, "9.2": 4,
    "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
    "12.1": 3, "12.2": 2, "12.3": 4,
    "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5,
    "14.1": 2, "14.2": 4, "14.3": 3,
    "15.1": 3, "15.2": 3, "15.3": 7,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3,
}  # fmt: skip
REQUIRED = {f"{section}.{number}" for section, last in LAST.items() for number in range(1, last + 1)}
BEYOND = {"1.2.10", "6.3.8", "8.3.2"}  # of level 3, and met
NUMBER = re.compile(r"\b(\d+\.\d+)\.(\d+)(?:–\1\.(\d+))?")


def traced(text):
    """The numbers that begin the rows of the tables, ranges spelt out."""
    cells = re.findall(r"^\| ((?:[\d.–]+(?:, | ))+)", text, re.MULTILINE)
    found = [match for cell in cells for match in NUMBER.findall(cell)]
    return [f"{section}.{n}" for section, first, last in found for n in range(int(first), int(last or first) + 1)]


def test_it_names_tests():
    assert len([name for name in NAMED if name.startswith("tests/")]) > 10


@pytest.mark.parametrize("name", NAMED)
def test_what_is_named_exists(name):
    assert (PROJECT / name).exists()


def test_every_requirement_of_levels_1_and_2_has_its_row_and_none_is_made_up():
    found = set(traced(TEXT))
    assert sorted(REQUIRED - found) == []
    assert sorted(found - REQUIRED - BEYOND) == []


def test_a_number_that_is_left_out_or_made_up_is_seen():
    found = set(traced("| 1.1.1, 1.1.2 decoded | x | |\n| 3.3.1–3.3.3 cookies, see 9.9.9 | x | |"))
    assert found == {"1.1.1", "1.1.2", "3.3.1", "3.3.2", "3.3.3"}
