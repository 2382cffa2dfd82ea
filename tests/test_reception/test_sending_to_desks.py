"""Reception sends somebody to a desk: one ticket, with copies of what was noted, and no way back to the visit."""

import json
from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from citedesmetiers.factories import make_opening_hours, make_profile_value, make_purpose, make_site
from citedesmetiers.opening import at
from counselling.factories import make_desk, make_duty_session
from counselling.models import Interview, Ticket
from counselling.today import desks_today
from partners.factories import make_institution
from reception.entries import Batch
from reception.models import Visit
from tests.test_reception.test_entries import at_once, entry, make_user, statuses, undo

pytestmark = pytest.mark.django_db
URL = "/reception/entries/"
TUESDAY = date(2026, 3, 10)


@pytest.fixture
def counter(signed_in):
    """A client of a reception agent at a place with desk 2, with a function `send(*entries)` → list of answers."""
    site = make_site(code="main")
    client = signed_in("reception", sites=[site])
    client.site, client.purpose = site, make_purpose(code="employment")
    client.desk = make_desk(site=site, code="two", colour=2, rank=2, purposes=[client.purpose])

    def send(*entries):
        response = client.post(URL, json.dumps({"entries": list(entries)}), content_type="application/json")
        assert response.status_code == 200, response.content
        return response.json()["results"]

    client.send = send
    return client


def qualify(visit, **fields):
    moment = timezone.localtime().isoformat()
    return {"uid": entry()["uid"], "kind": "qualify", "target": visit["uid"], "recorded_at": moment} | fields


def test_a_visit_with_a_desk_makes_a_ticket_to_be_said_aloud(counter):
    age = make_profile_value(list="age_band", code="age_18_25")
    sent = entry(people=2, purposes=["employment"], profile={"age_band": "age_18_25"}, desk="two")
    (answer,) = counter.send(sent)
    assert answer == {
        "uid": sent["uid"], "status": "stored", "errors": [], "ticket": {"colour": "ochre", "number": 1},
    }  # fmt: skip
    assert Visit.objects.get().sent_to == ["desk"]
    interview = Interview.objects.get()
    assert (interview.desk, interview.people, interview.purpose) == (counter.desk, 2, counter.purpose)
    assert (interview.age_band, interview.state) == (age, "waiting")
    assert interview.pk != Visit.objects.get().pk


def test_the_same_visit_sent_again_or_twice_in_a_batch_makes_no_second_ticket(counter):
    sent = entry(desk="two")
    first, again = counter.send(sent, sent)
    assert (first["status"], again["status"]) == ("stored", "already")
    assert "ticket" in first
    assert "ticket" not in again
    assert "ticket" not in counter.send(sent)[0]
    assert Ticket.objects.count() == 1


def test_a_qualification_sends_once_and_copies_what_is_noted_by_then(counter):
    status = make_profile_value(list="status", code="student")
    visit = entry(people=3, purposes=["employment"])
    counter.send(visit)
    sent = qualify(visit, desk="two", profile={"status": "student"})
    (answer,) = counter.send(sent)
    assert answer["ticket"] == {"colour": "ochre", "number": 1}
    assert "ticket" not in counter.send(sent)[0]
    assert "ticket" not in counter.send(qualify(visit, desk="two"))[0]
    interview = Interview.objects.get()
    assert (interview.people, interview.purpose, interview.status) == (3, counter.purpose, status)
    assert Visit.objects.get().sent_to == ["desk"]


@pytest.mark.parametrize("minutes", [31, 24 * 60])
def test_late_entries_are_stored_without_a_ticket(counter, minutes):
    moment = (timezone.localtime() - timedelta(minutes=minutes)).isoformat()
    visit = entry(desk="two", recorded_at=moment)
    plain = entry()
    answers = counter.send(
        visit, plain, qualify(plain, desk="two", recorded_at=moment), qualify(plain, recorded_at="")
    )
    assert statuses(answers) == ["stored"] * 4
    assert not any("ticket" in answer for answer in answers)
    assert not Ticket.objects.exists()
    assert Visit.objects.filter(sent_to__contains=["desk"]).count() == 1


def test_another_day_makes_no_ticket_however_few_minutes_ago():
    site = make_site()
    desk, user = make_desk(site=site), make_user(sites=[site])
    arrival = timezone.localtime().replace(hour=0, minute=10)
    late = entry(desk=desk.code, recorded_at=(arrival - timedelta(minutes=15)).isoformat())
    (answer,) = Batch({"entries": [late]}, user=user, site=site, now=arrival).store()
    assert answer["status"] == "stored"
    assert not Ticket.objects.exists()


def test_an_unknown_desk_is_refused_in_words_and_others_are_stored(counter):
    make_desk(code="strange")
    wrong, strange, right = counter.send(entry(desk="nine"), entry(desk="strange"), entry())
    assert statuses([wrong, strange, right]) == ["refused", "refused", "stored"]
    assert "desk" in wrong["errors"][0]


def test_a_desk_that_has_ended_gives_no_ticket_and_loses_no_visit(counter):
    counter.desk.end(timezone.localdate() - timedelta(days=1))
    (answer,) = counter.send(entry(desk="two"))
    assert answer["status"] == "stored"
    assert "ticket" not in answer


def test_undoing_a_visit_leaves_its_ticket_to_the_desk(counter):
    visit = entry(desk="two")
    counter.send(visit)
    counter.send(undo(visit))
    assert Interview.objects.get().state == "waiting"


def test_the_state_of_the_place_says_who_waits_where(counter):
    counter.send(entry(desk="two"), entry(desk="two"))
    Ticket.objects.update(waiting_since=timezone.now() - timedelta(minutes=7))
    (desk,) = counter.get("/reception/state/").json()["desks"]
    assert (desk["code"], desk["number"], desk["colour"], desk["purposes"]) == ("two", 2, 2, ["employment"])
    assert (desk["waiting"], desk["longest_wait"], desk["received"]) == (2, 7, 0)


@pytest.mark.thorough
def test_the_live_board_and_the_wall_say_who_waits_at_which_desk(counter):
    counter.desk.name_en = "Find a job"
    counter.desk.save()
    counter.send(entry(desk="two"))
    Ticket.objects.update(waiting_since=timezone.now() - timedelta(minutes=7))
    for url in ("/reception/board/", "/reception/board/wall/"):
        page = counter.get(url).content.decode()
        assert "Find a job" in page
        assert "7 min" in page


def test_the_counter_and_the_wall_say_who_comes_next_and_that_nobody_comes_any_more(counter):
    make_opening_hours(site=counter.site, weekday=TUESDAY.weekday(), opens=time(9), closes=time(18))
    make_duty_session(
        desks=[counter.desk], day=TUESDAY, starts=time(10), ends=time(12), institution=make_institution(name="CIO")
    )
    said = []
    for hour in (9, 10, 12):
        (desk,) = desks_today(counter.site, at(TUESDAY, time(hour, 30)))
        said.append((desk.as_json["on_duty"], desk.who))
    assert said == [([], "from 10:00: CIO"), (["CIO"], "CIO"), ([], "duty is over for today")]
    (desk,) = desks_today(counter.site, at(TUESDAY + timedelta(days=1), time(9)))
    assert desk.who == ""  # without a roster nobody is said to be missing


@pytest.mark.thorough
def test_people_who_wait_at_a_desk_whose_duty_is_over_are_seen_from_the_counter(counter):
    make_duty_session(desks=[counter.desk], day=timezone.localdate(), starts=time(0), ends=time(0, 0, 1))
    counter.send(entry(desk="two"))
    assert counter.get("/reception/state/").json()["desks"][0]["who"] == "duty is over for today"
    for url in ("/reception/", "/reception/board/", "/reception/board/wall/"):
        assert "duty is over for today" in counter.get(url).content.decode()


def test_the_counter_offers_each_desk_of_its_place_and_no_other(counter):
    make_desk(code="strange")
    page = counter.get("/reception/").content.decode()
    assert 'name="desk" value="two"' in page
    assert "strange" not in page


@pytest.mark.django_db(transaction=True)
def test_the_same_qualification_ten_times_at_once_makes_one_ticket():
    site = make_site()
    desk, user = make_desk(site=site), make_user(sites=[site])
    visit = entry()
    Batch({"entries": [visit]}, user=user, site=site).store()
    sent = qualify(visit, desk=desk.code)
    answers = at_once(10, lambda: Batch({"entries": [sent]}, user=user, site=site).store()[0])
    assert sum("ticket" in answer for answer in answers) == 1
    assert Ticket.objects.count() == 1
