"""What else a season may say: who speaks, the programme, themes, audiences, and whether seats are booked."""

import pytest
from django.core.exceptions import ValidationError

from events.factories import make_audience_tag, make_event_kind, make_topic
from events.models import Event, Session
from partners.factories import make_professional, make_programme
from tests.test_events.test_events import open_site
from tests.test_events.test_import import a_row, taken_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_place_and_a_kind():
    open_site(name="Main")
    make_event_kind(name="Workshop", booking=True)


def test_a_row_names_speakers_programme_themes_audiences_and_booking():
    ada, ben = make_professional(name="Ada Speaker"), make_professional(name="Ben Talker")
    programme, topic, audience = (
        make_programme(name="Digital pathway"), make_topic(name="Digital skills"), make_audience_tag(name="Seniors"),
    )  # fmt: skip
    row = a_row(
        speakers=["ada speaker", "Ben Talker"], programme="digital pathway", topics=["Digital skills"],
        audiences=["seniors"], booking=False,
    )  # fmt: skip
    [outcome] = taken_in(row)
    event, session = Event.objects.get(), Session.objects.get()
    assert set(session.speakers.all()) == {ada, ben}
    assert outcome.changes["speakers"] == ("", "Ada Speaker, Ben Talker")
    assert (event.programme, event.topics.get(), event.audiences.get()) == (programme, topic, audience)
    assert not event.needs_booking
    assert taken_in(row)[0].fate == "unchanged"
    [changed] = taken_in(a_row(speakers=["Ada Speaker"]))
    assert (changed.fate, changed.changes) == ("changed", {"speakers": ("Ada Speaker, Ben Talker", "Ada Speaker")})
    assert session.speakers.get() == ada


def test_booking_is_as_usual_for_the_kind_when_nobody_says():
    taken_in(a_row())
    assert Event.objects.get().needs_booking


def test_a_name_that_two_people_have_or_nobody_has_is_refused_with_a_reason():
    make_professional(name="Ada Speaker"), make_professional(name="Ada Speaker")
    with pytest.raises(ValidationError, match="Several people are called “Ada Speaker”"):
        taken_in(a_row(speakers=["Ada Speaker"]))
    with pytest.raises(ValidationError, match="There is no “Nobody” here"):
        taken_in(a_row(title="Another", speakers=["Nobody"]))
