"""Spreadsheets as people send them: each trap is met with words, none with a crash."""

import contextlib
import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from citedesmetiers.imports import archive, cells, table, workbook
from citedesmetiers.imports.opening import opened
from citedesmetiers.imports.table import Unreadable, fold, letter_of
from tests.test_citedesmetiers.spreadsheets import bomb, csv, replaced, rewritten, saved, with_shared_texts, xlsx

MIDNIGHT = datetime.fromisoformat("2026-03-14T00:00:00")
KNOWN = {"name", "nom", "town", "commune", "since", "kind"}


def known(text):
    return fold(text) in KNOWN


def read(content):
    """[(sheet, headers, [(row number, cells, faults), …]), …] and the notes of a file."""
    with opened(io.BytesIO(content), known) as found:
        sheets = [
            (
                sheet.name,
                [(header.letter, header.text) for header in sheet.headers],
                [(row.number, row.cells, row.faults) for row in sheet.rows()],
            )
            for sheet in found.sheets
        ]
        return sheets, found.notes


def rows(content):
    """The rows of the only sheet."""
    [(_name, _headers, found)], _notes = read(content)
    return found


def refusal(content):
    with pytest.raises(Unreadable) as refused:
        read(content)
    return str(refused.value)


# ── Excel ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plain_workbook_is_read_with_its_headers_and_row_numbers():
    [(name, headers, found)], notes = read(xlsx(["Name", "Town"], ["A", "Vaurenne"], [None, None], ["B", None]))
    assert (name, headers, notes) == ("Partners", [("A", "Name"), ("B", "Town")], [])
    assert found == [(2, ["A", "Vaurenne"], {}), (4, ["B", None], {})]


def test_headers_are_found_below_a_title_and_a_date():
    content = xlsx(["Our partners", None], [MIDNIGHT], [], ["Name", "Town"], ["A", "Vaurenne"])
    [(_name, headers, found)], _notes = read(content)
    assert headers == [("A", "Name"), ("B", "Town")]
    assert found == [(5, ["A", "Vaurenne"], {})]


@pytest.mark.parametrize(
    "first",
    [
        ["Mission locale", "05 55 00 00 01"],
        ["Mission locale", "d@m.example"],
        ["Mission locale", "www.m.example"],
        ["Mission locale", 33000],
        ["Workshop", "14 h 30"],
        ["Town", MIDNIGHT, 12],  # a word that is the name of a column, beside two values
    ],
)
def test_a_table_that_begins_with_a_row_has_no_headers_and_loses_no_row(first):
    [(_name, headers, found)], notes = read(xlsx(["Partners of ours"], first, ["Chambre", None]))
    assert headers == [(letter, "") for letter in "ABC"[: len(first)]]
    assert [number for number, _cells, _faults in found] == [2, 3]
    assert found[0][1] == first
    assert notes == ["Sheet “Partners”: row 2 holds no names of columns. It is read as a row like the others."]


@pytest.mark.parametrize("names", [["Wer", "Wo"], ["Nom", 2026], ["Chambre (2)", "Town 1"]])
def test_names_stay_names_though_nobody_knows_them_or_a_number_stands_beside_them(names):
    [(_name, headers, found)], notes = read(xlsx(names, ["A", "X"]))
    assert [text for _letter, text in headers] == [str(name) for name in names]
    assert (len(found), notes) == (1, [])


def test_every_sheet_with_known_columns_is_read_and_the_others_are_named():
    content = xlsx(
        ["Name", "Town"],
        ["A", "X"],
        sheets=[("More", [["Nom"], ["B"]]), ("Read me", [["hello", "you"], ["x", "y"]]), ("Nothing", []),
                ("Old", [["Name"], ["C"]])],
        hidden=["Old"],
    )  # fmt: skip
    sheets, notes = read(content)
    assert [(name, len(found)) for name, _headers, found in sheets] == [("Partners", 1), ("More", 1)]
    assert notes == [
        "The hidden sheet “Old” is left out.",
        "The sheet “Nothing” is empty.",
        "The sheet “Read me” is left out: none of its columns is known.",
    ]


def test_a_formula_gives_its_stored_result_and_without_one_is_a_fault():
    without = xlsx(["Name", "Town"], ["A", "=B9"])
    assert rows(without)[0][2] == {
        1: "This cell holds a formula without a stored result. Put the value itself into the cell."
    }
    stored = replaced(without, "sheet1.xml", b"<f>B9</f><v />", b"<f>B9</f><v>42</v>")
    assert rows(stored) == [(2, ["A", 42], {})]


def test_a_row_of_nothing_but_formulas_without_results_is_not_lost():
    assert [(number, sorted(faults)) for number, _cells, faults in rows(xlsx(["Name", "Town"], ["=A9", "=B9"]))] == [
        (2, [0, 1])
    ]


def test_merged_cells_are_named_with_the_first_of_them():
    content = xlsx(["Name", "Town"], ["A", "X"], ["B", None], ["C", "Y"], merged=["B2:B3"])
    assert [(number, faults) for number, _cells, faults in rows(content)] == [
        (2, {}),
        (3, {1: "This cell is merged with B2. Split the cells and fill in each of them."}),
        (4, {}),
    ]


def test_a_merge_across_the_whole_sheet_does_not_hang():
    content = replaced(
        xlsx(["Name"], ["A"], ["B"], merged=["C1:D1"]), "sheet1.xml", b'ref="C1:D1"', b'ref="A2:XFD1048576"'
    )
    assert [sorted(faults) for _number, _cells, faults in rows(content)] == [[], [0]]


def test_an_error_that_excel_shows_is_a_fault():
    book = Workbook()
    book.active.append(["Name", "Town"])
    book.active.append(["A", "#N/A"])
    assert rows(saved(book))[0][2] == {1: "Excel shows an error here."}


def test_what_the_file_says_about_its_size_is_not_believed():
    content = replaced(xlsx(["Name", "Town"], ["A", "X"], ["B", "Y"]), "sheet1.xml", b'ref="A1:B3"', b'ref="A1:A1"')
    assert [found[1] for found in rows(content)] == [["A", "X"], ["B", "Y"]]


@pytest.mark.thorough
def test_a_million_empty_rows_cost_little_and_more_are_refused():
    far = replaced(xlsx(["Name"], ["A"], ["B"]), "sheet1.xml", b'r="3"', b'r="900000"')
    assert [found[0] for found in rows(replaced(far, "sheet1.xml", b'"A3"', b'"A900000"'))] == [2, 900_000]
    beyond = replaced(xlsx(["Name"], ["A"], ["B"]), "sheet1.xml", b'r="3"', b'r="99999999"')
    assert "cannot be read" in refusal(replaced(beyond, "sheet1.xml", b'"A3"', b'"A99999999"'))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "This file is empty."),
        (xlsx(), "no table in this file"),
        (b"PK\x03\x04 but no more", "damaged or cut short"),
        (xlsx(["Name"], ["A"])[:-200], "damaged or cut short"),
        (archive.OLD_OR_LOCKED + bytes(600), "old .xls file"),
        (archive.OLD_OR_LOCKED + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"%PDF-1.7\n%\xe2\xe3", "This is no table"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is no table"),
        (b"a;b\n\x81\x8d;1", "This is no table"),
        (b"just a word", "no table in this file"),
        (b'Name;Town\n"A;X\nB;Y\n', "Line 2 cannot be read"),
    ],
)  # fmt: skip
def test_files_that_are_no_table_say_what_they_are(content, words):
    assert words in refusal(content)


def test_an_archive_that_is_no_workbook_is_refused():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("hello.txt", "hello")
    assert "no Excel file" in refusal(file.getvalue())


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "part", ["workbook.xml", "sheet1.xml", "styles.xml", "[Content_Types].xml", "workbook.xml.rels"]
)
def test_parts_that_are_missing_or_broken_are_refused_in_words(part):
    whole = xlsx(["Name"], ["A"])
    for change in (lambda data: None, lambda data: data[: len(data) // 2], lambda data: b"no xml", lambda data: b""):
        broken = rewritten(whole, lambda name, data, change=change: change(data) if name.endswith(part) else data)
        with contextlib.suppress(Unreadable):  # some parts can be missed, but nothing else may go wrong
            assert rows(broken) == [(2, ["A"], {})]


def test_an_encrypted_member_is_refused():
    content = bytearray(xlsx(["Name"], ["A"]))
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "protected by a password" in refusal(bytes(content))


@pytest.mark.thorough
def test_a_zip_bomb_is_measured_before_it_is_unpacked():
    content = bomb()
    assert len(content) < 1024 * 1024
    assert refusal(content) == (
        "Unpacked, this file would take 300 MB, more than a table needs. Copy the table into a new file."
    )


def test_many_small_parts_and_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_UNPACKED", 1000)
    assert "Unpacked" in refusal(xlsx(["Name"], ["A"]))
    monkeypatch.setattr(archive, "MOST_UNPACKED", 10**9)
    monkeypatch.setattr(archive, "MOST_MEMBERS", 3)
    assert "3 are the most" in refusal(xlsx(["Name"], ["A"]))


def test_a_table_of_texts_that_would_fill_memory_is_refused(monkeypatch):
    monkeypatch.setattr(archive, "MOST_STRINGS", 10)
    assert "Unpacked" in refusal(with_shared_texts(["Name", "A"]))


def test_texts_that_stand_in_a_table_of_their_own_are_read():
    assert rows(with_shared_texts(["Name", "A"])) == [(2, ["A"], {})]


BILLION_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9))
    + b"]><sst>&a8;</sst>"
)


@pytest.mark.parametrize("part", ["sharedStrings.xml", "workbook.xml", "sheet1.xml", "[Content_Types].xml"])
def test_entities_in_the_xml_are_refused(part):
    external = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    for evil in (BILLION_LAUGHS, external):
        content = rewritten(
            with_shared_texts(["Name", "A"]), lambda name, data, evil=evil: evil if name.endswith(part) else data
        )
        assert "cannot be read" in refusal(content)


def test_too_many_merged_cells_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_MERGES", 1)
    assert "too many merged cells" in refusal(xlsx(["Name"], ["A"], merged=["C1:D1", "C2:D2"]))


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separators_and_encodings_are_found(separator, encoding):
    text = separator.join(["Nom", "Commune"]) + "\r\n" + separator.join(["Pôle d’été", "Bœrsch"]) + "\r\n"
    assert rows(csv(text, encoding)) == [(2, ["Pôle d’été", "Bœrsch"], {})]


def test_excels_own_hint_about_the_separator_is_followed():
    assert rows(csv("sep=|\nName|Town\nA|X\n")) == [(3, ["A", "X"], {})]


def test_commas_inside_a_semicolon_file_do_not_split_it():
    assert rows(csv("Name;Town\nA, B, C;X, Y\nD, E, F, G;Z\n")) == [
        (2, ["A, B, C", "X, Y"], {}),
        (3, ["D, E, F, G", "Z"], {}),
    ]


def test_line_breaks_in_quotes_stay_and_the_rows_after_them_keep_their_line_number():
    assert rows(csv('Name;Town\n"A\nB";X\nC;Y\n')) == [(2, ["A\nB", "X"], {}), (4, ["C", "Y"], {})]


def test_rows_that_are_shorter_or_longer_than_the_headers_are_read():
    assert rows(csv("Name;Town\nA\nB;X;extra;;\n\n;\n")) == [(2, ["A", None], {}), (3, ["B", "X"], {})]


# ── Cells ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("parse", "cell", "value"),
    [
        (cells.line, 33001.0, "33001"),
        (cells.line, 1.5, "1.5"),
        (cells.line, "  a\u00a0b \n c ", "a b c"),
        (cells.line, "'+33 5", "+33 5"),
        (cells.line, MIDNIGHT, "2026-03-14"),
        (cells.text, "a\r\nb", "a\nb"),
        (cells.phone, 555000001.0, "0555000001"),
        (cells.phone, 3, "3"),
        (cells.phone, "05 55 00 00 01", "05 55 00 00 01"),
        (cells.day, MIDNIGHT, date(2026, 3, 14)),
        (cells.day, 46095, date(2026, 3, 14)),
        (cells.day, 46095.0, date(2026, 3, 14)),
        (cells.day, "14/03/2026", date(2026, 3, 14)),
        (cells.day, "14.3.2026", date(2026, 3, 14)),
        (cells.day, " 2026-03-14 ", date(2026, 3, 14)),
        (cells.number, "1 250,5", cells.Decimal("1250.5")),
        (cells.number, 0.4, cells.Decimal("0.4")),
        (cells.whole_number, "12", 12),
        (cells.yes_or_no, "OUI", True),
        (cells.yes_or_no, False, False),
        (cells.email, "mailto:a@b.example", "a@b.example"),
    ],
)
def test_cells_become_values(parse, cell, value):
    assert parse(cell) == value


@pytest.mark.parametrize(
    ("parse", "cell", "words"),
    [
        (cells.line, "9,78207E+12", "Excel has rounded"),
        (cells.line, 9.782e20, "Excel has rounded"),
        (cells.line, "Idem", "says to repeat"),
        (cells.day, "soon", "no date"),
        (cells.day, "31/02/2026", "no date"),
        (cells.day, 12, "no date"),
        (cells.day, True, "no date"),
        (cells.number, "many", "no number"),
        (cells.number, "nan", "no number"),
        (cells.number, True, "no number"),
        (cells.whole_number, "1,5", "no whole number"),
        (cells.yes_or_no, "perhaps", "yes or no"),
        (cells.email, "nobody", "valid email"),
        (cells.OneOf([("a", "Apple")]), "Pear", "“Pear” is not in the list. Known are: Apple."),
        (cells.SeveralOf([("a", "Apple")]), "Apple, Pear", "“Pear” is not in the list"),
    ],
)
def test_cells_that_make_no_sense_are_refused_with_words(parse, cell, words):
    with pytest.raises(ValidationError, match=words):
        parse(cell)


def test_several_values_come_in_the_order_of_the_list_whatever_stands_between_them():
    parse = cells.SeveralOf([("a", "Apple"), ("b", "Poire d’été"), ("c", "Fig")])
    assert parse("fig / POIRE D'ETE;apple") == ["a", "b", "c"]


def test_names_are_compared_without_accents_capitals_and_punctuation():
    assert fold(" Téléphone (n°) ") == fold("telephone n")
    assert fold("Cœur") == "coeur"


@pytest.mark.parametrize(("position", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(position, letter):
    assert letter_of(position) == letter


LATER = datetime.fromisoformat("2026-01-02T03:04:00")


@pytest.mark.parametrize(
    ("cell", "text"),
    [(None, ""), (3.0, "3"), (0.25, "0.25"), (MIDNIGHT, "2026-03-14"), (LATER, "2026-01-02 03:04:00")],
)
def test_cells_are_shown_as_people_see_them(cell, text):
    assert table.as_text(cell) == text
