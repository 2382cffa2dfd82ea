"""What search engines and caches are told: the address that counts, one per language, a sitemap, an ETag."""

import re
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.utils import timezone

from citedesmetiers.addresses import plain
from citedesmetiers.factories import make_news_item, make_page, make_purpose, make_site
from documentation.factories import make_resource
from events.factories import make_event, make_public_session
from tests.first_load import MOST_BYTES, static_file, weight

pytestmark = pytest.mark.django_db
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def listed(client):
    """The addresses of the sitemap, without the host."""
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return [place.text.removeprefix("http://testserver") for place in tree.findall("s:url/s:loc", NAMES)]


def test_a_page_names_the_address_that_counts_and_those_of_its_other_languages(client, centre):
    make_purpose(code="job")
    page = soup(client.get("/fr/for/job/?utm_source=letter"))
    assert page.select_one("link[rel=canonical]")["href"] == "http://testserver/fr/for/job/"
    assert {link["hreflang"]: link["href"] for link in page.select("link[rel=alternate][hreflang]")} == {
        "fr": "http://testserver/fr/for/job/",
        "en": "http://testserver/en/for/job/",
        "x-default": "http://testserver/for/job/",
    }


def test_a_page_without_a_language_in_its_address_counts_as_the_one_that_has_it(client, centre):
    page = soup(client.get("/places/", headers={"accept-language": "en"}))
    assert page.select_one("link[rel=canonical]")["href"] == "http://testserver/en/places/"


def test_a_page_describes_itself_and_loads_nothing_for_that(client, centre):
    make_purpose(code="job", description="Target, write, introduce yourself.")
    page = soup(client.get("/en/for/job/"))
    assert page.select_one("meta[name=description]")["content"] == "Target, write, introduce yourself."
    assert page.select_one('meta[property="og:site_name"]')["content"] == centre.name


@pytest.mark.thorough
def test_what_is_shown_beside_a_link_elsewhere_is_said_on_every_kind_of_page(client, centre):
    """Title, description, kind, address and a picture of our own, each once."""
    record = make_resource(title='A "welder\'s" day', abstract="From seven to three.\nThen the bus.")
    event = make_event(title="Speed dating", summary="Ten employers, ten minutes each.", published=True)
    session = make_public_session(event=event, starts_at=timezone.now() + timedelta(days=1))
    news = make_news_item(title="Open on Monday")
    page = make_page(title="Getting here", slug="here")
    at_record = f"/en/catalogue/{record.public_id}/"
    said = {}
    for path in (
        "/en/", "/en/catalogue/", at_record, "/en/programme/", f"/en/programme/{session.event_id}/", "/en/news/",
        f"/en{plain(page.get_absolute_url())}",
    ):  # fmt: skip
        found = soup(client.get(path)).select("meta[property^='og:']")
        said[path] = {tag["property"].removeprefix("og:"): tag["content"] for tag in found}
        assert len(found) == len(said[path]), path
        assert said[path]["url"] == f"http://testserver{path}"
        assert said[path]["image"].startswith("http://testserver/static/citedesmetiers/doors")
        assert said[path]["description"]
    titles = [each["title"] for each in said.values()]
    assert titles[:3] == [centre.name, "Search the documentation", record.title]
    assert titles[3:] == ["Programme", "Speed dating", "News", "Getting here"]
    texts = [each["description"] for each in said.values()]
    assert texts[2:6:2] == ["From seven to three.\nThen the bus.", "Ten employers, ten minutes each."]
    assert news.title_en in texts[5]
    assert [each["type"] for each in said.values()] == ["website"] * 6 + ["article"]
    assert len(soup(client.get(at_record)).select("link[rel=canonical]")) == 1


def test_the_picture_beside_a_link_is_the_logo_where_there_is_one(client, centre):
    shown = soup(client.get("/en/")).select_one('meta[property="og:image"]')["content"]
    assert 5_000 < static_file(shown.removeprefix("http://testserver")).stat().st_size < 100_000
    centre.logo = "logo/ours.png"
    centre.save()
    shown = soup(client.get("/en/")).select_one('meta[property="og:image"]')["content"]
    assert shown == "http://testserver/en/logo"


def test_staff_pages_tell_search_engines_nothing(signed_in):
    assert not soup(signed_in("director").get("/today/")).select("link[rel=canonical], meta[property]")


def test_the_sitemap_lists_what_the_public_sees_in_each_language_and_nothing_else(client, centre):
    make_purpose(code="job")
    make_purpose(code="plain", is_door=False)
    make_site(code="main")
    shown, draft = make_resource(), make_resource(published=False)
    tomorrow = timezone.now() + timedelta(days=1)
    session = make_public_session(starts_at=tomorrow)
    hidden = make_public_session(starts_at=tomorrow, event=make_event(published=False))
    found = listed(client)
    for path in (
        "/", "/for/job/", "/places/main/", "/desks/", "/ask/", f"/catalogue/{shown.public_id}/",
        f"/programme/{session.event_id}/",
    ):  # fmt: skip
        assert {f"/fr{path}", f"/en{path}"} <= set(found)
    assert not [path for path in found if draft.public_id in path or f"/programme/{hidden.event_id}/" in path]
    assert not [path for path in found if "/for/plain/" in path or path.startswith("/it/")]
    assert len(found) == len(set(found))


@pytest.mark.thorough
def test_every_page_of_the_sitemap_is_there(client, centre):
    make_purpose(code="job")
    make_site(code="main")
    make_resource()
    make_public_session(starts_at=timezone.now() + timedelta(days=1))
    found = listed(client)
    assert len(found) > 20
    assert {path: client.get(path).status_code for path in found} == dict.fromkeys(found, 200)


def test_robots_are_led_to_the_sitemap_and_away_from_staff_pages(client, centre):
    said = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: http://testserver/sitemap.xml" in said
    assert {"Disallow: /today/", "Disallow: /partners/", "Disallow: /counselling/"} <= set(said)


def test_the_site_map_leads_to_every_purpose_and_place(client, centre):
    make_purpose(code="job")
    make_site(code="main")
    links = {link["href"] for link in soup(client.get("/en/site-map/")).main.select("a")}
    assert {"/en/", "/en/for/job/", "/en/places/main/", "/en/privacy/"} <= links


# ── Light ────────────────────────────────────────────────────────────────────────────────────────────

PATHS = ["/en/", "/en/for/job/", "/en/places/", "/en/places/main/", "/en/site-map/", "/en/accessibility/"]


@pytest.fixture
def filled(centre):
    purpose = make_purpose(code="job")
    make_site(code="main")
    for _n in range(8):
        make_resource(purposes=[purpose])
        event = make_event(published=True, purposes=[purpose])
        make_public_session(event=event, starts_at=timezone.now() + timedelta(days=1))


@pytest.mark.many_cases
@pytest.mark.parametrize("path", PATHS)
def test_a_page_that_has_not_changed_is_not_sent_again(client, filled, path, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    first = client.get(path)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    again = client.get(path, headers={"if-none-match": '"another"'})
    assert (again.status_code, again["ETag"]) == (200, first["ETag"])
    assert "public" in first["Cache-Control"]


def test_a_page_that_has_changed_is_sent_again(client, filled):
    tag = client.get("/en/places/")["ETag"]
    make_site(name="A new place")
    assert client.get("/en/places/", headers={"if-none-match": tag}).status_code == 200


def test_pages_of_staff_are_never_kept(signed_in):
    response = signed_in("director").get("/today/")
    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response


@pytest.mark.many_cases
@pytest.mark.parametrize("path", PATHS)
def test_a_first_load_is_light(client, filled, path):
    assert weight(client.get(path)) < MOST_BYTES


@pytest.mark.many_cases
@pytest.mark.parametrize("path", PATHS)
def test_no_picture_pushes_the_page_about_when_it_arrives(client, filled, path):
    """Icons have their size in the style sheet; pictures need theirs in the page."""
    page = soup(client.get(path))
    assert [tag for tag in page.select("img, iframe, video") if not (tag.get("width") and tag.get("height"))] == []
    theme = (Path(settings.BASE_DIR) / "static" / "theme.css").read_text()
    assert re.search(r"\.icon\s*\{[^}]*width:", theme)
    assert "@font-face" not in theme
