"""The live board, the wall, the stations and the panel of the today page."""

from datetime import date, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone, translation

from citedesmetiers.factories import (
    make_opening_hours,
    make_purpose,
    make_site,
    make_station_count,
    make_user,
)
from counselling.factories import make_desk
from counselling.models import Interview
from partners.factories import make_institution
from reception import board
from reception.factories import make_group_visit, make_station_use, make_visit
from reception.models import StationUse
from reception.today import today_at

BOARD, WALL = "/reception/board/", "/reception/board/wall/"


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def site(db):
    return make_site(name="Town")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def section(page, heading):
    found = page.find("section", attrs={"aria-labelledby": heading})
    return " ".join(found.get_text(" ").split()) if found else None


def test_the_board_shows_the_day_by_hour_against_the_usual(site):
    tuesday = date(2026, 3, 10)
    for weeks, people in ((1, 4), (2, 6), (3, 8)):
        make_visit(site=site, day=tuesday - timedelta(weeks=weeks), hour=9, people=people)
    make_visit(site=site, day=tuesday, hour=9, people=3)
    make_group_visit(site=site, day=tuesday, hour=10, people=20)
    make_visit(site=site, day=tuesday, hour=9, people=50, undone=True)
    make_visit(site=make_site(), day=tuesday, hour=9, people=70)
    with translation.override("en"):
        found = board.hours(site, datetime(2026, 3, 10, 10, 30, tzinfo=timezone.get_current_timezone()))
    assert (found["total"], found["so_far"]) == (23, 6)
    assert found["rows"] == [(9, 3, 6.0), (10, 20, 0)]
    assert "Visits by hour today: 3 at 9:00, 20 at 10:00." in found["chart"]
    assert found["chart"].count('class="c-usual"') == 1
    assert found["chart"].count('class="c-now"') == 1


def test_the_usual_counts_groups_as_today_does_and_takes_the_part_of_the_hour_that_is_over(site):
    """A week ago 10 visits and a group of 20 at nine, and a group of 40 at ten; it is a quarter past ten now."""
    a_week_ago = date(2026, 3, 3)
    make_visit(site=site, day=a_week_ago, hour=9, people=10)
    make_group_visit(site=site, day=a_week_ago, hour=9, people=20)
    make_group_visit(site=site, day=a_week_ago, hour=10, people=40)
    make_group_visit(site=site, day=a_week_ago, hour=10, people=99, undone=True)
    now = datetime(2026, 3, 10, 10, 15, tzinfo=timezone.get_current_timezone())
    assert [(hour, usual) for hour, _people, usual in board.hours(site, now)["rows"]] == [(9, 30), (10, 40)]
    assert board.hours(site, now)["so_far"] == today_at(site, now)["usual_so_far"] == 40


def test_the_page_and_the_wall_show_the_same_numbers(signed_in, site, today):
    job = make_purpose(name="Find a job")
    make_visit(site=site, day=today, hour=9, people=3, purpose=job)
    make_visit(site=site, day=today, hour=9)
    make_group_visit(site=site, day=today, hour=9, people=24, institution=make_institution(name="Collège de la Halle"))
    make_station_count(site=site, stations=12)
    make_station_use(site=site, day=today, hour=9, started=5, ended=2)
    client = signed_in("reception", sites=[site])
    for path in (BOARD, WALL):
        page = soup(client.get(path))
        assert "28 people counted" in section(page, "hours-title")
        assert "Find a job 3 not stated 1" in section(page, "purposes-title")
        assert "3 of 12 in use" in section(page, "board-stations-title")
        assert "Collège de la Halle" in section(page, "board-groups-title")


def test_the_wall_has_no_control_and_no_name(signed_in, site):
    client = signed_in("reception", sites=[site], name="Morgan Delauvre")
    page = soup(client.get(WALL))
    assert page.main.select("a, button, input, select, details") == []
    assert "Morgan" not in page.get_text()
    assert "Morgan" in client.get(BOARD).content.decode()


@pytest.mark.thorough
def test_the_wall_adds_up_what_it_has_no_room_for(signed_in, site, today):
    for number in range(11):
        make_visit(site=site, day=today, purpose=make_purpose(name=f"Purpose {number}"), people=2 + number)
    make_group_visit(site=site, day=today, institution=make_institution(name="Collège de la Halle"))
    client = signed_in("reception", sites=[site])
    wall, page = soup(client.get(WALL)), soup(client.get(BOARD))
    assert section(wall, "purposes-title").endswith("Purpose 8 10 other purposes 23")
    assert section(page, "purposes-title").endswith("Purpose 9 11 Purpose 10 12")
    assert "Collège de la Halle" in section(wall, "board-groups-title")
    assert "Collège de la Halle" in section(page, "board-groups-title")


@pytest.mark.thorough
def test_refreshing_fetches_the_parts_alone(signed_in, site, today):
    make_visit(site=site, day=today, people=7)
    client = signed_in("reception", sites=[site])
    answer = client.get(BOARD, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "7 people counted" in answer
    assert soup(client.get(BOARD)).select_one("#board")["data-hx-trigger"] == "every 30s"


@pytest.mark.thorough
def test_a_place_without_stations_shows_none(signed_in, site):
    client = signed_in("reception", sites=[site])
    assert section(soup(client.get(BOARD)), "board-stations-title") is None
    assert section(soup(client.get("/reception/")), "stations-title") is None


def test_the_number_of_stations_is_the_one_in_force(signed_in, site, today):
    make_station_count(site=site, since=date(2014, 1, 1), stations=16)
    make_station_count(site=site, since=today, stations=24)
    make_station_count(site=site, since=today + timedelta(days=1), stations=30)
    page = soup(signed_in("reception", sites=[site]).get("/reception/"))
    assert "0 of 24 in use" in section(page, "stations-title")


def test_sessions_begin_and_end_with_and_without_a_script(signed_in, site, today):
    make_station_count(site=site, stations=2)
    client = signed_in("reception", sites=[site])
    assert client.post("/reception/stations/", {"session": "begins"}).url == "/reception/"
    answer = client.post("/reception/stations/", {"session": "begins"}, headers={"HX-Request": "true"})
    assert "2 of 2 in use" in section(soup(answer), "stations-title")
    client.post("/reception/stations/", {"session": "ends"})
    assert StationUse.objects.in_use(site, today) == 1
    client.post("/reception/stations/", {"session": "ends"})
    answer = client.post("/reception/stations/", {"session": "ends"}, headers={"HX-Request": "true"})
    assert "0 of 2 in use · No session is running today." in section(soup(answer), "stations-title")
    assert sum(StationUse.objects.values_list("ended", flat=True)) == 2


def test_an_unknown_session_counts_nothing(signed_in, site):
    signed_in("reception", sites=[site]).post("/reception/stations/", {"session": "sleeps"})
    assert not StationUse.objects.exists()


@pytest.mark.thorough
def test_another_room_adds_its_part(signed_in, site, monkeypatch):
    monkeypatch.setattr(board, "_parts", list(board._parts))
    board.register_board_part(
        "reception/_board_groups.html", lambda place, now: {"groups": []} if place == site else None, rank=1
    )
    page = soup(signed_in("reception", sites=[site]).get(BOARD))
    assert len(page.select("#board-groups-title")) == 2


@pytest.mark.thorough
def test_the_board_asks_the_database_as_often_on_a_full_day_as_on_a_quiet_one(
    signed_in, site, today, django_assert_num_queries
):
    client = signed_in("reception", sites=[site])

    def count_some():
        make_visit(site=site, day=today, purpose=make_purpose())
        make_group_visit(site=site, day=today, institution=make_institution())
        make_visit(site=site, day=today - timedelta(weeks=1))

    count_some()
    client.get(BOARD)
    with django_assert_num_queries(20, exact=False) as first:
        client.get(BOARD)
    count_some()
    count_some()
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(BOARD)


def test_the_today_page_shows_the_day_at_the_place_and_forgotten_days(signed_in, site, today):
    site.closed_on_public_holidays = False
    site.save()
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=time(9), closes=time(10),
                           valid_from=today - timedelta(days=2))  # fmt: skip
    make_visit(site=site, day=today, people=6)
    make_visit(site=site, day=today - timedelta(days=1))
    panel = section(soup(signed_in("reception", sites=[site]).get("/today/")), "today-title")
    assert "Today at Town" in panel
    assert "6 people counted" in panel
    assert panel.count("Nobody counted on") == 1


def test_the_administrator_sees_nothing_of_it(signed_in, site):
    assert section(soup(signed_in("admin", sites=[site]).get("/today/")), "today-title") is None


def test_the_last_press_of_a_device_is_taken_back_once(signed_in, site, today):
    make_station_count(site=site, stations=4)
    client = signed_in("reception", sites=[site])
    for press in ("begins", "begins", "ends"):
        client.post("/reception/stations/", {"session": press})
    counter = soup(client.get("/reception/")).find("section", attrs={"aria-labelledby": "stations-title"})
    assert counter.find("button", value="undo")["aria-label"] == "Take back: a session ends"
    answer = client.post("/reception/stations/", {"session": "undo"}, headers={"HX-Request": "true"})
    assert "2 of 4 in use" in section(soup(answer), "stations-title")
    assert not soup(answer).find("button", value="undo")
    client.post("/reception/stations/", {"session": "undo"})
    assert StationUse.objects.in_use(site, today) == 2


def test_a_wrong_beginning_that_is_taken_back_leaves_the_figures(signed_in, site, today):
    make_station_count(site=site, stations=4)
    client = signed_in("reception", sites=[site])
    client.post("/reception/stations/", {"session": "begins"})
    client.post("/reception/stations/", {"session": "undo"})
    assert not StationUse.objects.exists()


def test_a_beginning_that_somebody_ended_meanwhile_stays(signed_in, site, today):
    make_station_count(site=site, stations=4)
    client = signed_in("reception", sites=[site])
    client.post("/reception/stations/", {"session": "begins"})
    StationUse.objects.stop(site, timezone.localtime())  # at another counter
    answer = client.post("/reception/stations/", {"session": "undo"}, headers={"HX-Request": "true"})
    assert "It cannot be taken back" in section(soup(answer), "stations-title")
    assert StationUse.objects.values_list("started", "ended").get() == (1, 1)


@pytest.mark.thorough
def test_the_wall_counts_who_is_being_received(signed_in, site):
    desk = make_desk(site=site, name="Find a job")
    received, *_waiting = (Interview.objects.send(desk=desk) for _person in range(3))
    Interview.objects.filter(pk=received.pk).update(state=Interview.State.RECEIVED)
    wall = soup(signed_in("reception", sites=[site]).get(WALL))
    assert "1 is being received" in section(wall, "board-desks-title")


def test_a_wall_that_is_signed_out_says_what_to_do(client, site):
    make_user()  # without any account the house is set up first
    address = client.get(WALL).url
    assert "Sign in here each morning" in soup(client.get(address)).get_text()
    assert "Sign in here each morning" not in soup(client.get(client.get(BOARD).url)).get_text()
    assert client.get("/sign-in/?next=/nowhere//").status_code == 200
