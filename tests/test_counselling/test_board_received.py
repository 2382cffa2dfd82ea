"""What a counsellor can still say of somebody whom this screen receives already."""

import pytest
from django.urls import reverse

from counselling.factories import make_desk
from counselling.models import Interview
from tests.test_counselling.test_board import post, record_part, texts

pytestmark = pytest.mark.django_db
State = Interview.State


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def counsellor(signed_in, desk):
    client = signed_in("counsellor", sites=[desk.site])
    client.get(reverse("counselling:board"), {"desk": desk.code})
    return client


@pytest.mark.thorough
def test_absent_and_send_on_are_there_once_somebody_was_received(counsellor, desk):
    other = make_desk(site=desk.site, name="Training")
    gone, moved = Interview.objects.send(desk=desk), Interview.objects.send(desk=desk)
    page = record_part(post(counsellor, "ticket_take", gone))
    assert reverse("counselling:ticket_leave", args=[gone.pk]) in page
    assert "left without being seen" in texts(post(counsellor, "ticket_leave", gone))
    page = record_part(post(counsellor, "ticket_take", moved))
    assert f'value="{other.code}" formaction="{reverse("counselling:ticket_send_on", args=[moved.pk])}"' in page
    assert "now waits at desk" in texts(post(counsellor, "ticket_send_on", moved, desk=other.code))
    gone.refresh_from_db()
    moved.refresh_from_db()
    assert (gone.state, moved.state, moved.desk) == (State.LEFT, State.WAITING, other)
    page = record_part(post(counsellor, "begin", desk=desk.code))
    straight = Interview.objects.get(state=State.RECEIVED)  # nobody called them: there is nothing to be absent from
    assert reverse("counselling:ticket_leave", args=[straight.pk]) not in page
    assert reverse("counselling:ticket_call_off", args=[straight.pk]) in page
