"""The door counter: readings typed, and how many of the people reception caught."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from citedesmetiers.factories import make_site
from reception import door
from reception.factories import make_door_reading, make_group_visit, make_visit
from reception.models import DoorReading

MARCH = "/reception/door/?month=2026-03"
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def site(db):
    return make_site(name="Town")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def readings(site):
    return dict(DoorReading.objects.filter(site=site).order_by("day").values_list("day", "entries"))


def capture(site):
    return door.capture_of(door.counted_by_day(site, FIRST, LAST), door.readings_by_day(site, FIRST, LAST))


def test_the_capture_rate_holds_people_counted_against_the_door_on_days_with_a_reading(site):
    make_door_reading(site=site, day=FIRST, entries=100)
    make_door_reading(site=site, day=date(2026, 3, 2), entries=60)
    make_visit(site=site, day=FIRST, people=70)
    make_group_visit(site=site, day=FIRST, people=20)
    make_visit(site=site, day=date(2026, 3, 2), people=30)
    make_visit(site=site, day=date(2026, 3, 2), people=8, undone=True)
    make_visit(site=site, day=date(2026, 3, 3), people=500)  # no reading
    make_visit(site=make_site(), day=FIRST, people=400)
    found = capture(site)
    assert (found.counted, found.entries, found.days, found.rate) == (120, 160, 2, 75.0)


def test_without_a_reading_or_with_nobody_there_is_no_rate(site):
    assert capture(site).rate is None
    make_door_reading(site=site, day=FIRST, entries=0)
    assert capture(site).rate is None


def test_a_month_shows_readings_and_rates_day_by_day(signed_in, site):
    make_door_reading(site=site, day=FIRST, entries=80)
    make_visit(site=site, day=FIRST, people=70)
    page = soup(signed_in("reception", sites=[site]).get(MARCH))
    assert page.select_one(".tile-value").get_text() == "87.5 %"
    first = page.select_one("tbody tr")
    assert first.input["value"] == "80"
    assert [cell.get_text() for cell in first.select("td")[1:]] == ["70", "87.5 %"]
    assert len(page.select("tbody tr")) == 31


def test_readings_are_typed_changed_and_taken_away(signed_in, site):
    make_door_reading(site=site, day=FIRST, entries=80)
    make_door_reading(site=site, day=date(2026, 3, 2), entries=90, source="imported")
    make_door_reading(site=site, day=date(2026, 3, 3), entries=70, source="imported")
    other = make_door_reading(site=make_site(), day=FIRST, entries=5)
    client = signed_in("reception", sites=[site])
    response = client.post(MARCH, {"d-1": "", "d-2": "91", "d-3": "70", "d-4": "0"}, follow=True)
    text = response.content.decode()
    assert "2 readings stored." in text
    assert "1 reading taken away." in text
    assert readings(site) == {date(2026, 3, 2): 91, date(2026, 3, 3): 70, date(2026, 3, 4): 0}
    sources = dict(DoorReading.objects.filter(site=site).values_list("day", "source"))
    assert sources[date(2026, 3, 2)] == "typed"
    assert sources[date(2026, 3, 3)] == "imported"
    other.refresh_from_db()
    assert other.entries == 5


@pytest.mark.many_cases
@pytest.mark.parametrize("wrong", ["many", "-4", "100001", "1.5"])
def test_a_wrong_number_is_explained_beside_its_day(signed_in, site, wrong):
    response = signed_in("reception", sites=[site]).post(MARCH, {"d-1": wrong, "d-2": "5"})
    page = soup(response)
    assert page.select_one("#id_d-1_error").get_text()
    assert page.select_one("#id_d-1")["value"] == wrong
    assert page.select_one("#id_d-2")["value"] == "5"
    assert readings(site) == {}


def test_days_to_come_cannot_be_typed(signed_in, site):
    today = timezone.localdate()
    page = soup(signed_in("reception", sites=[site]).get("/reception/door/?month=2999-01"))
    assert len(page.select("tbody tr")) == today.day


def test_the_month_asks_the_database_as_often_for_many_days_as_for_one(signed_in, site, django_assert_num_queries):
    client = signed_in("reception", sites=[site])
    make_door_reading(site=site, day=FIRST)
    client.get(MARCH)
    with django_assert_num_queries(9, exact=False) as first:
        client.get(MARCH)
    for number in range(1, 20):
        make_door_reading(site=site, day=FIRST + timedelta(days=number))
        make_visit(site=site, day=FIRST + timedelta(days=number))
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(MARCH)
