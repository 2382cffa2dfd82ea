"""What the director finds on the today page."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from citedesmetiers.factories import make_opening_hours, make_site
from reception.factories import make_visit


def panel(response, heading):
    soup = BeautifulSoup(response.content, "html.parser")
    return soup.find("section", attrs={"aria-labelledby": heading})


@pytest.fixture
def today():
    return timezone.localdate()


def test_the_director_sees_the_year_so_far_and_each_place(signed_in, today):
    town, brezac = make_site(name="Town"), make_site(name="Brézac")
    make_visit(site=town, day=today, people=20)
    make_visit(site=brezac, day=date(today.year, 1, 1), people=7)
    response = signed_in("director").get("/today/")
    year = panel(response, "t-year")
    assert f"The year {today.year} so far" in year.get_text()
    assert "27 visits since January" in year.get_text()
    assert year.find("a", href=f"/reports/key-figures.pdf?year={today.year}")
    places = panel(response, "t-places").get_text(" ")
    assert "Town" in places
    assert "Brézac" in places


def test_reception_sees_no_figures_of_the_year(signed_in, today):
    site = make_site()
    make_visit(site=site, day=today)
    response = signed_in("reception", sites=[site]).get("/today/")
    assert panel(response, "t-year") is None
    assert panel(response, "t-places") is None


def test_before_the_first_visit_the_panel_says_so(signed_in):
    make_site()
    response = signed_in("director").get("/today/")
    assert "No visit counted yet this year" in panel(response, "t-year").get_text()


@pytest.mark.thorough
def test_a_place_that_ended_is_no_fall_and_no_gap(signed_in, today):
    ended = make_site(name="Ephemeral", opened_on=date(today.year - 1, 1, 1), closed_on=date(today.year - 1, 1, 9))
    make_visit(site=ended, day=date(today.year - 1, 1, 1), people=40)
    make_visit(site=make_site(name="Busy"), day=today)
    row = panel(signed_in("director").get("/today/"), "t-places").find("a", string="Ephemeral").find_parent("tr")
    assert [cell.get_text().strip() for cell in row("td")] == ["0", "40", "–", "–", "Ended"]


def test_a_place_that_sent_nothing_is_said_in_opening_days(signed_in, today):
    if today.month == 1 and today.day < 5:
        pytest.skip("the year is too young to have silent days")
    silent, busy = make_site(name="Silent", closed_on_public_holidays=False), make_site(name="Busy")
    for weekday in range(7):
        make_opening_hours(site=silent, weekday=weekday, valid_from=today - timedelta(days=3))
    make_visit(site=busy, day=today)
    response = signed_in("director").get("/today/")
    assert "Nothing for 3 opening days" in panel(response, "t-places").get_text(" ")
