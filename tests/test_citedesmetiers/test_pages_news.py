"""News: what the public reads when and where, the feed, the form; and the list of first steps."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_news_item, make_opening_hours, make_site
from citedesmetiers.models import NewsItem
from documentation.factories import make_resource

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(element):
    return " ".join(element.get_text(" ").split())


def in_days(n):
    return timezone.localdate() + timedelta(days=n)


def headings(client, address="/en/news/"):
    return [text(each) for each in soup(client.get(address)).select(".news-item h2")]


def test_the_public_reads_what_has_begun_and_is_not_over_the_newest_first(client, centre):
    make_news_item(title="Old", day=in_days(-9))
    make_news_item(title="Today", day=in_days(0), until=in_days(0))
    make_news_item(title="Over", day=in_days(-9), until=in_days(-1))
    make_news_item(title="Coming", day=in_days(1))
    make_news_item(title="Draft", state="draft")
    assert headings(client) == ["Today", "Old"]


def test_the_welcome_page_shows_the_newest_three_and_a_place_its_own(client, centre):
    here, there = make_site(code="here"), make_site(code="there")
    for number, site in enumerate([None, here, there, None]):
        make_news_item(title=f"Piece {number}", day=in_days(number - 9), site=site)
    home = soup(client.get("/en/"))
    assert [text(each) for each in home.select(".news-title")] == ["Piece 3", "Piece 2", "Piece 1"]
    place = soup(client.get("/en/places/here/"))
    assert [text(each) for each in place.select(".news-title")] == ["Piece 3", "Piece 1", "Piece 0"]


def test_without_news_the_welcome_page_says_nothing_of_it_and_the_page_says_so(client, centre):
    assert not soup(client.get("/en/")).select("#news-title")
    assert "There is no news at the moment." in text(soup(client.get("/en/news/")).main)


def test_a_piece_that_is_missing_in_the_readers_language_stands_in_another_and_says_so(client, centre):
    make_news_item(title_en="", body_en="", title_fr="Fermé samedi", body_fr="Nous revenons mardi.", day=in_days(-1))
    item = soup(client.get("/en/news/")).select_one(".news-item")
    assert item["lang"] == "fr"
    assert "only in: French" in text(item)


def test_the_feed_says_the_same_in_the_words_of_atom(client, centre):
    item = make_news_item(title="Open & free", body="From **9**.", day=in_days(-1))
    make_news_item(title="Draft", state="draft")
    response = client.get("/en/news/feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert not response.cookies
    feed = ElementTree.fromstring(response.content)
    assert [each.text for each in feed.findall("a:entry/a:title", ATOM)] == ["Open & free"]
    assert feed.find("a:entry/a:summary", ATOM).text.strip() == "<p>From <strong>9</strong>.</p>"
    assert feed.find("a:entry/a:link", ATOM).get("href") == f"http://testserver/en/news/#news-{item.pk}"
    assert feed.find("a:entry/a:id", ATOM).text == f"tag:testserver,2026:news-{item.pk}"
    assert soup(client.get("/en/news/")).select_one('link[type="application/atom+xml"]')["href"] == "/en/news/feed/"


def test_a_piece_is_written_ended_and_deleted(signed_in):
    client = signed_in("director")
    sent = {"title_fr": "Fermé samedi", "day": in_days(0), "state": "published"}
    assert client.post(reverse("news_add"), sent).status_code == 302
    item = NewsItem.objects.get()
    assert text(soup(client.get(reverse("news_list"))).select_one("tbody .state")) == "shown"
    early = client.post(reverse("news_edit", args=[item.pk]), sent | {"until": in_days(-1), "based_on": 1})
    assert "The last day lies before the first day." in text(soup(early).select_one("#div_id_until"))
    assert "1 version of it goes with it." in client.get(reverse("news_delete", args=[item.pk])).text
    assert client.post(reverse("news_delete", args=[item.pk])).status_code == 302
    assert not NewsItem.objects.exists()


def test_each_save_is_a_version_that_shows_what_changed_and_can_be_taken_up_again(signed_in):
    client = signed_in("director")
    item = make_news_item(title_fr="Fermé samedi", body_fr="Nous revenons mardi.", day=in_days(0))
    sent = {"title_fr": "Fermé samedi", "body_fr": "Nous revenons lundi.", "day": in_days(0), "state": "published"}
    assert client.post(reverse("news_edit", args=[item.pk]), sent | {"based_on": 1}).status_code == 302
    versions = soup(client.get(reverse("news_versions", args=[item.pk])))
    assert [text(each) for each in versions.select("tbody th a")] == ["Version 2", "Version 1"]
    assert client.user.name in text(versions.select_one("tbody tr"))
    shown = soup(client.get(reverse("news_version", args=[item.pk, 2])))
    for word in shown.select(".diff .visually-hidden"):
        word.extract()
    assert (text(shown.select_one(".diff del")), text(shown.select_one(".diff ins"))) == ("mardi.", "lundi.")
    client.post(reverse("news_restore", args=[item.pk, 1]))
    item.refresh_from_db()
    assert item.body_fr == "Nous revenons mardi."
    assert list(item.versions.order_by("number").values_list("number", "restored")) == [(1, None), (2, None), (3, 1)]


def test_who_saves_news_over_a_newer_version_is_told_and_writes_over_nothing(signed_in):
    client = signed_in("director")
    item = make_news_item(title_fr="Fermé samedi", day=in_days(0))
    form = soup(client.get(reverse("news_edit", args=[item.pk])))
    sent = {"title_fr": "Mine", "day": in_days(0), "state": "published"}
    sent["based_on"] = form.select_one("[name=based_on]")["value"]
    item.title_fr = "Theirs"
    item.save_version(None)
    shown = soup(client.post(reverse("news_edit", args=[item.pk]), sent))
    assert "Somebody else has saved this" in text(shown.select_one(".error-summary"))
    item.refresh_from_db()
    assert item.title_fr == "Theirs"


def test_a_preview_of_news_keeps_no_version(signed_in):
    client = signed_in("director")
    item = make_news_item(title_fr="Fermé samedi", day=in_days(0))
    sent = {"title_fr": "Ouvert samedi", "day": in_days(0), "state": "published", "based_on": 1, "preview": "1"}
    shown = soup(client.post(reverse("news_edit", args=[item.pk]), sent))
    assert text(shown.select_one('.preview-page[lang="fr"] h2')) == "Ouvert samedi"
    assert item.versions.count() == 1


def test_the_news_ask_the_database_as_often_for_three_as_for_one(client, centre, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    make_news_item(site=make_site(), day=in_days(-1))
    with CaptureQueriesContext(connection) as once:
        client.get("/en/news/")
    for _row in range(2):
        make_news_item(site=make_site(), day=in_days(-1), body="{phone}")
    make_news_item(site=make_site(), day=in_days(-1), body="{phone}")
    with django_assert_num_queries(len(once) + 1):  # the main site, for the fields in braces
        client.get("/en/news/")


# ── First steps ──────────────────────────────────────────────────────────────────────────────────────


def steps(client):
    """{what to do: True when it is done} on the today page; empty when the list is not there."""
    section = soup(client.get("/today/")).select_one('section[aria-labelledby="first-steps"]')
    return {text(each.span): "is-done" in each["class"] for each in section.select("li")} if section else {}


@pytest.mark.thorough
def test_a_new_centre_sees_what_it_still_needs_and_what_is_done(signed_in):
    client = signed_in("director")
    said = steps(client)
    assert len(said) == 8
    assert not any(said.values())
    make_opening_hours(site=make_site())
    make_resource()
    done = {what.removesuffix(" – Done") for what, is_done in steps(client).items() if is_done}
    assert done == {"Say when each place is open", "Bring in your catalogue"}


def test_a_place_without_hours_is_enough_to_leave_that_step_open(signed_in):
    client = signed_in("director")
    make_opening_hours(site=make_site())
    make_site()
    assert steps(client)["Say when each place is open"] is False


def test_a_step_leads_only_where_the_person_may_go(signed_in):
    client = signed_in("admin")
    section = soup(client.get("/today/")).select_one('section[aria-labelledby="first-steps"]')
    assert "Count the first visit" in text(section)
    links = {link["href"] for link in section.select("a")}
    assert reverse("users") in links
    assert reverse("reception:counter") not in links


@pytest.mark.thorough
def test_the_list_is_for_those_who_set_the_centre_up_and_goes_when_it_is_put_away(signed_in):
    assert steps(signed_in("reception")) == {}
    client = signed_in("director")
    assert steps(client)
    client.post(reverse("first_steps_put_away"))
    assert steps(client) == {}
