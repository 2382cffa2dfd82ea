"""Beside a figure's table: hours of the week, year by year, what was declared; and the tabs of the room."""

from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import make_desk, make_interview
from partners.factories import make_programme
from reception.factories import make_visit
from reports import figure_parts, figures, rollup
from reports.factories import make_declared_figure
from reports.figures import FIGURES, Scope
from reports.figures.period import Period
from reports.figures.week import week_of

pytestmark = pytest.mark.django_db
YEAR = figures.whole_year(2026)


def page(client, code, **query):
    return client.get(reverse("reports:figure", args=[code]), query).content.decode()


@pytest.mark.parametrize("is_added_up", [False, True])
def test_hours_of_the_week_of_visits_and_interviews_also_filtered(is_added_up):
    site, job, programme = make_site(), make_purpose(), make_programme()
    make_visit(site=site, day=date(2026, 3, 10), hour=10, people=4, purpose=job)  # a Tuesday
    make_visit(site=site, day=date(2026, 3, 17), hour=10, people=5)
    make_visit(site=site, day=date(2026, 3, 15), hour=9, people=2)  # a Sunday
    make_visit(site=site, day=date(2025, 3, 11), hour=10, people=70)
    make_visit(day=date(2026, 3, 10), hour=10, people=70)
    desk = make_desk(site=site)
    make_interview(desk=desk, day=date(2026, 3, 10), hour=14, people=3, programme=programme)
    make_interview(desk=desk, day=date(2026, 3, 10), hour=15)
    if is_added_up:
        rollup.add_up()
    visits, interviews = FIGURES["visits_by_hour"].counted, FIGURES["interviews_by_hour"].counted
    assert week_of(visits, Scope((site,), YEAR)).hours == {(1, 10): 9, (6, 9): 2}
    assert week_of(visits, Scope((site,), YEAR, purpose=job)).hours == {(1, 10): 4}
    assert week_of(interviews, Scope((site,), YEAR)).hours == {(1, 14): 1, (1, 15): 1}
    assert week_of(interviews, Scope((site,), YEAR, programme=programme)).hours == {(1, 14): 1}


@pytest.mark.thorough
def test_the_map_of_hours_stands_on_the_pages_by_hour_and_by_weekday_with_its_table(signed_in):
    director = signed_in("director")
    make_visit(day=date(2026, 3, 10), hour=10, people=4)
    for code in ("visits_by_hour", "visits_by_weekday"):
        shown = page(director, code, period="2026")
        assert "Busiest hour of the week: Tuesday, 10–11 h, with 4" in shown
        assert "By day of the week and hour" in shown
    assert "Hours of the week" not in page(director, "visits_by_month", period="2026")


def test_ten_years_are_those_of_the_same_places_and_say_which_is_not_whole():
    site = make_site()
    for year, people in ((2015, 900), (2017, 10), (2024, 20), (2026, 5)):
        make_visit(site=site, day=date(year, 5, 5), people=min(people, 500))
    make_visit(day=date(2024, 5, 5), people=77)
    make_visit(site=site, day=date(2026, 12, 1), people=40)
    found = figure_parts.ten_years(
        FIGURES["visits_by_month"], Scope((site,), Period(date(2026, 3, 1), date(2026, 6, 30)))
    )
    assert found["rows"][0] == ("2017", 10, False)  # 2015 lies eleven years back
    assert found["rows"][-1] == ("2026", 5, True)
    assert {year: n for year, n, _cut in found["rows"]}["2024"] == 20
    assert figure_parts.ten_years(FIGURES["visits_by_hour"], Scope((site,), YEAR)) is None
    assert figure_parts.ten_years(FIGURES["visits_by_month"], Scope((make_site(),), YEAR)) is None


def test_what_was_declared_stands_beside_with_its_mark_and_is_in_no_sum(signed_in):
    director, here, there = signed_in("director"), make_site(code="here"), make_site(code="there")
    make_visit(site=here, day=date(2026, 5, 5), people=12)
    common = {"figure": "visits_by_month", "mark": "nearly", "unit": "people"}
    make_declared_figure(**common, value=3000, site=here, source="Letter of the host")
    make_declared_figure(**common, value=444, site=there)
    make_declared_figure(**common, value=555, starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    shown = page(director, "visits_by_month", period="2026", place="here")
    assert "nearly 3,000 people" in shown
    assert "Letter of the host" in shown
    assert "nearly 444" not in shown
    assert "nearly 555" not in shown
    assert "12 in all (visits)" in shown
    assert "nearly 3,000" not in page(director, "visits_by_hour", period="2026", place="here")


def test_key_figures_and_all_figures_are_tabs_of_one_room(signed_in):
    director = signed_in("director")
    for name in ("key_figures", "figures"):
        shown = director.get(reverse(f"reports:{name}")).content.decode()
        assert f'href="{reverse("reports:key_figures")}"' in shown
        assert f'href="{reverse(f"reports:{name}")}" aria-current="page"' in shown
