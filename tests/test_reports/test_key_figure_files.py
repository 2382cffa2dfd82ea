"""The key figures as PDF, CSV, Excel and OpenDocument: every number of the page, of every room, is in each of them."""

import csv
import io
import re
from datetime import date

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from odfdo import Document
from pypdf import PdfReader

from citedesmetiers.factories import make_opening_hours, make_purpose, make_site
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_duty_session, make_interview
from documentation.factories import make_consultation_count, make_copy, make_loan_count, make_resource
from events.factories import make_attendance, make_session
from partners.factories import make_agreement, make_budget, make_budget_line, make_institution
from reception.factories import make_group_visit, make_visit
from reports.activity import MEASURES
from reports.factories import make_declared_figure

pytestmark = pytest.mark.django_db
PAGE, ROOMS = "/reports/key-figures/", "/reports/key-figures/rooms/"
YEAR = timezone.localdate().year - 1


SHEETS = {  # {caption on the page: title of the sheet}
    "Visits per month": "Visits per month",
    "Visits per purpose": "What people come for",
    "Visits by day of the week and hour": "When people come",
    "Visits by place": "By place",
    "Key figures of all rooms": "All rooms",
    "Stated by visitors": "Stated by visitors",
}


@pytest.fixture
def director(signed_in):
    return signed_in("director")


@pytest.fixture
def busy(centre):
    """Two years at two places, each room with numbers that no other has."""
    town, brezac = make_site(code="town", name="Town"), make_site(code="brezac", name="Brézac")
    make_opening_hours(site=town, weekday=1, valid_from=date(YEAR - 1, 1, 1))
    desk, job = make_desk(site=town), make_purpose(name="Find a job", key=1)
    resource = make_resource(acquired_on=date(YEAR - 3, 1, 8))
    make_copy(resource=resource, site=town, added_on=resource.acquired_on)
    make_agreement(institution=make_institution(), starts_on=date(YEAR - 3, 1, 1), ends_on=date(YEAR + 2, 1, 1))
    for year, more in ((YEAR, 0), (YEAR - 1, 40)):
        day = date(year, 5, 6)
        for people in (431 + more, 437, 443):
            make_visit(site=town, day=day, people=people, hour=10, purpose=job)
        make_visit(site=town, day=date(year, 11, 3), people=402, hour=15)
        make_visit(site=brezac, day=day, people=77 + more, hour=9, purpose=job)
        make_group_visit(site=town, day=day, people=24 + more)
        make_interview(desk=desk, day=day, people=3)
        make_interview(desk=desk, day=day, people=2, state="left")
        make_duty_session(desks=[desk], day=day, state="held")
        make_loan_count(site=town, day=day, n=411 + more)
        make_consultation_count(site=town, day=day, n=733 + more)
        make_attendance(session=make_session(site=town, day=day, state="held"), present=91 + more)
        make_budget_line(budget=make_budget(year=year, stage="actual"), amount=123456 + more)
    make_declared_figure(title="Followers", value=612, as_of=date(YEAR, 6, 1))
    return town, brezac


def tables_of(client, **query):
    """{caption: rows of texts} of the page and of its block of all rooms."""
    found = {}
    for address in (PAGE, ROOMS):
        soup = BeautifulSoup(client.get(address, query).content, "html.parser")
        for table in soup.find_all("table"):
            found[table.caption.get_text()] = [
                [re.sub(r"\s+", " ", cell.get_text(" ")).strip() for cell in row(["th", "td"])] for row in table("tr")
            ]
    return found


def sheets_of(client, ending, **query):
    """{title: rows of cells} of a file with the key figures."""
    content = client.get(reverse(f"reports:key_figures_{ending}"), query).content
    if ending == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        return {page.title: [list(row) for row in page.values] for page in book}
    if ending == "ods":
        tables = Document(io.BytesIO(content)).body.tables
        return {table.name: [row.get_values() for row in table.iter_rows()] for table in tables}
    found, title = {}, None
    for line in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"):
        if len(line) == 1 and line[0] in SHEETS.values():
            title = line[0]
            found[title] = []
        else:
            found[title].append(line)
    return found


def numbers(cells):
    """The numbers among the cells of a row, as text of one form; what is not known is left out."""
    found = []
    for cell in cells:
        text = str("" if cell is None else cell).replace("\u2212", "-").replace(",", "").strip("+%")
        if re.fullmatch(r"-?\d+(\.\d+)?", text):
            found.append(f"{float(text):g}")
    return found


@pytest.mark.thorough
@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("place", ["", "town"])
def test_every_number_of_the_page_stands_in_the_same_line_of_each_file(director, busy, ending, place):
    query = {"year": YEAR, "site": place}
    sheets = sheets_of(director, ending, **query)
    checked = 0
    for caption, rows in tables_of(director, **query).items():
        (title,) = [title for start, title in SHEETS.items() if caption.startswith(start)]
        there = [sorted(numbers(row)) for row in sheets[title][1:]]
        for row in rows[1:]:
            if shown := sorted(numbers(row[1:])):
                assert shown in there, (title, row)
                checked += len(shown)
    assert checked > 100


@pytest.mark.thorough
@pytest.mark.parametrize("place", ["", "town"])
def test_every_key_figure_has_its_line_in_the_file(director, busy, place):
    lines = sheets_of(director, "csv", year=YEAR, site=place)["All rooms"]
    told = {line[1] for line in lines if len(line) == 5}
    places = 1 if place else Site.objects.count()
    expected = {measure.words(places) for measure in MEASURES if not (place and measure.of_house)}
    satisfied = "Satisfied answers in the year"  # nobody was asked
    assert expected - told == ({satisfied} if not place else set())


@pytest.mark.thorough
@pytest.mark.parametrize("place", ["", "town"])
def test_every_number_of_the_page_stands_on_paper(director, busy, place):
    query = {"year": YEAR, "site": place}
    made = PdfReader(io.BytesIO(director.get(reverse("reports:key_figures_pdf"), query).content))
    on_paper = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in made.pages))
    for rows in tables_of(director, **query).values():
        for row in rows[1:]:
            for cell in row[1:]:
                assert cell in on_paper, row
    assert "Followers: 612" in on_paper


@pytest.mark.thorough
def test_an_excel_file_holds_numbers_and_says_where_they_come_from(director, busy):
    rooms = sheets_of(director, "xlsx", year=YEAR)["All rooms"]
    (loans,) = [row for row in rooms if row[1] == "Documents lent"]
    assert loans[:5] == ["Documentation and computers", "Documents lent", 411, 451, -8.9]
    said = " ".join(str(row[0]) for row in rooms)
    assert f"Days: January 1, {YEAR} to December 31, {YEAR}." in said or f"Days: 1 January {YEAR}" in said
    assert f"Compared with: 1 January {YEAR - 1} to 31 December {YEAR - 1}." in said
    assert "Places: Town, Brézac." in said
    assert "An entry through the door counted by reception" in said


def test_a_year_in_which_nobody_came_still_has_the_files_of_the_other_rooms(director, centre):
    desk = make_desk(site=make_site())
    make_visit(site=desk.site, day=date(YEAR - 1, 5, 6))
    make_interview(desk=desk, day=date(YEAR, 5, 6))
    page = director.get(PAGE, {"year": YEAR}).content.decode()
    for ending in ("csv", "xlsx", "ods", "pdf"):
        assert reverse(f"reports:key_figures_{ending}") in page
    rooms = sheets_of(director, "csv", year=YEAR)["All rooms"]
    assert [line[2:4] for line in rooms if len(line) == 5 and line[1] == "Interviews"] == [["1", "0"]]


@pytest.mark.thorough
def test_a_year_before_the_first_visit_can_be_chosen_when_another_room_counted_something(director, centre):
    make_visit(day=date(YEAR, 5, 6))
    make_interview(day=date(YEAR - 2, 5, 6))
    page = director.get(PAGE, {"year": YEAR - 2}).content.decode()
    assert f"No visit counted in {YEAR - 2}" in page
    rooms = sheets_of(director, "csv", year=YEAR - 2)["All rooms"]
    assert [line[2] for line in rooms if len(line) == 5 and line[1] == "Interviews"] == ["1"]


@pytest.mark.thorough
def test_the_print_of_a_year_in_which_nobody_came_tells_the_other_rooms(director, centre):
    desk = make_desk(site=make_site())
    make_visit(site=desk.site, day=date(YEAR - 1, 5, 6))
    for _ in range(37):
        make_interview(desk=desk, day=date(YEAR, 5, 6))
    made = PdfReader(io.BytesIO(director.get(reverse("reports:key_figures_pdf"), {"year": YEAR}).content))
    text = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in made.pages))
    assert f"No visit counted in {YEAR}" in text
    assert "Interviews 37 0" in text
