"""The roster of the demonstration: planned as people plan, held as people come, believed by the pages."""

from collections import Counter
from datetime import date, timedelta

import pytest

from citedesmetiers.models import SchoolHoliday, Site
from citedesmetiers.opening import Calendar
from counselling import hours
from counselling.models import DutySeries, DutySession, Interview
from tests.demonstration import UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_demonstration"), pytest.mark.thorough]


def test_two_years_back_and_three_months_ahead_are_planned():
    days = DutySession.objects.order_by("day").values_list("day", flat=True)
    assert days.first().year == UNTIL.year - 2
    assert days.last() > UNTIL + timedelta(days=60)


def test_every_past_day_is_confirmed_but_for_a_few_of_the_last_week():
    open_days = DutySession.objects.never_confirmed(UNTIL).values_list("day", flat=True)
    assert all(day >= UNTIL - timedelta(days=8) for day in open_days)
    assert len(open_days) < 10


def test_nothing_is_held_before_its_time_and_a_believable_share_is_missed():
    assert not DutySession.objects.filter(day__gt=UNTIL).exclude(state__in=["planned", "cancelled"]).exists()
    year = hours.total(Site.objects.all(), date(2025, 1, 1), date(2025, 12, 31))
    assert 0.88 < year.share_held < 0.98
    assert year.planned > 1000


def test_no_session_falls_on_a_day_on_which_its_place_is_closed():
    for site in Site.objects.all():
        calendar = Calendar(site, date(2024, 1, 1), date(2027, 12, 31))
        days = set(DutySession.objects.filter(site=site).values_list("day", flat=True))
        assert [day for day in days if not calendar.is_open_day(day)] == []


def test_nobody_sits_at_two_places_at_once():
    taken = Counter()
    for session in DutySession.objects.expected().prefetch_related("professionals"):
        taken.update((person.pk, session.day, session.starts) for person in session.professionals.all())
    assert [seat for seat, times in taken.items() if times > 1] == []


def test_what_the_data_tells_of_single_days_came_true():
    assert DutySession.objects.get(remark="Absence non remplacée").is_missed
    swapped = DutySession.objects.get(remark="Échange entre collègues")
    assert (swapped.professionals.get().name, swapped.replaced.get().name) == ("Andrea Sauvrin", "Maxime Pellorce")
    assert DutySeries.objects.filter(pauses_in_school_holidays=True).exists()
    assert SchoolHoliday.objects.filter(starts_on__year=2026).count() == 4


def test_interviews_carry_an_institution_that_was_on_duty_that_day():
    day = DutySession.objects.held().filter(day__year=2026).order_by("day").first().day
    rows = Interview.objects.held().filter(day__range=(day, day + timedelta(days=27)), institution__isnull=False)
    seats = set(DutySession.objects.held().values_list("desks", "day", "institution"))
    with_duty = {(desk, day) for desk, day, _institution in seats}
    asked = [(r.desk_id, r.day, r.institution_id) for r in rows if (r.desk_id, r.day) in with_duty]
    assert len(asked) > 50
    assert [seat for seat in asked if seat not in seats] == []
