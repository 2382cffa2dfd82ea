"""Interviews after the conversation: put right within a week by one's own institution, and typed in from paper."""

from datetime import timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from counselling.factories import (
    make_desk,
    make_duty_session,
    make_interview,
    make_outcome,
    make_referral_kind,
    make_theme,
)
from counselling.models import Interview
from counselling.session import INSTITUTION
from partners.factories import make_institution
from tests.test_counselling.test_board import record_data, texts

pytestmark = pytest.mark.django_db
PAPER = "/counselling/interviews/paper/"


@pytest.fixture
def desk():
    return make_desk(site=make_site(profile_lists=["age_band"]), name="Find a job")


@pytest.fixture
def counsellor(signed_in, desk):
    return signed_in("counsellor", sites=[desk.site])


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


@pytest.mark.parametrize("days", [0, 7, 8])
def test_a_row_can_be_put_right_for_seven_days(counsellor, desk, days):
    theme = make_theme()
    interview = make_interview(desk=desk, day=days_ago(days), minutes=10)
    url = reverse("counselling:interview_edit", args=[interview.pk])
    response = counsellor.post(url, record_data(themes=[theme], minutes="35"))
    assert response.status_code == (404 if days == 8 else 302)
    interview.refresh_from_db()
    assert interview.minutes == (10 if days == 8 else 35)


@pytest.mark.thorough
def test_rows_of_another_institution_are_out_of_reach(counsellor, desk):
    theirs = make_interview(desk=desk, day=days_ago(1), institution=make_institution(roles=["desk_partner"]))
    ours = make_interview(desk=desk, day=days_ago(1))
    page = texts(counsellor.get(reverse("counselling:interviews")))
    assert str(ours.pk) in page
    assert str(theirs.pk) not in page
    for name in ("interview_edit", "interview_delete"):
        assert counsellor.get(reverse(f"counselling:{name}", args=[theirs.pk])).status_code == 404
    make_duty_session(desks=[desk], institution=theirs.institution, day=days_ago(0))
    session = counsellor.session
    session[INSTITUTION] = theirs.institution_id
    session.save()
    assert counsellor.get(reverse("counselling:interview_edit", args=[theirs.pk])).status_code == 200


def test_an_interview_that_did_not_take_place_is_deleted_after_a_question(counsellor, desk):
    interview = make_interview(desk=desk, day=days_ago(1), people=2)
    url = reverse("counselling:interview_delete", args=[interview.pk])
    assert "1 interview with 2 people" in texts(counsellor.get(url))
    counsellor.post(url)
    assert not Interview.objects.exists()


@pytest.mark.thorough
def test_the_list_filters_by_day_and_desk_and_costs_the_same_whatever_its_length(counsellor, desk):
    costs = set()
    for number in (1, 2):
        for _ in range(number):
            make_interview(desk=desk, day=days_ago(1), themes=[make_theme().pk])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page = texts(counsellor.get(reverse("counselling:interviews")))
        costs.add(len(queries))
    assert page.count("/counselling/interviews/") - page.count("paper") >= 3
    assert len(costs) == 1
    empty = texts(counsellor.get(reverse("counselling:interviews"), {"day": days_ago(3).isoformat(), "desk": desk.pk}))
    assert "No interview to show" in empty
    assert counsellor.get(reverse("counselling:interviews"), {"day": "never", "desk": "x"}).status_code == 200


# ── From paper ───────────────────────────────────────────────────────────────────────────────────────


def sheet(desk, *rows, key=None):
    data = {"key": str(key or uuid4()), "row-TOTAL_FORMS": "8", "row-INITIAL_FORMS": "0"}
    for number in range(8):
        row = {"day": days_ago(1).isoformat(), "desk": str(desk.pk), "people": "1", "hour": "", "minutes": ""}
        row |= {"kind": "individual", "channel": "walk_in", "theme": "", "further_theme": "", "outcome": ""}
        row |= rows[number] if number < len(rows) else {}
        data |= {f"row-{number}-{name}": value for name, value in row.items()}
    return data


def test_rows_of_a_paper_list_become_interviews_and_empty_rows_nothing(counsellor, desk):
    theme, outcome = make_theme(), make_outcome()
    rows = [
        {"hour": "10", "theme": str(theme.pk), "outcome": str(outcome.pk), "minutes": "20"},
        {"hour": "11", "people": "3", "day": days_ago(2).isoformat()},
    ]
    response = counsellor.post(PAPER, sheet(desk, *rows), follow=True)
    assert "Stored: 2 interviews." in texts(response)
    found = list(Interview.objects.order_by("hour").values_list("day", "hour", "people", "minutes", "state"))
    assert found == [(days_ago(1), 10, 1, 20, "done"), (days_ago(2), 11, 3, None, "done")]
    first = Interview.objects.get(hour=10)
    assert (first.themes, first.outcomes, first.purpose) == ([theme.pk], [outcome.pk], desk.purposes.get())


def test_a_row_says_by_which_channel_people_were_received(counsellor, desk):
    counsellor.post(PAPER, sheet(desk, {"hour": "10", "channel": "telephone"}, {"hour": "11"}))
    assert list(Interview.objects.order_by("hour").values_list("channel", flat=True)) == ["telephone", "walk_in"]


def test_a_row_says_in_which_language_and_where_the_person_was_pointed_to(counsellor, desk):
    referral = make_referral_kind()
    counsellor.post(PAPER, sheet(desk, {"hour": "10", "language": "uk", "referral": str(referral.pk)}, {"hour": "11"}))
    found = list(Interview.objects.order_by("hour").values_list("language", "referrals"))
    assert found == [("uk", [referral.pk]), ("", [])]


@pytest.mark.thorough
def test_a_longer_list_gets_more_rows_and_what_was_typed_stays(counsellor, desk):
    sent = sheet(desk, {"hour": "10"}, {"people": "wrong"})
    more = BeautifulSoup(counsellor.post(PAPER, sent | {"more": "rows"}).content, "html.parser")
    assert not Interview.objects.exists()
    assert not more.select(".error-summary, .field-error, [aria-invalid]")  # nothing was sent to be judged
    data = {field["name"]: field.get("value", "") for field in more.select("form.paper-list input[name]")}
    for choice in more.select("form.paper-list select"):
        chosen = choice.select_one("[selected]") or choice.select_one("option")
        data[choice["name"]] = chosen["value"]
    assert (data["key"], data["row-TOTAL_FORMS"]) == (sent["key"], "16")
    assert (data["row-0-hour"], data["row-1-people"]) == ("10", "wrong")
    data |= {"row-1-people": "1", "row-15-hour": "16"}
    assert "Stored: 2 interviews." in texts(counsellor.post(PAPER, data, follow=True))
    assert sorted(Interview.objects.values_list("hour", flat=True)) == [10, 16]


@pytest.mark.many_cases
@pytest.mark.parametrize("total", ["", "-1", "x", "99999999", "2000"])
def test_a_list_does_not_grow_without_end(counsellor, desk, total):
    sent = sheet(desk) | {"more": "rows", "row-TOTAL_FORMS": total}
    assert counsellor.post(PAPER, sent).status_code == 200


@pytest.mark.thorough
def test_the_same_list_sent_twice_is_stored_once(counsellor, desk):
    data = sheet(desk, {"hour": "10"}, {"hour": "10"})
    counsellor.post(PAPER, data)
    assert "stored before with this list" in texts(counsellor.post(PAPER, data, follow=True))
    assert Interview.objects.count() == 2


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"minutes": "20"}, "Hour"),
        ({"hour": "24"}, "Hour"),
        ({"hour": "ten"}, "Hour"),
        ({"hour": "10", "people": "0"}, "People"),
        ({"hour": "10", "minutes": "999"}, "Minutes"),
        ({"hour": "10", "day": "2999-01-01"}, "still to come"),
        ({"hour": "10", "day": "2020-01-01"}, "three months"),
        ({"hour": "10", "desk": "99999"}, "Desk"),
        ({"hour": "10", "theme": "99999"}, "Theme"),
    ],
)
def test_a_wrong_cell_is_said_by_its_row_and_nothing_is_stored(counsellor, desk, row, word):
    response = counsellor.post(PAPER, sheet(desk, {"hour": "9"}, row))
    assert response.status_code == 200
    summary = texts(response).split("error-summary")[1].split("</div>")[0]
    assert "Row 2" in summary
    assert word in summary
    assert not Interview.objects.exists()


@pytest.mark.thorough
def test_a_day_before_the_desk_is_refused(counsellor, desk):
    desk.valid_from = days_ago(3)
    desk.save()
    response = counsellor.post(PAPER, sheet(desk, {"hour": "9", "day": days_ago(4).isoformat()}))
    assert "did not exist on that day" in texts(response)


@pytest.mark.many_cases
@pytest.mark.parametrize("data", [{}, {"row-TOTAL_FORMS": "x"}, {"row-TOTAL_FORMS": "8", "key": "no"}])
def test_an_empty_or_broken_list_is_answered_with_a_list(counsellor, desk, data):
    response = counsellor.post(PAPER, data)
    assert response.status_code == 200
    assert not Interview.objects.exists()
