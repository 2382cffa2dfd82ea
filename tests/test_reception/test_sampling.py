"""Sampling periods: planned by the director, seen by everyone who counts."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction
from django.utils import timezone

from citedesmetiers.factories import make_site
from reception.factories import make_sampling_period, make_visit
from reception.models import SamplingPeriod

LIST, ADD = "/reception/sampling/", "/reception/sampling/add/"
FIRST, LAST = date(2026, 3, 2), date(2026, 3, 8)


@pytest.fixture
def site(db):
    return make_site(name="Town")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_the_director_plans_a_period_and_the_counter_only_counts_outside_of_it(signed_in, site):
    client = signed_in("director")
    today = timezone.localdate()
    assert "Counting only" not in client.get("/reception/").content.decode()
    client.post(ADD, {"starts_on": today + timedelta(days=7), "ends_on": today + timedelta(days=13)})
    assert "Counting only" in client.get("/reception/").content.decode()
    client.post(ADD, {"starts_on": today, "ends_on": today})
    assert "Counting only" not in client.get("/reception/").content.decode()
    states = [row.select("td")[1].get_text() for row in soup(client.get(LIST)).select("tbody tr")]
    assert states == ["to come", "now: qualify every visit"]


def test_reception_reads_the_periods_and_changes_none(signed_in, site):
    period = make_sampling_period(site=site, starts_on=FIRST, ends_on=LAST)
    client = signed_in("reception", "partnership", sites=[site])
    page = soup(client.get(LIST))
    assert "2 March 2026" in page.select_one("tbody").get_text()
    assert not page.main.select("a[href*='/sampling/add'], tbody a")
    assert client.post(f"{LIST}{period.pk}/", {"starts_on": FIRST, "ends_on": FIRST}).status_code == 403
    assert client.post(f"{LIST}{period.pk}/delete/").status_code == 403
    period.refresh_from_db()
    assert period.ends_on == LAST


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (LAST, FIRST, None),
        (LAST, LAST + timedelta(days=3), "starts_on"),
        (FIRST - timedelta(days=3), FIRST, "starts_on"),
        ("soon", LAST, "starts_on"),
        (FIRST, "", "ends_on"),
    ],
)
def test_days_that_overlap_or_run_backwards_are_refused(signed_in, site, first, last, field):
    make_sampling_period(site=site, starts_on=FIRST, ends_on=LAST)
    page = soup(signed_in("director").post(ADD, {"starts_on": first, "ends_on": last}))
    assert page.select_one(f"#div_id_{field} .field-error" if field else ".error-summary")
    assert SamplingPeriod.objects.count() == 1


def test_the_same_days_at_another_place_are_no_overlap(signed_in, site):
    make_sampling_period(site=make_site(), starts_on=FIRST, ends_on=LAST)
    signed_in("director").post(ADD, {"starts_on": FIRST, "ends_on": LAST})
    assert SamplingPeriod.objects.filter(site=site).count() == 1


def test_a_period_moves_without_overlapping_itself(signed_in, site):
    period = make_sampling_period(site=site, starts_on=FIRST, ends_on=LAST)
    signed_in("director").post(f"{LIST}{period.pk}/", {"starts_on": FIRST, "ends_on": LAST + timedelta(days=1)})
    period.refresh_from_db()
    assert period.ends_on == LAST + timedelta(days=1)


def test_deleting_says_in_numbers_what_stays(signed_in, site):
    period = make_sampling_period(site=site, starts_on=FIRST, ends_on=LAST)
    make_visit(site=site, day=FIRST, people=12)
    make_visit(site=site, day=LAST + timedelta(days=1), people=5)
    client = signed_in("director")
    text = client.get(f"{LIST}{period.pk}/delete/").content.decode()
    assert "12 visits were counted in these days" in text
    assert "It is the only period" in text
    client.post(f"{LIST}{period.pk}/delete/")
    assert not SamplingPeriod.objects.exists()


def test_a_place_that_does_not_sample_says_so(signed_in, site):
    text = soup(signed_in("reception", sites=[site]).get(LIST)).main.get_text()
    assert "This place does not sample" in text
    assert "on any day" in text


def test_the_database_itself_refuses_two_periods_that_share_a_day(db):
    period = make_sampling_period(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 15))
    make_sampling_period(starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 15))  # another place
    make_sampling_period(site=period.site, starts_on=date(2026, 3, 16), ends_on=date(2026, 3, 20))  # the day after
    with pytest.raises(IntegrityError, match="sampling_periods_of_a_place_do_not_overlap"), transaction.atomic():
        make_sampling_period(site=period.site, starts_on=date(2026, 3, 15), ends_on=date(2026, 3, 15))
