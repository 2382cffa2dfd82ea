"""The key figures page: what a director reads, chooses and downloads."""

import re
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_opening_hours, make_purpose, make_site
from citedesmetiers.models import Site
from citedesmetiers.models.user import Role
from reception.factories import make_day_remark, make_visit
from reports.key_figures import KeyFigures

PAGE, CSV = "/reports/key-figures/", "/reports/key-figures/by-month.csv"


@pytest.fixture
def director(signed_in):
    return signed_in("director")


def text_of(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return re.sub(r"\s+", " ", soup.get_text(" "))


def table(response, caption):
    """The rows of the table with this caption, as lists of texts."""
    soup = BeautifulSoup(response.content, "html.parser")
    (found,) = [t for t in soup.find_all("table") if caption in t.caption.get_text()]
    return [[re.sub(r"\s+", " ", cell.get_text(" ").strip()) for cell in row(["th", "td"])] for row in found("tr")]


@pytest.fixture
def last_year():
    return timezone.localdate().year - 1


@pytest.fixture
def two_years(last_year):
    """A whole year and the one before it, at two places."""
    town, brezac = make_site(code="town", name="Town"), make_site(code="brezac", name="Brézac")
    job = make_purpose(code="job", name="Find a job", key=2, colour=2)
    make_purpose(code="quiet", name="Start a business", key=5, colour=5)
    computer = make_purpose(code="computer", name="A computer", is_door=False)
    make_visit(site=town, day=date(last_year, 2, 3), hour=10, people=300, purpose=job)
    make_visit(site=town, day=date(last_year, 9, 7), hour=14, people=450, purpose=job)
    make_visit(site=town, day=date(last_year, 9, 7), hour=15, people=450)
    make_visit(site=town, day=date(last_year, 9, 7), hour=15, people=200, undone=True)
    make_visit(site=brezac, day=date(last_year, 10, 1), hour=9, people=50, purpose=computer)
    make_visit(site=town, day=date(last_year - 1, 9, 8), hour=9, people=500, purpose=job)
    make_visit(site=town, day=date(last_year - 1, 9, 9), hour=9, people=500, purpose=job)
    return town, brezac


@pytest.mark.many_cases
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.DIRECTOR])
@pytest.mark.parametrize("name", ["key_figures", "key_figures_pdf", "key_figures_csv", "key_figures_by_month"])
def test_nobody_but_the_director_sees_figures(signed_in, role, name):
    assert signed_in(role, sites=[make_site()]).get(reverse(f"reports:{name}")).status_code == 403


def test_the_page_says_how_the_year_compares_with_the_year_before(director, two_years, last_year):
    response = director.get(PAGE, {"year": last_year})
    assert f"1,250 visits in {last_year}: 25.0% more than in {last_year - 1}." in text_of(response)
    assert "Provisional" not in text_of(response)


def test_charts_stand_in_the_page_with_the_sentence_that_they_show(director, two_years, last_year):
    soup = BeautifulSoup(director.get(PAGE, {"year": last_year}).content, "html.parser")
    titles = {svg["aria-labelledby"]: svg.title.get_text() for svg in soup.find_all("svg", role="img")}
    assert len(titles) == 6  # three charts, each for wide and narrow screens
    assert titles["chart-months-800"].startswith("Busiest month: September, with 900 visits.")
    assert "Most frequent: Find a job, 750 of the 800 visits whose purpose is known (93.8%)." in titles.values()
    for svg in soup.find_all("svg", role="img"):
        assert not svg.find("style")


def test_the_table_of_months_adds_up(director, two_years, last_year):
    rows = table(director.get(PAGE, {"year": last_year}), "Visits per month")
    assert ["September", "900", "1,000", "−10.0%", "1,200", "1,000"] in rows
    assert rows[-1][:4] == ["Together", "1,250", "1,000", "+25.0%"]


def test_purposes_plainer_reasons_and_what_is_not_known_stand_apart(director, two_years, last_year):
    rows = table(director.get(PAGE, {"year": last_year}), "Visits per purpose")
    assert [row[0] for row in rows] == [
        "Purpose", "Purposes", "2 Find a job", "5 Start a business", "Plainer reasons", "A computer",
        "No purpose given", "Together",
    ]  # fmt: skip
    assert rows[2][1:] == ["750", "93.8%", "1,000", "−25.0%"]
    assert rows[3][1:] == ["0", "0.0%", "0", "–"]
    assert rows[6][1:] == ["450", "–", "0", "–"]


@pytest.mark.thorough
def test_places_stand_side_by_side_and_those_of_both_years_are_compared(director, two_years, last_year):
    response = director.get(PAGE, {"year": last_year})
    rows = table(response, "Visits by place")
    assert rows[1][:4] == ["Town Site", "1,200", "1,000", "+20.0%"]
    assert rows[2][:4] == ["Brézac Site", "50", "0", "–"]
    assert "At the places that counted in both years: 1,200 visits against 1,000 (20.0% more)." in text_of(response)


@pytest.mark.thorough
def test_one_place_can_be_chosen(director, two_years, last_year):
    response = director.get(PAGE, {"year": last_year, "site": "brezac"})
    assert f"50 visits in {last_year}." in text_of(response)
    assert "1,200" not in text_of(response)
    assert BeautifulSoup(response.content, "html.parser").select_one("#id_site option[selected]")["value"] == "brezac"


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"year": "abc"}, "Choose a year from"),
        ({"year": "99999"}, "Choose a year from"),
        ({"year": "-1"}, "Choose a year from"),
        ({"year": "²"}, "Choose a year from"),
        ({"site": "nowhere"}, "Choose one of your places"),
        ({"site": "\x00"}, "Choose one of your places"),
    ],
)
def test_a_choice_that_makes_no_sense_is_answered_beside_the_field(director, two_years, asked, message):
    response = director.get(PAGE, asked)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    (name,) = asked
    field = soup.select_one(f"#id_{name}")
    assert field["aria-invalid"] == "true"
    assert message in soup.select_one(f"#{field['aria-describedby']}").get_text()
    assert not soup.select(".tiles")


@pytest.mark.parametrize("address", ["/reports/key-figures.pdf", "/reports/key-figures.csv", CSV])
def test_a_file_of_a_choice_that_makes_no_sense_leads_back_to_the_page(director, two_years, address):
    response = director.get(address, {"year": "abc", "site": "town"})
    assert response.status_code == 302
    assert response.url == "/reports/key-figures/?year=abc&site=town"


def test_before_the_first_visit_the_page_says_where_figures_come_from(director):
    make_site()
    response = director.get(PAGE)
    assert "No visit has been counted yet" in text_of(response)
    assert reverse("reception:counter") in response.content.decode()


def test_a_year_that_has_begun_without_a_visit_points_to_the_year_before(director, two_years, last_year):
    response = director.get(PAGE)
    assert f"No visit counted in {last_year + 1}" in text_of(response)
    assert f'href="?year={last_year}"' in response.content.decode()


@pytest.mark.thorough
def test_the_first_visit_ever_makes_a_page(director):
    make_visit(day=timezone.localdate(), people=1)
    response = director.get(PAGE)
    assert "1 visit since January." in text_of(response)
    assert "Provisional: the year is not over" in text_of(response)


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("days", "said"),
    [(20, None), (21, "1 further day is not listed."), (43, "23 further days are not listed.")],
)
def test_a_place_without_opening_hours_names_some_of_its_days_and_counts_the_rest(director, last_year, days, said):
    site = make_site()
    for number in range(days):
        make_visit(site=site, day=date(last_year, 3, 1) + timedelta(days=number))
    text = text_of(director.get(PAGE, {"year": last_year}))
    listed = text.split("calendar says closed")[1].split("Check the opening hours")[0]
    assert listed.count("March") == 20
    assert (said in listed) if said else ("further" not in listed)


@pytest.mark.thorough
def test_the_page_costs_the_same_however_many_places(director):
    def add_place():
        site = make_site()
        make_opening_hours(site=site)
        make_visit(site=site, day=timezone.localdate(), purpose=make_purpose())

    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            director.get(address)
        return len(captured)

    add_place()
    director.get(PAGE)
    with_one = [queries(PAGE), queries("/today/")]
    add_place()
    add_place()
    assert [queries(PAGE), queries("/today/")] == with_one
    assert with_one[0] <= 25  # one of them for the declared figures that stand beside


class TestARunningYear:
    """Seen on 21 October 2026."""

    @pytest.fixture
    def found(self, db):
        site = make_site()
        make_opening_hours(site=site, weekday=2)  # Wednesdays; 21 October 2026 is one
        for day, people in [
            (date(2026, 1, 7), 10),
            (date(2026, 10, 21), 3),
            (date(2026, 10, 22), 400),  # a device whose clock is ahead
            (date(2025, 1, 8), 4),
            (date(2025, 10, 21), 5),
            (date(2025, 10, 22), 70),
            (date(2025, 12, 31), 21),
        ]:
            make_visit(site=site, day=day, people=people)
        return KeyFigures(year=2026, sites=Site.objects.all(), today=date(2026, 10, 21))

    def test_it_is_compared_up_to_the_same_calendar_day(self, found):
        assert (found.visits, found.visits_before) == (13, 9)
        assert found.is_running

    def test_the_running_month_holds_the_same_days_in_both_years(self, found):
        october = found.months[-1]
        assert (october.number, october.until, october.visits, october.visits_before) == (10, date(2026, 10, 21), 3, 5)
        assert (october.so_far, october.so_far_before) == (13, 9)

    def test_the_line_of_the_year_before_runs_on_to_its_end(self, found):
        assert found.visits_whole_year_before == 100
        assert found.per_month_whole_year_before[10] == 75

    def test_today_is_no_gap_before_it_is_over(self, found):
        assert date(2026, 10, 21) not in found.coverage.missing
        tomorrow = KeyFigures(year=2026, sites=Site.objects.all(), today=found.today + timedelta(days=8))
        assert date(2026, 10, 28) in tomorrow.coverage.missing

    def test_the_last_day_of_a_month_ends_it(self, found):
        assert KeyFigures(year=2026, sites=Site.objects.all(), today=date(2026, 10, 31)).running_month is None
        assert KeyFigures(year=2026, sites=Site.objects.all(), today=date(2026, 10, 30)).running_month == 10

    def test_the_last_day_of_the_year_completes_it(self, found):
        whole = KeyFigures(year=2026, sites=Site.objects.all(), today=date(2026, 12, 31))
        assert not whole.is_running
        assert whole.running_month is None


class TestCsv:
    def test_it_opens_in_a_spreadsheet_with_one_line_per_month_place_and_purpose(self, director, two_years, last_year):
        response = director.get(CSV, {"year": last_year})
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        assert f'filename="visits-per-month-place-and-purpose-{last_year}.csv"' in response["Content-Disposition"]
        assert response.content.startswith(b"\xef\xbb\xbf")
        lines = response.content.decode("utf-8-sig").split("\r\n")
        assert lines[0] == "Month;Place code;Place;Purpose code;Purpose;Visits"
        assert f"{last_year}-09;town;Town;job;Find a job;450" in lines
        assert f"{last_year}-09;town;Town;;No purpose given;450" in lines
        assert f"{last_year}-10;brezac;Brézac;computer;A computer;50" in lines
        assert sum(int(line.split(";")[-1]) for line in lines[1:] if line) == 1250

    def test_a_name_cannot_become_a_formula(self, director):
        make_visit(site=make_site(name='=HYPERLINK("http://x")'), day=timezone.localdate())
        assert "\"'=HYPERLINK(" in director.get(CSV).content.decode("utf-8-sig")


def test_what_reception_said_of_a_day_without_entries_is_printed_with_the_figures(director, two_years, last_year):
    town, _brezac = two_years
    for weekday in range(7):
        make_opening_hours(
            site=town, weekday=weekday, valid_from=date(last_year, 6, 1), valid_until=date(last_year, 6, 3)
        )
    make_day_remark(site=town, day=date(last_year, 6, 1), reason="lost")
    make_day_remark(site=town, day=date(last_year, 6, 2), reason="shut")
    words = text_of(director.get(PAGE, {"year": last_year}))
    assert "0 of 2 opening days were counted" in words
    assert "Town: The paper sheet was lost, 1 June." in words
    assert "Town: Closed that day after all, 2 June." in words
    assert "without any entry or explanation : 3 June." in words
