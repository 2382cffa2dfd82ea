"""Which events a counsellor edits: those that the institution who lends them makes."""

import pytest
from django.urls import reverse

from events.factories import make_event, make_event_kind, make_organiser, make_session
from events.models import Event, Session
from partners.factories import make_institution, make_professional
from tests.test_events.test_events import open_site


@pytest.mark.thorough
def test_a_counsellor_edits_the_events_of_their_own_institution_alone(signed_in):
    site = open_site(name="Main")
    client, own = signed_in("counsellor", sites=[site]), make_institution(name="Mission locale")
    make_professional(institution=own, user=client.user)
    mine, other, alone = make_session(site=site), make_session(site=site), make_session(site=site)
    make_organiser(event=mine.event, institution=own)
    make_organiser(event=other.event)
    pages = ("event_edit", "event_organisers", "event_repeat", "event_delete", "sessions_add")
    for session, status in ((mine, 200), (other, 403), (alone, 403)):
        found = {page: client.get(reverse(f"events:{page}", args=[session.event.pk])).status_code for page in pages}
        assert found == dict.fromkeys(pages, status)
        for page in ("session_edit", "session_cancel", "session_delete"):
            assert client.get(reverse(f"events:{page}", args=[session.pk])).status_code == status
        shown = client.get(reverse("events:session", args=[session.pk])).content.decode()
        assert (reverse("events:session_edit", args=[session.pk]) in shown) is (status == 200)
        shown = client.get(reverse("events:event", args=[session.event.pk])).content.decode()
        assert (reverse("events:event_edit", args=[session.event.pk]) in shown) is (status == 200)
    assert client.post(reverse("events:event_publish", args=[other.event.pk])).status_code == 403
    assert client.post(reverse("events:session_delete", args=[other.pk])).status_code == 403
    assert Session.objects.filter(pk=other.pk, event__published=False).exists()


def test_what_a_counsellor_adds_is_made_by_their_institution(signed_in):
    client, own = signed_in("counsellor", sites=[open_site()]), make_institution()
    make_professional(institution=own, user=client.user)
    data = {"title_fr": "Atelier", "kind": make_event_kind().pk, "seats_at_once": "2"}
    answer = client.post(reverse("events:event_add"), data)
    assert [each.institution for each in Event.objects.get().organisers.all()] == [own]
    assert client.get(answer.url).status_code == 200


def test_a_counsellor_whom_no_institution_lends_edits_what_the_centre_makes_alone(signed_in):
    client = signed_in("counsellor", sites=[open_site()])
    alone, shared = make_event(), make_organiser().event
    found = [client.get(reverse("events:event_edit", args=[each.pk])).status_code for each in (alone, shared)]
    assert found == [200, 403]


def test_a_counsellor_who_also_organises_events_edits_all_of_them(signed_in):
    client, event = signed_in("counsellor", "events", sites=[open_site()]), make_organiser().event
    assert client.get(reverse("events:event_edit", args=[event.pk])).status_code == 200
