"""The public face: the welcome page with its doors, a page per purpose, a page per place."""

import json
from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_opening_hours, make_purpose, make_site, make_station_count
from citedesmetiers.hours_in_words import usual
from citedesmetiers.opening import at, calendars
from counselling.factories import make_desk, make_duty_session
from documentation.factories import make_resource
from events.factories import make_event, make_public_session
from partners.factories import make_institution

pytestmark = pytest.mark.django_db


def soup(response):
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text(element):
    return " ".join(element.get_text(" ").split())


def tomorrow(hour=10):
    return timezone.localtime().replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=1)


def a_purpose(**fields):
    return make_purpose(is_door=True, **fields)


def an_event(*, published=True, **fields):
    return make_event(published=published, **fields)


def always_open(site):
    site.closed_on_public_holidays = False
    site.save()
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=time(0, 0), closes=time(23, 59, 59))


# ── The welcome page ─────────────────────────────────────────────────────────────────────────────────


def test_a_door_leads_to_the_page_of_its_purpose_and_says_what_is_behind_it(client, centre):
    job, course = a_purpose(code="job", name="Find a job"), a_purpose(code="course", name="Find a course")
    for purposes in ([job], [job], [course], []):
        make_resource().purposes.set(purposes)
    make_resource(published=False).purposes.set([job])
    make_public_session(event=an_event(purposes=[job]), starts_at=tomorrow())
    doors = {text(door.select_one(".door-label")): door for door in soup(client.get("/en/")).select(".door")}
    assert doors["Find a job"]["href"] == "/en/for/job/"
    assert text(doors["Find a job"].select_one(".door-note")) == "2 documents 1 workshop"
    assert text(doors["Find a course"].select_one(".door-note")) == "1 document"


def test_the_main_site_stands_first_and_the_others_say_in_short_whether_they_are_open(client, centre):
    other = make_site(code="other", name="Other place")
    main = make_site(code="main", name="Main place", kind="main_site", address="12 Market Square")
    always_open(main)
    page = soup(client.get("/en/"))
    box = page.select_one(".open-now")
    assert "Open now" in text(box.strong)
    assert "12 Market Square" in text(box)
    assert [(link["href"], text(link.parent)) for link in box.select("ul a")] == [
        (f"/en/places/{other.code}/", "Other place , closed for now")
    ]
    assert "Monday to Sunday" in text(page.select_one("footer"))


def test_search_engines_are_told_where_and_when_the_places_are_open(client, centre):
    site = make_site(code="main", name="Main </script> place", municipality="Vaurenne", postcode="00100")
    make_opening_hours(site=site, weekday=1, opens=time(9, 30), closes=time(12))
    said = json.loads(soup(client.get("/en/")).select_one('script[type="application/ld+json"]').string)
    place = said["location"][0]
    assert place["name"] == "Main </script> place"
    assert place["address"]["addressLocality"] == "Vaurenne"
    assert place["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Tuesday",
            "opens": "09:30",
            "closes": "12:00",
        }
    ]


def test_the_search_box_appears_with_the_first_document(client, centre):
    assert not soup(client.get("/en/")).select(".search")
    make_resource()
    assert soup(client.get("/en/")).select_one(".search")["action"] == "/en/catalogue/"


def test_who_receives_today_is_said_for_the_main_place_with_its_hours(client, centre, monkeypatch):
    noon(monkeypatch)
    site = make_site(kind="main_site")
    now_there, later = make_desk(site=site, name="Jobs", rank=1), make_desk(site=site, name="Courses", rank=2)
    agency = make_institution(name="Employment agency")
    make_duty_session(desks=[now_there], institution=agency, day=A_TUESDAY, starts=time(9), ends=time(17))
    make_duty_session(desks=[later], institution=agency, day=A_TUESDAY, starts=time(15), ends=time(17))
    make_duty_session(
        desks=[make_desk(site=site, name="Over")], institution=agency, day=A_TUESDAY, starts=time(9), ends=time(11)
    )
    rows = soup(client.get("/en/")).select(".desk")
    assert [(text(row.select_one(".desk-name")), text(row.select_one(".desk-wait"))) for row in rows] == [
        ("Jobs", "until 17:00"),
        ("Courses", "from 15:00"),
    ]


A_TUESDAY = date(2026, 10, 13)


def noon(monkeypatch):
    """Let it be noon of a Tuesday."""
    moment = at(A_TUESDAY, time(12))
    monkeypatch.setattr(timezone, "now", lambda: moment)


# ── A purpose ────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_of_a_purpose_shows_what_is_there_for_it_and_nothing_of_another(client, centre):
    job, course = a_purpose(code="job"), a_purpose(code="course")
    make_resource(title="Writing a CV").purposes.set([job])
    make_resource(title="Choosing a school").purposes.set([course])
    make_public_session(event=an_event(title="Job fair", purposes=[job]), starts_at=tomorrow())
    make_public_session(event=an_event(title="School fair", purposes=[course]), starts_at=tomorrow())
    page = text(soup(client.get("/en/for/job/")).main)
    assert "Writing a CV" in page
    assert "Job fair" in page
    assert "Choosing a school" not in page
    assert "School fair" not in page


def test_the_page_of_a_purpose_links_to_its_documents_and_its_programme(client, centre):
    job = a_purpose(code="job")
    make_resource().purposes.set([job])
    make_public_session(event=an_event(purposes=[job]), starts_at=tomorrow())
    links = {link["href"] for link in soup(client.get("/en/for/job/")).main.select("a")}
    assert {"/en/catalogue/?purpose=job", "/en/programme/?layout=list&purpose=job"} <= links


def test_a_purpose_without_anything_yet_says_to_come_and_talk(client, centre):
    a_purpose(code="job")
    assert "Come and talk with us" in text(soup(client.get("/en/for/job/")).main)


@pytest.mark.parametrize("fields", [{"is_door": False}, {"valid_until": date(2020, 1, 1)}])
def test_a_purpose_that_is_no_door_or_no_longer_in_force_is_not_found(client, centre, fields):
    make_purpose(code="gone", **fields)
    assert client.get("/en/for/gone/").status_code == 404


def test_a_cancelled_or_unpublished_session_is_not_announced(client, centre):
    job = a_purpose(code="job")
    make_public_session(
        event=an_event(title="Called off", purposes=[job]), starts_at=tomorrow(), state="cancelled", reason="other"
    )
    make_public_session(event=an_event(title="Draft", purposes=[job], published=False), starts_at=tomorrow())
    page = text(soup(client.get("/en/for/job/")).main)
    assert "Called off" not in page
    assert "Draft" not in page


# ── A place ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_place_says_when_it_is_open_in_the_days_ahead_and_why_it_is_not(client, centre, monkeypatch):
    noon(monkeypatch)
    site = make_site(code="main", name="Main place", country="XX")
    for weekday in range(5):
        make_opening_hours(site=site, weekday=weekday, opens=time(9, 30), closes=time(18))
    make_closure(site=site, starts_on=A_TUESDAY + timedelta(days=1), reason="Staff training")
    rows = [text(row) for row in soup(client.get("/en/places/main/")).select("table.grid tbody tr")]
    assert len(rows) == 7
    assert rows[0] == "Today 09:30 – 18:00"
    assert rows[1].endswith("Closed (Staff training)")
    assert rows[2].endswith("09:30 – 18:00")
    assert rows[4].endswith("Closed")


def test_a_place_says_what_is_there(client, centre):
    site = make_site(code="main", kind="associated_centre", services=["documentation"], step_free=True)
    make_station_count(site=site, stations=6)
    page = text(soup(client.get("/en/places/main/")).main)
    assert "Documentation" in page
    assert "6 computers in free access" in page
    assert "Step-free access" in page
    assert "Advice desks" not in page


def test_a_place_that_opens_later_is_announced_and_one_that_is_over_is_gone(client, centre):
    today = timezone.localdate()
    days = {"kind": "ephemeral"}
    make_site(
        code="soon", name="Soon", opened_on=today + timedelta(days=5), closed_on=today + timedelta(days=9), **days
    )
    make_site(
        code="over", name="Over", opened_on=today - timedelta(days=9), closed_on=today - timedelta(days=1), **days
    )
    page = text(soup(client.get("/en/places/")).main)
    assert "Soon" in page
    assert "Over" not in page
    assert client.get("/en/places/soon/").status_code == 200
    assert client.get("/en/places/over/").status_code == 404


def test_usual_hours_group_days_that_follow_each_other():
    site = make_site()
    for weekday in (1, 2, 3, 5):
        make_opening_hours(site=site, weekday=weekday, opens=time(9), closes=time(12))
    make_opening_hours(site=site, weekday=6, opens=time(9), closes=time(10), valid_until=date(2026, 1, 31))
    calendar = calendars(type(site).objects.all(), A_TUESDAY)[0]
    assert [days for days, _times in usual(calendar, A_TUESDAY)] == ["Tuesday to Thursday", "Saturday"]


# ── Of all of them ───────────────────────────────────────────────────────────────────────────────────


def fill(purpose, rows):
    """`rows` more places with a desk, a session and a document for `purpose`."""
    for _row in range(rows):
        site = make_site()
        always_open(site)
        make_resource().purposes.set([purpose])
        make_public_session(event=an_event(purposes=[purpose]), site=site, starts_at=tomorrow())
        make_duty_session(desks=[make_desk(site=site, purposes=[purpose])], day=timezone.localdate())


@pytest.mark.many_cases
@pytest.mark.parametrize("path", ["/en/", "/en/for/job/", "/en/places/"])
def test_a_public_page_asks_the_database_as_often_for_three_rows_as_for_one(
    client, centre, path, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    purpose = a_purpose(code="job")
    fill(purpose, 1)
    with CaptureQueriesContext(connection) as once:
        client.get(path)
    fill(purpose, 2)
    with django_assert_num_queries(len(once)):
        client.get(path)


@pytest.mark.many_cases
@pytest.mark.parametrize("path", ["/", "/for/job/", "/places/", "/places/main/"])
def test_a_public_page_sets_no_cookie_and_asks_nobody_elsewhere(client, centre, path):
    fill(a_purpose(code="job"), 1)
    make_site(code="main")
    response = client.get(f"/en{path}")
    assert not response.cookies
    page = soup(response)
    loaded = [tag.get("src") or tag.get("href") for tag in page.select("script[src], img[src], link[rel=stylesheet]")]
    assert loaded
    assert [address for address in loaded if not address.startswith("/")] == []
