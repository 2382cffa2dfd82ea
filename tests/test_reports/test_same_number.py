"""One name, one number: what the evidence of a criterion and the key figures call the same is the same."""

from datetime import date, timedelta

import pytest

from citedesmetiers.factories import make_site
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_interview
from documentation.factories import make_consultation_count, make_copy, make_loan_count, make_resource
from events.factories import make_attendance, make_session
from partners.factories import make_agreement, make_institution
from reception.factories import make_group_visit, make_visit
from reports import evidence_functions, evidence_of_offers, evidence_of_places, figures
from reports.activity import MEASURES, Activity

pytestmark = pytest.mark.django_db
DAY = date(2025, 5, 6)


@pytest.fixture
def busy(centre):
    """A place where each thing was counted, in numbers that tell people from entries and days from each other."""
    site = make_site()
    desk = make_desk(site=site)
    make_visit(site=site, day=DAY, people=5)
    make_group_visit(site=site, day=DAY, people=24)
    make_interview(desk=desk, day=DAY, people=3)
    make_interview(desk=desk, day=DAY, people=2, state="left")
    for resource in (make_resource(acquired_on=date(2025, 1, 8)), make_resource(acquired_on=date(2026, 2, 3))):
        make_copy(resource=resource, site=site, added_on=resource.acquired_on)
    make_loan_count(site=site, day=DAY, n=4)
    make_consultation_count(site=site, day=DAY, n=7)
    make_attendance(session=make_session(site=site, day=DAY, state="held"), present=9)
    make_agreement(institution=make_institution(), starts_on=date(2024, 1, 1), ends_on=date(2027, 1, 1))
    return site


def test_what_evidence_and_key_figures_call_the_same_is_the_same_number(busy):
    sites, year = Site.objects.all(), figures.whole_year(2025)
    counted = Activity(sites, year)
    named = {str(measure.label): counted[measure.code] for measure in MEASURES}
    found = {}
    modules = (evidence_functions, evidence_of_offers, evidence_of_places)
    for _code, _title, function, _criteria in [kind for module in modules for kind in module.KINDS]:
        for fact in function(sites, year):
            if str(fact.label) in named:
                found[str(fact.label)] = fact.value
    assert found == {label: named[label] for label in found}
    assert {"Left without being seen", "Documents held on the last day", "Visits", "Participations"} <= found.keys()
    assert (found["Left without being seen"], found["Documents held on the last day"]) == (2, 1)


@pytest.mark.thorough
def test_documents_used_after_the_last_day_count_neither_among_the_key_figures_nor_in_their_table(busy):
    """A year that runs stands beside the same days of the year before, not beside its whole month."""
    cut = figures.Period(date(2025, 1, 1), DAY)
    make_loan_count(site=busy, day=DAY + timedelta(days=1), n=50)
    make_consultation_count(site=busy, day=DAY + timedelta(days=1), n=60)
    key, scope = Activity(Site.objects.all(), cut), figures.Scope((busy,), cut)
    tables = [figures.table_of(figures.FIGURES[code], scope) for code in ("loans_by_month", "consultations_by_month")]
    assert [key["loans"], key["consultations"]] == [table.total for table in tables] == [4, 7]
    facts = {str(fact.label): fact.value for fact in evidence_of_offers.holdings(Site.objects.all(), cut)}
    assert (facts["Documents lent"], facts["Documents consulted"]) == (4, 7)
