"""The poster of key figures and the note of a month: one sheet, and what a month brought."""

import io
import re
from datetime import date

import pytest
from django.utils import timezone, translation
from pypdf import PdfReader

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import make_desk, make_interview
from reception.factories import make_visit
from reports import pdf, prints

pytestmark = pytest.mark.thorough


@pytest.fixture
def town(centre):
    site = make_site(name="Town")
    job = make_purpose(name="Find a job", key=1)
    for people in (500, 500, 234):
        make_visit(site=site, day=date(2025, 9, 3), people=people, purpose=job)
    for _n in range(2):
        make_visit(site=site, day=date(2024, 9, 4), people=500)
    make_interview(desk=make_desk(site=site, name="Find a job"), day=date(2025, 9, 3))
    return site


def printed(code, **parameters):
    kind = prints.kind_of(code)
    with translation.override("en"):
        content = pdf.pdf_of(prints.written(kind, kind.build(parameters, prints.quietly)))
    reader = PdfReader(io.BytesIO(content))
    return reader, re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.parametrize(("size", "millimetres"), [("a3", (297, 420)), ("a4", (210, 297))])
def test_the_poster_is_one_sheet_of_its_size(town, size, millimetres):
    reader, words = printed("poster", year="2025", size=size)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == millimetres
    assert "2025 in figures" in words
    assert "1,234" in words
    assert "+23.4% · 1,000 in 2024" in words
    assert "Town" in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_year_without_visits_still_makes_a_poster(centre):
    reader, words = printed("poster", year=str(timezone.localdate().year), size="a4")
    assert len(reader.pages) == 1
    assert "visits, without appointment or registration" in words


def test_a_poster_of_a_year_that_runs_says_that_the_year_before_is_not_whole_either(centre):
    today = timezone.localdate()
    place = make_site()
    make_visit(site=place, day=today, people=7)
    make_visit(site=place, day=date(2025, 3, 4), people=9)
    for year in (today.year, 2025):
        _reader, words = printed("poster", year=str(year), size="a4")
        is_running = (today.month, today.day) != (12, 31) and year == today.year
        assert (f"Compared with the same days of {year - 1}." in words) == is_running
        assert ("provisional, up to" in words) == is_running


def test_the_note_of_a_month_holds_that_month_alone_beside_the_year_before(town):
    make_visit(site=town, day=date(2025, 10, 1), people=77)
    _reader, words = printed("month", month="2025-09")
    assert "Activity note, September 2025" in words
    assert "1,234 visits and 1 interview. All of it is compared with the same days of the year before." in words
    assert re.search(r"Visits 1,234 1,000 \+23\.4%", words)
    assert "77" not in words
    assert "whole month" in words


def test_a_first_month_is_not_held_against_a_year_in_which_nobody_counted(town):
    make_visit(site=town, day=date(2024, 8, 7), people=3)
    _reader, words = printed("month", month="2024-08")
    assert "3 visits and 0 interviews. Visits were not counted yet on the same days of the year before." in words
    assert "in 2023" not in words
    make_visit(site=town, day=date(2023, 8, 31))
    _reader, words = printed("month", month="2024-08")
    assert "All of it is compared" in words
    assert "1 in 2023" in words


def test_a_month_in_which_nothing_happened_is_told_in_a_page_or_two(town):
    reader, words = printed("month", month="2025-08")
    assert len(reader.pages) <= 2
    assert "No place was open in this month." in words
    assert "0 visits" not in words


def test_days_open_of_several_places_are_said_to_be_added_up(town):
    _reader, words = printed("month", month="2025-09")
    assert re.search(r"Days open \d", words)
    make_visit(site=make_site(name="Harbour"), day=date(2025, 9, 3))
    _reader, words = printed("month", month="2025-09")
    assert re.search(r"Days open, added up over the places \d", words)


def test_poster_and_note_are_for_the_director(signed_in):
    assert signed_in("director").get("/reports/prints/new/poster/").status_code == 200
    assert signed_in("partnership").get("/reports/prints/new/poster/").status_code == 403
    assert signed_in("partnership").get("/reports/prints/new/month/").status_code == 403
