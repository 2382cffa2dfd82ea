"""A year can be told as soon as any room has noted something of it, visits or not."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from counselling.factories import make_duty_session, make_interview
from events.factories import make_session
from reports import years
from reports.factories import make_declared_figure, make_self_assessment

pytestmark = pytest.mark.django_db
THIS = timezone.localdate().year
PARIS = ZoneInfo("Europe/Paris")


def offered(director):
    page = director.get("/reports/prints/new/yearly/").content.decode()
    return [year for year in range(THIS, THIS - 8, -1) if f'value="{year}"' in page]


def test_an_empty_centre_can_print_the_year_that_runs_alone(signed_in):
    assert offered(signed_in("director")) == [THIS]


def test_a_centre_with_interviews_alone_is_offered_their_years(signed_in):
    make_interview(day=date(THIS - 2, 5, 4))
    assert offered(signed_in("director")) == [THIS, THIS - 1, THIS - 2]


def test_a_centre_with_events_alone_is_offered_their_years_cut_at_local_midnight(signed_in):
    make_session(starts_at=datetime(THIS - 1, 1, 1, 0, 30, tzinfo=PARIS))  # 23:30 in Greenwich, the year before
    assert offered(signed_in("director")) == [THIS, THIS - 1]


def test_sessions_on_duty_count_and_so_does_what_is_declared_for_a_year(signed_in):
    director = signed_in("director")
    make_duty_session(day=date(THIS - 1, 3, 2))
    assert offered(director) == [THIS, THIS - 1]
    make_declared_figure(starts_on=date(THIS - 3, 1, 1), ends_on=date(THIS - 3, 12, 31))
    assert offered(director) == [THIS, THIS - 1, THIS - 2, THIS - 3]


def test_an_opening_balance_tells_of_no_year(centre):
    make_declared_figure(
        starts_on=None, ends_on=None, as_of=date(THIS - 4, 12, 31), is_opening_balance=True, figure="visits_by_month"
    )
    assert years.to_tell(timezone.localdate()) == [THIS]


def test_a_year_whose_self_assessment_is_begun_can_be_printed(centre):
    make_self_assessment(year=THIS - 2)
    assert years.to_tell(timezone.localdate())[-1] == THIS - 2


def test_what_is_planned_for_a_coming_year_offers_none_of_it(centre):
    make_session(starts_at=datetime(THIS + 1, 3, 1, 10, tzinfo=PARIS))
    assert years.to_tell(timezone.localdate()) == [THIS]


def test_the_network_is_given_the_same_years(signed_in):
    make_interview(day=date(THIS - 1, 5, 4))
    page = signed_in("director").get("/reports/network/").content.decode()
    assert f"key-figures.json?year={THIS - 1}" in page
    assert f"key-figures.json?year={THIS - 2}" not in page


def test_the_table_of_a_figure_offers_years_without_visits(signed_in):
    make_interview(day=date(THIS - 2, 5, 4))
    page = signed_in("director").get("/reports/figures/interviews_by_month/").content.decode()
    assert f'<option value="{THIS - 2}"' in page
