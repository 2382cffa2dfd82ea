"""Purposes, the lists that describe a visitor, and municipalities, through the pages of the settings."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_municipality, make_profile_value, make_purpose, make_site
from citedesmetiers.models import Municipality, ProfileValue, Purpose
from citedesmetiers.models.order import move
from reception.factories import make_visit
from tests.test_citedesmetiers.test_settings_centre import errors, soup

pytestmark = pytest.mark.django_db


def purpose_data(**changes):
    return {
        "name_fr": "Partir à l’étranger",
        "code": "abroad",
        "is_door": "on",
        "key": "",
        "icon": "people",
        "colour": "0",
    } | changes


def test_a_purpose_is_added_at_the_end_with_the_first_free_key(signed_in):
    starting_lists.load()
    Purpose.objects.get(key=3).retire(date(2026, 1, 1))
    client = signed_in("director")
    page = soup(client.get(reverse("purpose_add")))
    assert page.select_one("[name=key]")["value"] == "3"
    client.post(reverse("purpose_add"), purpose_data(key="3"))
    assert Purpose.objects.order_by("-rank").first().code == "abroad"


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"key": "1"}, "key"),
        ({"key": "10"}, "key"),
        ({"name_fr": ""}, "name_fr"),
        ({"code": "orientation"}, "code"),
        ({"code": "À l’étranger"}, "code"),
        ({"colour": "9"}, "colour"),
        ({"icon": "dragon"}, "icon"),
    ],
)
def test_a_rule_of_purposes_speaks_beside_its_field(signed_in, changes, field):
    starting_lists.load()
    response = signed_in("director").post(reverse("purpose_add"), purpose_data(**changes))
    assert list(errors(response)) == [field]


@pytest.mark.thorough
def test_a_purpose_is_renamed_in_each_language_and_keeps_its_code(signed_in):
    starting_lists.load()
    purpose = Purpose.objects.get(code="employment")
    data = purpose_data(name_fr="Décrocher un emploi", name_en="Land a job", code="other", key="2")
    response = signed_in("director").post(reverse("purpose_edit", args=[purpose.pk]), data, follow=True)
    purpose.refresh_from_db()
    assert (purpose.code, purpose.name_fr, purpose.name_en) == ("employment", "Décrocher un emploi", "Land a job")
    assert purpose.name_it == "Trovare un lavoro", "a language that the centre does not offer is left alone"
    assert "Land a job" in response.content.decode()


def test_every_colour_and_icon_is_chosen_with_its_name(signed_in):
    page = soup(signed_in("director").get(reverse("purpose_add")))
    labels = [label.get_text(strip=True) for label in page.select("label.chip")]
    assert {"grey", "blue", "ochre", "green", "violet", "olive", "compass", "sprout"} <= set(labels)


def test_a_purpose_moves_up_and_down_and_stays_at_either_end(signed_in):
    client = signed_in("director")
    a, b, c = (make_purpose(rank=1) for _ in range(3))

    def order():
        return list(Purpose.objects.order_by("rank", "pk"))

    client.post(reverse("purpose_move", args=[c.pk]), {"direction": "up"})
    assert order() == [a, c, b]
    client.post(reverse("purpose_move", args=[a.pk]), {"direction": "up"})
    client.post(reverse("purpose_move", args=[b.pk]), {"direction": "down"})
    assert order() == [a, c, b]
    client.post(reverse("purpose_move", args=[a.pk]), {"direction": "down"})
    assert order() == [c, a, b]


def test_moving_within_a_list_leaves_the_ranks_of_others_alone():
    first, second = make_profile_value(list="territory", rank=3), make_profile_value(list="territory", rank=9001)
    other = make_profile_value(list="gender", rank=3)
    move(ProfileValue.objects.filter(list="territory"), second, -1)
    ranks = dict(ProfileValue.objects.values_list("pk", "rank"))
    assert ranks == {second.pk: 3, first.pk: 9001, other.pk: 3}


def test_a_purpose_is_retired_with_what_it_leaves_behind_and_never_deleted(signed_in):
    purpose = make_purpose(key=3)
    for _ in range(2):
        make_visit(purpose=purpose)
    client = signed_in("director")
    address = reverse("purpose_retire", args=[purpose.pk])
    assert "2 entries keep it." in client.get(address).content.decode()
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(address, {"on": yesterday.isoformat()})
    purpose.refresh_from_db()
    assert purpose.valid_until == yesterday
    page = soup(client.get(reverse("purpose_list")))
    assert page.select_one("#retired")
    client.post(reverse("purpose_resume", args=[purpose.pk]))
    purpose.refresh_from_db()
    assert purpose.valid_until is None


def test_a_purpose_does_not_come_back_with_a_key_that_is_taken(signed_in):
    purpose = make_purpose(key=3, valid_until=date(2026, 1, 1))
    make_purpose(key=3)
    response = signed_in("director").post(reverse("purpose_resume", args=[purpose.pk]), follow=True)
    assert "Another purpose has this key." in response.content.decode()


def test_a_retirement_before_the_first_day_is_refused(signed_in):
    purpose = make_purpose(valid_from=date(2026, 3, 2))
    response = signed_in("director").post(reverse("purpose_retire", args=[purpose.pk]), {"on": "2026-03-01"})
    assert "before the beginning" in errors(response)["on"]


def test_a_value_is_added_with_a_code_made_from_its_name(signed_in):
    client = signed_in("director")
    client.post(
        reverse("profile_value_add", args=["heard_by"]), {"name_fr": "Salon de l’étudiant", "valid_from": "2026-01-01"}
    )
    value = ProfileValue.objects.get()
    assert (value.list, value.code, value.rank) == ("heard_by", "salon-de-letudiant", 1)
    twice = client.post(
        reverse("profile_value_add", args=["heard_by"]), {"name_fr": "Salon de l’étudiant", "valid_from": "2026-01-01"}
    )
    assert errors(twice)["code"] == "This code is in the list already."


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"youngest": "20", "oldest": "19"}, "oldest", "below the lower one"),
        ({"code": "not a code"}, "code", "slug"),
        ({"name_fr": ""}, "name_fr", "required"),
        ({"name_fr": "???"}, "code", "No code can be made"),
        ({"valid_from": "never"}, "valid_from", "valid date"),
    ],
)
def test_a_rule_of_lists_speaks_beside_its_field(signed_in, changes, field, words):
    data = {"name_fr": "20 à 24 ans", "valid_from": "2026-01-01"} | changes
    response = signed_in("director").post(reverse("profile_value_add", args=["age_band"]), data)
    assert list(errors(response)) == [field]
    assert words in errors(response)[field]


def test_ages_are_asked_for_in_the_list_of_age_bands_only(signed_in):
    client = signed_in("director")
    assert soup(client.get(reverse("profile_value_add", args=["age_band"]))).select_one("[name=youngest]")
    assert not soup(client.get(reverse("profile_value_add", args=["status"]))).select_one("[name=youngest]")


def test_a_value_ends_with_the_one_that_takes_over_and_its_history_is_shown(signed_in):
    ended, follower = make_profile_value(name="55 à 64"), make_profile_value(name="55 à 61")
    make_visit(age_band=ended)
    client = signed_in("director")
    address = reverse("profile_value_end", args=[ended.pk])
    page = client.get(address).content.decode()
    assert "1 entry keeps it." in page
    yesterday = timezone.localdate() - timedelta(days=1)
    client.post(address, {"on": yesterday.isoformat(), "follows": str(follower.pk)})
    ended.refresh_from_db()
    assert (ended.valid_until, ended.successor, ended.cannot_be_mapped) == (yesterday, follower, False)
    page = client.get(reverse("profile_list", args=["age_band"])).content.decode()
    assert "taken over by 55 à 61" in page
    client.post(reverse("profile_value_resume", args=[ended.pk]))
    ended.refresh_from_db()
    assert ended.valid_until is None


@pytest.mark.thorough
def test_whoever_ends_a_value_says_what_follows_even_if_nothing_does(signed_in):
    value, other_list = make_profile_value(list="status"), make_profile_value(list="gender")
    client = signed_in("director")
    address, today = reverse("profile_value_end", args=[value.pk]), timezone.localdate().isoformat()
    assert "Choose the value that takes over" in errors(client.post(address, {"on": today, "follows": ""}))["follows"]
    for wrong in (value.pk, other_list.pk, "x"):
        assert "follows" in errors(client.post(address, {"on": today, "follows": wrong}))
    assert "on" in errors(client.post(address, {"on": "1989-01-01", "follows": "nothing"}))
    client.post(address, {"on": today, "follows": "nothing"})
    value.refresh_from_db()
    assert value.cannot_be_mapped


def test_a_value_that_has_not_begun_cannot_take_over(signed_in):
    value, later = make_profile_value(), make_profile_value(valid_from=date(2099, 1, 1))
    page = soup(signed_in("director").get(reverse("profile_value_end", args=[value.pk])))
    assert str(later.pk) not in {option["value"] for option in page.select("[name=follows] option")}


def test_the_lists_say_at_which_places_they_are_switched_on(signed_in):
    make_site(name="Halle", profile_lists=["gender"])
    make_site(name="Annexe", profile_lists=["gender", "status"])
    page = soup(signed_in("director").get(reverse("profile_lists")))
    on = {
        row.th.get_text(strip=True): row.select("td")[-1].get_text(" ", strip=True) for row in page.select("tbody tr")
    }
    assert on["Gender"] == "all places"
    assert on["Status"] == "Annexe"
    assert on["Level of qualification"] == "no place"


def test_a_long_list_is_filtered_by_name_or_standard_code(signed_in):
    make_profile_value(list="territory", name_fr="Vaurenne", name_en="", standard_code="00001")
    make_profile_value(list="territory", name_fr="Montcarré", standard_code="00003")
    client = signed_in("director")
    for query, found in (("vaur", 1), ("0000", 2), ("nowhere", 0)):
        page = soup(client.get(reverse("profile_list", args=["territory"]) + f"?q={query}"))
        assert len(page.select("tbody tr")) == found


def test_a_municipality_can_be_chosen_at_reception_as_soon_as_it_is_added(signed_in):
    client = signed_in("director")
    client.post(reverse("municipality_add"), {"code": "00001", "country": "fr", "name": "Vaurenne", "population": ""})
    value = ProfileValue.objects.get(list="territory")
    assert (value.standard_code, value.name_fr) == ("00001", "Vaurenne")
    municipality = Municipality.objects.get()
    value.name_it = "Vorena"
    value.save()
    client.post(
        reverse("municipality_edit", args=[municipality.pk]), {"name": "Vaurenne-le-Neuf", "population": "61400"}
    )
    value.refresh_from_db()
    assert (value.name_fr, value.name_it) == ("Vaurenne-le-Neuf", "Vorena")


def test_a_municipality_is_in_the_list_once(signed_in):
    make_municipality(code="00001")
    data = {"code": "00001", "country": "FR", "name": "Again", "population": ""}
    response = signed_in("director").post(reverse("municipality_add"), data)
    assert errors(response) == {"code": "This municipality is in the list already."}


def test_removing_a_municipality_ends_its_value_and_says_what_keeps_it(signed_in):
    municipality = make_municipality(name="Fontbrune")
    value = municipality.enter_list()
    make_visit(territory=value)
    client = signed_in("director")
    address = reverse("municipality_remove", args=[municipality.pk])
    assert "1 entry keeps it." in client.get(address).content.decode()
    client.post(address)
    value.refresh_from_db()
    assert (value.valid_until, value.cannot_be_mapped) == (timezone.localdate(), True)
    assert not Municipality.objects.exists()


def test_a_pasted_list_is_read_with_semicolons_or_tabs_and_the_largest_comes_first(signed_in):
    make_municipality(code="00003", name="Montcarre").enter_list()
    lines = "00002;Pont-de-Lisse;18 750\n\n00001\tVaurenne\t61\u202f400\n00003 ; Montcarré ;\n"
    response = signed_in("director").post(
        reverse("municipality_import"), {"country": "fr", "lines": lines}, follow=True
    )
    assert list(Municipality.objects.order_by("code").values_list("code", "name", "population")) == [
        ("00001", "Vaurenne", 61400),
        ("00002", "Pont-de-Lisse", 18750),
        ("00003", "Montcarré", None),
    ]
    assert [value.name_fr for value in ProfileValue.objects.of("territory")] == [
        "Montcarré",
        "Vaurenne",
        "Pont-de-Lisse",
    ]
    assert "2 municipalities are added. 1 was there and is saved." in response.content.decode()


def test_a_pasted_list_with_wrong_lines_is_refused_line_by_line_and_nothing_is_saved(signed_in):
    lines = "00001;Vaurenne;61400\n00002\n00003;Montcarré;many\n00001;Vaurenne again;1\n" + "9" * 13 + ";Too long;1"
    response = signed_in("director").post(reverse("municipality_import"), {"country": "FR", "lines": lines})
    said = errors(response)["lines"]
    for words in (
        "Line 2: write a code",
        "Line 3: “many” is no number",
        "Line 4: the same code as in line 1",
        "Line 5:",
    ):
        assert words in said
    assert soup(response).textarea.get_text().strip() == lines
    assert not Municipality.objects.exists()


@pytest.mark.parametrize("country", ["", "F", "France", "12"])
def test_a_pasted_list_needs_a_country(signed_in, country):
    data = {"country": country, "lines": "00001;Vaurenne;61400"}
    assert list(errors(signed_in("director").post(reverse("municipality_import"), data))) == ["country"]


def test_a_number_too_large_for_a_population_is_refused(signed_in):
    client = signed_in("director")
    data = {"country": "FR", "lines": "00001;Vaurenne;99999999999999"}
    assert "Line 1:" in errors(client.post(reverse("municipality_import"), data))["lines"]
    one = {"code": "1", "country": "FR", "name": "X", "population": "99999999999999"}
    assert list(errors(client.post(reverse("municipality_add"), one))) == ["population"]
