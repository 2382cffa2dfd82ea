"""What the team sees: volumes of a period against the one before, with rows that could spoil them."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import (
    build_interview,
    make_desk,
    make_interview,
    make_outcome,
    make_referral_kind,
    make_theme,
    make_unmet_request,
)
from counselling.models import Interview
from counselling.volumes import Period, Used, Volumes, clearly_changed

pytestmark = pytest.mark.django_db
PERIOD = Period(date(2026, 3, 2), date(2026, 3, 29))
DAY, DAY_BEFORE = date(2026, 3, 10), date(2026, 2, 10)  # in the period, and in the four weeks before
URL = "/counselling/volumes/"


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def desk(site):
    return make_desk(site=site, name="Find a job")


def words(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def interviews(desk, day, number, **fields):
    Interview.objects.bulk_create(
        build_interview(site_id=desk.site_id, desk=desk, day=day, hour=10, **fields) for _number in range(number)
    )


def test_the_period_before_ends_the_day_before_and_is_as_long():
    assert PERIOD.before == Period(date(2026, 2, 2), date(2026, 3, 1))
    assert PERIOD.a_year_earlier == Period(date(2025, 3, 3), date(2025, 3, 30))
    assert PERIOD.a_year_earlier.first.weekday() == PERIOD.first.weekday()


def test_themes_rise_and_fall_by_their_share_and_only_with_enough_of_them(site, desk):
    rising, falling, steady, few = (make_theme(name=name) for name in ("Rising", "Falling", "Steady", "Few"))
    # Twice as many interviews as before: a theme that merely doubles is steady.
    for day, held, counts in ((DAY_BEFORE, 100, (10, 40, 30, 0)), (DAY, 200, (60, 40, 60, 19))):
        interviews(desk, day, counts[0], themes=[rising.pk])
        interviews(desk, day, counts[1], themes=[falling.pk])
        interviews(desk, day, counts[2], themes=[steady.pk])
        interviews(desk, day, counts[3], themes=[few.pk])
        interviews(desk, day, held - sum(counts))
    found = Volumes(site, PERIOD, PERIOD.before)
    assert (found.times.interviews, found.times_before.interviews) == (200, 100)
    assert [used.entry.name for used in found.rising] == ["Rising"]
    assert [used.entry.name for used in found.falling] == ["Falling"]
    assert (found.rising[0].n, found.rising[0].percent, found.rising[0].percent_before) == (60, 30, 10)


def test_the_size_of_a_change_is_that_of_two_proportions():
    used = Used(None, 60, 10, 60 / 200, 10 / 100)
    assert clearly_changed(used, 200, 100) == pytest.approx(3.861, abs=0.001)
    assert clearly_changed(Used(None, 19, 0, 19 / 20, 0), 20, 20) == 0
    assert clearly_changed(Used(None, 25, 0, 1, 0), 25, 0) == 0


def test_only_what_was_held_at_the_place_in_the_period_counts(site, desk):
    theme, outcome, referral = make_theme(), make_outcome(), make_referral_kind()
    noted = {"themes": [theme.pk], "outcomes": [outcome.pk], "referrals": [referral.pk]}
    make_interview(desk=desk, day=PERIOD.first, **noted)
    make_interview(desk=desk, day=PERIOD.last, **noted)
    make_interview(desk=desk, day=PERIOD.last + timedelta(days=1), **noted)
    make_interview(desk=desk, day=PERIOD.first - timedelta(days=1), **noted)
    make_interview(desk=desk, day=DAY, state=Interview.State.TAKEN_BACK, **noted)
    make_interview(desk=make_desk(), day=DAY, **noted)
    other = make_desk(site=site)
    make_interview(desk=other, day=DAY, **noted)
    found = Volumes(site, PERIOD, PERIOD.before)
    for rows in (found.themes, found.outcomes, found.referrals):
        assert [(used.n, used.before) for used in rows] == [(3, 1)]
    alone = Volumes(site, PERIOD, PERIOD.before, desk)
    assert [(used.n, used.before) for used in alone.themes] == [(2, 1)]
    assert [row for row, _times in alone.by_desk] == [desk]


def test_unmet_requests_are_told_by_purpose_with_the_days_on_which_they_came(site, desk):
    wanted, other = make_purpose(name="Create a business"), make_purpose(name="Change job")
    theme = make_theme(name="Taking over a shop")
    make_unmet_request(site=site, purpose=wanted, day=date(2026, 3, 10), theme=theme)  # a Tuesday
    make_unmet_request(site=site, purpose=wanted, day=date(2026, 3, 17), people=2)
    make_unmet_request(site=site, purpose=wanted, day=date(2026, 3, 12))
    make_unmet_request(site=site, purpose=wanted, day=DAY, undone=True)
    make_unmet_request(site=site, purpose=other, day=DAY_BEFORE)
    make_unmet_request(purpose=wanted, day=DAY)
    found = Volumes(site, PERIOD, PERIOD.before)
    assert (found.unmet, found.unmet_before) == (4, 1)
    assert found.unmet_by_purpose == [(wanted, 4, 0, [(1, 3), (3, 1)]), (other, 0, 1, [])]
    assert found.unmet_by_theme == [(theme, 1)]
    desk.purposes.set([other])
    assert Volumes(site, PERIOD, PERIOD.before, desk).unmet == 0


def test_the_page_says_it_in_words_for_the_whole_team(signed_in, site, desk):
    today = timezone.localdate()
    for people in (2, 1, 1, 1, 1):
        make_interview(desk=desk, day=today - timedelta(days=1), minutes=30, waiting_minutes=7, people=people)
    for _n in range(5):
        make_interview(desk=desk, day=today - timedelta(days=3), state=Interview.State.LEFT)
    make_interview(desk=desk, day=today, minutes=1, waiting_minutes=99)
    make_unmet_request(site=site, purpose=make_purpose(name="Change job"), day=today - timedelta(days=2))
    page = words(signed_in("reception", sites=[site]).get(URL))
    assert "with 6 people, before: 0" in page
    assert "7 min" in page
    assert "nine in ten at most" not in page
    assert "of fewer it could be how long one person's was" in page
    assert "50 % of those who came" in page
    assert "Change job 1 0" in page
    assert "99 min" not in page
    Interview.objects.filter(people=2).delete()
    page = words(signed_in("reception", sites=[site]).get(URL))
    assert "7 min" not in page
    assert "30 min" not in page
    assert "A median is told of 5 interviews or more, what nine in ten did not exceed of 25 or more" in page
    for _n in range(25):
        make_interview(desk=desk, day=today - timedelta(days=1), minutes=30, waiting_minutes=7)
    page = words(signed_in("reception", sites=[site]).get(URL))
    assert "7 min nine in ten at most 7 min" in page
    assert "A median is told of" not in page


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "query",
    [
        "",
        "since=x&until=y",
        "since=2026-03-02&until=2026-03-01",
        "since=1990-01-01&desk=0",
        "since=0001-01-01&until=0001-01-01",
        "since=0001-01-09&until=0001-01-10&against=year",
        "against=never",
        "desk=%00",
    ],
)
def test_a_filter_that_cannot_be_read_is_answered_with_a_page(signed_in, site, query):
    response = signed_in("director", sites=[site]).get(f"{URL}?{query}")
    assert response.status_code == 200
    assert ("field-error" in response.content.decode()) is bool(query)


def test_beside_days_that_cannot_be_read_no_figures_of_other_days_are_shown(signed_in, site, desk):
    make_interview(desk=desk, day=timezone.localdate() - timedelta(days=3))
    client = signed_in("director", sites=[site])
    page = words(client.get(f"{URL}?since=2026-02-31"))
    assert "No figures are shown: put right above what cannot be read" in page
    assert "compared with" not in page
    assert "Median wait" not in page
    assert "2026-02-31" in client.get(f"{URL}?since=2026-02-31").text  # what was typed stays
    assert "Median wait" in words(client.get(URL))


@pytest.mark.thorough
def test_the_page_costs_the_same_whatever_there_is(signed_in, site, desk):
    client, costs = signed_in("director", sites=[site]), set()
    day = timezone.localdate() - timedelta(days=5)
    for number in (1, 2):
        for _number in range(number):
            make_interview(desk=make_desk(site=site), day=day, themes=[make_theme().pk], outcomes=[make_outcome().pk])
            make_unmet_request(site=site, day=day, theme=make_theme())
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        costs.add(len(queries))
    assert len(costs) == 1
