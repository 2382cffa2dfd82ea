"""Interviews that come by the outbox: stored once, closing what began with a ticket, refused in words."""

import json
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site, make_user
from citedesmetiers.models import SpentKey
from counselling.entries import Batch
from counselling.factories import a_screen, make_desk, make_duty_session, make_interview, make_outcome, make_theme
from counselling.forgetting import device_keys
from counselling.models import Interview, Ticket
from partners.factories import make_institution, make_professional

pytestmark = pytest.mark.django_db
URL = "/counselling/entries/"
State = Interview.State


@pytest.fixture
def desk():
    return make_desk(site=make_site(code="main"), code="jobs")


@pytest.fixture
def screen(signed_in, desk):
    """A counsellor's client with `send(*entries, **more)` → [(status, errors), …]."""
    client = signed_in("counsellor", sites=[desk.site])

    def send(*entries, **more):
        body = json.dumps({"entries": list(entries), **more})
        response = client.post(URL, body, content_type="application/json")
        assert response.status_code == 200, response.content
        return [(result["status"], result["errors"]) for result in response.json()["results"]]

    client.send = send
    return client


def entry(*, minutes_ago=0, fields=None, **more):
    moment = timezone.localtime() - timedelta(minutes=minutes_ago)
    return {
        "uid": str(uuid.uuid4()),
        "kind": "interview",
        "site": "main",
        "desk": "jobs",
        "recorded_at": moment.isoformat(),
        "fields": {"people": ["1"], "kind": ["individual"], "channel": ["walk_in"], **(fields or {})},
    } | more


def test_an_interview_that_waited_is_stored_with_its_day_and_what_was_noted(screen, desk):
    theme, outcome = make_theme(), make_outcome()
    fields = {"themes": [str(theme.pk)], "outcomes": [str(outcome.pk)], "minutes": ["25"], "people": ["2"]}
    sent = entry(minutes_ago=3 * 24 * 60, fields=fields)
    assert screen.send(sent) == [("stored", [])]
    row = Interview.objects.get()
    assert str(row.pk) == sent["uid"]
    assert row.day == timezone.localdate() - timedelta(days=3)
    assert (row.state, row.desk, row.minutes, row.people) == ("done", desk, 25, 2)
    assert (row.themes, row.outcomes, row.purpose) == ([theme.pk], [outcome.pk], desk.purposes.get())


def test_sent_twice_is_one_and_another_under_the_same_key_is_a_conflict_of_its_own(screen):
    first, second = entry(), entry()
    assert screen.send(first, first) == [("stored", []), ("already", [])]
    (conflict, words), (stored, _none) = screen.send(first | {"fields": {"people": ["9"]}}, second)
    assert (conflict, stored) == ("conflict", "stored")
    assert "Both are kept" in words[0]
    assert sorted(Interview.objects.values_list("people", flat=True)) == [1, 1]


def test_a_ticket_that_was_being_received_is_closed_with_the_minutes_that_the_device_measured(screen, desk):
    interview = Interview.objects.send(desk=desk)
    interview.take(screen=a_screen())
    sent = entry(uid=str(interview.pk), measured=17)
    assert screen.send(sent) == [("stored", [])]
    interview.refresh_from_db()
    assert (interview.state, interview.minutes, interview.waiting_minutes) == ("done", 17, 0)
    assert screen.send(sent) == [("already", [])]
    assert Interview.objects.count() == 1


def test_what_the_night_closed_is_filled_in_and_no_second_interview_appears(screen, desk):
    yesterday = timezone.localtime() - timedelta(days=1)
    interview = Interview.objects.begin(desk=desk, screen=a_screen(), now=yesterday)
    theme = make_theme()
    Ticket.objects.close_day(desk.site, before=timezone.localdate())
    sent = entry(uid=str(interview.pk), measured=30, minutes_ago=24 * 60, fields={"themes": [str(theme.pk)]})
    assert screen.send(sent) == [("stored", [])]
    row = Interview.objects.get()
    assert (row.day, row.minutes, row.themes) == (yesterday.date(), 30, [theme.pk])


def test_what_another_screen_recorded_meanwhile_stands_and_the_entry_is_kept(screen, desk):
    interview = Interview.objects.begin(desk=desk, screen=a_screen())
    interview.record(minutes=12)
    ((status, words),) = screen.send(entry(uid=str(interview.pk), measured=40))
    assert status == "conflict"
    assert "another screen" in words[0]
    assert Interview.objects.get().minutes == 12


def test_an_interview_that_was_deleted_does_not_come_back_with_a_replay(screen):
    sent = entry()
    screen.send(sent)
    screen.post(reverse("counselling:interview_delete", args=[sent["uid"]]))
    assert screen.send(sent) == [("already", [])]
    assert not Interview.objects.held().exists()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"uid": "x"}, "key"),
        ({"kind": "visit"}, "kind of entry"),
        ({"desk": "elsewhere"}, "desk is not known"),
        ({"site": "nowhere"}, "not one of yours"),
        ({"recorded_at": "yesterday"}, "time of the entry"),
        ({"recorded_at": "2999-01-01T10:00:00+01:00"}, "future"),
        ({"recorded_at": "2020-01-01T10:00:00+01:00"}, "too old"),
        ({"fields": {"themes": ["999999"]}}, "no longer offered"),
        ({"fields": {"people": ["0"]}}, "People"),
        ({"fields": {"minutes": ["soon"]}}, "minutes"),
        ({"fields": {"channel": ["smoke"]}}, "How"),
    ],
)
def test_a_wrong_interview_is_refused_in_words_and_the_others_are_stored(screen, change, word):
    wrong, right = entry() | change, entry()
    (status, words), others = screen.send(wrong, right)
    assert status == "refused"
    assert word in " ".join(words)
    assert others == ("stored", [])
    assert Interview.objects.count() == 1


@pytest.mark.many_cases
@pytest.mark.parametrize("fields", [None, [], "x", {"themes": {"a": 1}}, {"people": None}, {"people": [["1"]]}])
def test_fields_of_any_shape_are_answered(screen, fields):
    ((status, _words),) = screen.send(entry() | {"fields": fields})
    assert status in ("stored", "refused")


def test_a_wrong_clock_is_put_right(screen):
    ahead = timezone.localtime() + timedelta(days=3)
    sent = entry() | {"recorded_at": ahead.isoformat()}
    assert screen.send(sent, sent_at=ahead.isoformat()) == [("stored", [])]
    assert Interview.objects.get().day == timezone.localdate()


def test_an_interview_of_a_strange_place_is_out_of_reach(screen):
    theirs = make_interview(desk=make_desk(), state=State.RECEIVED)
    ((status, _words),) = screen.send(entry(uid=str(theirs.pk)))
    theirs.refresh_from_db()
    assert (status, theirs.state) == ("refused", "received")


def test_the_institution_is_that_of_the_account(screen):
    institution = make_institution()
    make_professional(institution=institution, user=screen.user)
    screen.send(entry())
    assert Interview.objects.get().institution == institution


@pytest.mark.thorough
def test_an_interview_keeps_the_institution_it_was_recorded_for_whoever_empties_the_outbox(screen, desk):
    recorded, own = make_institution(code="youth"), make_institution(code="own")
    make_professional(institution=own, user=screen.user)
    day = timezone.localdate() - timedelta(days=2)
    make_duty_session(desks=[desk], institution=recorded, day=day)
    sent = entry(minutes_ago=2 * 24 * 60, institution="youth")
    assert screen.send(sent, entry(institution="own"), entry(institution=""), entry()) == [("stored", [])] * 4
    assert Interview.objects.get(pk=sent["uid"]).institution == recorded
    assert Interview.objects.filter(institution=own).count() == 2  # what says nothing is the session's, as before
    assert Interview.objects.filter(institution=None).count() == 1


def test_an_institution_that_was_not_there_that_day_is_refused_in_words(screen, desk):
    make_duty_session(desks=[desk], institution=make_institution(code="youth", name="Youth"), day=timezone.localdate())
    (status, words), (strange, why), (odd, _why) = screen.send(
        entry(minutes_ago=2 * 24 * 60, institution="youth"), entry(institution="nobody"), entry(institution=["youth"])
    )
    assert (status, strange, odd) == ("refused", "refused", "refused")
    assert "Youth was not on the roster of that day" in words[0]
    assert "not known here" in why[0]
    assert not Interview.objects.exists()


def test_the_pages_that_record_say_for_which_institution(screen, desk):
    make_professional(institution=make_institution(code="own"), user=screen.user)
    for address in (reverse("counselling:board") + f"?desk={desk.code}", reverse("counselling:board_offline")):
        assert '"institution": "own"' in screen.get(address).content.decode()


def test_an_interview_that_is_sent_again_after_its_key_was_forgotten_counts_once(desk):
    user, sent = make_user(roles=["counsellor"], sites=[desk.site]), entry()

    def send(days):
        batch = Batch({"entries": [sent]}, user=user, site=desk.site, now=timezone.now() + timedelta(days=days))
        return batch.store()[0]["status"]

    assert send(days=0) == "stored"
    device_keys(timezone.localdate() + timedelta(days=8))
    assert not Interview.objects.filter(pk=sent["uid"]).exists()
    assert send(days=30) == "already"
    assert Interview.objects.count() == 1
    SpentKey.objects.all().delete()  # positive control: it is the digest that tells
    assert send(days=30) == "stored"


def test_reception_may_not_record(signed_in, desk):
    client = signed_in("reception", sites=[desk.site])
    response = client.post(URL, "{}", content_type="application/json")
    assert (response.status_code, response.json()) == (403, {"error": "forbidden"})


@pytest.mark.django_db(transaction=True)
def test_the_same_interviews_sent_ten_times_at_once_are_one_each(desk):
    user = make_user(roles=["counsellor"], sites=[desk.site])
    payload = {"entries": [entry() for _ in range(5)]}
    answers, gate = [], threading.Barrier(10)

    def send():
        try:
            gate.wait()
            answers.extend(result["status"] for result in Batch(payload, user=user, site=desk.site).store())
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Interview.objects.count() == 5
    assert (answers.count("stored"), answers.count("already")) == (5, 45)


def test_the_page_that_needs_no_server_shows_no_ticket_and_says_that_it_may_be_kept(screen, desk):
    waiting = Interview.objects.send(desk=desk)
    make_theme(name="Writing a letter")
    response = screen.get(reverse("counselling:board_offline"))
    page = response.content.decode()
    assert response["X-Counter"]
    assert "Writing a letter" in page
    assert str(waiting.pk) not in page
    assert "csrfmiddlewaretoken" not in page.partition('id="record"')[2]
