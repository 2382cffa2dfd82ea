"""The self-assessment alone on paper: contents, levels, plan; a draft says that it is one."""

import io

import pytest
from pypdf import PdfReader

from reports.factories import make_action, make_criterion, make_rating, make_self_assessment

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture
def assessment(centre):
    row = make_self_assessment(year=YEAR, introduction="A year of open doors.", conclusion="We go on.")
    criterion = make_criterion(code="1.1", title="Opening hours")
    make_rating(assessment=row, criterion=criterion, level=2, narrative="Too few mornings.")
    return row


def read(client):
    return PdfReader(io.BytesIO(client.get(f"/reports/self-assessment/{YEAR}/report.pdf").content))


def bookmarks(entries):
    for entry in entries:
        if isinstance(entry, list):
            yield from bookmarks(entry)
        else:
            yield entry.title


@pytest.mark.thorough
def test_what_was_written_stands_on_a_few_pages_with_a_way_to_each_criterion(assessment, signed_in):
    reader = read(signed_in("director"))
    words = " ".join(page.extract_text() for page in reader.pages)
    for said in ("A year of open doors.", "Too few mornings.", "2. Partial", "We go on.", "Draft"):
        assert said in words, said
    assert "1.1 Opening hours" in list(bookmarks(reader.outline))
    assert len(reader.pages) <= 5  # cover, contents, introduction with its criterion, ratings, plan and signatures


@pytest.mark.thorough
def test_a_conclusion_is_printed_with_a_plan_and_without_one(assessment, signed_in):
    director = signed_in("director")
    assert "No action is planned." in read(director).pages[-1].extract_text()
    make_action(assessment=assessment, criterion=assessment.ratings.get().criterion, what="Open on Mondays")
    words = " ".join(page.extract_text() for page in read(director).pages)
    assert "Open on Mondays" in words
    assert "We go on." in words
