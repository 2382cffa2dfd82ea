"""Planning: events, their sessions that repeat, publishing, calling off, the calendar."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_opening_hours, make_purpose, make_site
from events import agenda, planning
from events.factories import (
    at,
    make_attendance,
    make_booking,
    make_event,
    make_event_kind,
    make_organiser,
    make_public_session,
    make_room,
    make_session,
)
from events.models import Event, Organiser, Session
from partners.factories import make_institution, make_professional

TUESDAY = date(2026, 3, 10)


def open_site(**fields):
    """A place that is open from Monday to Saturday."""
    site = make_site(**fields)
    for weekday in range(6):
        make_opening_hours(site=site, weekday=weekday, opens=time(8), closes=time(20))
    return site


def planned(place, /, **more):
    """What the form of sessions is sent."""
    return {
        "rhythm": "once", "day": "2026-03-10", "starts": "14h", "ends": "16:00", "site": place.pk, "last_day": "",
        "exceptions": "", "elsewhere": "", "online_url": "", "seats": "12",
    } | more  # fmt: skip


def plan(client, event, data):
    return client.post(reverse("events:sessions_add", args=[event.pk]), data)


@pytest.fixture
def organiser(signed_in):
    site = open_site(name="Main")
    client = signed_in("events", sites=[site])
    client.site = site
    return client


def test_an_event_is_made_with_its_kind_and_purposes(organiser):
    kind, purpose = make_event_kind(name="Workshop"), make_purpose(name="Finding a job")
    answer = organiser.post(
        reverse("events:event_add"),
        {"title_fr": "Un CV", "title_en": "A CV", "kind": kind.pk, "purposes": [purpose.pk], "seats_at_once": "3",
         "needs_booking": "on"},
    )  # fmt: skip
    event = Event.objects.get()
    assert answer.url == reverse("events:sessions_add", args=[event.pk])
    assert (event.title_en, event.kind, list(event.purposes.all())) == ("A CV", kind, [purpose])
    assert event.needs_booking
    assert not event.published


def test_a_telephone_number_in_the_summary_is_warned_of_and_may_stay(organiser):
    data = {"title_fr": "Forum", "kind": make_event_kind().pk, "seats_at_once": "2",
            "summary_fr": "Renseignements au 05 55 12 34 56"}  # fmt: skip
    page = organiser.post(reverse("events:event_add"), data)
    assert "a telephone number (05" not in page.content.decode()
    assert "This looks like a telephone number" in page.content.decode()
    assert not Event.objects.exists()
    digest = page.context["form"].fields["anyway"].widget.attrs["value"]
    organiser.post(reverse("events:event_add"), data | {"anyway": digest})
    assert Event.objects.get().summary_fr.endswith("34 56")


def test_a_tick_for_one_warning_does_not_pass_over_another(organiser):
    data = {"title_fr": "Forum", "kind": make_event_kind().pk, "seats_at_once": "2",
            "summary_fr": "Appelez le 05 55 12 34 56"}  # fmt: skip
    digest = organiser.post(reverse("events:event_add"), data).context["form"].fields["anyway"].widget.attrs["value"]
    other = data | {"summary_fr": "Appelez le 05 55 99 99 99", "anyway": digest}
    assert organiser.post(reverse("events:event_add"), other).status_code == 200
    assert not Event.objects.exists()


def test_sessions_every_week_leave_out_exceptions_and_closed_days(organiser):
    event = make_event()
    make_closure(site=organiser.site, starts_on=date(2026, 3, 24))
    answer = plan(
        organiser, event,
        planned(organiser.site, rhythm="weekly", last_day="2026-04-07", exceptions="2026-03-31, 2026-04-01"),
    )  # fmt: skip
    assert answer.status_code == 302
    assert [session.day for session in event.sessions.all()] == [
        date(2026, 3, 10), date(2026, 3, 17), date(2026, 4, 7),
    ]  # fmt: skip
    first = event.sessions.first()
    assert (timezone.localtime(first.starts_at).hour, timezone.localtime(first.ends_at).hour) == (14, 16)
    assert "Left out" in organiser.get(answer.url).content.decode()


def test_every_second_tuesday_of_the_month(organiser):
    event = make_event()
    plan(organiser, event, planned(organiser.site, rhythm="nth_weekday", last_day="2026-06-30"))
    assert [session.day.isoformat() for session in event.sessions.all()] == [
        "2026-03-10", "2026-04-14", "2026-05-12", "2026-06-09",
    ]  # fmt: skip


def test_an_hour_is_the_same_on_the_wall_after_the_clocks_change(organiser):
    event = make_event()
    plan(organiser, event, planned(organiser.site, rhythm="weekly", last_day="2026-04-01"))
    assert {timezone.localtime(session.starts_at).hour for session in event.sessions.all()} == {14}
    assert {session.starts_at.utcoffset() or session.starts_at.hour for session in event.sessions.all()} != {14}


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rhythm": "weekly"}, "Give the last day"),
        ({"rhythm": "weekly", "last_day": "2026-03-01"}, "lies before the first day"),
        ({"rhythm": "weekly", "last_day": "2036-03-01"}, "two years at most"),
        ({"exceptions": "tomorrow"}, "No day: tomorrow"),
        ({"day": "2026-02-30"}, "Enter a valid date"),
        ({"starts": "25:00"}, "Write a time of day"),
        ({"seats": "0"}, "greater than or equal to 1"),
        ({"seats": "999999"}, "less than or equal to 5000"),
        ({"site": "999999"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_planned_is_said_beside_its_field(organiser, wrong, said):
    event = make_event()
    page = plan(organiser, event, planned(organiser.site, **wrong))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not event.sessions.exists()


def test_sessions_of_a_series_belong_together(organiser):
    event = make_event(is_series=True)
    plan(organiser, event, planned(organiser.site, rhythm="weekly", last_day="2026-03-24"))
    plan(organiser, event, planned(organiser.site, rhythm="weekly", day="2026-04-07", last_day="2026-04-14"))
    assert list(event.sessions.values_list("run", flat=True)) == [1, 1, 1, 2, 2]
    page = organiser.get(reverse("events:session", args=[event.sessions.all()[1].pk]))
    assert "session 2 of 3" in page.content.decode()


@pytest.mark.thorough
def test_sessions_planned_one_by_one_join_a_series_that_nobody_has_booked(organiser):
    event, soon = make_event(is_series=True), timezone.localdate() + timedelta(days=7)
    form = reverse("events:sessions_add", args=[event.pk])
    assert "Belongs with" not in organiser.get(form).content.decode()  # there is nothing to belong to
    plan(organiser, event, planned(organiser.site, day=soon, elsewhere="Town hall"))
    run = event.sessions.get().run
    asked = organiser.get(form).context["form"]
    assert asked["run"].value() is None  # on its own, unless somebody comes from the page of the series
    session = event.sessions.filter(run=run).first()
    page = organiser.get(reverse("events:session", args=[session.pk])).content.decode()
    assert f"{form}?run={run}" in page
    assert f'<option value="{run}" selected>' in organiser.get(f"{form}?run={run}").content.decode()
    assert "selected" not in str(organiser.get(f"{form}?run=x").context["form"]["run"])
    plan(organiser, event, planned(organiser.site, day=soon + timedelta(days=7), elsewhere="Town hall", run=run))
    plan(organiser, event, planned(organiser.site, day=soon + timedelta(days=14), elsewhere="Town hall", run=""))
    assert list(event.sessions.values_list("run", flat=True)) == [run, run, run + 1]
    make_booking(session=event.sessions.first())
    assert "?run=" not in organiser.get(reverse("events:session", args=[session.pk])).content.decode()
    assert [value for value, _words in organiser.get(form).context["form"].fields["run"].choices] == ["", run + 1]
    refused = plan(organiser, event, planned(organiser.site, day=soon, run=run))
    assert "Select a valid choice" in refused.content.decode()


def test_seats_are_those_of_the_room_unless_said_otherwise(organiser):
    event, room = make_event(), make_room(site=organiser.site, seats=16)
    plan(organiser, event, planned(organiser.site, room=room.pk, seats=""))
    assert event.sessions.get().seats == 16


def test_publishing_shows_the_sessions_and_withdrawing_hides_them(organiser):
    event = make_event()
    session = make_session(event=event, site=organiser.site)
    assert not Session.objects.public().exists()
    organiser.post(reverse("events:event_publish", args=[event.pk]))
    assert list(Session.objects.public()) == [session]
    organiser.post(reverse("events:event_publish", args=[event.pk]), {"withdraw": "1"})
    assert not Session.objects.public().exists()


def test_sessions_added_to_a_published_event_are_public_at_once(organiser):
    event = make_event(published=True)
    plan(organiser, event, planned(organiser.site))
    assert Session.objects.public().count() == 1


def test_a_session_is_cancelled_with_a_reason_and_says_so(organiser):
    session = make_session(site=organiser.site, seats=12)
    address = reverse("events:session_cancel", args=[session.pk])
    assert "This field is required" in organiser.post(address, {"reason": ""}).content.decode()
    organiser.post(address, {"reason": "speaker", "public_words": "We look for another date."})
    session.refresh_from_db()
    assert session.is_cancelled
    assert "We look for another date." in organiser.get(reverse("events:session", args=[session.pk])).content.decode()
    organiser.post(reverse("events:session_reinstate", args=[session.pk]))
    session.refresh_from_db()
    assert (session.state, session.reason, session.public_words) == ("planned", "", "")


def test_the_public_words_of_a_cancelled_session_name_nobody(organiser):
    session = make_session(site=organiser.site)
    page = organiser.post(
        reverse("events:session_cancel", args=[session.pk]),
        {"reason": "speaker", "public_words": "Write to paul.martin@example.org"},
    )
    assert "This looks like personal data" in page.content.decode()
    session.refresh_from_db()
    assert not session.is_cancelled


@pytest.mark.thorough
def test_seats_cannot_fall_below_those_that_are_booked(organiser):
    session = make_session(site=organiser.site, seats=12, seats_taken=8)
    data = {"day": "2026-03-10", "starts": "14:00", "ends": "16:00", "site": organiser.site.pk, "seats": "7"}
    page = organiser.post(reverse("events:session_edit", args=[session.pk]), data)
    assert "More seats are booked than that." in page.content.decode()
    organiser.post(reverse("events:session_edit", args=[session.pk]), data | {"seats": "8"})
    session.refresh_from_db()
    assert session.seats == 8


def test_deleting_says_how_many_bookings_are_lost(organiser):
    session = make_session(site=organiser.site, seats=12)
    make_booking(session=session)
    make_booking(session=session)
    assert (
        "2 bookings are lost." in organiser.get(reverse("events:session_delete", args=[session.pk])).content.decode()
    )
    organiser.post(reverse("events:session_delete", args=[session.pk]))
    assert not Session.objects.exists()


def test_sessions_of_other_places_stay_with_their_people(organiser):
    session = make_session()
    assert organiser.get(reverse("events:session", args=[session.pk])).status_code == 404
    assert organiser.post(reverse("events:session_cancel", args=[session.pk]), {"reason": "room"}).status_code == 404
    page = organiser.get(reverse("events:calendar"), {"day": "2026-03-10", "layout": "list"})
    assert str(session.event) not in page.content.decode()


@pytest.mark.many_cases
@pytest.mark.parametrize("layout", ["week", "month", "list"])
def test_the_calendar_asks_as_often_for_one_session_as_for_three(organiser, django_assert_num_queries, layout):
    room = make_room(site=organiser.site)

    def one_more():
        person = make_professional(sites=[organiser.site])
        event = make_event(purposes=[make_purpose()])
        make_session(event=event, room=room, speakers=[person])

    one_more()
    question = {"layout": layout, "day": "2026-03-10"}
    organiser.get(reverse("events:calendar"), question)
    with CaptureQueriesContext(
        connection,
    ) as first:
        organiser.get(reverse("events:calendar"), question)
    one_more()
    one_more()
    with django_assert_num_queries(len(first)):
        page = organiser.get(reverse("events:calendar"), question)
    assert "3 sessions at your places" in page.content.decode()


@pytest.mark.many_cases
@pytest.mark.parametrize("layout", ["week", "month", "list", "nonsense"])
@pytest.mark.parametrize("day", ["", "2026-02-30", "9999-12-31", "0001-01-01", "x"])
def test_an_empty_calendar_and_odd_days_are_answered(organiser, layout, day):
    assert organiser.get(reverse("events:calendar"), {"layout": layout, "day": day}).status_code == 200


def test_the_calendar_is_narrowed_by_room_and_purpose(organiser):
    purpose = make_purpose()
    make_session(event=make_event(title="With it", purposes=[purpose]), site=organiser.site)
    make_session(event=make_event(title="Without it"), site=organiser.site)
    page = organiser.get(
        reverse("events:calendar"), {"layout": "list", "day": "2026-03-01", "purpose": purpose.pk}
    ).content.decode()
    assert "With it" in page
    assert "Without it" not in page


def test_what_lacks_a_speaker_a_room_bookings_or_a_count_needs_a_decision(organiser):
    now = at(TUESDAY, 9)
    site, room, person = organiser.site, make_room(site=organiser.site), make_professional()
    event = make_event(published=True, needs_booking=True)
    ready = {"event": event, "room": room, "speakers": [person], "seats": 12, "published_at": now}
    make_session(**ready | {"day": TUESDAY + timedelta(days=3), "seats_taken": 9})  # all is well
    make_session(**ready | {"day": TUESDAY + timedelta(days=2), "seats_taken": 2})
    make_session(**ready | {"day": TUESDAY + timedelta(days=12), "seats_taken": 0})  # early still
    make_session(**ready | {"day": TUESDAY + timedelta(days=4), "speakers": [], "seats_taken": 9})
    make_session(**ready | {"day": TUESDAY + timedelta(days=5), "room": None, "site": site, "seats_taken": 9})
    make_session(**ready | {"day": TUESDAY + timedelta(days=6), "published_at": None, "seats_taken": 9})
    make_session(**ready | {"day": TUESDAY - timedelta(days=1)})
    make_session(**ready | {"day": TUESDAY - timedelta(days=2), "state": "cancelled", "reason": "room"})
    make_session(**ready | {"day": TUESDAY + timedelta(days=60), "speakers": []})  # far away
    found = agenda.decisions(Session.objects.all(), now)
    assert [(each.session.day.day, each.reasons) for each in found] == [
        (9, ("count",)), (12, ("few",)), (14, ("speaker",)), (15, ("room",)), (16, ("publish",)),
    ]  # fmt: skip


def test_the_worklist_leads_to_what_lacks_something(organiser):
    make_public_session(site=organiser.site, starts_at=timezone.now() + timedelta(days=2))
    past = make_session(site=organiser.site, starts_at=timezone.now() - timedelta(days=2))
    page = organiser.get(reverse("events:decide")).content.decode()
    assert "no speaker" in page
    assert reverse("events:session", args=[past.pk]) + "#came" in page


def test_organisers_are_written_in_rows(organiser):
    event, institution = make_event(), make_institution(name="Chamber of trades")
    data = {"rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0", "rows-0-institution": "chamber of trades",
            "rows-0-role": "lead", "rows-1-institution": "", "rows-1-role": "co_producer"}  # fmt: skip
    assert organiser.post(reverse("events:event_organisers", args=[event.pk]), data).status_code == 302
    assert [(row.institution, row.role) for row in event.organisers.all()] == [(institution, "lead")]
    page = organiser.post(
        reverse("events:event_organisers", args=[event.pk]), data | {"rows-0-institution": "Nobody knows"}
    )
    assert "No institution is called" in page.content.decode()


def test_the_page_of_an_institution_tells_its_events(organiser):
    institution = make_institution()
    event = make_event(title="Night of jobs")
    make_organiser(event=event, institution=institution, role=Organiser.Role.LEAD)
    page = organiser.get(reverse("partners:institution", args=[institution.pk]))
    assert "Night of jobs" in page.content.decode()


def test_an_event_that_was_counted_is_not_deleted(organiser):
    event = make_event()
    make_attendance(session=make_session(event=event, site=organiser.site, state="held"))
    organiser.post(reverse("events:event_delete", args=[event.pk]))
    assert Event.objects.filter(pk=event.pk).exists()


def test_a_season_moves_by_whole_weeks():
    assert planning.shifted(date(2026, 9, 15), date(2027, 9, 13)) == timedelta(weeks=52)
    assert planning.shifted(date(2026, 9, 15), date(2026, 9, 15)) == timedelta()


def test_a_form_sent_empty_names_what_is_missing_and_nothing_else(organiser):
    page = organiser.post(reverse("events:sessions_add", args=[make_event().pk]), {"rhythm": "once"}).content.decode()
    assert "Not saved: 4 points" in page
    assert "cannot be null" not in page
