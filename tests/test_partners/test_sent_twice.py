"""Whoever presses twice, or goes back after saving and saves again, means one row, and is asked first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.urls import reverse

from citedesmetiers.factories import make_centre, make_site
from events.factories import make_event_kind
from events.models import Event
from partners.factories import make_institution, make_meeting, make_meeting_kind, make_training_kind
from partners.forms.meeting import MeetingForm
from partners.models import Contact, Meeting, Training

DAY = "2026-03-10"


def send(client, wanted, **more):
    """Send a form once more. wanted: (URL name, its arguments, what is typed)."""
    name, arguments, form = wanted
    return client.post(reverse(name, args=arguments), form | more)


def ticked(page):
    """What is sent when the box of the warning on `page` is ticked."""
    return {"anyway": page.context["form"].fields["anyway"].widget.attrs["value"]}


def meeting(**form):
    return "partners:meeting_add", [], {"kind": make_meeting_kind().pk, "day": DAY, "title": "Desks", **form}


def training():
    return "partners:training_add", [], {"kind": make_training_kind().pk, "starts_on": DAY}


def contact():
    return "partners:contact_add", [make_institution().pk], {"function": "accounts", "email": "a@b.example"}


def event(**form):
    return "events:event_add", [], {"title_fr": "Forum", "kind": make_event_kind().pk, "seats_at_once": 2, **form}


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("wanted", "model"), [(meeting, Meeting), (training, Training), (contact, Contact), (event, Event)]
)
def test_what_is_saved_again_is_asked_about_and_saved_once_somebody_says_so(signed_in, wanted, model):
    client, form = signed_in("director", language="en"), wanted()
    assert send(client, form).status_code == 302
    asked = send(client, form)
    assert "The same is saved already: “" in asked.content.decode()
    assert "Nothing was saved a second time." in asked.content.decode()
    assert asked.content.decode().count('name="anyway"') == 1
    assert model.objects.count() == 1
    assert send(client, form, **ticked(asked)).status_code == 302
    assert model.objects.count() == 2
    page = send(client, form, **ticked(asked)).content.decode()  # a tick holds for one of them
    assert "The same is saved 2 times already" in page
    assert model.objects.count() == 2


def test_what_differs_in_anything_that_was_said_is_another_one(signed_in):
    client, here, there = signed_in("director"), make_institution().pk, make_institution().pk
    form = meeting(institutions=[here])
    for more in (
        {}, {"title": "Workshops"}, {"day": "2026-03-11"}, {"people": 7}, {"institutions": [here, there]},
        {"institutions": []},
    ):  # fmt: skip
        assert send(client, form, **more).status_code == 302
    assert Meeting.objects.count() == 6


def test_the_same_words_under_another_institution_are_another_contact(signed_in):
    client = signed_in("director")
    for form in (contact(), contact()):
        assert send(client, form).status_code == 302
    assert Contact.objects.count() == 2


def test_a_row_that_is_there_may_be_made_like_another_one(signed_in):
    client, form = signed_in("director"), meeting()
    send(client, form)
    edit = ("partners:meeting_edit", [make_meeting().pk], form[2])
    assert send(client, edit).status_code == 302


@pytest.mark.thorough
def test_two_warnings_are_accepted_one_after_the_other_with_one_box(signed_in):
    client = signed_in("director", language="en")
    form = event(summary_fr="Appelez le 05 55 12 34 56")
    first = send(client, form)
    assert send(client, form, **ticked(first)).status_code == 302
    again = send(client, form, **ticked(first))
    assert "The same is saved already" in again.content.decode()
    assert "This looks like a telephone number" not in again.content.decode()  # that was read and accepted
    assert send(client, form, **ticked(again)).status_code == 302
    assert Event.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_forms_that_come_at_once_one_is_saved():
    centre = make_centre()
    kind, site = make_meeting_kind(), make_site()
    ready = Barrier(4)

    def one(_n):
        try:
            form = MeetingForm({"kind": kind.pk, "day": DAY, "site": site.pk}, centre=centre)
            form.is_valid()
            ready.wait()
            return form.saved() is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(one, range(4))) == [False, False, False, True]
    assert Meeting.objects.count() == 1
