"""The demonstration shows years that are closed, and corrections that came after it."""

from datetime import date

import pytest

from citedesmetiers.factories import make_site, make_user
from reception.factories import make_group_visit, make_visit
from reports import closing as work
from reports.demo import closing
from reports.models import ChangedDay

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture
def two_years(centre):
    make_user(roles=["director"])
    site = make_site(code="main")
    for year in (2024, 2025):
        make_visit(site=site, day=date(year, 3, 4), people=5)
        make_group_visit(site=site, day=date(year, 3, 5), people=20)


def closed_years(today):
    return {closed.first.year: closed for closed in closing.fill(today)}


@pytest.mark.thorough
def test_each_year_that_is_over_is_closed_with_a_checksum_at_the_beginning_of_the_next(two_years):
    closed = closed_years(TODAY)
    assert {year: (each.last, each.closed_at.date(), each.is_intact) for year, each in closed.items()} == {
        2024: (date(2024, 12, 31), date(2025, 2, 3), True),
        2025: (date(2025, 12, 31), date(2026, 2, 3), True),
    }


@pytest.mark.thorough
def test_a_late_correction_stands_beside_each_closed_year_with_its_day(two_years):
    closed = closed_years(TODAY)
    noted = {
        year: [(line.noted_on, line.figure, line.by) for line in each.adjustments.all()]
        for year, each in closed.items()
    }
    assert noted == {
        2024: [(date(2025, 3, 11), "people_in_groups_by_month", closing.MORE[0])],
        2025: [
            (date(2026, 3, 11), "people_in_groups_by_month", closing.MORE[1]),
        ],
    }
    assert [change.by for change in work.changes(closed[2024])] == [closing.MORE[0]]


def test_in_january_last_year_is_still_open(two_years):
    assert list(closed_years(date(2026, 1, 15))) == [2024]


@pytest.mark.thorough
def test_in_february_nothing_has_been_corrected_yet_in_last_year(two_years):
    closed = closed_years(date(2026, 2, 20))
    assert {year: each.adjustments.exists() for year, each in closed.items()} == {2024: True, 2025: False}


@pytest.mark.thorough
def test_what_came_before_the_closing_is_added_up(two_years):
    make_visit(day=date(2026, 3, 5))
    closing.fill(TODAY)
    assert set(ChangedDay.objects.values_list("day", flat=True)) == {date(2024, 3, 5), date(2025, 3, 5)}
