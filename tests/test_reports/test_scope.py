"""A figure in any scope: places, periods, comparison, purpose and programme; on the page and in every file."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from counselling.factories import make_desk, make_interview, make_theme
from partners.factories import make_programme
from reception.factories import make_group_visit, make_visit
from reports import figures, rollup
from reports.figures import FIGURES, Scope, table_of
from reports.figures.asked import Asked
from reports.figures.period import Period
from reports.figures.scope import just_before, name_of, period_called
from reports.figures.tables import UNSTATED

pytestmark = pytest.mark.django_db
YEAR = figures.whole_year(2026)


def found(code, sites, period=YEAR, **scope):
    """{label: (number or None, …)} of a figure's table: each place and all together."""
    table = table_of(FIGURES[code], Scope(tuple(sites), period, **scope))
    return {str(row.label): [cell.n for cell in row.cells] + [row.total.n] for row in table.rows}


@pytest.mark.parametrize(
    ("name", "first", "last", "before"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "2025"),
        ("2026-q3", date(2026, 7, 1), date(2026, 9, 30), "2026-q2"),
        ("2026-q1", date(2026, 1, 1), date(2026, 3, 31), "2025-q4"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028-01"),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31), "2025-12"),
    ],
)
def test_years_quarters_and_months_have_names_and_one_before_them(name, first, last, before):
    period = period_called(name)
    assert period == Period(first, last)
    assert name_of(period) == name
    assert name_of(just_before(period)) == before


def test_other_days_have_no_name_and_as_many_days_before_them():
    period = Period(date(2026, 3, 11), date(2026, 3, 20))
    assert name_of(period) == ""
    assert just_before(period) == Period(date(2026, 3, 1), date(2026, 3, 10))


@pytest.mark.parametrize("name", ["", "2026-13", "2026-q5", "0000", "x", "2026-1"])
def test_what_names_no_period_is_none(name):
    assert period_called(name) is None


@pytest.fixture
def town():
    """Two places with visits around the year 2026."""
    town, other = make_site(code="town", name="Town"), make_site(code="other", name="Other")
    town.job, town.training = make_purpose(code="job", name="Job"), make_purpose(code="training", name="Training")
    make_visit(site=town, day=date(2026, 1, 1), hour=0, people=20, purpose=town.job)
    make_visit(site=town, day=date(2025, 12, 31), hour=23, people=10, purpose=town.job)
    make_visit(site=other, day=date(2026, 12, 31), hour=23, people=30, purpose=town.training)
    make_visit(site=town, day=date(2026, 5, 5), people=7)
    make_visit(site=town, day=date(2026, 5, 5), people=100, undone=True)
    town.other = other
    return town


@pytest.mark.parametrize("is_added_up", [False, True])
def test_each_place_and_all_together_in_rows_of_purposes_and_what_is_not_known(town, is_added_up):
    if is_added_up:
        rollup.add_up()
    assert found("visits_by_purpose", [town, town.other], side_by_side=True) == {
        "Job": [20, 0, 20],
        "Training": [0, 30, 30],
        "Not stated": [7, 0, 7],
    }
    assert found("visits_by_month", [town])["May 2026"] == [7, 7]
    assert found("visits_by_year", [town], Period(date(2025, 1, 1), date(2026, 12, 31))) == {
        "2025": [10, 10], "2026": [27, 27]
    }  # fmt: skip
    assert found("visits_by_place", [town, town.other]) == {"Town": [27, 27], "Other": [30, 30]}
    assert found("visits_by_hour", [town])["0–1 h"] == [20, 20]
    assert found("visits_by_weekday", [town])["Thursday"] == [20, 20]


def test_two_periods_stand_side_by_side_with_their_change(town):
    table = table_of(FIGURES["visits_by_purpose"], Scope((town,), YEAR, compared=figures.whole_year(2025)))
    job = table.rows[0]
    assert (job.total.n, job.before.n, job.change) == (20, 10, 100)
    assert (table.total, table.total_before, table.total_change) == (27, 10, 170)


@pytest.mark.parametrize("is_added_up", [False, True])
def test_a_purpose_filters_totals_from_days_and_everything_else_from_rows(town, is_added_up):
    if is_added_up:
        rollup.add_up()
    assert found("visits_by_month", [town, town.other], purpose=town.job)["January 2026"] == [20, 20]
    assert sum(row[-1] for row in found("visits_by_month", [town, town.other], purpose=town.job).values()) == 20
    assert found("visits_by_hour", [town, town.other], purpose=town.training) == {"23–24 h": [30, 30]}


@pytest.mark.parametrize("is_added_up", [False, True])
def test_interviews_are_counted_by_desk_theme_kind_and_programme(is_added_up):
    desk, theme, programme = make_desk(name="Jobs"), make_theme(name="Pay"), make_programme()
    for _time in range(3):
        make_interview(desk=desk, day=YEAR.first, themes=[theme.pk], kind="diagnostic", people=2, programme=programme)
    make_interview(desk=desk, day=YEAR.last, themes=[])
    make_interview(desk=desk, day=YEAR.last, state="left")
    if is_added_up:
        rollup.add_up()
    assert found("interviews_by_desk", [desk.site]) == {"Jobs": [4, 4]}
    assert found("interviews_by_theme", [desk.site])["Pay"] == [3, 3]
    assert found("interviews_by_kind", [desk.site])["Diagnostic"] == [3, 3]
    assert found("left_by_desk", [desk.site]) == {"Jobs": [1, 1]}
    assert found("interviews_by_desk", [desk.site], programme=programme) == {"Jobs": [3, 3]}
    assert found("interviews_by_theme", [desk.site], programme=programme)["Pay"] == [3, 3]
    assert found("interviews_by_place", [desk.site], programme=programme) == {desk.site.name: [3, 3]}


def test_a_list_about_visitors_is_masked_and_a_volume_never(town, centre):
    old, young = make_profile_value(list="age_band", name="Old"), make_profile_value(list="age_band", name="Young")
    make_visit(site=town, day=date(2026, 2, 2), people=3, age_band=old)
    make_visit(site=town, day=date(2026, 2, 2), people=9, age_band=young)
    assert found("visits_by_age_band", [town]) == {
        "Old": [None, None], "Young": [None, None], UNSTATED.replace("unstated", "Not stated"): [27, 27]
    }  # fmt: skip
    assert found("visits_by_month", [town])["February 2026"] == [12, 12]


def test_what_daily_counts_cannot_answer_is_said(town):
    rollup.collapse([town], YEAR)
    table = table_of(FIGURES["visits_by_hour"], Scope((town,), YEAR, purpose=town.job))
    assert table.lacks_rows
    assert not table_of(FIGURES["visits_by_hour"], Scope((town,), YEAR)).lacks_rows
    later = Period(date(2027, 1, 1), date(2027, 12, 31))
    compared = Scope((town,), later, compared=YEAR, purpose=town.job)
    assert table_of(FIGURES["visits_by_hour"], compared).lacks_rows
    assert not table_of(FIGURES["visits_by_hour"], Scope((town,), later, purpose=town.job)).lacks_rows
    assert found("visits_by_month", [town], purpose=town.job)["January 2026"] == [20, 20]


def test_groups_are_a_figure_of_their_own(town):
    make_group_visit(site=town, day=date(2026, 5, 5), people=24)
    assert found("groups_by_month", [town])["May 2026"] == [1, 1]
    assert found("people_in_groups_by_month", [town])["May 2026"] == [24, 24]


# ── On the page and in files ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
def director(signed_in, town, monkeypatch):
    today_is(monkeypatch, date(2026, 12, 31))
    return signed_in("director")


def today_is(monkeypatch, day):
    monkeypatch.setattr(timezone, "localdate", lambda *moment: day)


def page(client, code, **query):
    return client.get(reverse("reports:figure", args=[code]), query)


# Those of a room's own stand in test_room_figures.py.
COUNTED = [code for code, figure in FIGURES.items() if figure.counted and not isinstance(figure.counted, Asked)]


@pytest.mark.thorough
@pytest.mark.parametrize("code", COUNTED)
def test_every_figure_has_its_page_and_its_files(director, code):
    assert page(director, code, place="side", compare="year").status_code == 200
    for ending in ("csv", "xlsx", "ods"):
        answer = director.get(reverse(f"reports:figure_{ending}", args=[code]), {"place": "side", "compare": "year"})
        assert answer.status_code == 200
        assert ending in answer["Content-Disposition"]


def test_page_csv_and_excel_say_the_same(director):
    html = page(director, "visits_by_purpose", place="side").content.decode()
    for number in ("20", "30", "27", "57"):
        assert f">{number}</td>" in html
    text = director.get(reverse("reports:figure_csv", args=["visits_by_purpose"]), {"place": "side"}).content
    lines = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
    assert lines[:2] == [
        ["", "Town", "Other", "Together", "Percent of what is known"],
        ["Job", "20", "0", "20", "40.0"],
    ]
    book = director.get(reverse("reports:figure_xlsx", args=["visits_by_purpose"]), {"place": "side"}).content
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert [cell.value for cell in sheet[2]] == ["Job", 20, 0, 20, 40]
    assert [cell.value for cell in sheet[5]][:4] == ["Together", 27, 30, 57]


def test_a_masked_number_is_in_no_file(director, town):
    for name, people in (("Old", 3), ("Young", 9), ("Middle", 50)):
        value = make_profile_value(list="age_band", name=name)
        make_visit(site=town, day=date(2026, 2, 2), people=people, age_band=value)
    html = page(director, "visits_by_age_band").content.decode()
    assert html.count('aria-hidden="true">•••') == 2
    assert "1 cell counts fewer than 5" in html
    assert "1 other is masked" in html
    text = director.get(reverse("reports:figure_csv", args=["visits_by_age_band"])).content.decode("utf-8-sig")
    assert "Old;•••;\r\n" in text
    assert "Young;•••;\r\n" in text
    assert "Middle;50;80.6\r\n" in text


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"period": "1823"}, "Choose one of the periods in the list."),
        ({"period": "dates", "first": "2026-03-01"}, "Give a day, for example 1 March 2026."),
        ({"period": "dates", "first": "2026-03-09", "last": "2026-03-01"}, "The last day lies before the first day."),
        ({"period": "dates", "first": "x", "last": "2026-03-01"}, "Enter a valid date."),
        ({"place": "nowhere"}, "Choose one of your places from the list."),
        ({"compare": "1066"}, "Choose one of the periods in the list."),
        ({"purpose": "nothing"}, "Choose one of the purposes in the list."),
    ],
)
def test_a_filter_that_makes_no_sense_is_answered_beside_its_field(director, query, words):
    answer = page(director, "visits_by_month", **query)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    file = director.get(reverse("reports:figure_csv", args=["visits_by_month"]), query)
    assert file.status_code == 302


@pytest.mark.thorough
def test_any_days_and_kinds_of_places_can_be_asked_for(director, town):
    town.kind = "associated_centre"
    town.save()
    html = page(director, "visits_by_month", period="dates", first="2026-05-01", last="2026-05-31",
                place="kind:associated_centre").content.decode()  # fmt: skip
    assert "7 (visits), May 2026" in html


@pytest.mark.thorough
def test_a_period_that_runs_is_compared_with_as_many_days(director, monkeypatch):
    today_is(monkeypatch, date(2026, 5, 10))
    html = page(director, "visits_by_month", compare="year").content.decode()
    assert "Provisional: the period is not over" in html
    assert "1 January 2025 to 10 May 2025" in html


def test_nothing_counted_says_what_to_do(director):
    assert "Choose another period" in page(director, "interviews_by_desk").content.decode()


def test_an_unknown_figure_is_not_found(director):
    assert page(director, "made-up").status_code == 404
    assert page(director, "change").status_code == 404  # defined, but without a table


def test_a_role_sees_the_figures_of_its_room_alone(signed_in, town):
    client = signed_in("counsellor", sites=[town])
    assert page(client, "interviews_by_desk").status_code == 200
    assert page(client, "visits_by_month").status_code == 403
    html = client.get(reverse("reports:figures")).content.decode()
    assert reverse("reports:figure", args=["interviews_by_desk"]) in html
    assert reverse("reports:figure", args=["visits_by_month"]) not in html
    assert "An entry through the door counted by reception" in html


def test_other_places_do_not_show_in_the_figures_of_ones_own(signed_in, town):
    elsewhere = make_desk(site=town.other, name="Elsewhere")
    make_interview(desk=elsewhere, day=date(2026, 5, 5))
    html = page(signed_in("counsellor", sites=[town]), "interviews_by_desk", period="").content.decode()
    assert "Elsewhere" not in html


@pytest.mark.thorough
def test_a_figure_costs_the_same_however_many_places_and_rows(director, town, django_assert_max_num_queries):
    for _time in range(3):
        make_visit(site=make_site(), day=date(2026, 5, 5), purpose=make_purpose())
    with django_assert_max_num_queries(30):
        page(director, "visits_by_purpose", place="side", compare="year")


# ── Any two periods ──────────────────────────────────────────────────────────────────────────────────


def compared(director, **asked):
    days = {"period": "dates", "first": "2026-03-01", "last": "2026-03-31"}
    return director.get(reverse("reports:figure", args=["visits_by_place"]), days | asked)


@pytest.mark.many_cases
@pytest.mark.parametrize("chosen", ["dates", ""])
def test_any_two_stretches_of_days_stand_side_by_side(director, town, chosen):
    make_visit(site=town, day=date(2026, 3, 31), people=40)
    make_visit(site=town, day=date(2019, 4, 17), people=25)
    make_visit(site=town, day=date(2019, 4, 19), people=300)
    page = compared(director, compare=chosen, compare_first="2019-04-17", compare_last="2019-04-18")
    table = page.context["table"]
    assert (table.total, table.total_before) == (40, 25)
    assert '<details class="filters-more" open>' in page.content.decode()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("days", "field"),
    [({}, "compare_first"), ({"compare_first": "2019-04-17"}, "compare_last"),
     ({"compare_first": "2019-04-17", "compare_last": "2019-04-16"}, "compare_last"),
     ({"compare_first": "nonsense", "compare_last": "2019-04-16"}, "compare_first")],
)  # fmt: skip
def test_days_to_compare_with_that_are_missing_or_wrong_are_said_beside_them(director, town, days, field):
    page = compared(director, compare="dates", **days)
    assert field in page.context["filter"].errors
    assert f'id="id_{field}_error"' in page.content.decode()
