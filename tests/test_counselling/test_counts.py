"""Volumes of the desks, with rows that could spoil them."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from counselling import counts
from counselling.choices import usual_lengths
from counselling.factories import make_desk, make_interview, make_theme
from counselling.models import Interview
from tests.test_counselling.test_board import texts

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
LEFT = Interview.State.LEFT


@pytest.fixture
def desk():
    """A desk with ten interviews in 2026, and rows beside them that must not count."""
    desk = make_desk()
    for number in range(1, 11):
        day = FIRST if number == 1 else LAST if number == 10 else date(2026, 6, number)
        make_interview(desk=desk, day=day, minutes=10 * number, waiting_minutes=number, people=2 if number == 1 else 1)
    make_interview(desk=desk, day=FIRST - timedelta(days=1), minutes=1, waiting_minutes=99)
    make_interview(desk=desk, day=LAST + timedelta(days=1), minutes=1, waiting_minutes=99)
    make_interview(desk=make_desk(site=make_site()), day=date(2026, 6, 1), minutes=1, waiting_minutes=99)
    make_interview(desk=desk, day=date(2026, 6, 1), state=Interview.State.WAITING)
    make_interview(desk=desk, day=date(2026, 6, 1), state=Interview.State.RECEIVED, waiting_minutes=99)
    make_interview(desk=desk, day=date(2026, 6, 1), state=LEFT, people=3)
    return desk


def test_median_and_nine_in_ten_of_waiting_and_length(desk):
    assert counts.times([desk.site], FIRST, LAST) == counts.Times(
        interviews=10,
        people=11,
        left=1,
        wait_median=5,
        wait_most=9,
        length_median=50,
        length_most=90,
        waits=10,
        lengths=10,
    )


def test_what_nobody_measured_is_not_a_zero(desk):
    for _ in range(10):
        make_interview(desk=desk, day=date(2026, 6, 1))
    found = counts.times([desk.site], FIRST, LAST)
    assert (found.interviews, found.wait_median, found.length_median) == (20, 5, 50)
    assert counts.times([make_site()], FIRST, LAST) == counts.Times()
    assert counts.Times().left_share is None
    assert counts.Times(interviews=9, left=1).left_share == 0.1


def test_each_desk_has_its_own_figures(desk):
    other = make_desk(site=desk.site)
    make_interview(desk=other, day=date(2026, 6, 1), minutes=7)
    found = counts.times_by_desk([desk.site], FIRST, LAST)
    assert {pk: times.interviews for pk, times in found.items()} == {desk.pk: 10, other.pk: 1}
    assert found[other.pk].length_median == 7


@pytest.mark.parametrize(("threshold", "wait", "length"), [(10, 5, 50), (11, None, 50), (13, None, None)])
def test_for_the_whole_team_a_median_of_too_few_interviews_is_left_out(desk, threshold, wait, length):
    for _ in range(2):
        make_interview(desk=desk, day=date(2026, 6, 1), minutes=50)  # nobody knows how long they waited
    found = counts.times([desk.site], FIRST, LAST).for_all(threshold)
    assert (found.wait_median, found.length_median) == (wait, length)
    assert (found.interviews, counts.Times().for_all(threshold).leaves_out) == (12, False)


@pytest.mark.parametrize(("more", "told"), [(14, None), (15, 80)])
def test_what_nine_in_ten_did_not_exceed_is_told_when_as_many_lie_beyond_it_as_beyond_a_median(desk, more, told):
    """Of ten interviews it would be the second longest: one person's."""
    for _ in range(more):
        make_interview(desk=desk, day=date(2026, 6, 1), minutes=50)
    found = counts.times([desk.site], FIRST, LAST).for_all(5)
    assert (found.length_median, found.length_most) == (50, told)
    assert (found.wait_median, found.wait_most, found.leaves_out) == (5, None, True)


def test_an_interview_counts_for_each_of_its_themes(desk):
    one, two = make_theme(), make_theme()
    for themes in ([one.pk, two.pk], [one.pk]):
        make_interview(desk=desk, day=date(2026, 6, 1), themes=themes)
    make_interview(desk=desk, day=date(2026, 6, 1), themes=[two.pk], state=LEFT)
    assert counts.themes_by_use([desk.site], FIRST, LAST) == {one.pk: 2, two.pk: 1}


def test_usual_lengths_are_those_noted_most_and_stay_put_when_equal(desk):
    today = date(2026, 7, 1)
    assert usual_lengths([desk], today) == [20, 30, 40, 50, 60]
    assert usual_lengths([make_desk()], today) == [10, 20, 30, 45]


def test_the_director_sees_figures_by_desk_and_others_do_not(signed_in):
    desk = make_desk(name="Find a job")
    make_interview(desk=desk, day=timezone.localdate() - timedelta(days=3), minutes=37, waiting_minutes=11)
    make_interview(desk=desk, day=timezone.localdate() - timedelta(days=29), minutes=99)
    page = texts(signed_in("director").get(reverse("counselling:desks")))
    assert "37 min" in page
    assert "11 min" in page
    assert "99 min" not in page
    assert "37 min" not in texts(signed_in("counsellor", sites=[desk.site]).get(reverse("counselling:desks")))
