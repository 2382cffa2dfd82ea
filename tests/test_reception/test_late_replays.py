"""A device that heard no answer and comes back weeks later: its keys are forgotten, and still nothing counts twice."""

import threading
import time
import uuid
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from citedesmetiers import anonymity
from citedesmetiers.factories import make_purpose, make_site, make_spent_key, make_user
from citedesmetiers.forgetting import SPENT_KEY_DAYS, forget
from citedesmetiers.models import SpentKey
from counselling.models import UnmetRequest
from reception import forgetting
from reception.entries import Batch
from reception.models import GroupVisit, Visit

pytestmark = pytest.mark.django_db
COUNTED = datetime(2026, 9, 1, 10, 30, tzinfo=ZoneInfo("Europe/Paris"))
NIGHT = (COUNTED + timedelta(days=8)).date()
LATE = COUNTED + timedelta(days=30)


@pytest.fixture
def send():
    """A function `send(*entries, now)` → statuses, from a counter at one place."""
    site = make_site(code="main")
    make_purpose(code="employment")
    user = make_user(sites=[site])

    def send(*entries, now):
        return [answer["status"] for answer in answers(*entries, now=now)]

    def answers(*entries, now):
        return Batch({"entries": list(entries)}, user=user, site=site, now=now).store()

    send.answers = answers
    return send


def entry(**fields):
    return {"uid": str(uuid.uuid4()), "kind": "visit", "recorded_at": COUNTED.isoformat(), "people": 2} | fields


def undo(target):
    return {"uid": str(uuid.uuid4()), "kind": "undo", "target": target["uid"]}


KINDS = [
    pytest.param(entry(), Visit, id="visit"),
    pytest.param(entry(kind="group", people=24), GroupVisit, id="group"),
    pytest.param(entry(kind="unmet", purposes=["employment"]), UnmetRequest, id="unmet"),
]


@pytest.mark.many_cases
@pytest.mark.parametrize(("sent", "model"), KINDS)
def test_an_entry_whose_answer_was_lost_counts_once_after_weeks_too(send, sent, model):
    assert send(sent, now=COUNTED) == ["stored"]
    forget(NIGHT)
    assert send(sent, now=LATE) == ["already"]
    assert send(sent, entry(uid=str(uuid.uuid4())), now=LATE) == ["already", "stored"]
    assert model.objects.counted().count() == (2 if model is Visit else 1)


def test_positive_control_without_the_digests_the_same_visit_counts_twice(send):
    """Shows that the test above can fail."""
    sent = entry()
    send(sent, now=COUNTED)
    forget(NIGHT)
    SpentKey.objects.all().delete()
    assert send(sent, now=LATE) == ["stored"]
    assert Visit.objects.counted().people() == 4


@pytest.mark.many_cases
@pytest.mark.parametrize(("sent", "model"), KINDS)
def test_what_was_taken_back_stays_taken_back(send, sent, model):
    send(sent, undo(sent), now=COUNTED)
    forget(NIGHT)
    assert not model.objects.exists()
    assert send(sent, undo(sent), now=LATE) == ["already", "already"]
    assert not model.objects.exists()


def test_an_undo_that_overtook_its_visit_by_weeks_still_takes_it_back(send):
    sent = entry()
    send(undo(sent), now=COUNTED)
    forget(NIGHT)
    assert send(sent, now=LATE) == ["already"]
    assert not Visit.objects.counted().exists()


@pytest.mark.parametrize("kind", ["undo", "qualify"])
def test_a_second_thought_about_a_forgotten_visit_is_refused_in_words_and_not_said_to_be_done(send, kind):
    sent = entry()
    send(sent, now=COUNTED)
    forget(NIGHT)
    thought = {"uid": str(uuid.uuid4()), "kind": kind, "target": sent["uid"]}
    (answer,) = send.answers(thought, now=LATE)
    assert answer["status"] == "refused"
    assert "more than a week ago" in answer["errors"][0]
    assert Visit.objects.counted().people() == 2
    assert Visit.objects.count() == 1


def test_a_visit_of_today_costs_no_further_question_and_one_of_yesterday_does(send, django_assert_num_queries):
    asked = {}
    for days in (0, 1):
        with django_assert_num_queries(2 if days == 0 else 5) as found:
            send(entry(), now=COUNTED + timedelta(days=days))
        asked[days] = "".join(query["sql"] for query in found.captured_queries)
    assert "spentkey" not in asked[0]
    assert "spentkey" in asked[1]


def test_digests_go_when_nothing_so_old_is_taken_any_more(send):
    make_spent_key(day=NIGHT)
    last = NIGHT + timedelta(days=SPENT_KEY_DAYS)
    assert forget(last)["spent_keys"] == 0
    assert forget(last + timedelta(days=1))["spent_keys"] == 1
    assert send(entry(), now=COUNTED + timedelta(days=SPENT_KEY_DAYS)) == ["refused"]


def test_digests_tell_neither_keys_nor_rows_nor_their_order(send):
    sent = [entry() for _ in range(40)]
    for one in sent:
        send(one, now=COUNTED)
    in_order = list(Visit.objects.order_by("pk").values_list("pk", flat=True))
    forget(NIGHT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM citedesmetiers_spentkey ORDER BY ctid")  # as they lie on the disk
        digests = [bytes(digest) for (digest,) in cursor.fetchall()]
    assert digests == sorted(digests)
    assert len(digests) == len(in_order) == 40
    assert not {uid.bytes for uid in in_order} & set(digests)
    assert [field.name for field in SpentKey._meta.get_fields()] == ["digest", "forgotten_on"]
    assert set(SpentKey.objects.values_list("forgotten_on", flat=True)) == {NIGHT}
    assert SpentKey in anonymity.registered()


@pytest.mark.django_db(transaction=True)
def test_a_replay_that_meets_the_night_itself_waits_for_it_and_counts_nothing_twice(send):
    sent, said = entry(), []
    send(sent, now=COUNTED)
    replay = threading.Thread(target=lambda: (said.extend(send(sent, now=LATE)), connection.close()))
    with transaction.atomic():
        forgetting.device_keys(NIGHT)
        replay.start()
        with connection.cursor() as cursor:
            until = time.monotonic() + 30
            waiting = 0
            while not waiting and time.monotonic() < until:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")
                (waiting,) = cursor.fetchone()
    replay.join(timeout=30)
    assert waiting, "the replay did not meet the night"
    assert said == ["already"]
    assert Visit.objects.count() == 1
