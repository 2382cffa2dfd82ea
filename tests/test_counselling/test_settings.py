"""Desks and lists as the director edits them: dated, retired, never deleted."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import make_desk, make_interview, make_outcome, make_theme
from counselling.models import Desk, Interview, Theme
from tests.test_counselling.test_board import texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def director(signed_in):
    client = signed_in("director")
    client.site, client.purpose = make_site(), make_purpose()
    return client


def desk_data(client, **fields):
    return {
        "site": str(client.site.pk),
        "name_en": "Find a job",
        "name_fr": "Trouver un emploi",
        "code": "job",
        "rank": "2",
        "purposes": [str(client.purpose.pk)],
        "valid_from": "2026-01-05",
        "valid_until": "",
        "icon": "briefcase",
        "colour": "2",
    } | fields


def test_a_desk_is_added_with_its_names_purposes_and_first_day(director):
    response = director.post(reverse("counselling:desk_add"), desk_data(director), follow=True)
    assert "is added" in texts(response)
    desk = Desk.objects.get()
    assert (desk.site, desk.name_fr, desk.name_en, desk.rank) == (director.site, "Trouver un emploi", "Find a job", 2)
    assert list(desk.purposes.all()) == [director.purpose]


def test_a_desk_without_a_code_gets_one_from_its_name(director):
    director.post(reverse("counselling:desk_add"), desk_data(director, code=""))
    assert Desk.objects.get().code == "trouver-un-emploi"


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"purposes": []}, "Choose at least one purpose."),
        ({"valid_until": "2026-01-04"}, "The last day lies before the first day."),
        ({"rank": "7"}, "Another desk of this place has this number."),
        ({"code": "there"}, "Another desk of this place has this code."),
        ({"code": "Bureau 2"}, "Enter a valid"),
        ({"rank": "100"}, "The number goes from 1 to 99."),
        ({"name_fr": ""}, "required"),
        ({"site": "999"}, "Select a valid choice"),
    ],
)
def test_a_desk_that_cannot_be_is_refused_in_words_and_what_was_typed_stays(director, wrong, said):
    make_desk(site=director.site, code="there", rank=7)
    page = texts(director.post(reverse("counselling:desk_add"), desk_data(director, **wrong)))
    assert said in page
    assert 'value="Find a job"' in page
    assert Desk.objects.count() == 1


def test_four_at_the_opening_and_five_later(director):
    for number in range(1, 5):
        make_desk(site=director.site, rank=number, valid_from=date(2014, 10, 6))
    director.post(reverse("counselling:desk_add"), desk_data(director, rank="5", valid_from="2015-02-02"))
    counts = [Desk.objects.at([director.site]).in_force(date(year, 1, 10)).count() for year in (2014, 2015, 2016)]
    assert counts == [0, 4, 5]


@pytest.mark.thorough
def test_an_ended_desk_keeps_its_interviews_and_gives_its_number_away(director):
    desk = make_desk(site=director.site, rank=3)
    make_interview(desk=desk)
    url = reverse("counselling:desk_end", args=[desk.pk])
    assert "1 interview keeps it." in texts(director.get(url))
    yesterday = timezone.localdate() - timedelta(days=1)
    director.post(url, {"on": yesterday.isoformat()})
    assert not Desk.objects.in_force(timezone.localdate()).exists()
    assert Interview.objects.get().desk == desk
    make_desk(site=director.site, rank=3)
    page = texts(director.post(reverse("counselling:desk_resume", args=[desk.pk]), follow=True))
    assert "Another desk of this place has this number." in page


def test_an_end_before_the_first_day_is_refused(director):
    desk = make_desk(site=director.site, valid_from=date(2026, 5, 1))
    page = texts(director.post(reverse("counselling:desk_end", args=[desk.pk]), {"on": "2026-04-30"}))
    assert "The last day lies before the first day." in page


def test_desks_of_places_that_are_not_ones_own_are_not_found(signed_in):
    client = signed_in("reception")
    assert client.get(reverse("counselling:desk_list")).status_code == 403


def test_an_entry_is_added_at_the_end_and_gets_a_code_from_its_name(director):
    make_theme(rank=40)
    data = {"name_fr": "Mobilité douce", "name_en": "Cycling", "purpose": str(director.purpose.pk), "code": ""}
    director.post(reverse("counselling:entry_add", args=["themes"]), data | {"valid_from": "2026-01-01"})
    theme = Theme.objects.get(purpose=director.purpose)
    assert (theme.code, theme.rank, theme.name_en) == ("mobilite-douce", 41, "Cycling")


def test_an_entry_is_retired_in_numbers_and_offered_again(director):
    outcome = make_outcome()
    make_interview(outcomes=[outcome.pk])
    make_interview(outcomes=[outcome.pk, 999])
    make_interview()
    url = reverse("counselling:entry_retire", args=["outcomes", outcome.pk])
    assert "2 interviews keep it." in texts(director.get(url))
    director.post(url, {"on": (timezone.localdate() - timedelta(days=1)).isoformat()})
    assert "Retired" in texts(director.get(reverse("counselling:entry_list", args=["outcomes"])))
    director.post(reverse("counselling:entry_resume", args=["outcomes", outcome.pk]))
    outcome.refresh_from_db()
    assert outcome.valid_until is None


def test_entries_move_among_those_of_their_purpose(director):
    first, foreign, second = (
        make_theme(rank=rank, purpose=purpose)
        for rank, purpose in ((1, director.purpose), (2, None), (3, director.purpose))
    )
    director.post(reverse("counselling:entry_move", args=["themes", second.pk]), {"direction": "up"})
    ranks = {theme.pk: theme.rank for theme in Theme.objects.all()}
    assert (ranks[second.pk], ranks[foreign.pk], ranks[first.pk]) == (1, 2, 3)


def test_an_unknown_list_is_not_found(director):
    assert director.get(reverse("counselling:entry_list", args=["wishes"])).status_code == 404
