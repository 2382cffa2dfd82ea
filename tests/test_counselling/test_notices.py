"""The noticeboard of a place: about things, read by the detector, gone after 14 days."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from counselling import forgetting
from counselling.factories import make_notice
from counselling.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site()


@pytest.fixture
def team(signed_in, site):
    return signed_in("documentation", sites=[site])


def notes(response):
    """The notes on a page, in their order."""
    page = BeautifulSoup(response.content, "html.parser")
    return [row.find("p").get_text(strip=True) for row in page.select("ul.rows > li")]


def days_ago(number):
    return timezone.localdate() - timedelta(days=number)


def test_a_note_hangs_on_the_board_and_on_everyones_today_page(team, site):
    for _twice in range(2):  # back, and once more: it hangs once
        page = team.post(reverse("counselling:notices"), {"text": "The colour printer is out of paper."}, follow=True)
    assert notes(page) == ["The colour printer is out of paper."]
    assert "The colour printer is out of paper." in team.get(reverse("today")).content.decode()
    note = Notice.objects.get()
    assert (note.site, note.day, note.pinned) == (site, timezone.localdate(), False)


def test_pinned_notes_stand_first_then_the_newest_and_those_of_other_places_nowhere(team, site):
    make_notice(site=site, text="Old", day=days_ago(13))
    make_notice(site=site, text="Pinned", day=days_ago(5), pinned=True)
    make_notice(site=site, text="New")
    make_notice(site=site, text="Over", day=days_ago(14))
    make_notice(text="Elsewhere")
    found = notes(team.get(reverse("counselling:notices")))
    assert found == ["Pinned:Pinned", "New", "Old"]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Call him on 06 12 34 56 78", "a telephone number (06 12 34 56 78)"),
        ("Write to marie.d@example.org", "an e-mail address"),
        ("", "This field is required"),
        ("x" * 501, "at most 500"),
    ],
)
def test_what_could_name_somebody_is_refused_named_and_stays_in_the_field(team, text, word):
    response = team.post(reverse("counselling:notices"), {"text": text})
    page = BeautifulSoup(response.content, "html.parser")
    assert word in page.get_text()
    assert page.select_one("textarea").text.strip() == text
    assert not Notice.objects.exists()


def test_a_note_is_taken_down_after_saying_what_that_means(team, site):
    note = make_notice(site=site, day=days_ago(3))
    address = reverse("counselling:notice_delete", args=[note.pk])
    assert "It would hang for 10 more days." in team.get(address).content.decode()
    assert Notice.objects.exists()
    team.post(address)
    assert not Notice.objects.exists()


def test_a_note_of_a_strange_place_is_out_of_reach(team):
    address = reverse("counselling:notice_delete", args=[make_notice().pk])
    assert team.post(address).status_code == 404
    assert Notice.objects.exists()


def test_notes_are_gone_after_14_days_pinned_or_not(site):
    last = make_notice(site=site, day=days_ago(13), pinned=True)
    make_notice(site=site, day=days_ago(14), pinned=True)
    make_notice(site=site, day=days_ago(14))
    assert forgetting.notices(timezone.localdate()) == 2
    assert list(Notice.objects.all()) == [last]
    assert last.last_day == timezone.localdate()


def test_the_board_costs_the_same_with_one_note_and_with_three(team, site):
    costs = set()
    for number in (1, 2):
        for _number in range(number):
            make_notice(site=site)
        with CaptureQueriesContext(connection) as queries:
            team.get(reverse("counselling:notices"))
        costs.add(len(queries))
    assert len(costs) == 1
