"""Whatever is told per opening hour rests on the same hours: without closures, and without days shut after all."""

from datetime import date, time

import pytest

from citedesmetiers.factories import make_closure, make_opening_hours, make_site
from citedesmetiers.models import Closure, Site
from counselling.factories import make_desk, make_duty_session, make_interview
from reception.factories import make_day_remark, make_visit
from reports import figures
from reports.activity import Activity
from reports.evidence_functions import interviews, opening_hours
from reports.evidence_of_places import hours_by_desk, opening_by_place
from reports.figures import FIGURES, Scope, table_of

pytestmark = pytest.mark.django_db
MARCH = figures.Period(date(2025, 3, 1), date(2025, 3, 31))  # Tuesdays: 4, 11, 18, 25


@pytest.fixture
def place(centre):
    """Open on Tuesdays from ten to eight; of the four in March one is a closure and one was shut after all."""
    place = make_site(name="Town")
    make_opening_hours(site=place, weekday=1, opens=time(10), closes=time(20), valid_from=date(2025, 3, 1))
    make_closure(site=place, starts_on=date(2025, 3, 11), kind=Closure.Kind.CLOSED)
    make_day_remark(site=place, day=date(2025, 3, 18), reason="shut")
    make_visit(site=place, day=date(2025, 3, 4))
    place.desk = make_desk(site=place)
    for _ in range(10):
        make_interview(desk=place.desk, day=date(2025, 3, 4))
    make_duty_session(desks=[place.desk], day=date(2025, 3, 4), state="held", starts=time(10), ends=time(15))
    return place


def told(function):
    return {fact.key: fact.value for fact in function(Site.objects.all(), MARCH)}


def test_hours_days_and_the_share_outside_office_hours_leave_out_days_that_were_shut(place):
    found = told(opening_hours)
    assert (found["hours"], found["days"]) == (20, 2)
    assert found["outside"] == 20  # two hours of ten lie after six o'clock


def test_interviews_per_opening_hour_are_divided_by_hours_that_were_open(place):
    assert told(interviews)["per_hour"] == 0.5


def test_hours_held_by_a_desk_are_a_share_of_hours_that_were_open(place):
    assert told(hours_by_desk) == {f"share_{place.desk.pk}": 25}


def test_every_figure_says_the_same_hours(place):
    key = Activity(Site.objects.all(), MARCH)
    table = table_of(FIGURES["opening_hours_by_month"], Scope((place,), MARCH))
    assert told(opening_by_place) == {f"place_{place.pk}": 20}
    assert (key["opening_hours"], key["opening_days"], table.total) == (20, 2, 20)


def test_a_day_with_entries_was_open_whatever_somebody_said_of_it(place):
    make_visit(site=place, day=date(2025, 3, 18))
    assert (told(opening_hours)["hours"], told(interviews)["per_hour"]) == (30, pytest.approx(1 / 3))
