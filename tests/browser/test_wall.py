"""The wall display is read from afar and by nobody who could scroll: whatever the day brings, all of it is in view."""

from datetime import time as clock
from datetime import timedelta

import pytest
from django.utils import timezone

from citedesmetiers import starting_lists
from citedesmetiers.factories import (
    make_centre,
    make_opening_hours,
    make_purpose,
    make_site,
    make_station_count,
    make_user,
)
from citedesmetiers.models import Purpose
from counselling.factories import make_desk, make_duty_session
from counselling.models import Interview
from events.factories import make_event, make_room, make_session
from partners.factories import make_institution
from reception.factories import make_group_visit, make_visit
from tests.browser.test_outbox import browser, server, session_cookie  # noqa: F401 -- fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = [(1920, 1080), (1366, 768), (1280, 720)]


@pytest.fixture
def site(server):  # noqa: F811
    """A place on its fullest day: twelve purposes, five desks with people waiting, workshops, groups, stations."""
    make_centre(demonstration=True)
    starting_lists.load()
    site, today = make_site(name="Cité des métiers du Val de Lisse et du Haut-Plateau"), timezone.localdate()
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=clock(0), closes=clock(23, 59))
    for number in range(3):
        make_purpose(name=f"Un autre motif de venir, qui tient en peu de mots {number}")
    for number, purpose in enumerate(Purpose.objects.in_force(today)):
        make_visit(site=site, day=today, hour=9 + number % 8, purpose=purpose, people=1 + number)
        make_visit(site=site, day=today - timedelta(weeks=1), hour=9 + number % 8, people=3)
    make_visit(site=site, day=today, hour=9)
    partner = make_institution(name="Association pour l’évolution professionnelle et la validation des acquis")
    for rank in range(1, 6):
        desk = make_desk(site=site, name="Changer de vie professionnelle, se former", rank=rank)
        make_duty_session(desks=[desk], institution=partner, day=today, starts=clock(0), ends=clock(23, 59))
        for _person in range(3):
            Interview.objects.send(desk=desk)
    event = make_event(title="Un CV qui se lit en trente secondes, avec des recruteurs", needs_booking=True)
    room, late = make_room(site=site, name="Salle de la Meule"), timezone.now() + timedelta(minutes=1)
    for number in range(6):
        starts = late + timedelta(seconds=number)
        ends = starts + timedelta(minutes=1)
        make_session(event=event, site=site, room=room, starts_at=starts, ends_at=ends, seats=12)
    for _group in range(3):
        make_group_visit(site=site, day=today)
    make_station_count(site=site, stations=24)
    return site


def wall_of(browser, server, site, language="fr"):  # noqa: F811
    user = make_user(roles=["reception"], sites=[site], language=language)
    browser.context.add_cookies([session_cookie(user, server)])
    page = browser.context.new_page()
    page.goto(f"{server.url}/reception/board/wall/")
    return page


def measured(page, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    return page.evaluate(
        """() => {
            const root = document.documentElement, box = (element) => element.getBoundingClientRect();
            const bottoms = [...document.querySelectorAll(".wall .sec")].map((part) => box(part).bottom);
            const chart = box(document.querySelector(".wall .chart"));
            return {tall: root.scrollHeight, wide: root.scrollWidth, lowest: Math.max(...bottoms),
                chart: chart.height, foot: chart.bottom, desks: box(document.querySelector("#board-desks-title")).top};
        }"""
    )


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_fullest_day_fits_on_the_wall_without_scrolling(browser, server, site, language):  # noqa: F811
    page = wall_of(browser, server, site, language)
    for size in SCREENS:
        found = measured(page, size)
        assert found["tall"] <= size[1], (size, found)
        assert found["wide"] <= size[0], (size, found)
        assert found["lowest"] <= size[1], (size, found)
        assert found["chart"] >= size[1] / 6, (size, found)  # not pressed flat by the desks
        assert found["foot"] < found["desks"], (size, found)
    assert page.locator(".wall .desk").count() == 5
    assert page.locator("#board-events-title ~ p").inner_text().startswith("6 ")


def test_positive_control_the_desks_of_a_whole_region_do_scroll(browser, server, site):  # noqa: F811
    for rank in range(6, 40):
        make_desk(site=site, rank=rank)
    assert measured(wall_of(browser, server, site), SCREENS[0])["tall"] > SCREENS[0][1]
