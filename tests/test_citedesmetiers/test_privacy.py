"""The privacy notice says what is really set, and the register entry what is really kept of staff."""

import html
import re

import pytest

from citedesmetiers.factories import make_centre, make_site, make_user

pytestmark = pytest.mark.django_db


def notice(client, language="en"):
    return client.get(f"/{language}/privacy/").content.decode()


def test_the_notice_names_only_the_lists_that_a_place_asks(client):
    make_centre()
    make_site(profile_lists=["gender", "age_band"])
    page = notice(client)
    assert "gender, age band" in page.lower()
    assert "territory" not in page.lower()


def test_a_centre_that_asks_nothing_says_nothing_of_lists(client):
    make_centre()
    make_site(profile_lists=[])
    assert "If you like to say so" not in notice(client)


def test_terms_and_threshold_are_those_of_the_settings(client):
    make_centre(retention_months=7, suppression_threshold=11)
    page = notice(client)
    assert "gone 7 months after its yearly report" in page
    assert "fewer than 11 people" in page
    assert "keys that counters gave to visits, after 7 days" in page
    assert "sessions that have run out" not in page  # of staff, not of visitors


def test_each_term_stands_in_words_and_those_of_the_house_stay_away(client):
    make_centre()
    terms = set(re.findall(r"Gone: ([^<]*)\.</li>", html.unescape(notice(client))))
    assert "seats that were booked, with their two words, the day after" in terms
    assert "the number of a lent card, as soon as the document is back" in terms
    assert not [term for term in terms if re.fullmatch(r"\w+", term)]  # the code of a kind, not words
    assert "looks at links, after two years" not in terms


def test_each_term_is_said_in_the_language_of_the_notice(client):
    make_centre()
    in_english, in_french = (
        re.findall(r"<li>[^<:]*: ([^<]*)\.</li>", html.unescape(notice(client, code))) for code in ("en", "fr")
    )
    assert len(in_french) == len(in_english) > 5
    assert not set(in_french) & set(in_english)
    assert "digests of the keys that counters and desks gave, after 100 days" in in_english


def test_the_notice_sets_no_cookie_and_may_be_kept(client):
    make_centre()
    response = client.get("/privacy/")
    assert not response.cookies
    assert "public" in response["Cache-Control"]


def test_the_register_entry_counts_open_accounts(signed_in):
    make_user()
    make_user(is_active=False)
    page = signed_in("director", language="en").get("/settings/anonymity/register/").content.decode()
    assert "2 open accounts" in page
    assert "sessions that have run out" in page.lower()


@pytest.mark.parametrize(
    ("path", "sets"), [("/en/", False), ("/en/sign-in/", True), ("/en/account/password/forgotten/", True)]
)
def test_a_page_says_that_it_sets_no_cookie_only_where_that_is_so(client, centre, settings, path, sets):
    settings.EMAIL_HOST = "mail.example"
    page = client.get(path)
    assert bool(page.cookies) == sets
    assert ("This site sets no cookie." in page.content.decode()) == (not sets)
    assert ("Its form needs a cookie" in page.content.decode()) == sets


def test_the_register_entry_names_all_that_is_kept_of_people(signed_in):
    page = signed_in("director").get("/en/settings/anonymity/register/").content.decode()
    for words in ("secret of the second factor", "its sign-ins and refusals", "Contacts at partners"):
        assert words in page
