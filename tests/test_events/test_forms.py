"""What the forms of the room ask is on their pages."""

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_site
from events.factories import make_event, make_session


@pytest.mark.many_cases
@pytest.mark.parametrize("name", ["event_add", "event_edit", "sessions_add", "session_edit"])
def test_a_form_shows_all_that_it_asks(signed_in, name):
    site, event = make_site(), make_event(is_series=True)
    organiser = signed_in("events", sites=[site])
    session = make_session(event=event, site=site, run=1)
    key = {"event_edit": event.pk, "sessions_add": event.pk, "session_edit": session.pk}.get(name)
    page = organiser.get(reverse(f"events:{name}", args=[key] if key else []))
    form = page.context["form"]
    shown = {field.name for _title, rows in form.sections for row in rows for field in row}
    assert shown == {field.name for field in form.visible_fields()}
