"""The yearly report of a validated year: printed again after ten years, it says what it said (decision 0017)."""

import io
from datetime import date

import pgtrigger
import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.utils import translation
from pypdf import PdfReader

from citedesmetiers.factories import make_centre, make_profile_value, make_purpose, make_site
from citedesmetiers.models import Centre, Purpose, Site
from counselling.factories import make_desk, make_interview
from partners.factories import make_body, make_budget, make_budget_line, make_institution
from partners.models import BudgetLine
from reception.factories import make_visit
from reception.models import Visit
from reports import assessment_print, freezing, frozen_documents, prints, rollup, yearly
from reports.factories import (
    make_action,
    make_criterion,
    make_declared_figure,
    make_frame,
    make_principle,
    make_rating,
    make_self_assessment,
)
from reports.figures import VERSION
from reports.figures.period import whole_year
from reports.models import FrozenReport

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def year(rows_of_the_module):
    """2025 at one place: 311 visits, 29 interviews, a budget, a declared figure; validated by the committee."""
    make_centre(languages=["fr", "en"], default_language="fr")
    site = make_site(name="Town", opened_on=date(2010, 1, 1))
    desk = make_desk(site=site, name="Find a job")
    woman = make_profile_value(list="gender", name="Woman")
    purpose = make_purpose(name="Find a job", name_en="Find a job", name_fr="Trouver un emploi", key=1)
    make_visit(site=site, day=date(2025, 3, 4), people=311, purpose=purpose)
    make_visit(site=site, day=date(2024, 3, 4), people=200)
    for _n in range(29):
        make_interview(desk=desk, day=date(2025, 3, 4), gender=woman)
    budget = make_budget(year=2025)
    make_budget_line(budget=budget, label="Rent", amount="12345.50")
    make_budget_line(budget=budget, side="income", label="Grant", amount="12345.50")
    make_declared_figure(starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    frame = make_frame()
    criterion = make_criterion(principle=make_principle(frame=frame), title="Free access")
    row = make_self_assessment(
        year=2025, frame=frame, introduction="A year of change.", state="submitted", submitted_on=date(2026, 1, 20)
    )
    make_rating(assessment=row, criterion=criterion, level=2, narrative="We were closed on Mondays.")
    make_action(assessment=row, criterion=criterion, what="Open on Mondays", who="Director", due_on=date(2026, 9, 1))
    freezing.validate(row, make_body(name="Steering committee"), date(2026, 1, 28))


@pytest.fixture
def centre(year, db):
    return Centre.objects.get()


@pytest.fixture
def validated(centre):
    """The centre at which the year was validated."""
    return centre


def printed(language):
    """The HTML that the PDF is made of."""
    with translation.override(language):
        kind = prints.kind_of("yearly")
        return prints.written(kind, kind.build({"year": "2025"}, prints.quietly))


@pytest.mark.thorough
def test_what_changes_afterwards_and_what_is_forgotten_changes_no_page(validated):
    before = {language: printed(language) for language in ("en", "fr")}
    assert "311" in before["en"]
    assert "12,345.50" in before["en"]
    assert "Trouver un emploi" in before["fr"]
    make_visit(site=Site.objects.get(), day=date(2025, 5, 6), people=400)
    Purpose.objects.update(name_en="Something else", name_fr="Autre chose")
    Site.objects.update(name="Village")
    make_institution()
    BudgetLine.objects.update(amount=99)
    rollup.collapse(list(Site.objects.all()), whole_year(2025))
    assert not Visit.objects.filter(day__year=2025).exists()
    assert {language: printed(language) for language in ("en", "fr")} == before


@pytest.mark.thorough
def test_in_a_language_in_which_it_was_not_frozen_it_is_printed_whole_in_the_first_and_says_so(validated):
    assert printed("it") == printed("fr")
    assert '<html lang="fr">' in printed("it")
    assert "Sommaire" in printed("it")


@pytest.mark.thorough
def test_the_self_assessment_printed_alone_stays_too_down_to_its_cover(validated):
    with translation.override("en"):
        before = frozen_documents.plain(assessment_print.document_of(yearly.Year(2025)))
        Centre.objects.update(name="Another name", holding_structure="Another holder")
        Site.objects.update(name="Village")
        after = frozen_documents.plain(assessment_print.document_of(yearly.Year(2025)))
    assert "Town" in str(before["cover"])
    assert after == before


@pytest.mark.thorough
def test_the_self_assessment_alone_is_printed_whole_in_the_first_language_too(validated, signed_in):
    printed_alone = signed_in("director", language="it").get("/reports/self-assessment/2025/report.pdf")
    words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(printed_alone.content)).pages)
    assert "Sommaire" in words


@pytest.mark.thorough
def test_the_frozen_report_is_what_was_counted_in_that_moment(validated):
    with translation.override("en"):
        now = yearly.document_of(yearly.Year(2025))
        frozen = frozen_documents.read(FrozenReport.objects.get().in_language("en"))
    assert [chapter.title for chapter in frozen.chapters] == [chapter.title for chapter in now.chapters]
    assert frozen_documents.plain(frozen) == frozen_documents.plain(now)
    kinds = {block.kind for chapter in frozen.chapters for block in chapter.blocks}
    assert {"grid", "money", "rated", "ladder", "signatures", "picture", "tiles"} <= kinds


def test_it_keeps_the_version_of_its_definitions_and_a_checksum_that_fits(validated):
    frozen = FrozenReport.objects.get()
    assert (frozen.definitions_version, frozen.is_intact) == (VERSION, True)
    assert set(frozen.documents) == {"fr", "en"}
    assert frozen.in_language("it") == frozen.documents["fr"]


def test_the_database_refuses_to_change_it_and_a_change_that_was_forced_is_said(validated):
    for change in (lambda: FrozenReport.objects.update(default="en"), lambda: FrozenReport.objects.get().delete()):
        with pytest.raises((IntegrityError, InternalError, ProgrammingError)), transaction.atomic():
            change()
    frozen = FrozenReport.objects.get()
    frozen.documents["en"]["title"] = "Forged"
    with pgtrigger.ignore("reports.FrozenReport:stays"):
        frozen.save()
    assert "the checksum does not fit" in printed("en")


@pytest.mark.thorough
def test_several_languages_are_counted_once(validated, django_assert_max_num_queries):
    """The second language asks for the names in lists, never for counts."""
    year = yearly.Year(2025)
    with translation.override("en"):
        yearly.document_of(year)
    with translation.override("fr"), django_assert_max_num_queries(200) as second:
        document = yearly.document_of(year)
    assert "Trouver un emploi" in str(document.chapters)
    assert [query["sql"] for query in second.captured_queries if "reports_daycount" in query["sql"]] == []


@pytest.mark.thorough
def test_a_report_that_nobody_has_validated_follows_the_rows(validated):
    make_visit(site=Site.objects.get(), day=date(2024, 5, 6), people=400)
    with translation.override("en"):
        document = prints.kind_of("yearly").build({"year": "2024"}, prints.quietly)
    assert "600" in str(document.chapters)
    assert document.is_draft


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/reports/prints/page/yearly/?year=2025", ("Critère", "Niveau", "en euros")),
        (
            "/reports/self-assessment/2025/report/",
            ("Critères par niveau", "Conforme à la charte", "Somme de contrôle"),
        ),
    ],
    ids=["yearly report", "self-assessment"],
)
def test_its_page_is_whole_in_the_language_of_freezing_and_says_so_in_the_language_of_its_reader(
    validated, signed_in, address, said
):
    """Nobody froze it in Italian, so an Italian reads what a French reader reads."""
    pages = {
        code: BeautifulSoup(signed_in("director", language=code).get(address).content, "html.parser")
        for code in ("it", "fr")
    }
    document = pages["it"].select_one("main [lang=fr] h2").find_parent(lang="fr")
    words = document.get_text()
    for each in said:
        assert each in words, each
    assert words == pages["fr"].select_one("main h2").find_parent(lang="fr").get_text()
    assert pages["it"].html["lang"] == "it"
    assert "Francese" in pages["it"].select_one("main .notice").get_text()
    assert pages["fr"].select_one("main .notice") is None


@pytest.mark.thorough
def test_evidence_frozen_in_another_language_says_which_beside_its_criterion(validated, signed_in):
    page = signed_in("director", language="it").get("/reports/self-assessment/2025/criteria/1.1/")
    table = BeautifulSoup(page.content, "html.parser").select_one("table.evidence")
    assert table.tbody["lang"] == "fr"
    assert "Jours" in table.tbody.get_text()
