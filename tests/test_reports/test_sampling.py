"""Where a place qualifies visits in some weeks only, shares rest on these weeks, and figures say so."""

import re
from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_opening_hours, make_profile_value, make_purpose, make_site
from citedesmetiers.models import Site
from reception.factories import make_day_remark, make_sampling_period, make_visit
from reception.models import Visit
from reception.sampling import samples
from reports.evidence_functions import publics
from reports.figures import FIGURES, Period, Scope, table_of
from reports.figures.counts import stated_shares
from reports.key_figures import KeyFigures
from reports.yearly import Year
from reports.yearly_figures import method

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
SENTENCE = "Town: Characteristics rest on 2 of 4 opening days, the sampling periods: 9 March 2026 to 16 March 2026."


@pytest.fixture
def town(centre):
    """Open on the five Mondays of March 2026, the last of them shut after all; it samples on the second and third.

    Ten people came in the sample, eight of them with a gender; ninety came on other days, one of them with it.
    """
    site = make_site(name="Town", code="town", profile_lists=["gender"])
    make_opening_hours(site=site, weekday=0, opens=time(9), closes=time(12), valid_from=MARCH.first)
    make_sampling_period(site=site, starts_on=date(2026, 3, 9), ends_on=date(2026, 3, 16))
    woman, job = make_profile_value(list="gender", name="Woman"), make_purpose(name="Find a job")
    make_visit(site=site, day=date(2026, 3, 9), people=8, gender=woman, purpose=job)
    make_visit(site=site, day=date(2026, 3, 16), people=2)
    make_visit(site=site, day=date(2026, 3, 23), people=89)
    make_visit(site=site, day=date(2026, 3, 2), people=1, gender=woman)
    make_day_remark(site=site, day=date(2026, 3, 30), reason="shut")
    return site


def shares(*sites):
    return stated_shares(sites, MARCH, samples(sites, MARCH.first, MARCH.last))


def test_what_is_stated_is_a_share_of_the_visits_of_the_sampled_weeks(town):
    assert shares(town)["gender"] == 80


def test_a_place_that_does_not_sample_counts_on_all_days(town):
    other = make_site()
    make_visit(site=other, day=date(2026, 3, 25), people=10)
    assert shares(town, other)["gender"] == 40


def test_days_without_any_sampling_period_rest_on_all_visits(town):
    april = Period(date(2026, 4, 1), date(2026, 4, 30))
    make_visit(site=town, day=date(2026, 4, 6), people=4)
    found = samples([town], april.first, april.last)
    assert stated_shares([town], april, found)["gender"] == 0
    assert "no planned sample" in found[0].sentence


def test_key_figures_and_the_page_of_a_characteristic_say_what_they_rest_on(town, signed_in):
    found = KeyFigures(year=2026, sites=Site.objects.all(), today=MARCH.last)
    assert [share for _label, share in found.stated] == [80]
    page = signed_in("director").get(
        reverse("reports:figure", args=["visits_by_gender"]),
        {"period": "2026-03"},
    )
    words = re.sub(r"\s+", " ", BeautifulSoup(page.content, "html.parser").find("main").get_text(" "))
    assert SENTENCE in words
    assert "Stated in the sampled weeks 80" in words


def test_the_share_follows_the_filter_by_purpose(town):
    scope = Scope(sites=(town,), period=MARCH, purpose=Visit.objects.get(people=8).purpose)
    assert table_of(FIGURES["visits_by_gender"], scope).stated_share == 100


def test_volumes_do_not_speak_of_samples(town):
    assert table_of(FIGURES["visits_by_month"], Scope(sites=(town,), period=MARCH)).samples == []


def test_the_method_of_the_year_says_what_characteristics_rest_on(town):
    (definitions,) = [block for block in method(Year(2026, today=MARCH.last)).blocks if block.kind == "definitions"]
    said = dict(definitions.pairs)
    assert said["Sampling"] == SENTENCE
    assert "Gender: 20" in said["Not stated"]


def test_the_evidence_about_publics_rests_on_the_sampled_weeks(town):
    facts = {fact.key: fact.value for fact in publics(Site.objects.all(), MARCH)}
    assert (facts["visits"], facts["gender"]) == (100, 80)


def test_the_day_that_runs_is_no_opening_day_that_is_over(town):
    today = timezone.localdate()
    make_opening_hours(site=town, weekday=today.weekday(), valid_from=today)
    (sample,) = samples([town], today, today)
    assert sample.opened == 0
