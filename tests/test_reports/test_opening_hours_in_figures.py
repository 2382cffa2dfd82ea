"""Whatever is told per opening hour rests on the same hours: without closures, and without days shut after all."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_opening_hours, make_site
from citedesmetiers.models import Closure, Site
from counselling.factories import make_desk, make_duty_session, make_interview
from reception.factories import make_day_remark, make_visit
from reports import figures
from reports.activity import Activity
from reports.evidence import lines
from reports.evidence_functions import interviews, opening_hours
from reports.evidence_of_places import hours_by_desk, opening_by_place
from reports.factories import make_criterion, make_principle
from reports.figures import FIGURES, Scope, table_of
from reports.figures.opening_days import days_over, minutes_of
from reports.key_figures import KeyFigures

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


def test_minutes_are_those_on_the_clock_of_all_stretches():
    assert minutes_of([(time(9, 30), time(12, 15)), (time(14), time(17))]) == 165 + 180


def test_a_day_with_entries_was_open_whatever_somebody_said_of_it(place):
    make_visit(site=place, day=date(2025, 3, 18))
    assert (told(opening_hours)["hours"], told(interviews)["per_hour"]) == (30, pytest.approx(1 / 3))


@pytest.mark.thorough
def test_today_is_no_opening_day_until_it_is_over_wherever_opening_days_are_told(centre):
    today = timezone.localdate()
    place = make_site(name="Town", closed_on_public_holidays=False)  # whichever week this is
    for weekday in range(7):
        make_opening_hours(site=place, weekday=weekday, opens=time(10), closes=time(20), valid_from=date(2020, 1, 1))
    last_week = figures.Period(today - timedelta(days=7), today)
    scope = Scope((place,), last_week, compared=last_week.year_before())
    days, hours = (table_of(FIGURES[f"opening_{unit}_by_month"], scope) for unit in ("days", "hours"))
    facts = {fact.key: fact.value for fact in opening_hours(Site.objects.all(), last_week)}
    activity = Activity(Site.objects.all(), last_week)
    assert (days.total, activity["opening_days"], facts["days"]) == (7, 7, 7)
    assert (hours.total, activity["opening_hours"], facts["per_week"]) == (70, 70, 70)
    year = KeyFigures(year=today.year, sites=Site.objects.all(), today=today)
    assert Activity(year.sites, year.period)["opening_days"] == year.coverage.open_days


def test_the_year_before_loses_the_same_days_so_that_a_day_less_is_no_fall(centre):
    today = timezone.localdate()
    place = make_site(name="Town", closed_on_public_holidays=False)  # whichever week this is
    for weekday in range(7):
        make_opening_hours(site=place, weekday=weekday, valid_from=date(2020, 1, 1))
    week = figures.Period(today - timedelta(days=7), today)
    before = week.year_before()
    table = table_of(FIGURES["opening_days_by_month"], Scope((place,), week, compared=before))
    beside = Activity(Site.objects.all(), before, beside=week)["opening_days"]
    assert table.total_before == beside == len(list(days_over(week).year_before().days()))
    alone = figures.Period(before.first, before.last)
    assert days_over(alone) == alone  # held against nothing, it is whole


def test_evidence_of_days_that_run_has_as_many_days_of_the_year_before(centre):
    today = timezone.localdate()
    place = make_site(name="Town", closed_on_public_holidays=False)  # whichever week this is
    for weekday in range(7):
        make_opening_hours(site=place, weekday=weekday, opens=time(10), closes=time(20), valid_from=date(2020, 1, 1))
    week = figures.Period(today - timedelta(days=7), today)
    days = len(list(days_over(week).year_before().days()))
    criterion = make_criterion(principle=make_principle(), code="1.1")
    found = {line.label: (line.now, line.before) for line in lines(criterion, Site.objects.all(), week)}
    assert found["Days open, summed over places"] == ("7", str(days))
    assert found["Opening hours, all places"] == found["Opening hours: Town"] == ("70", str(10 * days))


def test_on_the_first_day_of_a_year_no_day_is_over():
    today = timezone.localdate()
    assert days_over(figures.Period(today, today + timedelta(days=9))) is None
