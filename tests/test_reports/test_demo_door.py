"""The demonstration's groups, door counter, stations and explained days."""

from collections import Counter
from datetime import date

import pytest
from django.db.models import Count, F, Sum

from citedesmetiers.models import Site
from citedesmetiers.opening import calendars
from reception import completeness, door
from reception.completeness import State
from reception.models import DayRemark, GroupMarginal, GroupVisit, StationUse
from tests.demonstration import UNTIL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_demonstration"), pytest.mark.thorough]


def test_some_sixty_groups_come_each_year_and_none_after_the_last_day():
    years = Counter(GroupVisit.objects.values_list("day__year", flat=True))
    assert (years[2024], years[2025]) == (60, 60)
    assert 35 <= years[2026] < 60
    assert GroupVisit.objects.latest("day").day <= UNTIL


def test_classes_come_on_school_days_while_the_place_is_open():
    opening = {calendar.site.pk: calendar for calendar in calendars(Site.objects.all(), date(2024, 1, 1), UNTIL)}
    groups = list(GroupVisit.objects.all())
    assert [group for group in groups if group.hour not in opening[group.site_id].open_hours(group.day)] == []
    assert [group for group in groups if group.day.month in (7, 8) or group.day.weekday() > 4] == []


def test_no_list_of_a_group_adds_up_to_more_than_came():
    assert GroupMarginal.objects.count() > 300
    sums = GroupMarginal.objects.values("group", "value__list", came=F("group__people")).annotate(n=Sum("people"))
    assert [row for row in sums if row["n"] > row["came"]] == []
    schools = dict(GroupVisit.objects.values_list("institution__name").annotate(n=Count("pk")).order_by())
    assert schools["Collège de la Halle"] > 20
    assert schools["Lycée polyvalent des Trois-Ponts"] > 20


def test_reception_catches_85_to_95_percent_at_the_main_site():
    main = Site.objects.get(code="main")
    days = (main, date(2026, 1, 1), UNTIL)
    found = door.capture_of(door.counted_by_day(*days), door.readings_by_day(*days))
    assert found.days > 200
    assert 85 <= found.rate <= 95


def test_no_place_has_more_sessions_ended_than_begun():
    per_day = StationUse.objects.values("site", "day").annotate(begun=Sum("started"), over=Sum("ended"))
    assert len(per_day) > 300
    assert [row for row in per_day if row["over"] > row["begun"]] == []


def test_two_days_are_explained_and_others_still_wait():
    site = DayRemark.objects.first().site
    assert DayRemark.objects.count() == 2
    states = Counter(day.state for day in completeness.days(site, date(2026, 1, 1), UNTIL, today=UNTIL))
    assert states[State.EXPLAINED] == 2
    assert states[State.PARTIAL] > 0
