"""An event comes back in a new season, with the sessions of the last one."""

from datetime import date, timedelta

from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_purpose
from events.factories import make_event, make_organiser, make_room, make_session
from events.models import Event, Organiser
from partners.factories import make_institution, make_professional
from tests.test_events.test_events import TUESDAY, organiser  # noqa: F401 -- a fixture


def test_a_new_season_keeps_weekdays_and_hours_and_counts_the_edition_on(organiser):  # noqa: F811
    room, person = make_room(site=organiser.site), make_professional()
    event = make_event(title="Forum", edition=2, published=True, purposes=[make_purpose()])
    make_organiser(event=event, institution=make_institution(name="Chamber"), role=Organiser.Role.LEAD)
    for week in range(3):
        make_session(event=event, room=room, day=TUESDAY + timedelta(weeks=week), speakers=[person])
    make_session(event=event, room=room, day=TUESDAY + timedelta(weeks=5), state="cancelled", reason="room")
    make_closure(site=organiser.site, starts_on=date(2027, 3, 16))
    days = {"copied_from": TUESDAY.isoformat(), "copied_until": (TUESDAY + timedelta(weeks=5)).isoformat()}
    organiser.post(reverse("events:event_repeat", args=[event.pk]), {"first_day": "2027-03-08"} | days)
    made = Event.objects.get(repeats=event)
    assert (made.edition, made.published, made.purposes.count()) == (3, False, 1)
    assert made.organisers.get().role == Organiser.Role.LEAD
    assert [session.day for session in made.sessions.all()] == [date(2027, 3, 9), date(2027, 3, 23)]
    first = made.sessions.first()
    assert timezone.localtime(first.starts_at).hour == 14
    assert (first.room, list(first.speakers.all()), first.seats_taken) == (room, [person], 0)


def test_an_event_of_many_years_brings_back_its_last_season_and_not_all_of_them(organiser):  # noqa: F811
    event = make_event(title="Job club")
    for years in range(3):
        for week in range(4):
            make_session(event=event, site=organiser.site, day=TUESDAY - timedelta(weeks=52 * years + week))
    address = reverse("events:event_repeat", args=[event.pk])
    form = BeautifulSoup(organiser.get(address).content, "html.parser").main
    assert "4 sessions in its last twelve months, 12 since it began." in form.get_text()
    offered = {name: form.find("input", attrs={"name": name})["value"] for name in ("copied_from", "copied_until")}
    assert offered == {"copied_from": "2026-02-17", "copied_until": "2026-03-10"}
    organiser.post(address, {"first_day": "2027-03-02"} | offered)
    made = Event.objects.get(repeats=event)
    expected = [date(2027, 3, 2) + timedelta(weeks=week) for week in range(4)]
    assert [session.day for session in made.sessions.all()] == expected


def test_days_in_which_nothing_stood_bring_nothing_back(organiser):  # noqa: F811
    event = make_event()
    make_session(event=event, site=organiser.site, day=TUESDAY)
    days = {"copied_from": "2024-01-01", "copied_until": "2024-12-31"}
    page = organiser.post(reverse("events:event_repeat", args=[event.pk]), {"first_day": "2027-03-08"} | days)
    assert "No session of this event stands in these days." in page.content.decode()
    assert not Event.objects.filter(repeats=event).exists()


def test_an_event_without_sessions_comes_back_without_any(organiser):  # noqa: F811
    event = make_event()
    page = organiser.post(reverse("events:event_repeat", args=[event.pk]), {"first_day": "2027-03-08"}, follow=True)
    assert "0 sessions are planned." in page.content.decode()
    assert Event.objects.get(repeats=event).sessions.count() == 0
