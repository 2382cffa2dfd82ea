"""How complete the counting is: closed, counted, forgotten, explained."""

from datetime import date, time, timedelta

import pytest
from django.utils import translation

from citedesmetiers.factories import make_closure, make_opening_hours, make_site
from reception import completeness
from reception.charts import sign
from reception.completeness import State
from reception.factories import (
    make_day_remark,
    make_group_visit,
    make_sampling_period,
    make_visit,
)
from reception.sampling import sampling_note

MONDAY = date(2026, 3, 9)
SUNDAY = MONDAY + timedelta(days=6)
LATER = date(2026, 4, 1)


@pytest.fixture
def site(db):
    """Open from Monday to Friday, 9 to 12."""
    site = make_site()
    for weekday in range(5):
        make_opening_hours(site=site, weekday=weekday, opens=time(9), closes=time(12))
    return site


def week(site, today=LATER):
    return completeness.days(site, MONDAY, SUNDAY, today=today)


def day_at(number):
    return MONDAY + timedelta(days=number)


def test_each_day_says_what_is_known_of_it(site):
    for hour in (9, 10, 11):
        make_visit(site=site, day=day_at(0), hour=hour)
    make_visit(site=site, day=day_at(1), hour=10)
    make_visit(site=site, day=day_at(2), hour=10, undone=True)
    make_day_remark(site=site, day=day_at(3), reason="lost")
    make_day_remark(site=site, day=day_at(4), reason="nobody_came")
    assert [day.state for day in week(site)] == [
        State.FULL, State.PARTIAL, State.MISSING, State.EXPLAINED, State.TRUE_ZERO, State.CLOSED, State.CLOSED,
    ]  # fmt: skip


def test_a_day_that_was_closed_after_all_is_told_from_one_on_which_nobody_came(site):
    make_day_remark(site=site, day=day_at(0), reason="shut")
    make_day_remark(site=site, day=day_at(1), reason="nobody_came")
    shut, nobody = week(site)[:2]
    assert (shut.state, nobody.state) == (State.SHUT, State.TRUE_ZERO)
    assert shut.state.label != nobody.state.label
    assert sign(shut.state) != sign(nobody.state)
    assert (shut.opened, nobody.opened) == (0, 3)


def test_a_group_covers_its_hour_like_a_visit(site):
    make_visit(site=site, day=day_at(0), hour=9)
    make_visit(site=site, day=day_at(0), hour=11)
    assert week(site)[0].hours_missing == [10]
    make_group_visit(site=site, day=day_at(0), hour=10, people=20)
    monday = week(site)[0]
    assert (monday.state, monday.people) == (State.FULL, 22)


def test_another_place_and_entries_outside_the_hours_do_not_count(site):
    make_visit(site=make_site(), day=day_at(0), hour=9)
    make_visit(site=site, day=day_at(0), hour=19)
    monday = week(site)[0]
    assert (monday.state, monday.covered, monday.opened) == (State.PARTIAL, 0, 3)


def test_entries_on_a_closed_day_are_seen(site):
    make_visit(site=site, day=day_at(5), hour=10, people=4)
    make_closure(site=site, starts_on=day_at(0))
    make_visit(site=site, day=day_at(0), hour=10)
    assert [day.day for day in week(site) if day.is_unexpected] == [day_at(0), day_at(5)]


def test_entries_win_over_a_remark(site):
    make_day_remark(site=site, day=day_at(0), reason="nobody_came")
    make_visit(site=site, day=day_at(0), hour=9)
    assert week(site)[0].state == State.PARTIAL


def test_hours_are_covered_by_entries_and_by_knowing_that_nobody_came(site):
    make_visit(site=site, day=day_at(0), hour=9)  # 1 of 3
    make_day_remark(site=site, day=day_at(1), reason="nobody_came")  # 3 of 3
    make_day_remark(site=site, day=day_at(2), reason="shut")  # was not open
    make_day_remark(site=site, day=day_at(3), reason="not_counted")  # 0 of 3; Friday: 0 of 3
    covered = completeness.hours_covered(week(site))
    assert (covered.covered, covered.opened) == (4, 12)
    assert round(covered.share, 1) == 33.3


def test_today_is_not_judged_and_days_to_come_are_left_out(site):
    make_visit(site=site, day=day_at(0), hour=9)
    found = week(site, today=day_at(1))
    assert [day.state for day in found] == [State.PARTIAL, State.TODAY]
    assert completeness.hours_covered(found).opened == 3
    assert completeness.days(site, LATER, LATER, today=MONDAY) == []


def test_a_place_that_was_never_open_has_no_share(db):
    assert completeness.hours_covered(week(make_site())).share is None


def test_forgotten_days_of_two_weeks_are_found_newest_first(site):
    for number in range(-9, 5):
        if number not in (-3, 1):
            make_visit(site=site, day=day_at(number))
    assert completeness.days_without_entries(site, today=day_at(5)) == [day_at(1), day_at(-3)]


def test_a_year_takes_as_many_queries_as_a_day(site, django_assert_num_queries):
    make_visit(site=site, day=day_at(0))
    make_group_visit(site=site, day=day_at(1))
    make_day_remark(site=site, day=day_at(2))
    for first, last in ((MONDAY, MONDAY), (date(2026, 1, 1), date(2026, 12, 31))):
        with django_assert_num_queries(5):
            completeness.days(site, first, last, today=date(2027, 1, 5))


@pytest.mark.parametrize(
    ("periods", "sentence"),
    [
        ([], "Characteristics rest on the visits that reception could qualify, on any day."),
        (
            [(day_at(0), day_at(1)), (day_at(3), day_at(6))],
            "Characteristics rest on 4 of 5 opening days, the sampling periods: 9 March 2026 to 10 March 2026, "
            "12 March 2026 to 15 March 2026.",
        ),
        (
            [(day_at(30), day_at(34))],
            "No sampling period lies in these days: characteristics rest on no planned sample.",
        ),
    ],
)
def test_what_characteristics_rest_on_is_said(site, periods, sentence):
    for first, last in periods:
        make_sampling_period(site=site, starts_on=first, ends_on=last)
    with translation.override("en"):
        assert sampling_note(site, MONDAY, SUNDAY) == sentence
