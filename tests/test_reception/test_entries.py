"""What a counter sends is stored exactly once, in the right hour, and every entry gets its answer."""

import json
import threading
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from citedesmetiers.factories import make_profile_value, make_purpose, make_site, make_user
from partners.factories import make_institution, make_institution_kind
from reception.entries import Batch
from reception.models import GroupVisit, Visit

pytestmark = pytest.mark.django_db
URL = "/reception/entries/"


def entry(**fields):
    """A plain visit, recorded now."""
    return {
        "uid": str(uuid.uuid4()),
        "kind": "visit",
        "recorded_at": timezone.localtime().isoformat(),
        "people": 1,
        "purposes": [],
    } | fields


@pytest.fixture
def counter(signed_in):
    """A client of a reception agent at one place, with a function `send(*entries, **more)` → list of answers."""
    site = make_site(code="main")
    client = signed_in("reception", sites=[site])
    client.site = site
    client.purpose = make_purpose(code="employment", key=2)

    def send(*entries, status=200, **more):
        response = client.post(URL, json.dumps({"entries": list(entries), **more}), content_type="application/json")
        assert response.status_code == status, response.content
        return response.json().get("results")

    client.send = send
    return client


def statuses(answers):
    return [answer["status"] for answer in answers]


def test_a_visit_is_stored_with_its_day_and_hour_and_nothing_finer(counter):
    sent = entry(people=3, purposes=["employment"])
    assert counter.send(sent) == [{"uid": sent["uid"], "status": "stored", "errors": []}]
    visit, moment = Visit.objects.get(), datetime.fromisoformat(sent["recorded_at"])
    assert (visit.site, visit.day, visit.hour) == (counter.site, moment.date(), moment.hour)
    assert (visit.people, visit.purpose) == (3, counter.purpose)


def test_the_same_visit_again_is_said_to_be_there_already(counter):
    sent = entry()
    assert statuses(counter.send(sent)) == ["stored"]
    assert statuses(counter.send(sent)) == ["already"]
    assert statuses(counter.send(sent, sent)) == ["already", "already"]
    assert Visit.objects.count() == 1


def test_twice_in_one_batch_is_one_row(counter):
    sent = entry()
    assert statuses(counter.send(sent, sent)) == ["stored", "already"]
    assert Visit.objects.count() == 1


def test_another_visit_under_the_same_key_is_a_conflict_of_its_own_only(counter):
    first = entry(people=1)
    counter.send(first)
    other, plain = first | {"people": 2}, entry()
    assert statuses(counter.send(other, plain)) == ["conflict", "stored"]
    assert sorted(Visit.objects.values_list("people", flat=True)) == [1, 1]


def test_profile_purposes_and_directions_are_noted(counter):
    age = make_profile_value(list="age_band", code="age_18_25")
    training, kind = make_purpose(code="training"), make_institution_kind(code="chamber")
    sent = entry(
        purposes=["employment", "training"],
        profile={"age_band": "age_18_25", "gender": "not_stated"},
        sent_to=["documentation", "institution"],
        sent_to_kind="chamber",
    )
    assert statuses(counter.send(sent)) == ["stored"]
    visit = Visit.objects.get()
    assert (visit.age_band, visit.gender) == (age, None)
    assert (visit.purpose, visit.further_purposes) == (counter.purpose, [training.pk])
    assert (visit.sent_to, visit.sent_to_kind) == (["documentation", "institution"], kind)


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"people": 0}, "number of people"),
        ({"people": 501}, "number of people"),
        ({"people": "three"}, "number of people"),
        ({"people": True}, "number of people"),
        ({"purposes": ["piracy"]}, "piracy"),
        ({"profile": {"age_band": "ancient"}}, "ancient"),
        ({"profile": {"shoe_size": "42"}}, "shoe_size"),
        ({"sent_to": ["mars"]}, "directions"),
        ({"sent_to_kind": "guild"}, "kind of institution"),
        ({"site": "elsewhere"}, "place"),
        ({"kind": "wish"}, "kind of entry"),
        ({"uid": "seven"}, "key"),
        ({"uid": None}, "key"),
        ({"recorded_at": "yesterday"}, "time"),
        ({"recorded_at": "2026-11-20T10:00:00"}, "time"),
        ({"recorded_at": 7}, "time"),
        ({"recorded_at": "9999-12-31T23:59:59+00:00"}, "future"),
        ({"recorded_at": "0001-01-01T00:00:00+14:00"}, "too old"),
        ({"recorded_at": "2020-01-01T00:00:00+00:00"}, "too old"),
    ],
)
def test_a_wrong_entry_is_refused_in_words_and_the_others_are_stored(counter, change, word):
    wrong, right = counter.send(entry(**change), entry())
    assert (wrong["status"], right["status"]) == ("refused", "stored")
    assert word in " ".join(wrong["errors"])
    assert Visit.objects.count() == 1


def test_a_place_of_somebody_else_is_refused(counter):
    make_site(code="strange")
    (answer,) = counter.send(entry(site="strange"))
    assert answer["status"] == "refused"
    assert not Visit.objects.exists()


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"entries": 1}', b'{"entries": ["x"]}', b"\xff", b'{"entries": ' + b"[" * 5000]
)
def test_what_is_no_batch_is_answered_400_and_stores_nothing(counter, body):
    response = counter.post(URL, body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"] == "batch"


def test_a_form_of_another_site_cannot_send_visits(counter):
    assert counter.post(URL, {"entries": "[]"}).status_code == 415
    body = json.dumps({"entries": [entry()]})
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        response = counter.post(URL, body, content_type="application/json", headers=headers)
        assert response.status_code == 403
    assert not Visit.objects.exists()


def test_without_a_session_the_answer_is_json_and_never_a_redirect(client, centre):
    response = client.post(URL, json.dumps({"entries": [entry()]}), content_type="application/json")
    assert (response.status_code, response.json()) == (401, {"error": "sign_in"})


def test_a_role_that_counts_no_visits_gets_json_403(signed_in):
    client = signed_in("admin", sites=[make_site()])
    response = client.post(URL, json.dumps({"entries": [entry()]}), content_type="application/json")
    assert (response.status_code, response.json()) == (403, {"error": "forbidden"})


# ── Time ─────────────────────────────────────────────────────────────────────────────────────────────


def test_new_year_is_cut_at_local_midnight_however_late_the_visit_arrives():
    site = make_site()
    user = make_user(sites=[site])
    arrival = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)  # 01:30 in Paris
    late = [entry(recorded_at="2026-12-31T23:30:00+01:00"), entry(recorded_at="2026-12-31T23:30:00+00:00")]
    Batch({"entries": late}, user=user, site=site, now=arrival).store()
    assert list(Visit.objects.order_by("day").values_list("day", "hour")) == [
        (date(2026, 12, 31), 23),
        (date(2027, 1, 1), 0),
    ]


@pytest.mark.parametrize("wrong_by", [timedelta(days=1), timedelta(days=-1), timedelta(hours=-1), timedelta(days=400)])
def test_a_wrong_clock_is_put_right_and_told(wrong_by):
    site = make_site()
    user = make_user(sites=[site])
    now = timezone.localtime()
    device = now + wrong_by
    payload = {"sent_at": device.isoformat(), "entries": [entry(recorded_at=device.isoformat())]}
    batch = Batch(payload, user=user, site=site, now=now)
    assert statuses(batch.store()) == ["stored"]
    assert Visit.objects.values_list("day", "hour").get() == (now.date(), now.hour)
    assert batch.skew == -wrong_by


def test_a_slow_network_is_no_wrong_clock():
    site = make_site()
    now = timezone.localtime()
    batch = Batch(
        {"sent_at": (now - timedelta(seconds=90)).isoformat(), "entries": []}, user=make_user(), site=site, now=now
    )
    assert batch.skew == timedelta(0)


# ── Second thoughts ──────────────────────────────────────────────────────────────────────────────────


def undo(target, **fields):
    return {"uid": str(uuid.uuid4()), "kind": "undo", "target": target["uid"]} | fields


def test_an_undone_visit_no_longer_counts_and_a_replay_does_not_bring_it_back(counter):
    sent = entry()
    counter.send(sent)
    assert statuses(counter.send(undo(sent))) == ["stored"]
    assert statuses(counter.send(undo(sent), sent)) == ["already", "already"]
    assert Visit.objects.counted().count() == 0


def test_an_undo_may_carry_the_key_of_what_it_takes_back(counter):
    sent = entry()
    counter.send(sent)
    assert statuses(counter.send({"uid": sent["uid"], "kind": "undo"})) == ["stored"]
    assert Visit.objects.counted().count() == 0


def test_an_undo_that_arrives_first_still_takes_the_visit_back(counter):
    sent = entry()
    assert statuses(counter.send(undo(sent))) == ["stored"]
    assert statuses(counter.send(sent)) == ["already"]
    assert Visit.objects.counted().count() == 0


def test_an_undo_in_the_batch_of_its_visit(counter):
    sent = entry()
    assert statuses(counter.send(sent, undo(sent))) == ["stored", "stored"]
    assert Visit.objects.counted().count() == 0


def test_nobody_takes_back_a_visit_of_a_strange_place(counter):
    sent = entry()
    counter.send(sent)
    strange = make_site()
    batch = Batch({"entries": [undo(sent)]}, user=make_user(sites=[strange]), site=strange)
    assert statuses(batch.store()) == ["refused"]
    assert Visit.objects.counted().count() == 1


def test_a_later_qualification_replaces_what_was_noted(counter):
    woman = make_profile_value(list="gender", code="woman")
    make_profile_value(list="gender", code="man")
    sent = entry(purposes=["employment"], profile={"gender": "man"})
    counter.send(sent)
    change = {"uid": str(uuid.uuid4()), "kind": "qualify", "target": sent["uid"], "profile": {"gender": "woman"}}
    assert statuses(counter.send(change)) == ["stored"]
    visit = Visit.objects.get()
    assert (visit.gender, visit.purpose) == (woman, counter.purpose)


def test_a_qualification_of_an_unknown_visit_is_refused(counter):
    change = {"uid": str(uuid.uuid4()), "kind": "qualify", "target": str(uuid.uuid4()), "profile": {}}
    assert statuses(counter.send(change)) == ["refused"]


# ── Groups ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_class_is_one_entry_with_marginals(counter):
    girls, boys = (make_profile_value(list="gender", code=code) for code in ("woman", "man"))
    school = make_institution(code="lycee")
    sent = entry(
        kind="group", people=24, classes=1, institution="lycee", marginals={"gender": {"woman": 13, "man": 11}}
    )
    assert statuses(counter.send(sent, sent)) == ["stored", "already"]
    group = GroupVisit.objects.get()
    assert (group.people, group.classes, group.institution) == (24, 1, school)
    assert dict(group.marginals.values_list("value", "people")) == {girls.pk: 13, boys.pk: 11}
    assert not Visit.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "change",
    [
        {"people": 1},
        {"classes": 30},
        {"classes": 0},
        {"institution": "nowhere"},
        {"marginals": {"gender": {"woman": 25}}},
        {"marginals": {"gender": {"woman": -1}}},
        {"marginals": {"gender": {"robot": 1}}},
    ],
)
def test_a_group_that_does_not_add_up_is_refused_whole(counter, change):
    make_profile_value(list="gender", code="woman")
    (answer,) = counter.send(entry(kind="group", people=24) | change)
    assert answer["status"] == "refused"
    assert answer["errors"]
    assert not GroupVisit.objects.exists()


def test_a_group_can_be_taken_back(counter):
    sent = entry(kind="group", people=24)
    counter.send(sent)
    assert statuses(counter.send(undo(sent))) == ["stored"]
    assert GroupVisit.objects.counted().count() == 0


# ── Cost and races ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("size", [1, 50])
def test_a_batch_costs_the_same_number_of_queries_whatever_its_size(counter, django_assert_num_queries, size):
    entries = [entry(site="main", purposes=["employment"]) for _ in range(size)]
    with django_assert_num_queries(5):
        counter.send(*entries)
    assert Visit.objects.count() == size


def at_once(number, work):
    """Run `work()` in `number` threads that start together; returns what they gave, raises what they raised."""
    barrier, given, raised = threading.Barrier(number), [], []

    def run():
        try:
            barrier.wait(timeout=30)
            given.append(work())
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not raised, raised
    return given


@pytest.mark.django_db(transaction=True)
def test_the_same_batch_twenty_times_at_once_is_one_row_each():
    site = make_site()
    user = make_user(sites=[site])
    entries = [entry() for _ in range(5)]

    def send():
        shuffled = sorted(entries, key=lambda _: uuid.uuid4())
        return statuses(Batch({"entries": shuffled}, user=user, site=site).store())

    answers = at_once(20, send)
    assert Visit.objects.count() == 5
    assert {status for answer in answers for status in answer} <= {"stored", "already"}
    assert sum(answer.count("stored") for answer in answers) == 5


@pytest.mark.django_db(transaction=True)
def test_positive_control_without_the_key_the_same_race_stores_twice():
    """Shows that the test above can fail: look first, insert then, and no unique key."""
    site = make_site()
    visit = Visit(site=site, day=date(2026, 3, 10), hour=10)
    both_looked = threading.Barrier(2)

    def look_then_insert():
        if not Visit.objects.filter(pk=visit.pk).exists():
            both_looked.wait(timeout=30)
            Visit.objects.bulk_create([Visit(uid=visit.uid, site=site, day=visit.day, hour=visit.hour)])

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE reception_visit DROP CONSTRAINT reception_visit_pkey")
    try:
        at_once(2, look_then_insert)
        assert Visit.objects.filter(pk=visit.pk).count() == 2
    finally:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE reception_visit")
            cursor.execute("ALTER TABLE reception_visit ADD CONSTRAINT reception_visit_pkey PRIMARY KEY (uid)")


def test_the_state_says_for_how_many_something_is_stated(counter):
    def share():
        return counter.get("/reception/state/").json()["stated_share"]

    make_profile_value(list="gender", code="woman")
    assert share() is None
    counter.send(entry(people=3))
    assert share() == 0
    counter.send(entry(profile={"gender": "woman"}))
    assert share() == 25
    counter.send(entry(people=4, sent_to=["documentation"]))  # a direction says nothing about the visitor
    assert share() == 12
