"""The demonstration's documentation room has been in use: what is out, what is missing, what was asked."""

from datetime import date

import pytest

from citedesmetiers.models import Site
from citedesmetiers.opening import calendars
from documentation import counts, freshness, inventory
from documentation.floor import floors
from documentation.models import (
    Bibliography,
    ConsultationCount,
    Copy,
    Inventory,
    Loan,
    LoanCount,
    Reservation,
    Resource,
    SearchCount,
)
from reports.demo import holdings
from tests.demonstration import UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_demonstration"), pytest.mark.thorough]


def test_what_is_out_is_lent_by_its_medium_and_a_few_copies_are_overdue():
    loans = list(Loan.objects.select_related("copy__resource__medium"))
    assert len(loans) >= 30
    assert 3 <= sum(loan.due_on < UNTIL for loan in loans) <= 10
    for loan in loans:
        assert loan.copy.lendable
        assert (loan.due_on - loan.lent_on).days == loan.copy.resource.medium.loan_days
        assert loan.lent_on <= UNTIL
    aside, waiting = Reservation.objects.order_by("day")
    assert not Loan.objects.filter(copy=aside.copy).exists()
    assert Loan.objects.filter(copy__resource=waiting.resource, copy__site=waiting.site).exists()


def test_nothing_is_lent_or_read_before_it_came_or_when_the_place_is_closed():
    places = Site.objects.filter(code__in=holdings.LENT_A_DAY)
    open_days = {calendar.site: calendar for calendar in calendars(places, date(2024, 1, 1), UNTIL)}
    for model in (LoanCount, ConsultationCount):
        rows = list(model.objects.filter(site__isnull=False).select_related("resource", "site"))
        assert rows
        for row in rows:
            assert row.resource.acquired_on <= row.day <= UNTIL
            assert open_days[row.site].is_open_day(row.day)


def test_every_worklist_has_something_to_do_and_none_is_everything():
    held = Resource.objects.kept().count()
    for worklist, n in freshness.counts(UNTIL):
        assert 0 < n < held, worklist.code


def test_documents_were_weeded_in_each_year_and_a_shelf_can_be_walked_to():
    for year in (UNTIL.year - 1, UNTIL.year):
        assert counts.weeded(year)["n"] > 0
    assert Resource.objects.filter(replaced_by__isnull=False).exists()
    assert all(copy.withdrawn_on for copy in Copy.objects.filter(resource__weeded_on__isnull=False))
    shelved = Copy.objects.filter(site__code="main", node__isnull=False).select_related("site")[:20]
    assert all(floors([copy]) for copy in shelved)


def test_one_inventory_is_over_and_one_is_under_way():
    now, past = Inventory.objects.all()
    assert past.expected - past.found == Copy.objects.filter(state=Copy.State.MISSING).count()
    compared = inventory.result(now)
    assert compared.found
    assert compared.absent
    assert not compared.unknown


def test_questions_in_vain_are_often_enough_to_be_shown_and_lists_have_documents():
    assert list(SearchCount.objects.unanswered())
    assert counts.searches(2026)["n"] > counts.searches(2026)["without_result"] > 0
    assert all(row.items.exists() for row in Bibliography.objects.all())
    assert Bibliography.objects.filter(published=False).exists()
