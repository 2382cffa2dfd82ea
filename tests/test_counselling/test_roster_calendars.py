"""Calendars of duty sessions: for one person, private, shown once, and gone when they are revoked."""

from datetime import timedelta

import icalendar
import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from counselling.factories import make_desk, make_duty_session, make_roster_feed
from counselling.models import RosterFeed
from partners.factories import make_institution, make_professional

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_desk(name="Find a job")


@pytest.fixture
def cio():
    return make_institution(name="CIO", roles=["desk_partner"])


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def test_a_calendar_is_private_shown_once_and_revoked(signed_in, client, desk, cio):
    person = make_professional(institution=cio, name="Nadia", sites=[desk.site])
    session = make_duty_session(desks=[desk], institution=cio, professionals=[person], day=timezone.localdate())
    make_duty_session(desks=[desk], day=timezone.localdate())
    staff = signed_in("partnership", sites=[desk.site])
    owner = {"kind": "person", "key": person.pk}
    page = staff.post(reverse("counselling:roster_calendar_make"), owner, follow=True)
    address = soup(page).select_one("#address").get_text().removeprefix("http://testserver")
    assert not soup(staff.get(reverse("counselling:roster_calendars"))).select_one("#address")
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-store")
    (event,) = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["summary"]), event["dtstart"].dt) == ("Permanence\u202f: Find a job", session.begins_at)
    staff.post(reverse("counselling:roster_calendar_revoke"), owner)
    assert client.get(address).status_code == 404


def test_the_calendar_of_somebody_who_has_left_answers_no_more(client, centre):
    person = make_professional(active_until=timezone.localdate() - timedelta(days=1))
    make_roster_feed(professional=person, token="known")
    assert client.get(reverse("counselling:roster_ics", args=["known"])).status_code == 404


def test_a_counsellor_makes_no_calendar_of_somebody_else(signed_in, desk, cio):
    person = make_professional(institution=cio, sites=[desk.site])
    client = signed_in("counsellor", sites=[desk.site])
    make = reverse("counselling:roster_calendar_make")
    assert client.post(make, {"kind": "person", "key": person.pk}).status_code == 404
    assert client.post(make, {"kind": "desk", "key": desk.pk}).status_code == 404
    assert client.post(make, {"kind": "desk", "key": "x"}).status_code == 404
    assert not RosterFeed.objects.exists()
