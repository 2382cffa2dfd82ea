"""What the documentation room hands to the figures: what is held, came, went, was lent and asked."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override

from citedesmetiers.factories import make_purpose, make_site
from documentation import counts
from documentation import factories as make
from documentation.models import ConsultationCount, LoanCount, SearchCount

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 15)


def test_weeded_titles_and_withdrawn_copies_are_not_held():
    here, elsewhere = make_site(), make_site()
    book = make.make_resource()
    make.make_copy(resource=book, site=here)
    make.make_copy(resource=book, site=elsewhere)
    make.make_copy(resource=book, site=here, state="withdrawn")
    make.make_copy(resource=make.make_resource(weeded_on=TODAY, weeded_because="worn"), site=here)
    make.make_resource(url="https://jobs.example/")  # online: at every place
    assert counts.holdings() == {"resources": 2, "copies": 2}
    assert counts.holdings([here.pk]) == {"resources": 2, "copies": 1}


def test_purposes_and_media_are_named_in_the_readers_language_in_the_order_of_their_lists():
    train = make_purpose(name_fr="Se former", name_en="Find training", rank=2)
    learn = make_purpose(name_fr="Découvrir", name_en="Learn", rank=1)
    book = make.make_medium(name_fr="Livre", name_en="Book")
    make.make_resource(medium=book, purposes=[train, learn])
    make.make_resource(medium=book, purposes=[train])
    make.make_resource(medium=book)
    with override("fr"):
        assert counts.by_purpose() == [("Découvrir", 1), ("Se former", 2), (None, 1)]
    with override("en"):
        assert counts.by_purpose() == [("Learn", 1), ("Find training", 2), (None, 1)]
        assert counts.by_medium() == [("Book", 3)]


def test_age_falls_into_its_band_and_a_title_without_a_year_into_none():
    for year in (2027, 2024, 2023, 2021, 2020, 2016, 2015, None):
        make.make_resource(year=year)
    assert [n for _band, n in counts.by_age(TODAY)] == [2, 2, 2, 1, 1]
    assert counts.older_than(TODAY) == {"n": 4, "of": 7}


def test_additions_are_those_of_the_year_and_each_copy_has_its_price():
    book = make.make_resource(price_cents=1250, acquired_on=date(2026, 1, 1))
    for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)):
        make.make_copy(resource=book, added_on=day)
    assert counts.additions(2026) == {"resources": 1, "copies": 2, "cents": 2500}


def test_loans_stand_in_their_month_and_place_without_renewals():
    here, elsewhere = make_site(), make_site()
    book = make.make_resource()
    for site, day, n in ((here, date(2026, 1, 31), 2), (here, date(2025, 1, 31), 9), (elsewhere, date(2026, 3, 1), 4)):
        LoanCount.objects.create(resource=book, site=site, day=day, n=n, renewals=7)
    assert counts.loans(2026) == [2, 0, 4] + [0] * 9
    assert counts.loans(2026, [here.pk]) == [2] + [0] * 11


def test_searches_are_added_up_over_the_weeks_of_the_year():
    for week, n, vain in ((date(2026, 1, 5), 4, 1), (date(2026, 6, 1), 3, 3), (date(2025, 12, 29), 50, 50)):
        SearchCount.objects.create(question="cv", week=week, n=n, without_result=vain)
    assert counts.searches(2026) == {"n": 7, "without_result": 4}
    assert counts.searches(2020) == {"n": 0, "without_result": 0}


def test_verified_within_a_year_means_since_this_day_a_year_ago():
    for day in (date(2025, 11, 21), date(2025, 11, 22), date(2026, 11, 20), None):
        make.make_resource(verified_on=day)
    assert counts.verified(date(2026, 11, 21)) == {"n": 2, "of": 4}
    assert counts.verified(date(2028, 2, 29)) == {"n": 0, "of": 4}  # a day that the year before did not have


def test_what_came_in_during_a_year_stays_among_its_additions_after_it_is_weeded():
    here, elsewhere = make_site(), make_site()
    gone = make.make_resource(acquired_on=date(2024, 3, 1), weeded_on=TODAY, weeded_because="worn")
    make.make_copy(resource=gone, site=here, added_on=date(2024, 3, 1), state="withdrawn", withdrawn_on=TODAY)
    assert counts.additions(2024)["resources"] == 1
    assert counts.additions(2024, [here.pk])["resources"] == 1
    assert counts.additions(2024, [elsewhere.pk])["resources"] == 0


def test_a_past_year_shows_what_was_held_on_its_last_day(signed_in):
    gone = make.make_resource(acquired_on=date(2023, 1, 1), weeded_on=date(2025, 2, 1), weeded_because="worn")
    make.make_copy(resource=gone, added_on=date(2023, 1, 1), state="withdrawn", withdrawn_on=date(2025, 2, 1))
    here = make.make_resource(acquired_on=date(2025, 1, 1))
    for _number in range(2):
        make.make_copy(resource=here, added_on=date(2025, 1, 1))
    assert counts.holdings(day=date(2024, 12, 31)) == {"resources": 1, "copies": 1}
    assert counts.holdings(day=date(2025, 12, 31)) == {"resources": 1, "copies": 2}
    client = signed_in("documentation")
    past = client.get(reverse("documentation:figures"), {"year": 2022}).content.decode()
    assert re.search(r"Documents held on 31 December 2022</dt><dd class=\"tile-value\">0<", past)
    assert "Verified within a year" not in past
    now = client.get(reverse("documentation:figures")).content.decode()
    assert re.search(r"Documents held today</dt><dd class=\"tile-value\">1<", now)
    assert "Verified within a year" in now


def test_the_page_tells_what_was_read_on_the_spot_apart_as_the_key_figures_do(signed_in):
    make.make_consultation_count(site=make_site(), day=date(2025, 3, 4), n=705)
    ConsultationCount.objects.create(resource=make.make_resource(), day=date(2025, 3, 4), n=652)
    page = signed_in("documentation").get(reverse("documentation:figures"), {"year": "2025"}).content.decode()
    tiles = dict(re.findall(r"<dt>([^<]*)</dt><dd class=\"tile-value\">(\d*)</dd>", page))
    assert (tiles["Consultations on the spot"], tiles["Opened online"]) == ("705", "652")
