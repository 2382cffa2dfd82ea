"""The programme as a calendar and as news, read by the programs that others use."""

from datetime import timedelta
from xml.etree import ElementTree

import icalendar
import pytest
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from events import planning
from events.factories import make_event, make_public_session, make_room, make_session
from events.models import Session

ATOM = "{http://www.w3.org/2005/Atom}"


def public(title, *, days=1, purposes=(), **fields):
    event = make_event(title=title, summary=f"About {title}.", published=True, needs_booking=True, purposes=purposes)
    return make_public_session(event=event, starts_at=timezone.now() + timedelta(days=days), **fields)


def entries(response):
    """The events of a calendar by their title."""
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(response.content)
    return {str(event["summary"]): event for event in calendar.walk("VEVENT")}


def test_a_calendar_program_reads_the_programme(client, centre):
    room = make_room(site=make_site(name="Hall", address="2 Mill Street", municipality="Vaurenne"), name="Blue room")
    session = public("Écrire; lire, parler", room=room, purposes=[make_purpose(name="Find a job")])
    public("Off", state="cancelled", reason="speaker", public_words="Comes back in May")
    make_session(event=make_event(title="Draft"), starts_at=timezone.now() + timedelta(days=1))
    public("Long ago", days=-40)
    found = entries(client.get("/en/programme/programme.ics"))
    assert set(found) == {"Écrire; lire, parler", "Off"}
    entry = found["Écrire; lire, parler"]
    assert entry["dtstart"].dt == session.starts_at.replace(microsecond=0)
    assert entry["dtend"].dt == session.ends_at.replace(microsecond=0)
    assert str(entry["location"]) == "Blue room, Hall, 2 Mill Street, Vaurenne"
    assert str(entry["url"]) == f"http://testserver/en/programme/{session.event.pk}/"
    assert "About Écrire; lire, parler." in str(entry["description"])
    assert str(entry["status"]) == "CONFIRMED"
    assert str(found["Off"]["status"]) == "CANCELLED"
    assert "Comes back in May" in str(found["Off"]["description"])
    assert len({str(each["uid"]) for each in found.values()}) == 2


def test_a_calendar_holds_what_was_filtered_for(client, centre):
    public("Job", purposes=[make_purpose(code="job")])
    public("Training", purposes=[make_purpose(code="training")])
    assert set(entries(client.get("/en/programme/programme.ics?purpose=job"))) == {"Job"}
    page = client.get("/en/programme/?purpose=job&layout=month").content.decode()
    assert "http://testserver/en/programme/programme.ics?purpose=job" in page


def test_one_session_can_be_put_into_a_calendar(client, centre):
    session = public("Alone")
    public("Another")
    response = client.get(f"/en/programme/session/{session.pk}/session.ics")
    assert set(entries(response)) == {"Alone"}
    assert response["Content-Disposition"] == 'attachment; filename="alone.ics"'


def test_news_name_what_was_published_last_first_and_each_event_once(client, centre):
    now = timezone.now()
    old = public("Old", published_at=now - timedelta(days=9))
    public("New <b>", published_at=now - timedelta(hours=1))
    make_public_session(
        event=old.event, starts_at=now + timedelta(days=4), published_at=now - timedelta(days=8)
    )  # fmt: skip
    public("Over", days=-2)
    response = client.get("/en/programme/programme.atom")
    feed = ElementTree.fromstring(response.content)
    assert [entry.find(f"{ATOM}title").text for entry in feed.iter(f"{ATOM}entry")] == ["New <b>", "Old"]
    assert all(entry.find(f"{ATOM}id").text.startswith("http://testserver/en/") for entry in feed.iter(f"{ATOM}entry"))


@pytest.mark.parametrize("path", ["programme.ics", "programme.atom"])
def test_feeds_of_an_empty_programme_are_well_formed(client, centre, path):
    content = client.get(f"/en/programme/{path}").content
    if path.endswith("ics"):
        assert icalendar.Calendar.from_ical(content).walk("VEVENT") == []
    else:
        assert list(ElementTree.fromstring(content).iter(f"{ATOM}entry")) == []


@pytest.mark.parametrize("path", ["programme.ics", "programme.atom"])
def test_feeds_ask_the_database_as_often_for_three_as_for_one(client, centre, django_assert_num_queries, path):
    public("A")
    with django_assert_num_queries(20, exact=False) as first:
        client.get(f"/en/programme/{path}")
    public("B")
    public("C")
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(f"/en/programme/{path}")


def test_a_calendar_notices_each_change_and_never_a_lower_sequence(client, centre):
    session = public("Moving", published_at=timezone.now() - timedelta(days=30))

    def told():
        entry = entries(client.get(f"/en/programme/session/{session.pk}/session.ics"))["Moving"]
        assert entry["dtstamp"].dt == entry["last-modified"].dt
        return int(entry["sequence"]), entry["last-modified"].dt

    first = told()
    assert first[0] == 0
    session.starts_at += timedelta(days=1)
    session.ends_at += timedelta(days=1)
    session.save()
    moved = told()
    assert moved[0] == 1
    assert moved[1] > first[1]
    planning.cancel(session, "room")
    assert told()[0] == 2
    planning.reinstate(session)
    assert told()[0] == 3
    session.save()  # read before the others wrote: it does not bring the old number back
    Session.objects.filter(pk=session.pk).update(state="held", seats_taken=0)
    assert told()[0] == 3


def test_a_new_summary_is_a_change_of_the_calendar_too(client, centre):
    session = public("Said anew", published_at=timezone.now() - timedelta(days=30))
    session.event.summary = "Bring your own computer."
    session.event.save()
    entry = entries(client.get("/en/programme/programme.ics"))["Said anew"]
    assert entry["last-modified"].dt > timezone.now() - timedelta(days=1)
    assert int(entry["sequence"]) == 0  # the same day, hour and place


def test_an_online_session_gives_its_address_and_not_that_of_the_centre(client, centre):
    hall = make_site(name="Hall", address="2 Mill Street", municipality="Vaurenne")
    session = public("From home", site=hall, online_url="https://meet.example.org/from-home")
    both = public("Both", room=make_room(site=hall, name="Blue room"), online_url="https://meet.example.org/both")
    found = entries(client.get("/en/programme/programme.ics"))
    assert str(found["From home"]["location"]) == "https://meet.example.org/from-home"
    assert str(found["Both"]["location"]) == "Blue room, Hall, 2 Mill Street, Vaurenne"
    assert "https://meet.example.org/both" in str(found["Both"]["description"])
    page = client.get(f"/en/programme/{session.event.pk}/").content.decode()
    assert "<p>Online<br>" in page
    assert "2 Mill Street" not in page
    assert '"@type": "VirtualLocation"' in page
    assert "OnlineEventAttendanceMode" in page
    of_both = client.get(f"/en/programme/{both.event.pk}/").content.decode()
    assert "MixedEventAttendanceMode" in of_both
    assert '"streetAddress": "2 Mill Street"' in of_both
    overview = client.get("/en/programme/?layout=list").content.decode()
    assert ", Online</p>" in overview
    assert ", Hall, Blue room</p>" in overview
