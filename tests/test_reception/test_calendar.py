"""The year by day, and explaining a day in one click."""

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from citedesmetiers.factories import make_opening_hours, make_site
from reception.factories import make_day_remark, make_group_visit, make_visit
from reception.models import DayRemark

A_TUESDAY = date(2026, 3, 10)
EXPLAIN = "/reception/calendar/explain/"
PAGE = "/reception/calendar/?year=2026"


@pytest.fixture
def site(db):
    """Open on four Tuesdays of March 2026, 9 to 11."""
    site = make_site(code="town", name="Town")
    make_opening_hours(
        site=site, weekday=1, opens=time(9), closes=time(11),
        valid_from=date(2026, 3, 3), valid_until=date(2026, 3, 24),
    )  # fmt: skip
    return site


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def days_under(page, heading):
    found = page.find("section", attrs={"aria-labelledby": heading})
    return [field["value"] for field in found.select("[name=day]")] if found else []


def explain(client, day=A_TUESDAY, reason="lost", place="town"):
    return client.post(EXPLAIN, {"place": place, "day": day, "reason": reason}, follow=True)


def test_the_year_says_which_days_were_counted_in_words_and_as_a_table(signed_in, site):
    for hour in (9, 10):
        make_visit(site=site, day=date(2026, 3, 3), hour=hour)
    make_visit(site=site, day=A_TUESDAY, hour=9)
    make_day_remark(site=site, day=date(2026, 3, 17), reason="breakdown")
    page = soup(signed_in("reception", sites=[site]).get(PAGE))
    assert "The counting covers 38 % of the opened hours: 3 of 8." in page.select_one(".lead-in").get_text()
    title = "Town, 2026: 4 open days over, 1 counted in full, 1 without entry or reason."
    assert page.select_one("svg.chart title").get_text() == title
    march = next(row for row in page.select("tbody tr") if row.th.get_text() == "March")
    assert [cell.get_text() for cell in march.select("td")] == ["27", "1", "1", "1", "1", "0", "0", "3 / 8"]
    assert days_under(page, "missing-title") == ["2026-03-24"]
    assert days_under(page, "explained-title") == ["2026-03-17"]


def test_a_day_is_explained_in_one_click_and_the_explanation_taken_back(signed_in, site):
    client = signed_in("reception", sites=[site])
    response = explain(client)
    assert "10 March 2026 is explained: The paper sheet was lost." in response.content.decode()
    assert DayRemark.objects.get().reason == "lost"
    explain(client, reason="nobody_came")
    assert DayRemark.objects.get().reason == "nobody_came"
    assert days_under(soup(explain(client, reason="")), "missing-title")[-2] == "2026-03-10"
    assert not DayRemark.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (A_TUESDAY + timedelta(days=1), "lost"),  # closed
        (date(2026, 3, 3), "lost"),  # has a group
        (A_TUESDAY, "no idea"),
        (timezone.localdate() + timedelta(days=1), "lost"),
    ],
)
def test_what_needs_no_explanation_gets_none(signed_in, site, day, reason):
    make_group_visit(site=site, day=date(2026, 3, 3))
    response = explain(signed_in("reception", sites=[site]), day=day, reason=reason)
    assert "Only an open day without entries that is over can be explained." in response.content.decode()
    assert not DayRemark.objects.exists()


def test_a_place_of_others_is_not_explained(signed_in, site):
    other = make_site(code="other")
    make_day_remark(site=other, day=A_TUESDAY)
    client = signed_in("reception", sites=[site])
    for reason in ("lost", ""):
        assert explain(client, place="other", reason=reason).status_code == 404
    assert DayRemark.objects.get().reason == "not_counted"
    assert "Days counted at Town" in soup(client.get(f"{PAGE}&place=other")).h1.get_text()


def test_a_day_that_is_none_is_not_found(signed_in, site):
    assert explain(signed_in("reception", sites=[site]), day="someday").status_code == 404


@pytest.mark.many_cases
@pytest.mark.parametrize("year", ["", "0", "20266", "next", "9999", "1800"])
def test_an_impossible_year_shows_a_possible_one(signed_in, site, year):
    response = signed_in("reception", sites=[site]).get(f"/reception/calendar/?year={year}")
    shown = "1993" if year == "1800" else str(timezone.localdate().year)
    assert f"Days counted at Town, {shown}" in soup(response).h1.get_text()


@pytest.mark.thorough
def test_the_page_asks_the_database_as_often_for_a_full_year_as_for_an_empty_one(
    signed_in, site, django_assert_num_queries
):
    client = signed_in("reception", sites=[site])
    make_visit(site=site, day=A_TUESDAY)
    client.get(PAGE)
    with django_assert_num_queries(12, exact=False) as first:
        client.get(PAGE)
    for number in range(40):
        make_visit(site=site, day=A_TUESDAY + timedelta(days=number))
        make_day_remark(site=site, day=A_TUESDAY - timedelta(days=number))
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(PAGE)
