"""Somebody with two tabs chooses another place in one of them: what was typed in the other belongs where it says."""

import html
import uuid

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import make_desk
from counselling.models import Interview, Notice, UnmetRequest
from documentation.factories import make_copy
from documentation.models import ConsultationCount
from reception.models import DoorReading, GroupVisit, SamplingPeriod, Visit


@pytest.fixture
def town(db):
    return make_site(name="Town", code="town")


@pytest.fixture
def valley(db):
    return make_site(name="Valley", code="valley")


@pytest.fixture
def send(signed_in, town, valley):
    """A function `send(name, typed, action, **query)` that returns the words of the page that follows.

    It opens the page at Town, goes to Valley in another tab, and then sends the form with what is typed into it.

    typed: {field: text}.  action: of the form, when it is not the page's own address.  query: of that address.
    """
    client = signed_in("reception", "counsellor", "documentation", "director", sites=[town, valley])

    def go_to(site):
        client.post(reverse("choose_site"), {"site": site.pk})

    def send(name, typed, action="", **query):
        address = reverse(name)
        go_to(town)
        page = BeautifulSoup(client.get(address, query).content, "html.parser")
        go_to(valley)
        form = page.select_one(f'main form[action="{action}"]' if action else "main form[method=post]:not([action])")
        sent = {field["name"]: field.get("value", "") for field in form.select("input[name]:not([type=checkbox])")}
        for field in form.select("select[name]"):
            if chosen := field.select_one("option[selected]"):
                sent[field["name"]] = chosen["value"]
        return html.unescape(client.post(action or address, sent | typed, follow=True).content.decode())

    return send


def test_a_group_is_counted_where_its_page_says_and_one_is_told(send, town):
    page = send("reception:group_add", {"people": "24"})
    assert GroupVisit.objects.get().site == town
    assert "That page was about Town. Since it was opened you have gone to Valley" in page


def test_readings_of_the_door_are_those_of_the_place_on_the_page(send, town):
    first = timezone.localdate().replace(day=1)
    page = send("reception:door", {"d-1": "9"})
    assert list(DoorReading.objects.values_list("site", "day", "entries")) == [(town.pk, first, 9)]
    assert "That page was about Town." in page


def test_a_visit_a_note_and_a_period_belong_where_their_page_says(send, town):
    today = f"{timezone.localdate()}"
    send("reception:visit_add", {})
    send("counselling:notices", {"text": "The lift is out of order."})
    send("reception:sampling_add", {"starts_on": today, "ends_on": today})
    assert Visit.objects.get().site == town
    assert Notice.objects.get().site == town
    assert SamplingPeriod.objects.get().site == town


def test_who_comes_to_a_desk_and_what_nobody_could_take_count_at_that_desks_place(send, town):
    desk, purpose = make_desk(site=town), make_purpose(code="jobs")
    send("counselling:board", {"purpose": purpose.code}, reverse("counselling:unmet_add"), desk=desk.code)
    assert UnmetRequest.objects.get().site == town
    send("counselling:board", {"desk": desk.code}, reverse("counselling:begin"), desk=desk.code)
    assert Interview.objects.get().site == town


def test_what_lies_on_the_tables_counts_at_the_place_on_the_page(send, town):
    make_copy(site=town, barcode="1")
    page = send("documentation:consultations", {"codes": "1"})
    assert ConsultationCount.objects.get().site == town
    assert "That page was about Town." in page


@pytest.mark.parametrize("place", ["far", "", "nowhere", "\x00"])
def test_a_form_that_names_a_place_that_is_not_ones_own_is_about_the_place_of_the_bar(signed_in, town, valley, place):
    make_site(name="Far away", code="far")
    client = signed_in("reception", sites=[town, valley])
    client.post(reverse("choose_site"), {"site": valley.pk})
    sent = {"uid": uuid.uuid4(), "people": 5, "day": timezone.localdate(), "hour": 10, "page_place": place}
    page = client.post(reverse("reception:group_add"), sent, follow=True)
    assert GroupVisit.objects.get().site == valley
    assert "That page was about" not in page.content.decode()
