"""Charts: they stand in a strict page and in a print, at any time of the year."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from django.utils import translation

from citedesmetiers.factories import make_purpose, make_site
from citedesmetiers.models import Site
from reception.factories import make_visit
from reports import charts, numbers, svg
from reports.key_figures import KeyFigures

pytestmark = pytest.mark.django_db
ALL = [charts.months, charts.cumulated, charts.purposes, charts.hours]
NAMESPACE = "{http://www.w3.org/2000/svg}"


def found(today):
    return KeyFigures(year=today.year, sites=Site.objects.all(), today=today)


@pytest.fixture
def visited():
    """A function: one visit on a day, and one a year before."""
    site, purpose = make_site(), make_purpose(name="Learn <b>& more</b>, " + "at length " * 5, key=1, colour=1)

    def visit(day, *, before=True):
        make_visit(site=site, day=day, purpose=purpose, people=3)
        if before:
            make_visit(site=site, day=date(day.year - 1, 11, 5), people=400)

    return visit


@pytest.mark.many_cases
@pytest.mark.parametrize("frame", [svg.WIDE, svg.NARROW, svg.PRINT], ids=["wide", "narrow", "print"])
@pytest.mark.parametrize("before", [True, False], ids=["with a year before", "the first year"])
@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2026, 1, 31), date(2028, 2, 29), date(2026, 7, 14), date(2026, 12, 31)], ids=str
)
def test_every_chart_is_plain_at_any_time_of_the_year(visited, today, before, frame):
    visited(today, before=before)
    for draw in ALL:
        drawing = draw(found(today), frame, "Says <what> it shows & more")
        root = ET.fromstring(drawing)
        assert root.find(f"{NAMESPACE}title").text == "Says <what> it shows & more"
        assert root.get("aria-labelledby") == root.find(f"{NAMESPACE}title").get("id")
        tags = {node.tag.removeprefix(NAMESPACE) for node in root.iter()}
        assert tags <= {"svg", "g", "title", "text", "tspan", "path", "rect", "circle"}
        assert not [node for node in root.iter() if "style" in node.attrib or "onclick" in node.attrib]
        assert [node for node in root.iter() if node is not root and "class" in node.attrib] == []
        assert "nan" not in drawing.lower()


def test_the_year_stands_on_its_line_and_the_year_before_on_its_own(visited):
    visited(date(2026, 7, 14))
    drawing = ET.fromstring(charts.months(found(date(2026, 7, 14)), svg.WIDE, "x"))
    labels = {node.text: node.get("fill") for node in drawing.iter(f"{NAMESPACE}text")}
    assert labels["2026"] == svg.RED
    assert labels["2025"] == svg.GREY


def test_a_label_stays_within_its_column(visited):
    visited(date(2026, 7, 14))
    drawing = ET.fromstring(charts.purposes(found(date(2026, 7, 14)), svg.WIDE, "x"))
    texts = [node.text or "" for node in drawing.iter(f"{NAMESPACE}text")]
    assert any(text.startswith("1  Learn <b>& more</b>") and text.endswith("…") for text in texts)
    assert "3 (100.0%)" in texts


@pytest.mark.parametrize(
    ("language", "value", "decimals", "text"),
    [
        ("en", 1234567, 0, "1,234,567"),
        ("fr", 1234567, 0, "1\u202f234\u202f567"),
        ("fr", 1234.56, 1, "1\u202f234,6"),
        ("en", -3.25, 1, "\u22123.2"),
        ("en", -0.04, 1, "0.0"),
    ],
)
def test_numbers_are_written_as_the_language_does(language, value, decimals, text):
    with translation.override(language):
        assert numbers.number(value, decimals) == text


def test_changes_carry_their_sign_and_what_is_unknown_a_dash():
    with translation.override("en"):
        assert [numbers.signed_percent(n) for n in (6.24, -1.4, 0.04, -0.04, None)] == [
            "+6.2%",
            "\u22121.4%",
            "0.0%",
            "0.0%",
            "–",
        ]


def test_the_same_numbers_are_drawn_once_and_other_ones_or_another_language_again():
    rows = [charts.Bar("Jobs", 1234, "1,234")]
    first = charts.bars("rows", rows, svg.WIDE, "Jobs: 1,234")
    assert charts.bars("rows", list(rows), svg.WIDE, "Jobs: 1,234") is first
    assert "1,235" in charts.bars("rows", [charts.Bar("Jobs", 1235, "1,235")], svg.WIDE, "Jobs: 1,235")
    with translation.override("fr"):
        assert charts.bars("rows", rows, svg.WIDE, "Jobs: 1,234") is not first


def test_no_more_drawings_are_remembered_than_fit():
    svg._drawn.update({f"made up {number}": "" for number in range(svg.MOST_REMEMBERED)})
    charts.bars("rows", [charts.Bar("Jobs", 7, "7")], svg.WIDE, "Jobs")
    assert len(svg._drawn) <= svg.MOST_REMEMBERED
