"""The calendar of the staff says who animates, and from which institution."""

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_site
from events.factories import make_event, make_organiser, make_room, make_session
from partners.factories import make_institution, make_professional


@pytest.mark.parametrize("layout", ["week", "list"])
def test_the_calendar_names_who_speaks_with_the_institution(signed_in, layout):
    site = make_site()
    organiser = signed_in("events", sites=[site])
    room = make_room(site=site)
    speaker = make_professional(name="Ada Speaker", institution=make_institution(name="Jobs House"))
    make_session(room=room, speakers=[speaker])
    unnamed = make_event()
    make_organiser(event=unnamed, institution=make_institution(name="Chamber of Trades"))
    make_session(room=room, event=unnamed, hour=9)
    page = organiser.get(reverse("events:calendar"), {"day": "2026-03-10", "layout": layout}).content.decode()
    assert "Ada Speaker, Jobs House" in page
    assert "Chamber of Trades" in page  # nobody is named yet: whoever makes the event
