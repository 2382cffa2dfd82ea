"""Excel and UNIMARC files with a few bytes wrong: read, or refused in a sentence.

HOSTILE_FILES is how many of each, 50 without it; `python -m bench hostile` takes 500.
"""

import io
import os
import random
import time
import warnings
import zipfile

import pytest

from citedesmetiers.imports import opening
from citedesmetiers.imports.table import Unreadable
from documentation.models.unimarc import current_map
from documentation.unimarc import table, writing
from tests.test_citedesmetiers.spreadsheets import xlsx

EACH = int(os.environ.get("HOSTILE_FILES", "50"))
SECONDS = 10
HEADERS = ["Name", "Kind", "Since", "Title", "Number", *table.COLUMNS]
ODD = [
    b"\x00",
    b"\xff",
    b"\x1d",
    b"\x1e",
    b"\x1f",
    b"<",
    b"&",
    b"\xed\xa0\x80",
    b"9" * 20,
    b"-1",
    b"]]>",
    b"&a;",
    b"%s",
]


def mutated(content, chance):
    """`content` with one to eight things wrong: bytes changed, cut out, doubled, put in, or the end cut off."""
    content = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, length = chance.randrange(max(1, len(content))), chance.choice([1, 2, 5, 50])
        match chance.randrange(5):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[at : at + length]
            case 2:
                content[at:at] = content[at : at + length]
            case 3:
                content[at:at] = chance.choice(ODD)
            case 4 if chance.random() < 0.2:
                del content[at:]
    return bytes(content)


def mutated_inside(content, chance):
    """An Excel file in which one part is mutated, and the archive around it is whole."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, mutated(part, chance) if name == chosen else part)
    return made.getvalue()


def excel():
    return xlsx(HEADERS[:5], *[[f"Mission {n}", "School", 45000 + n, "é & <b>", 1.5] for n in range(20)])


def unimarc():
    rows = [{"title": f"Métiers {n}", "isbn": "9782844250000", "year": "2020"} for n in range(10)]
    return b"".join(writing.record_of(row, [], current_map()).as_marc() for row in rows)


def read(content):
    """Read a file to its end, as an import does; True when it could be read."""
    try:
        with opening.opened(io.BytesIO(content), lambda text: text in HEADERS) as found:
            for sheet in found.sheets:
                for _row in sheet.rows():
                    pass
    except Unreadable as error:
        if not str(error).strip():
            raise
        return False
    return True


@pytest.mark.many_cases
@pytest.mark.parametrize(("make", "mutate"), [(excel, mutated), (excel, mutated_inside), (unimarc, mutated)])
def test_a_mutated_file_is_read_or_refused_in_a_sentence(db, make, mutate):
    good = make()
    assert read(good)
    wrong = []
    for number in range(EACH):
        chance = random.Random(number)
        began = time.monotonic()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                read(mutate(good, chance))
        except Exception as error:
            wrong.append(f"{make.__name__} {number}: {type(error).__name__}: {error}")
        if time.monotonic() - began > SECONDS:
            wrong.append(f"{make.__name__} {number} took more than {SECONDS} s")
    assert wrong == []
