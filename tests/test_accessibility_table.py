"""The table of docs/accessibility.md is whole, and what it names as evidence is there."""

import re
from collections import Counter

from tests.rooms import PROJECT

# How many criteria the themes of the RGAA 4.1 have: 106 in all.
CRITERIA = [9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12]
STATES = ["test", "looked at", "not checked", "not applicable"]
ROW = re.compile(r"^\| (\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PATH = re.compile(r"`([\w./-]+/[\w.-]+)`")


def complaints(text):
    """What is not right about the table in `text`, one readable line for each."""
    rows = ROW.findall(text)
    wanted = [f"{theme}.{n}" for theme, most in enumerate(CRITERIA, start=1) for n in range(1, most + 1)]
    if [number for number, *_rest in rows] != wanted:
        yield "the criteria are not 1.1 to 13.12, each once"
    yield from (f"{number}: {state} is no state" for number, _asks, state, _evidence in rows if state not in STATES)
    yield from (f"{path} is not there" for path in sorted(set(PATH.findall(text))) if not (PROJECT / path).exists())
    for number, _asks, state, evidence in rows:
        if state == "test" and not any(path.startswith("tests/") for path in PATH.findall(evidence)):
            yield f"{number}: a test holds it, but none is named"
    counts = Counter(state for _number, _asks, state, _evidence in rows)
    sum_of_it = "{test} are held by a test, {looked at} were looked at, {not checked} were not checked, "
    if sum_of_it.format_map(counts) not in text:
        yield "the sum at the end is not the table's"


def test_the_table_of_the_criteria_is_whole_and_its_evidence_is_there():
    text = (PROJECT / "docs" / "accessibility.md").read_text()
    assert list(complaints(text)) == []
    assert "**State: not compliant: not audited.**" in text


def test_what_is_wrong_with_the_table_is_seen():
    text = (PROJECT / "docs" / "accessibility.md").read_text()
    assert len(list(complaints(text.replace("| 4.7 |", "| 4.77 |")))) == 1
    assert "tests/browser/nothing.py is not there" in list(complaints(text + "`tests/browser/nothing.py`"))
    assert len(list(complaints(text.replace("| not checked |", "| fine |", 2)))) >= 2
