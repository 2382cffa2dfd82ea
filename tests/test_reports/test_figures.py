"""The figures, each on rows that would make a careless count wrong."""

import inspect
from datetime import date

import pytest

from citedesmetiers.factories import (
    make_closure,
    make_opening_hours,
    make_profile_value,
    make_purpose,
    make_site,
)
from citedesmetiers.models import Site
from reception import completeness
from reception.factories import make_day_remark, make_group_visit, make_visit
from reports import figures, rollup
from reports.figures.period import Period

pytestmark = pytest.mark.django_db
IN_2026 = figures.whole_year(2026)
LATER = date(2027, 1, 1)


@pytest.fixture
def town():
    """Two places, three purposes (one that nobody came for), and the rows at the edges of the year 2026."""
    site, other = make_site(code="town"), make_site(code="elsewhere")
    job, training, nothing = (make_purpose(code=code, rank=n) for n, code in enumerate(("job", "training", "nothing")))
    make_visit(site=site, day=date(2026, 1, 1), hour=0, people=1, purpose=job)
    make_visit(site=site, day=date(2025, 12, 31), hour=23, people=10, purpose=job)
    make_visit(site=other, day=date(2026, 1, 1), hour=0, people=100, purpose=job)
    make_visit(site=site, day=date(2026, 1, 1), hour=0, people=50, purpose=job, undone=True)
    make_visit(site=site, day=date(2026, 12, 31), hour=23, people=2, purpose=training)
    make_visit(site=site, day=date(2026, 3, 10), hour=10, people=4, purpose=job)
    make_visit(site=site, day=date(2026, 3, 10), hour=10, people=5)
    make_visit(site=site, day=date(2025, 3, 10), hour=9, people=7, purpose=training)
    return Site.objects.filter(code="town")


def test_a_year_counts_people_from_the_first_midnight_to_the_last_without_what_was_taken_back(town):
    assert figures.visits(town, IN_2026) == 1 + 2 + 4 + 5
    assert figures.visits(town, figures.whole_year(2025)) == 10 + 7
    assert figures.visits(Site.objects.all(), IN_2026) == 112


def test_every_month_has_a_number_and_they_add_up_to_the_year(town):
    per_month = figures.visits_per_month(town, IN_2026)
    assert list(per_month) == list(range(1, 13))
    assert {month: n for month, n in per_month.items() if n} == {1: 1, 3: 9, 12: 2}
    assert sum(per_month.values()) == figures.visits(town, IN_2026)
    assert figures.visits_cumulated(per_month)[11] == 10
    assert figures.visits_cumulated(per_month)[12] == 12


def test_a_purpose_nobody_came_for_stands_there_with_nothing(town):
    found = {
        purpose.code: (purpose.visits, purpose.visits_before) for purpose in figures.visits_per_purpose(town, IN_2026)
    }
    assert found == {"job": (5, 10), "training": (2, 7), "nothing": (0, 0)}
    assert figures.visits_without_purpose(town, IN_2026) == 5


def test_purposes_and_what_is_not_known_add_up_to_the_year(town):
    known = sum(purpose.visits for purpose in figures.visits_per_purpose(town, IN_2026))
    assert known + figures.visits_without_purpose(town, IN_2026) == figures.visits(town, IN_2026)


def test_a_purpose_that_ended_stays_as_long_as_it_has_visits(town):
    make_purpose(code="ended-empty", valid_until=date(2024, 6, 30))
    ended = make_purpose(code="ended-late", valid_until=date(2025, 6, 30))
    make_visit(site=town.get(), day=date(2025, 5, 5), purpose=ended)
    assert "ended-late" in [purpose.code for purpose in figures.visits_per_purpose(town, IN_2026)]
    assert "ended-empty" not in [purpose.code for purpose in figures.visits_per_purpose(town, IN_2026)]


def test_purposes_of_the_charter_come_before_plainer_reasons(town):
    make_purpose(code="computer", rank=0, is_door=False)
    assert [purpose.code for purpose in figures.visits_per_purpose(town, IN_2026)][-1] == "computer"


def test_hours_fall_on_the_weekday_of_the_place(town):
    # 10 March 2026 is a Tuesday, 1 January and 31 December 2026 are Thursdays
    assert figures.visits_per_hour(town, IN_2026) == {(1, 10): 9, (3, 0): 1, (3, 23): 2}


def test_each_place_has_its_own_visits_and_those_of_the_year_before(town):
    found = figures.visits_per_site(Site.objects.all(), IN_2026)
    assert [(site.code, site.visits, site.visits_before) for site in found] == [
        ("town", 12, 17),
        ("elsewhere", 100, 0),
    ]


def test_a_place_that_closed_long_ago_is_left_out_unless_it_has_visits(town):
    make_site(code="gone", opened_on=date(2020, 1, 1), closed_on=date(2024, 12, 31))
    assert "gone" not in [site.code for site in figures.visits_per_site(Site.objects.all(), IN_2026)]


def test_month_and_purpose_together_add_up_to_the_year(town):
    rows = figures.visits_per_month_and_purpose(town, IN_2026)
    assert sum(row["visits"] for row in rows) == 12
    assert [(row["month"], row["visits"]) for row in rows] == [(1, 1), (3, 4), (3, 5), (12, 2)]


def test_the_first_counted_day_is_no_visit_taken_back(town):
    make_visit(site=town.get(), day=date(2019, 1, 1), undone=True)
    assert figures.first_counted_day(town) == date(2025, 3, 10)
    assert figures.first_counted_day(Site.objects.none()) is None


@pytest.mark.parametrize(
    ("now", "before", "percent"), [(12, 10, 20), (5, 10, -50), (10, 10, 0), (3, 0, None), (0, 4, -100)]
)
def test_change_is_in_percent_of_the_year_before(now, before, percent):
    assert figures.change(now, before) == percent


def test_the_same_days_a_year_earlier_know_the_leap_day():
    assert Period(date(2028, 1, 1), date(2028, 2, 29)).year_before().last == date(2027, 2, 28)
    assert Period(date(2026, 1, 1), date(2026, 12, 31)).year_before() == figures.whole_year(2025)


class TestOpeningDays:
    @pytest.fixture
    def mondays(self):
        """A place that opens on Mondays; the period holds the Mondays 2, 9, 16, 23 and 30 March 2026."""
        site = make_site()
        make_opening_hours(site=site, weekday=0)
        return site

    def found(self, site, last=date(2026, 3, 31)):
        (coverage,) = figures.opening_days_counted(Site.objects.filter(pk=site.pk), Period(date(2026, 3, 1), last))
        return coverage

    def test_a_day_with_an_entry_is_counted_and_a_day_without_is_named(self, mondays):
        for day in (2, 9, 23):
            make_visit(site=mondays, day=date(2026, 3, day))
        make_visit(site=mondays, day=date(2026, 3, 16), undone=True)
        make_visit(day=date(2026, 3, 16))  # another place
        coverage = self.found(mondays)
        assert (coverage.open_days, coverage.counted, coverage.share) == (5, 3, 60)
        assert coverage.missing == [date(2026, 3, 16), date(2026, 3, 30)]
        assert coverage.silent == 1

    def test_a_closure_is_no_gap_and_visits_in_it_are_named(self, mondays):
        make_closure(site=mondays, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 15))
        make_visit(site=mondays, day=date(2026, 3, 9))
        coverage = self.found(mondays)
        assert coverage.open_days == 4
        assert coverage.unexpected == [date(2026, 3, 9)]

    def test_a_day_of_groups_alone_is_counted(self, mondays):
        make_group_visit(site=mondays, day=date(2026, 3, 2), hour=9)
        make_group_visit(site=mondays, day=date(2026, 3, 30), undone=True)
        coverage = self.found(mondays)
        assert (coverage.counted, coverage.hours.covered) == (1, 1)
        assert date(2026, 3, 2) not in coverage.missing

    def test_an_explained_day_is_no_gap(self, mondays):
        """Mondays: one with visits, one on which nobody came, one shut after all, one lost, one left."""
        make_visit(site=mondays, day=date(2026, 3, 2), hour=9)
        make_day_remark(site=mondays, day=date(2026, 3, 9), reason="nobody_came")
        make_day_remark(site=mondays, day=date(2026, 3, 16), reason="shut")
        make_day_remark(site=mondays, day=date(2026, 3, 23), reason="lost")
        coverage = self.found(mondays)
        assert (coverage.open_days, coverage.counted, coverage.share) == (4, 2, 50)
        assert (coverage.not_counted, coverage.missing) == ([date(2026, 3, 23)], [date(2026, 3, 30)])
        assert [day.day.day for day in coverage.explained] == [9, 16, 23]
        assert coverage.silent == 1
        hours = len(completeness.days(mondays, date(2026, 3, 9), date(2026, 3, 9), today=LATER)[0].open_hours)
        assert coverage.minutes == 4 * hours * 60

    def test_a_remark_of_the_last_opening_day_ends_the_silence(self, mondays):
        make_day_remark(site=mondays, day=date(2026, 3, 30), reason="breakdown")
        assert self.found(mondays).silent == 0

    def test_reports_and_reception_cover_the_same_hours(self, mondays):
        make_visit(site=mondays, day=date(2026, 3, 2), hour=9)
        make_visit(site=mondays, day=date(2026, 3, 2), hour=10, undone=True)
        make_visit(site=mondays, day=date(2026, 3, 9), hour=23)
        make_group_visit(site=mondays, day=date(2026, 3, 9), hour=11)
        for day, reason in [(9, "lost"), (16, "nobody_came"), (23, "shut")]:
            make_day_remark(site=mondays, day=date(2026, 3, day), reason=reason)
        days = completeness.days(mondays, date(2026, 3, 1), date(2026, 3, 31), today=LATER)
        hours = self.found(mondays).hours
        assert hours == completeness.hours_covered(days)
        assert hours.covered == 2 + len(days[15].open_hours)

    def test_a_group_whose_row_is_forgotten_still_counts_its_day(self, mondays):
        make_group_visit(site=mondays, day=date(2026, 3, 2))
        rollup.collapse([mondays], Period(date(2026, 1, 1), date(2026, 12, 31)))
        assert date(2026, 3, 2) not in self.found(mondays).missing

    def test_without_hours_there_is_no_share(self):
        assert self.found(make_site()).share is None

    def test_nothing_is_over_on_the_first_day(self, mondays):
        (coverage,) = figures.opening_days_counted(Site.objects.filter(pk=mondays.pk), None)
        assert coverage.share is None


@pytest.mark.parametrize(
    "period",
    [
        IN_2026,
        Period(date(2026, 1, 1), date(2026, 3, 9)),
        Period(date(2026, 2, 28), date(2026, 12, 30)),
        Period(date(2028, 1, 1), date(2028, 2, 29)),
    ],
    ids=["the whole year", "until spring", "from a day to a day", "until the 29th of February"],
)
def test_two_years_asked_at_once_say_what_each_figure_says(town, period):
    make_visit(site=town[0], day=date(2027, 2, 28), people=20)
    make_visit(site=town[0], day=date(2028, 2, 29), people=30)
    make_visit(site=town[0], day=date(2027, 6, 1), people=400)  # between the two stretches of the last period
    places = Site.objects.all()
    both = figures.both_years(places, period)
    for at, days in enumerate([period, period.year_before()]):
        assert both.months[at] == figures.visits_per_month(places, days)
        assert both.without_purpose(at) == figures.visits_without_purpose(places, days)
    told = figures.visits_per_purpose(places, period, both), figures.visits_per_site(places, period, both)
    asked = figures.visits_per_purpose(places, period), figures.visits_per_site(places, period)
    for rows, others in zip(told, asked, strict=True):
        assert [(row.code, row.visits, row.visits_before) for row in rows] == [
            (row.code, row.visits, row.visits_before) for row in others
        ]
    assert sum(site.visits for site in asked[1]) == figures.visits(places, period)
    assert sum(site.visits_before for site in asked[1]) == figures.visits(places, period.year_before())


def test_every_figure_of_the_catalogue_is_defined_in_words_and_in_its_function():
    for code, figure in figures.FIGURES.items():
        assert figure.code == code
        assert all(str(text).strip() for text in (figure.title, figure.definition, figure.unit, figure.source))
        assert figure.function.__doc__, code
        if code != "change":
            assert "Unit:" in figure.function.__doc__, code
            assert "Source:" in figure.function.__doc__, code


def test_every_public_function_that_counts_is_in_the_catalogue():
    from reports.figures import counts

    public = {
        name for name, thing in inspect.getmembers(counts, inspect.isfunction) if thing.__module__ == counts.__name__
    }
    not_shown = {"counted_visits", "first_counted_day", "visits_per_month_and_purpose", "_of_both", "_pairs"}
    not_shown |= {"both_years", "months_without_any"}  # what the figures of two years are read from at once
    not_shown |= {"stated_shares", "_known"}  # "Stated" as a share: defined with visits_with_a_value
    assert public - not_shown <= set(figures.FIGURES)


def test_groups_are_counted_apart_and_taken_back_ones_left_out():
    site = make_site()
    make_group_visit(site=site, day=date(2026, 1, 1), people=24)
    make_group_visit(site=site, day=date(2025, 12, 31), people=30)
    make_group_visit(day=date(2026, 5, 5), people=40)
    make_group_visit(site=site, day=date(2026, 5, 5), people=50, undone=True)
    assert figures.group_visits([site], IN_2026) == {"groups": 1, "people": 24}
    assert figures.visits([site], IN_2026) == 0


def test_what_is_stated_is_counted_in_people_and_list_by_list():
    site = make_site()
    young = make_profile_value(list="age_band")
    make_visit(site=site, day=date(2026, 1, 1), people=3, age_band=young)
    make_visit(site=site, day=date(2026, 12, 31), people=2)
    make_visit(site=site, day=date(2026, 5, 5), people=9, age_band=young, undone=True)
    make_visit(day=date(2026, 5, 5), people=9, age_band=young)
    stated = figures.visits_with_a_value([site], IN_2026)
    assert stated["age_band"] == 3
    assert stated["gender"] == 0
