"""Files of tables: typed cells, no formula, the same numbers in every format."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from odfdo import Document

from reports.exports import Column, OpenTable, Sheet, bundle, written

DANGEROUS = ["=1+1", "+33 1", "-2", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://evil.example";"x")']


@pytest.fixture
def sheet():
    rows = [[text, number, date(2026, 3, 1), 12.5] for number, text in enumerate(DANGEROUS)]
    return Sheet("Visits: by/place?", ["Name", "Visits", "Day", "Share"], rows, notes=["=not a formula"])


def test_a_csv_file_holds_no_cell_that_begins_a_formula(sheet):
    lines = list(csv.reader(io.StringIO(written([sheet], "csv").decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ["Name", "Visits", "Day", "Share"]
    assert lines[1] == ["'=1+1", "0", "2026-03-01", "12.5"]
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_an_excel_file_has_numbers_and_dates_as_such_and_text_as_text(sheet):
    page = openpyxl.load_workbook(io.BytesIO(written([sheet], "xlsx"))).active
    for number, text in enumerate(DANGEROUS, start=2):
        cells = page[number]
        assert cells[0].data_type == "s"
        assert cells[0].value.strip() == text.strip()
        assert (cells[1].data_type, cells[2].data_type, cells[3].value) == ("n", "d", 12.5)
    assert page["A10"].value == "=not a formula"
    assert page["A10"].data_type == "s"
    assert "<f>" not in zipfile.ZipFile(io.BytesIO(written([sheet], "xlsx"))).read("xl/worksheets/sheet1.xml").decode()


def test_an_opendocument_file_has_numbers_and_dates_as_such_and_text_as_text(sheet):
    content = written([sheet], "ods")
    table = Document(io.BytesIO(content)).body.tables[0]
    assert table.get_value((0, 1)) == "=1+1"
    assert table.get_cell((0, 1)).type == "string"
    assert table.get_cell((1, 2)).type == "float"
    assert table.get_cell((2, 1)).type == "date"
    assert table.get_value((3, 1)) == 12.5
    assert "table:formula" not in zipfile.ZipFile(io.BytesIO(content)).read("content.xml").decode()


def test_sheets_have_titles_that_a_spreadsheet_accepts_and_no_two_alike(sheet):
    again = Sheet("Visits: by/place?", ["A"], [[1]])
    long = Sheet("Z" * 60, ["A"], [[1]])
    book = openpyxl.load_workbook(io.BytesIO(written([sheet, again, long], "xlsx")))
    assert book.sheetnames == ["Visits  by place", "Visits  by place 2", "Z" * 31]


def test_signs_that_xml_cannot_hold_are_left_out():
    bad = Sheet("Bad", ["Name"], [["a\x00b\x1fc\ud800"]])
    assert openpyxl.load_workbook(io.BytesIO(written([bad], "xlsx"))).active["A2"].value == "abc"
    assert Document(io.BytesIO(written([bad], "ods"))).body.tables[0].get_value((0, 1)) == "abc"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_an_empty_table_is_a_file_too(ending):
    assert written([Sheet("Nothing", ["Name"], [])], ending)


class TestBundle:
    @pytest.fixture
    def archive(self):
        columns = [Column("month", "date", "first day of the month"), Column("visits", "integer", "visits")]
        table = OpenTable("visits", "Visits", "Reception", columns, [["2026-01-01", 5], ["=2", 3]])
        return zipfile.ZipFile(io.BytesIO(bundle([table], "Read me")))

    def test_it_holds_each_table_a_dictionary_and_a_text(self, archive):
        assert archive.namelist() == ["visits.csv", "dictionary.csv", "README.txt"]
        assert archive.read("visits.csv").decode("utf-8-sig").splitlines() == ["month,visits", "2026-01-01,5", "'=2,3"]

    def test_every_column_of_every_table_is_in_the_dictionary(self, archive):
        lines = list(csv.DictReader(io.StringIO(archive.read("dictionary.csv").decode("utf-8-sig"))))
        assert [(line["table"], line["column"], line["type"]) for line in lines] == [
            ("visits", "month", "date"), ("visits", "visits", "integer")
        ]  # fmt: skip
        assert all(line["meaning"] and line["source"] for line in lines)

    def test_the_same_figures_make_the_same_file(self):
        table = OpenTable("a", "A", "S", [Column("n", "integer", "n")], [[1]])
        assert bundle([table], "x") == bundle([table], "x")
