"""A stranger can read the open-data bundle with what lies in it: every column and every code is explained."""

import csv
import io
import zipfile
from datetime import date

import pytest

from citedesmetiers.factories import make_site
from reception.factories import make_visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(signed_in):
    """{file of the bundle of 2025: its lines as dictionaries}"""
    make_visit(
        site=make_site(code="annexe", name="Annex of the valley", kind="associated_centre"), day=date(2025, 3, 4)
    )
    make_visit(site=make_site(code="gone", closed_on=date(2025, 6, 30)), day=date(2025, 3, 4), hour=14, people=3)
    content = signed_in("director").get("/reports/figures/open-data.zip?year=2025").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_every_column_of_every_table_stands_in_the_dictionary_with_a_meaning(tables):
    explained = {(line["table"], line["column"]) for line in tables["dictionary.csv"] if line["meaning"]}
    there = {
        (name.removesuffix(".csv"), column)
        for name, lines in tables.items()
        if name != "dictionary.csv"
        for column in lines[0]
    }
    assert len(there) > 50
    assert there == explained


@pytest.mark.thorough
def test_every_code_of_a_place_stands_in_the_list_of_places(tables):
    places = {line["place"]: line for line in tables["places.csv"]}
    used = {line["place"] for name, lines in tables.items() if name.startswith("visits") for line in lines}
    assert {"annexe", "gone"} <= used <= places.keys()
    assert (places["annexe"]["name"], places["annexe"]["kind"]) == ("Annex of the valley", "associated_centre")
    assert (places["annexe"]["closed_on"], places["gone"]["closed_on"]) == ("", "2025-06-30")


@pytest.mark.thorough
def test_the_dictionary_says_how_months_weekdays_and_hours_are_written(tables):
    said = {(line["table"], line["column"]): line["meaning"] for line in tables["dictionary.csv"]}
    assert said["visits_by_month", "month"] == "month, as 2026-03"
    assert said["visits_by_weekday", "weekday"] == "day of the week, from 1 for Monday to 7"
    assert said["visits_by_hour", "hour"] == "hour of the day: 14 is from 14:00 to 15:00"
    [line] = [line for line in tables["visits_by_hour.csv"] if line["place"] == "gone" and line["number"] != "0"]
    assert (line["hour"], line["number"]) == ("14", "3")
