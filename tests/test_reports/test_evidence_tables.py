"""Evidence leads to the tables that it comes from."""

import pytest
from bs4 import BeautifulSoup

from reports import evidence
from reports.evidence_tables import TABLES
from reports.factories import make_criterion, make_rating, make_self_assessment
from reports.figures import FIGURES

pytestmark = pytest.mark.django_db


def test_every_table_behind_is_a_figure_and_stands_behind_evidence_there_is():
    assert set(TABLES) <= {code for code, _title in evidence.choices()}
    codes = {code for those in TABLES.values() for code in those}
    assert codes <= {code for code, figure in FIGURES.items() if figure.page}


def test_a_criterion_leads_to_its_tables_of_the_year(signed_in, centre):
    assessment = make_self_assessment(year=2025)
    make_rating(assessment=assessment, criterion=make_criterion(code="7.1"))
    client = signed_in("director")
    page = BeautifulSoup(client.get("/reports/self-assessment/2025/criteria/7.1/").content, "html.parser")
    (link,) = [a for a in page.find_all("a") if "visits_by_territory" in a["href"]]
    table = client.get(link["href"])
    assert table.status_code == 200
    scope = table.context["scope"]
    assert (scope.period.first.year, scope.compared.first.year) == (2025, 2024)
