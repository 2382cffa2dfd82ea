"""When a place is open: weekly hours, periods, public holidays, closures, exceptional openings, clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_opening_hours, make_site
from citedesmetiers.models import Site
from citedesmetiers.opening import Calendar, at, calendars, public_holidays

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
NINE_TO_FIVE = [(time(9), time(17))]


def week(site, **fields):
    """Monday to Friday, 9 to 17."""
    for weekday in range(5):
        make_opening_hours(site=site, weekday=weekday, **fields)


def calendar(site, year=2026):
    return Calendar(site, date(year, 1, 1), date(year, 12, 31))


@pytest.fixture
def site():
    site = make_site()
    week(site)
    return site


def test_weekly_hours_hold_on_their_weekdays_only(site):
    days = calendar(site)
    assert days.intervals(MONDAY) == NINE_TO_FIVE
    assert days.intervals(date(2026, 3, 7)) == []  # a Saturday
    assert days.is_open_day(MONDAY)
    assert not days.is_open_day(date(2026, 3, 8))


def test_a_day_outside_the_calendar_is_refused(site):
    with pytest.raises(ValueError, match="2027"):
        calendar(site).intervals(date(2027, 1, 4))


def test_hours_of_a_period_hold_from_its_first_to_its_last_day():
    site = make_site()
    week(site, valid_until=date(2026, 7, 10))
    make_opening_hours(
        site=site,
        weekday=0,
        opens=time(9),
        closes=time(13),
        valid_from=date(2026, 7, 13),
        valid_until=date(2026, 8, 24),
    )
    days = calendar(site)
    assert days.intervals(date(2026, 7, 10)) == NINE_TO_FIVE  # the Friday that ends the year's hours
    assert days.intervals(date(2026, 7, 13)) == [(time(9), time(13))]
    assert days.intervals(date(2026, 8, 24)) == [(time(9), time(13))]
    assert days.intervals(date(2026, 8, 31)) == []


def test_two_stretches_stay_apart_and_touching_ones_become_one():
    site = make_site()
    make_opening_hours(site=site, weekday=0, opens=time(14), closes=time(17))
    make_opening_hours(site=site, weekday=0, opens=time(9), closes=time(12))
    make_opening_hours(site=site, weekday=1, opens=time(9), closes=time(12))
    make_opening_hours(site=site, weekday=1, opens=time(12), closes=time(17))
    days = calendar(site)
    assert days.intervals(MONDAY) == [(time(9), time(12)), (time(14), time(17))]
    assert days.intervals(date(2026, 3, 3)) == NINE_TO_FIVE
    assert days.state_at(at(date(2026, 3, 3), time(11))).until == at(date(2026, 3, 3), time(17))


def test_public_holidays_are_those_of_the_country_of_the_place(site):
    italian = make_site(country="IT")
    week(italian)
    assert calendar(site).intervals(date(2026, 7, 14)) == []
    assert calendar(italian).intervals(date(2026, 7, 14)) == NINE_TO_FIVE
    assert calendar(site).intervals(date(2026, 6, 2)) == NINE_TO_FIVE
    assert calendar(italian).intervals(date(2026, 6, 2)) == []


def test_a_place_may_stay_open_on_public_holidays():
    site = make_site(closed_on_public_holidays=False)
    week(site)
    assert calendar(site).intervals(date(2026, 7, 14)) == NINE_TO_FIVE


def test_a_country_without_a_list_of_holidays_has_none():
    assert public_holidays("XX", (2026,)) == {}


@pytest.mark.parametrize(("country", "language", "name"), [("FR", "fr", "Fête nationale"), ("IT", "it", "Natale")])
def test_public_holidays_are_named_in_the_language_asked_for(country, language, name):
    assert any(name in found for found in public_holidays(country, (2026,), language).values())


def test_a_closure_holds_from_its_first_to_its_last_day(site):
    make_closure(site=site, starts_on=date(2026, 3, 3), ends_on=date(2026, 3, 4))
    days = calendar(site)
    assert [bool(days.intervals(MONDAY + timedelta(days=n))) for n in range(4)] == [True, False, False, True]


def test_an_exceptional_opening_wins_over_the_week_a_closure_and_a_holiday(site):
    holiday, sunday = date(2026, 7, 14), date(2026, 3, 8)
    make_closure(site=site, starts_on=MONDAY, ends_on=sunday)
    for day in (MONDAY, sunday, holiday):
        make_closure(site=site, kind="exceptional_opening", starts_on=day, opens=time(10), closes=time(20))
    days = calendar(site)
    for day in (MONDAY, sunday, holiday):
        assert days.intervals(day) == [(time(10), time(20))], day
    assert days.intervals(date(2026, 3, 3)) == []


def test_nothing_is_open_before_the_place_exists_or_after_it_closed():
    site = make_site(kind=Site.Kind.EPHEMERAL, opened_on=date(2026, 3, 3), closed_on=date(2026, 3, 5))
    week(site)
    make_closure(site=site, kind="exceptional_opening", starts_on=date(2026, 3, 7), opens=time(10), closes=time(12))
    days = calendar(site)
    assert [day for day in range(1, 15) if days.is_open_day(date(2026, 3, day))] == [3, 4, 5]


def test_clock_hours_of_opening(site):
    make_opening_hours(site=site, weekday=5, opens=time(9, 30), closes=time(12, 15))
    make_closure(site=site, starts_on=date(2026, 3, 3))
    days = calendar(site)
    assert days.open_hours(date(2026, 3, 3)) == set()
    assert days.open_hours(MONDAY) == set(range(9, 17))  # nobody is there in the hour that begins at 17:00
    assert days.open_hours(date(2026, 3, 7)) == {9, 10, 11, 12}


def test_state_says_until_when_or_from_when(site):
    days = calendar(site)
    assert days.state_at(at(MONDAY, time(8, 59))).opens == at(MONDAY, time(9))
    assert days.state_at(at(MONDAY, time(9))).until == at(MONDAY, time(17))
    closed = days.state_at(at(date(2026, 3, 6), time(17)))  # Friday at closing time
    assert not closed.is_open
    assert closed.opens == at(date(2026, 3, 9), time(9))


def test_state_is_asked_for_a_moment_whatever_its_time_zone(site):
    half_past_eight_in_london = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
    assert calendar(site).state_at(half_past_eight_in_london).is_open


def test_state_knows_no_next_opening_beyond_its_last_day():
    days = Calendar(make_site(), MONDAY, MONDAY + timedelta(days=60))
    state = days.state_at(at(MONDAY, time(10)))
    assert (state.is_open, state.opens) == (False, None)


@pytest.mark.parametrize(("sunday", "offset"), [(date(2026, 3, 29), 2), (date(2026, 10, 25), 1)])
def test_clocks_that_change_on_the_day_move_no_opening(sunday, offset):
    site = make_site()
    make_opening_hours(site=site, weekday=6)
    days = calendar(site)
    assert days.intervals(sunday) == NINE_TO_FIVE
    state = days.state_at(timezone.make_aware(datetime.combine(sunday, time(3, 30))))
    assert state.opens.utcoffset() == timedelta(hours=offset)
    assert state.opens.time() == time(9)


def test_calendars_of_many_places_cost_as_much_as_of_one(django_assert_num_queries):
    for _ in range(3):
        week(make_site())
    with django_assert_num_queries(3):
        found = calendars(Site.objects.all(), MONDAY)
    assert [days.intervals(MONDAY) for days in found] == [NINE_TO_FIVE] * 3
