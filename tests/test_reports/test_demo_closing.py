"""The demonstration shows a year that is closed, and a correction that came after it."""

from datetime import date

import pytest

from citedesmetiers.factories import make_site, make_user
from reception.factories import make_group_visit, make_visit
from reports import closing as work
from reports.demo import closing
from reports.models import ChangedDay, ClosedPeriod

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


def test_the_older_year_is_closed_with_a_checksum_and_its_late_correction_stands_beside(centre):
    make_user(roles=["director"])
    site = make_site(code="main")
    make_visit(site=site, day=date(2024, 3, 4), people=5)
    make_group_visit(site=site, day=date(2024, 3, 5), people=20)
    closing.fill(TODAY)
    closed = ClosedPeriod.objects.get()
    assert (closed.first, closed.last, closed.is_intact) == (date(2024, 1, 1), date(2024, 12, 31), True)
    assert closed.closed_at.year == 2025
    adjustment = closed.adjustments.get()
    assert (adjustment.figure, adjustment.by) == ("people_in_groups_by_month", closing.MORE)
    assert [change.by for change in work.changes(closed)] == [closing.MORE]


def test_what_came_before_the_closing_is_added_up(centre):
    make_user(roles=["director"])
    make_group_visit(site=make_site(), day=date(2024, 3, 5), people=20)
    make_visit(day=date(2026, 3, 5))
    closing.fill(TODAY)
    assert set(ChangedDay.objects.values_list("day", flat=True)) == {date(2024, 3, 5)}
