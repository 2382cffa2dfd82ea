"""The yearly report: the order of the label's reference, the same figures as on screen, draft until validated."""

import io
import re
import subprocess
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.utils import translation
from pypdf import PdfReader

from citedesmetiers.factories import make_opening_hours, make_profile_value, make_purpose, make_site
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_interview
from counselling.hours import Duty
from partners.factories import make_body, make_budget, make_budget_line
from reception.factories import make_day_remark, make_visit
from reports import assessment, pdf, prints, yearly, yearly_figures
from reports.factories import (
    make_action,
    make_criterion,
    make_frame,
    make_label_step,
    make_principle,
    make_rating,
    make_self_assessment,
)
from reports.models import Criterion, LabelStep

pytestmark = pytest.mark.thorough

ORDER = [
    "The label and the places", "Method", "The year in short", "Key figures", "Through the year", "Publics",
    "Principle 1. A service open to all", "Territory", "Network and projects", "Resources and budget",
    "Summary of ratings", "Plan for 2026", "Annex: definitions", "Approval and signature",
]  # fmt: skip


@pytest.fixture
def year(centre):
    """2025 at one place: 311 visits in March, 29 interviews, a budget, a self-assessment with one criterion."""
    site = make_site(name="Town", opened_on=date(2010, 1, 1))
    desk = make_desk(site=site, name="Find a job")
    woman = make_profile_value(list="gender", name="Woman")
    make_visit(site=site, day=date(2025, 3, 4), people=311, purpose=make_purpose(name="Find a job", key=1))
    make_visit(site=site, day=date(2024, 3, 4), people=200)
    for _n in range(29):
        make_interview(desk=desk, day=date(2025, 3, 4), gender=woman if _n < 2 else None)
    make_label_step(kind=LabelStep.Kind.CONFIRMATION, decided_on=date(2012, 5, 6), decision="granted")
    budget = make_budget(year=2025)
    make_budget_line(budget=budget, label="Rent", amount=12345)
    make_budget_line(budget=budget, side="income", label="Grant", amount=12345)
    frame = make_frame()
    criterion = make_criterion(principle=make_principle(frame=frame), title="Free access")
    row = make_self_assessment(year=2025, frame=frame, introduction="A year of change.")
    make_rating(assessment=row, criterion=criterion, level=2, narrative="We were closed on Mondays.")
    make_action(assessment=row, criterion=criterion, what="Open on Mondays", who="Director", due_on=date(2026, 9, 1))
    return row


def report(language="en"):
    with translation.override(language):
        kind = prints.kind_of("yearly")
        return pdf.pdf_of(prints.written(kind, kind.build({"year": "2025"}, prints.quietly)))


def written(language="en"):
    """The HTML that the PDF is made of."""
    with translation.override(language):
        kind = prints.kind_of("yearly")
        return prints.written(kind, kind.build({"year": "2025"}, prints.quietly))


def in_words(language="en"):
    return re.sub(r"\s+", " ", BeautifulSoup(written(language), "html.parser").get_text(" "))


def as_read(content):
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True)
    return re.sub(r"\s+", " ", done.stdout.decode())


def bookmarks(reader):
    return [entry.title for entry in reader.outline if not isinstance(entry, list)]


def test_it_is_tagged_and_bookmarked_in_the_order_of_the_reference_with_this_year_beside_the_one_before(year):
    content = report()
    reader, words = PdfReader(io.BytesIO(content)), as_read(content)
    assert [title for title in bookmarks(reader) if title in ORDER] == ORDER
    contents = reader.pages[1].extract_text()
    assert all(title in contents for title in ORDER)
    assert "1.1" in contents
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title.startswith("Yearly self-assessment report 2025")
    last = reader.pages[-1].extract_text()
    assert f"{len(reader.pages)} / {len(reader.pages)}" in last
    assert "Self-assessment 2025" in last
    assert re.search(r"Visits 311 200 \+55\.5%", words)
    assert re.search(r"Interviews 29 0", words)
    assert re.search(r"Rent 12,345 Grant 12,345", words)
    assert re.search(r"1\.1\.1 Open on Mondays Director", words)


def test_small_numbers_of_people_are_masked(year):
    row = re.search(r"Gender What Visits 2025 .*?Woman (\S+) (\S+) (\S+) (\S+)", in_words())
    assert (row[1], row[4]) == ("0", "•••")


def test_it_is_a_draft_until_it_is_validated_and_then_prints_what_was_frozen(year):
    assert "draft, not validated" in in_words()
    assert 'data-draft="Draft"' in written()
    row = year
    row.state, row.submitted_on = "validated", date(2026, 1, 20)
    row.validated_on = date(2026, 1, 28)
    row.validated_by = make_body(name="Steering committee")
    row.frozen = {
        "shape": 1, "year": 2025, "default": "en", "languages": assessment.in_every_language(row),
    }  # fmt: skip
    row.frozen["default"] = next(iter(row.frozen["languages"]))
    row.checksum = assessment.checksum_of(row.frozen)
    row.save()
    Criterion.objects.update(title="Something else")  # in the rows; what was frozen stays
    words = in_words()
    assert "validated on 28 January 2026" in words
    assert "data-draft" not in written()
    assert "Free access" in words
    assert "Something else" not in words
    assert row.checksum in words


@pytest.mark.parametrize(
    ("held", "missed", "said"),
    [
        (1, 1, "1 session on duty held, 1 missed: 50.0% of those confirmed were held."),
        (39, 1, "39 sessions on duty held, 1 missed: 97.5% of those confirmed were held."),
    ],
)
def test_sessions_on_duty_are_told_in_the_singular_and_in_the_plural(held, missed, said):
    with translation.override("en"):
        assert yearly_figures.sessions_kept(Duty(planned=held + missed, held=held, missed=missed)) == said


def test_without_a_self_assessment_it_says_so(centre):
    make_visit(day=date(2025, 3, 4))
    words = in_words()
    assert "The self-assessment of this year is not begun yet" in words


def test_the_page_says_the_same(year, signed_in):
    page = signed_in("director").get("/reports/prints/page/yearly/", {"year": 2025}).content.decode()
    for words in ("Find a job", "311", "We were closed on Mondays.", "12,345", "Approval and signature"):
        assert words in page


def test_the_method_names_the_days_that_reception_explained(year):
    site = Site.objects.get()
    make_opening_hours(site=site, weekday=1, valid_from=date(2025, 3, 1), valid_until=date(2025, 3, 31))
    make_day_remark(site=site, day=date(2025, 3, 11), reason="breakdown")
    make_day_remark(site=site, day=date(2025, 3, 18), reason="nobody_came")
    words = re.sub(r"\s+", " ", BeautifulSoup(written(), "html.parser").get_text(" "))
    assert "Town: Power, network or device broke down, 11 March." in words
    assert "Town: Nobody came, 18 March." in words
    rows = [row.get_text(" ", strip=True) for row in BeautifulSoup(written(), "html.parser").find_all("tr")]
    assert any(re.match(r"Town 4 2 50.*? 1 1$", row) for row in rows), rows


def test_no_term_is_explained_twice(year):
    """What the method note explains is left out of the annex."""
    this_year = yearly.Year(2025, date(2026, 3, 1))
    [annex] = yearly_figures.definitions(this_year).blocks
    [noted] = [block for block in yearly_figures.method(this_year).blocks if block.kind == "definitions"]
    explained = {words for _term, words in noted.pairs}
    assert any(term == "Visit" for term, _words in noted.pairs)
    assert not [term for term, words in annex.pairs if any(words.startswith(each) for each in explained)]
