"""The key figures of all rooms beside the visits: on the page, in the catalogue, for one place and for all."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_municipality, make_opening_hours, make_profile_value, make_site
from citedesmetiers.models import Site
from counselling.factories import make_desk, make_interview
from events.factories import make_attendance, make_session
from partners.factories import make_budget, make_budget_line
from reception.factories import make_day_remark, make_visit
from reports import figures, house_counts, report_blocks
from reports.activity import LABELS, MEASURES, Activity
from reports.factories import make_question, make_survey, make_survey_answer, make_survey_answered, make_survey_return
from reports.figures import FIGURES, Scope, table_of

pytestmark = pytest.mark.django_db
PAGE = "/reports/key-figures/rooms/"
YEAR = figures.whole_year(2025)


@pytest.fixture
def last_year():
    return timezone.localdate().year - 1


def asked(year, said, *, of=20, audience="visitors", **fields):
    """A question of `year` that `of` people answered, `said` of them satisfied."""
    survey = make_survey(opens_on=date(year, 1, 1), closes_on=date(year, 12, 31), audience=audience, **fields)
    question = make_question(survey=survey, kind="scale", options=[("Very", True), "No"])
    make_survey_return(survey=survey, day=date(year, 1, 1), channel="link", count=of)
    make_survey_answered(question=question, day=date(year, 1, 1), channel="link", count=of)
    top = question.options.get(is_top=True)
    make_survey_answer(question=question, option=top, value=None, day=date(year, 1, 1), channel="link", count=said)
    return question


def lines(client, **query):
    """{words: (this year, the year before, the change)} of the page."""
    soup = BeautifulSoup(client.get(PAGE, query).content, "html.parser")
    rows = [row(["th", "td"]) for row in soup.select("#other-figures tr") if len(row(["th", "td"])) == 4]
    return {cells[0].get_text(): tuple(cell.get_text() for cell in cells[1:]) for cells in rows}


def test_a_director_reads_what_every_room_counts_beside_the_year_before(signed_in, centre, last_year):
    site = make_site()
    make_visit(site=site, day=date(last_year - 1, 5, 5))
    for year, people in ((last_year, 30), (last_year - 1, 20)):
        make_attendance(session=make_session(site=site, day=date(year, 5, 6), state="held"), present=people)
        make_interview(desk=make_desk(site=site), day=date(year, 5, 6))
    asked(last_year, 15)
    budget = make_budget(year=last_year, stage="actual")
    make_budget_line(budget=budget, amount=9000)
    make_budget_line(budget=budget, amount=1000, nature="in_kind")
    found = lines(signed_in("director"), year=last_year)
    assert found["Participations"] == ("30", "20", "+50.0%")
    assert found["Interviews"] == ("1", "1", "0.0%")
    assert found["Satisfied answers in the year"] == ("75.0%", "–", "–")
    assert found["Charges of the year in euros, in kind included"][0] == "10,000"
    assert found["… of the charges, in kind"][0] == "1,000"


@pytest.mark.thorough
def test_every_number_leads_to_its_table_and_definition_of_the_same_year_and_place(signed_in, centre, last_year):
    site = make_site(code="town")
    make_visit(site=site, day=date(last_year, 5, 5))
    director = signed_in("director")
    soup = BeautifulSoup(director.get(PAGE, {"year": last_year, "site": "town"}).content, "html.parser")
    links = [link["href"] for link in soup.select("#other-figures tbody a")]
    assert len(links) == sum(not measure.of_house for measure in MEASURES)
    for link in dict.fromkeys(links):
        assert f"period={last_year}" in link
        assert "place=town" in link
        assert director.get(link).status_code == 200
    (visits,) = [link for link in links if "visits_by_place" in link]
    assert "Definition" in director.get(visits).content.decode()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
def test_every_key_figure_has_a_table_behind_it(measure):
    assert FIGURES[measure.figure].counted is not None


@pytest.mark.thorough
def test_the_page_of_visits_fetches_the_block_and_leads_to_it_without_script(signed_in, centre):
    make_visit(day=timezone.localdate())
    director = signed_in("director")
    soup = BeautifulSoup(director.get(reverse("reports:key_figures")).content, "html.parser")
    block = soup.select_one("#other-figures")
    assert block["data-hx-get"] == block.a["href"]
    fetched = director.get(block["data-hx-get"], headers={"HX-Request": "true"}).content.decode()
    assert fetched.lstrip().startswith("<section")
    assert "Documents lent" in fetched


@pytest.mark.thorough
def test_what_belongs_to_the_whole_house_is_not_told_of_one_place(signed_in, centre, last_year):
    site = make_site(code="town")
    make_visit(site=site, day=date(last_year, 5, 5))
    asked(last_year, 15)
    found = lines(signed_in("director"), year=last_year, site="town")
    assert "Visits" in found
    assert not {"Satisfied answers in the year", "Partners on the last day"} & found.keys()


def test_days_open_of_several_places_are_said_to_be_added_up(signed_in, centre, last_year):
    for site in (make_site(), make_site()):
        make_opening_hours(site=site, weekday=0, valid_from=date(last_year, 1, 1))
        make_visit(site=site, day=date(last_year, 5, 5))
    director = signed_in("director")
    together = lines(director, year=last_year)["Days open, added up over the places"][0]
    of_one = lines(director, year=last_year, site=site.code)["Days open"][0]
    assert int(together) == 2 * int(of_one) > 90


def test_a_choice_that_makes_no_sense_goes_back_to_the_page_that_says_why(signed_in, centre):
    answer = signed_in("director").get(PAGE, {"year": "1066"})
    assert (answer.status_code, answer["Location"]) == (302, "/reports/key-figures/?year=1066")


@pytest.mark.thorough
def test_the_block_costs_the_same_however_many_places(signed_in, centre):
    director = signed_in("director")

    def add_place():
        site = make_site()
        make_opening_hours(site=site)
        make_visit(site=site, day=timezone.localdate())

    def queries():
        with CaptureQueriesContext(connection) as captured:
            director.get(PAGE, headers={"HX-Request": "true"})
        return len(captured)

    add_place()
    queries()
    with_one = queries()
    add_place()
    add_place()
    assert queries() == with_one
    assert with_one <= 85  # two years of seven rooms


@pytest.mark.thorough
def test_half_a_year_of_what_is_told_of_whole_years_is_compared_neither_on_the_page_nor_on_paper(centre):
    asked(2025, 15)
    asked(2024, 15, of=30)
    half = figures.Period(date(2025, 1, 1), date(2025, 6, 30))
    for period, expected in ((half, "–"), (YEAR, "−33.3%")):
        now, before = Activity(Site.objects.all(), period), Activity(Site.objects.all(), period.year_before())
        grid = report_blocks.measures(now, before, [LABELS["questionnaires"]], ("2025", "2024"))
        assert [cell.words for cell in grid.rows[0][1:]] == ["20", "30", expected]


# ── The figures themselves ───────────────────────────────────────────────────────────────────────────


def total(code):
    return table_of(FIGURES[code], Scope(tuple(Site.objects.all()), YEAR)).total


def test_opening_by_month_adds_up_to_the_key_figures_without_days_that_were_shut(centre):
    site = make_site()
    make_opening_hours(site=site, weekday=1, valid_from=date(2020, 1, 1))  # Tuesdays, eight hours
    make_day_remark(site=site, day=date(2025, 5, 6), reason="shut")
    key = Activity(Site.objects.all(), YEAR)
    assert (total("opening_days_by_month"), total("opening_hours_by_month")) == (
        key["opening_days"], key["opening_hours"],
    )  # fmt: skip
    assert key["opening_hours"] == 8 * key["opening_days"] > 300


def test_municipalities_are_reached_once_and_only_those_of_the_territory_count(centre):
    near, far = make_municipality(name="Near"), make_municipality(name="Far")
    outside = make_profile_value(list="territory", code="abroad")
    for municipality in (near, far):
        municipality.enter_list()
    for value, people in ((near.list_value, 4), (near.list_value, 2), (outside, 9)):
        make_visit(day=date(2025, 5, 6), people=people, territory=value)
    assert house_counts.municipalities_reached(Site.objects.all(), YEAR) == 1


def test_questions_with_too_few_answers_do_not_show_in_the_share_of_satisfied(centre):
    asked(2025, 8, of=10)
    asked(2025, 0, of=4)
    asked(2024, 1, of=10)
    assert house_counts.satisfied_of_all(YEAR.last) == house_counts.Satisfied(10, 8)
    assert sum(house_counts.questionnaires(YEAR.last).values()) == 14


def test_the_budget_is_the_actual_one_of_the_whole_house_not_the_planned_one_besides(centre):
    for stage, amount in (("actual", 700), ("planned", 500)):
        make_budget_line(budget=make_budget(year=2025, stage=stage), amount=amount)
    make_budget_line(budget=make_budget(year=2025, site=make_site()), amount=40)
    assert house_counts.budget(2025) == {"charges": 700, "income": 0, "in_kind": 0}
    assert house_counts.budget(2024) == {}


def test_only_sessions_held_somewhere_else_count_as_outside(centre):
    make_session(day=date(2025, 5, 6), state="held", elsewhere="Town hall")
    make_session(day=date(2025, 5, 6), state="held")
    make_session(day=date(2025, 5, 6), elsewhere="School")
    assert Activity(Site.objects.all(), YEAR)["events_elsewhere"] == 1
    assert total("held_elsewhere_by_kind") == 1
