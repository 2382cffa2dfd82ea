"""A room or a speaker taken twice, a closed door: said at once beside the field, and saved when somebody insists."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_closure
from events import conflicts
from events.factories import at, make_event, make_room, make_session
from partners.engagements import engagements
from partners.factories import make_professional
from tests.test_events.test_events import open_site, plan, planned

TUESDAY = date(2026, 3, 10)


@pytest.fixture
def organiser(signed_in):
    site = open_site(name="Main")
    client = signed_in("events", sites=[site])
    client.site = site
    return client


def test_a_room_that_is_taken_is_said_beside_it_and_may_be_shared(organiser):
    room = make_room(site=organiser.site, name="Millstone", seats=20)
    make_session(event=make_event(title="Talk"), room=room, hour=15)
    event = make_event()
    data = planned(organiser.site, room=room.pk)
    page = plan(organiser, event, data)
    assert page.context["form"].errors["room"] == ["Millstone is taken on 10 March 2026: Talk."]
    assert not event.sessions.exists()
    digest = page.context["form"].fields["anyway"].widget.attrs["value"]
    assert plan(organiser, event, data | {"anyway": digest}).status_code == 302
    assert event.sessions.count() == 1


@pytest.mark.thorough
def test_a_session_that_is_planned_again_is_asked_about_unless_it_is_in_another_place(organiser):
    event = make_event(title="Talk")
    data = planned(organiser.site, elsewhere="Town hall")
    assert plan(organiser, event, data).status_code == 302
    weekly = data | {"rhythm": "weekly", "day": "2026-03-03", "last_day": "2026-03-17"}
    for again in (data, weekly):
        page = plan(organiser, event, again)
        assert page.context["form"].errors["day"] == ["“Talk” is planned at that time already on 10 March 2026."]
    assert event.sessions.count() == 1
    assert plan(organiser, make_event(), data).status_code == 302
    assert plan(organiser, event, data | {"starts": "15:00"}).status_code == 302
    assert plan(organiser, event, data | {"elsewhere": "Library"}).status_code == 302
    digest = page.context["form"].fields["anyway"].widget.attrs["value"]
    assert plan(organiser, event, weekly | {"anyway": digest}).status_code == 302
    assert event.sessions.count() == 6


@pytest.mark.parametrize(("hour", "taken"), [(12, False), (13, True), (15, True), (16, False)])
def test_a_room_is_free_from_the_minute_on_which_the_other_session_ends(organiser, hour, taken):
    room = make_room(site=organiser.site)
    make_session(room=room, hour=hour)
    span = (at(TUESDAY, 14), at(TUESDAY, 16))
    found = conflicts.conflicts(conflicts.Plan(site=organiser.site, spans=[span], room=room))
    assert bool(found) == taken


def test_a_cancelled_session_leaves_its_room_free(organiser):
    room = make_room(site=organiser.site)
    make_session(room=room, state="cancelled", reason="speaker")
    assert plan(organiser, make_event(), planned(organiser.site, room=room.pk, seats="")).status_code == 302


@pytest.mark.thorough
def test_a_session_does_not_collide_with_itself(organiser):
    person = make_professional()
    session = make_session(room=make_room(site=organiser.site), speakers=[person])
    data = {"day": "2026-03-10", "starts": "14:30", "ends": "16:00", "site": organiser.site.pk,
            "room": session.room_id, "speakers": [person.pk], "seats": "12"}  # fmt: skip
    assert organiser.post(reverse("events:session_edit", args=[session.pk]), data).status_code == 302


@pytest.mark.thorough
def test_a_speaker_who_is_elsewhere_is_said_beside_their_name(organiser):
    person = make_professional(name="Ana Silva")
    make_session(event=make_event(title="Forum"), speakers=[person], hour=13)
    page = plan(organiser, make_event(), planned(organiser.site, speakers=[person.pk]))
    assert page.context["form"].errors["speakers"] == ["Ana Silva is taken on 10 March 2026: Forum."]


def test_a_room_of_another_place_is_refused_for_good(organiser):
    organiser.user.sites.add(other := open_site(name="Second"))
    room = make_room(site=other)
    page = plan(organiser, make_event(), planned(organiser.site, room=room.pk))
    assert page.context["form"].errors["room"] == ["This room is at Second."]
    assert "anyway" not in page.context["form"].fields


def test_more_seats_than_the_room_has_are_said(organiser):
    room = make_room(site=organiser.site, name="Millstone", seats=8)
    page = plan(organiser, make_event(), planned(organiser.site, room=room.pk, seats="12"))
    assert page.context["form"].errors["seats"] == ["Millstone has 8 seats."]


def test_a_closed_day_is_said_for_a_single_session_but_not_for_one_held_elsewhere(organiser):
    make_closure(site=organiser.site, starts_on=TUESDAY)
    page = plan(organiser, make_event(), planned(organiser.site))
    assert "is closed on 10 March 2026" in page.context["form"].errors["day"][0]
    assert (
        plan(organiser, make_event(), planned(organiser.site, elsewhere="Corn hall, 2 Mill Lane")).status_code == 302
    )


def test_other_rooms_learn_when_a_speaker_is_taken(db):
    person, other = make_professional(), make_professional()
    session = make_session(event=make_event(title="Forum"), speakers=[person])
    make_session(speakers=[person], state="cancelled", reason="room")
    found = engagements([person.pk, other.pk], at(TUESDAY, 0), at(TUESDAY + timedelta(days=1), 0))
    assert [(each.professional_id, each.words, each.starts) for each in found] == [
        (person.pk, "Forum", session.starts_at)
    ]
    assert engagements([person.pk], at(TUESDAY, 16), at(TUESDAY, 18)) == []
