"""The public programme: which sessions it shows, and what it says of each."""

import json
import re
from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from events.factories import (
    at,
    make_adaptation,
    make_event,
    make_event_kind,
    make_organiser,
    make_public_session,
    make_session,
)
from events.models import Organiser
from events.programme import LIST, MONTH, WEEK, Period
from partners.factories import make_institution

URL = "/en/programme/"


def in_days(days, hour=14):
    """The moment `days` from today at `hour`."""
    return at(timezone.localdate() + timedelta(days=days), hour)


def public(title, *, days=1, booking=True, **fields):
    """A public session of an event with this title."""
    of_event = {name: fields.pop(name) for name in ("kind", "purposes", "summary", "description") if name in fields}
    event = make_event(title=title, published=True, needs_booking=booking, **of_event)
    return make_public_session(event=event, starts_at=in_days(days), **fields)


def listed(client, **query):
    """The titles in the list of the programme, in order."""
    html = client.get(URL, {"layout": "list"} | query).content.decode()
    return re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", html)


def in_week(client, read_on, monkeypatch, **query):
    """The programme of a week as BeautifulSoup, read on the day `read_on`."""
    monkeypatch.setattr(timezone, "now", lambda: at(read_on, 12))
    return BeautifulSoup(client.get(URL, query).content, "html.parser").main


def titles(part):
    return [link.get_text() for link in part.select(".session h3 a")]


def test_who_reads_the_week_on_thursday_sees_first_what_is_still_to_come(client, centre, monkeypatch):
    for title, day in (("Tuesday's", 10), ("Today's", 12), ("Friday's", 13)):
        make_public_session(event=make_event(title=title, published=True), starts_at=at(date(2026, 3, day), 9))
    page = in_week(client, date(2026, 3, 12), monkeypatch)
    (over,) = page.select("details")
    assert (over.summary.get_text(), titles(over)) == ("What was on since Monday", ["Tuesday's"])
    over.extract()
    assert titles(page) == ["Today's", "Friday's"]


@pytest.mark.thorough
def test_a_week_with_nothing_left_leads_to_the_next_and_a_past_one_is_shown_whole(client, centre, monkeypatch):
    make_public_session(event=make_event(title="Tuesday's", published=True), starts_at=at(date(2026, 3, 10), 9))
    page = in_week(client, date(2026, 3, 14), monkeypatch)
    assert "Nothing more this week" in page.get_text()
    assert "day=2026-03-16" in page.select_one(".empty .btn-primary")["href"]
    page = in_week(client, date(2026, 3, 20), monkeypatch, day="2026-03-10")
    assert (page.select("details"), titles(page)) == ([], ["Tuesday's"])


@pytest.mark.parametrize(
    ("layout", "first", "last"),
    [
        (WEEK, date(2028, 2, 28), date(2028, 3, 5)),
        (MONTH, date(2028, 2, 1), date(2028, 2, 29)),
        (LIST, date(2028, 2, 29), date(2028, 5, 31)),
    ],
)
def test_a_period_goes_from_its_first_to_its_last_day(layout, first, last):
    period = Period.of(layout, date(2028, 2, 29))
    assert (period.first, period.last) == (first, last)
    assert Period.of(layout, period.after).before >= first
    assert not period.holds(period.after)
    assert not period.holds(period.before)


def test_only_what_is_published_stands_in_the_programme(client, centre):
    shown = public("Shown")
    make_session(event=make_event(title="Draft"), starts_at=in_days(1))
    make_session(event=shown.event, starts_at=in_days(2))
    make_public_session(event=make_event(title="Withdrawn", published=False), starts_at=in_days(1))
    assert listed(client) == ["Shown"]


def test_filters_narrow_what_is_shown_and_stay_in_the_address(client, centre):
    work, training = make_purpose(code="work", name="Work"), make_purpose(code="training", name="Training")
    here, there = make_site(code="here"), make_site(code="there")
    talk, club = make_event_kind(code="talk"), make_event_kind(code="club")
    public("A", purposes=[work], site=here, kind=talk, seats=1, seats_taken=1)
    public("B", days=2, purposes=[training, work], site=there, kind=talk, seats=5)
    public("C", days=3, purposes=[training], site=here, kind=club, booking=False)
    assert listed(client) == ["A", "B", "C"]
    assert listed(client, purpose="work") == ["A", "B"]
    assert listed(client, place="here") == ["A", "C"]
    assert listed(client, kind="talk", place="there") == ["B"]
    assert listed(client, free="on") == ["B", "C"]
    html = client.get(URL, {"purpose": "work", "layout": "month"}).content.decode()
    assert "purpose=work&amp;" in html
    assert '<option value="work" selected>' in html


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "query",
    [
        {"purpose": "nothing"}, {"day": "yesterday"}, {"day": "0001-01-01"}, {"day": "9999-12-31"}, {"layout": "year"},
        {"place": "\x00"}, {"kind": "x" * 5000}, {"day": "2026-02-31"}, {"free": "perhaps"},
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_shows_the_programme_all_the_same(client, centre, query):
    shown = make_event(title="Shown", published=True, needs_booking=True)
    make_public_session(event=shown, starts_at=timezone.now() + timedelta(minutes=1))  # free at any hour of the day
    response = client.get(URL, query)
    assert response.status_code == 200
    assert "Shown" in response.content.decode()


def test_each_session_says_how_it_stands(client, centre):
    now = timezone.now()
    public("Seats left", seats=12, seats_taken=9)
    public("One seat", seats=12, seats_taken=11)
    public("No limit")
    full = public("Full one", seats=12, seats_taken=12)
    make_public_session(event=full.event, starts_at=in_days(20))
    public("Open door", booking=False)
    public("Called off", state="cancelled", reason="speaker", public_words="Comes back in May")
    make_public_session(
        event=make_event(title="Right now", published=True), starts_at=now - timedelta(minutes=5)
    )  # fmt: skip
    html = client.get(URL, {"layout": "list"}).content.decode()
    rows = {}
    for part in html.split('<li class="session')[1:]:
        rows.setdefault(re.search(r"<h3><a [^>]*>([^<]+)", part)[1], part)
    assert "3 seats" in rows["Seats left"]
    assert "1 seat<" in rows["One seat"]
    assert "Free seats" in rows["No limit"]
    assert "Waiting list" in rows["Full one"]
    assert "Next:" in rows["Full one"]
    assert "Without booking" in rows["Open door"]
    assert "Book without a name" not in rows["Open door"]
    assert "Cancelled" in rows["Called off"]
    assert "Comes back in May" in rows["Called off"]
    assert "Going on now" in rows["Right now"]


def test_empty_days_say_what_is_there_all_the_same(client, centre):
    assert "Nothing is announced for these days" in client.get(URL).content.decode()
    assert "Nothing like that in these days" in client.get(URL, {"free": "on"}).content.decode()


def test_the_month_shows_each_session_on_its_day(client, centre):
    session = public("Month")
    html = client.get(URL, {"layout": "month", "day": session.day.isoformat()}).content.decode()
    cell = next(part for part in html.split("<td")[1:] if "Month</span></a>" in part)
    assert f"</span>{session.day.day}<span" in cell


@pytest.mark.many_cases
@pytest.mark.parametrize("layout", ["week", "month", "list"])
def test_three_sessions_ask_the_database_as_often_as_one(client, centre, django_assert_num_queries, layout):
    def one(n):
        session = public(f"E{n}", days=0, purposes=[make_purpose(code=f"p{n}")], seats=1, seats_taken=1)
        make_organiser(event=session.event)

    one(1)
    with django_assert_num_queries(30, exact=False) as first:
        client.get(URL, {"layout": layout})
    one(2)
    one(3)
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(URL, {"layout": layout})


# ── The page of an event ─────────────────────────────────────────────────────────────────────────────


def test_an_event_shows_its_coming_dates_and_with_whom(client, centre):
    session = public(
        "Telling", summary="In short.", description="At length.\n\nAnd more.", site=make_site(name="Hall")
    )
    event = session.event
    make_organiser(event=event, institution=make_institution(name="The agency"))
    make_organiser(event=event, institution=make_institution(name="The mill"), role=Organiser.Role.COMPANY)
    event.adaptations.add(make_adaptation(name="Sign language"))
    past = make_public_session(event=event, starts_at=in_days(-30))
    html = client.get(f"/en/programme/{event.pk}/").content.decode()
    for words in ("In short.", "<p>At length.</p>", "Hall", "The agency", "The mill", "Sign language"):
        assert words in html
    assert reverse("programme:book", args=[session.pk]) in html
    assert reverse("programme:book", args=[past.pk]) not in html


def test_events_that_are_not_published_are_not_there(client, centre):
    session = make_session(event=make_event(title="Secret"), starts_at=in_days(1))
    for name, pk in [
        ("event", session.event.pk),
        ("book", session.pk),
        ("code", session.pk),
        ("session_ics", session.pk),
    ]:
        assert client.get(reverse(f"programme:{name}", args=[pk])).status_code == 404
    assert client.get("/en/programme/999999/").status_code == 404


def test_search_engines_are_told_of_each_date(client, centre):
    session = public("A </script> <b>title</b> & more", site=make_site(name="Hall", municipality="Vaurenne"))
    make_public_session(
        event=session.event, starts_at=in_days(3), state="cancelled", reason="room", site=session.site
    )  # fmt: skip
    html = client.get(f"/en/programme/{session.event.pk}/").content.decode()
    (said,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    first, second = json.loads(said)
    assert first["@type"] == "Event"
    assert first["name"] == "A </script> <b>title</b> & more"
    assert datetime.fromisoformat(first["startDate"]) == session.starts_at
    assert first["location"]["address"]["addressLocality"] == "Vaurenne"
    assert first["isAccessibleForFree"] is True
    assert [each["eventStatus"].rpartition("/")[2] for each in (first, second)] == ["EventScheduled", "EventCancelled"]


@pytest.mark.thorough
def test_the_programme_sets_no_cookie_and_may_be_kept_a_minute(client, centre):
    session = public("Shown")
    for path in (URL, f"/en/programme/{session.event.pk}/", reverse("programme:book", args=[session.pk])):
        assert client.get(path).cookies == {}
    assert "max-age=60" in client.get(URL)["Cache-Control"]
    assert "no-store" in client.get(reverse("programme:book", args=[session.pk]))["Cache-Control"]


@pytest.mark.parametrize(("language", "said"), [("fr", "14\u00a0h – 15\u00a0h\u00a030"), ("en", "14:00 – 15:30")])
def test_times_are_written_as_people_write_them(client, centre, language, said):
    public("Timed", minutes=90)
    assert said in client.get(f"/{language}/programme/?layout=list").content.decode()
