"""What was asked for while no desk was on duty: noted at the counter and at the desk board, counted, forgotten."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from counselling import forgetting
from counselling.factories import make_desk, make_interview, make_theme, make_unmet_request
from counselling.models import Interview, UnmetRequest
from tests.test_counselling.test_board import post, texts

pytestmark = pytest.mark.django_db
ENTRIES = "/reception/entries/"


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def counsellor(signed_in, site):
    desk = make_desk(site=site)
    client = signed_in("counsellor", sites=[site])
    client.get(reverse("counselling:board"), {"desk": desk.code})
    return client


def noted(**further):
    return {"uid": str(uuid4()), "kind": "unmet", "recorded_at": timezone.localtime().isoformat(), **further}


def send(client, *entries):
    response = client.post(ENTRIES, json.dumps({"entries": entries}), content_type="application/json")
    assert response.status_code == 200
    return [(result["status"], result["errors"]) for result in response.json()["results"]]


# ── At the desk board ────────────────────────────────────────────────────────────────────────────────


def test_one_press_notes_the_purpose_the_day_and_the_hour(counsellor, site):
    purpose = make_purpose(name="Create a business", code="business")
    assert "Create a business" in texts(counsellor.get(reverse("counselling:board")))
    page = texts(post(counsellor, "unmet_add", purpose="business", theme="", uid=str(uuid4())))
    assert "Noted: Create a business was asked for" in page
    now, row = timezone.localtime(), UnmetRequest.objects.get()
    assert (row.site, row.purpose, row.theme, row.day, row.people) == (site, purpose, None, now.date(), 1)


@pytest.mark.thorough
def test_a_theme_may_be_named_and_an_unknown_one_is_passed_over(counsellor):
    make_purpose(code="business")
    theme = make_theme()
    for said in (str(theme.pk), "999999", "x", ""):
        post(counsellor, "unmet_add", purpose="business", theme=said, uid=str(uuid4()))
    assert sorted(UnmetRequest.objects.values_list("theme", flat=True), key=str) == [theme.pk, None, None, None]


@pytest.mark.thorough
def test_the_same_form_sent_twice_counts_once_and_can_be_taken_back(counsellor):
    make_purpose(code="business")
    uid = str(uuid4())
    post(counsellor, "unmet_add", purpose="business", uid=uid)
    assert "it counts once" in texts(post(counsellor, "unmet_add", purpose="business", uid=uid))
    assert UnmetRequest.objects.counted().people() == 1
    page = texts(post(counsellor, "unmet_take_back"))
    assert "no longer counts" in page
    assert "Not asked for after all" not in page
    assert UnmetRequest.objects.counted().people() == 0


@pytest.mark.thorough
def test_an_unknown_purpose_is_not_found_and_nothing_is_stored(counsellor):
    assert counsellor.post(reverse("counselling:unmet_add"), {"purpose": "nothing"}).status_code == 404
    assert not UnmetRequest.objects.exists()


# ── At the counter, by its outbox ────────────────────────────────────────────────────────────────────


def test_a_request_of_the_counter_is_stored_once_however_often_it_is_sent(signed_in, site):
    client = signed_in("reception", sites=[site])
    purpose = make_purpose(code="business")
    entry = noted(purposes=["business"], people=2)
    assert send(client, entry, entry) == [("stored", []), ("already", [])]
    assert send(client, entry) == [("already", [])]
    assert list(UnmetRequest.objects.values_list("purpose", "people", "site")) == [(purpose.pk, 2, site.pk)]
    assert send(client, entry | {"people": 3})[0][0] == "conflict"


def test_an_undo_takes_a_request_back_and_a_replay_does_not_bring_it_back(signed_in, site):
    client = signed_in("reception", sites=[site])
    make_purpose(code="business")
    entry = noted(purposes=["business"])
    send(client, entry)
    undo = {"uid": str(uuid4()), "kind": "undo", "target": entry["uid"]}
    assert send(client, undo) == [("stored", [])]
    send(client, entry)
    assert UnmetRequest.objects.counted().people() == 0


def test_a_request_for_nothing_is_refused_in_words_and_does_not_block_the_others(signed_in, site):
    client = signed_in("reception", sites=[site])
    make_purpose(code="business")
    answers = send(client, noted(), noted(purposes=["business"]))
    assert answers == [("refused", ["Say what was asked for."]), ("stored", [])]


def test_a_theme_may_be_named_and_one_that_is_unknown_is_refused_in_words(signed_in, site):
    client, theme = signed_in("reception", sites=[site]), make_theme(code="takeover")
    make_purpose(code="business")
    named, wrong = noted(purposes=["business"], theme="takeover"), noted(purposes=["business"], theme="made-up")
    assert send(client, named, wrong) == [("stored", []), ("refused", ["This theme is not known."])]
    assert send(client, named) == [("already", [])]
    assert list(UnmetRequest.objects.values_list("theme", flat=True)) == [theme.pk]


def test_a_request_is_no_visit(signed_in, site):
    client = signed_in("reception", sites=[site])
    make_purpose(code="business")
    send(client, noted(purposes=["business"]))
    assert client.get(reverse("reception:state")).json()["total"] == 0


# ── Forgetting ───────────────────────────────────────────────────────────────────────────────────────


def test_after_a_week_keys_are_random_and_what_was_taken_back_is_gone(site):
    today = timezone.localdate()
    old, fresh = today - timedelta(days=8), today - timedelta(days=7)
    desk = make_desk(site=site)
    kept = {make_unmet_request(site=site, received_on=fresh, fingerprint=b"x").pk}
    kept |= {make_interview(desk=desk, received_on=fresh, fingerprint=b"x").pk}
    old_ones = {make_unmet_request(site=site, received_on=old, fingerprint=b"x").pk}
    old_ones |= {make_interview(desk=desk, received_on=old, fingerprint=b"x").pk}
    make_unmet_request(site=site, received_on=old, undone=True)
    make_interview(desk=desk, received_on=old, state=Interview.State.TAKEN_BACK)
    assert forgetting.device_keys(today) == 4
    left = {row.pk for model in (UnmetRequest, Interview) for row in model.objects.all()}
    assert len(left) == 4
    assert kept <= left
    assert not old_ones & left
    assert UnmetRequest.objects.filter(fingerprint=None, received_on=None).count() == 1
