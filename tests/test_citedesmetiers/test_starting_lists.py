"""The lists that a new centre starts with."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_municipality, make_purpose
from citedesmetiers.models import ProfileList, ProfileValue, Purpose

pytestmark = pytest.mark.django_db
LANGUAGES = ["fr", "en", "it", "es", "pt"]


def test_loading_gives_five_doors_and_four_plainer_reasons_with_the_keys_1_to_9():
    starting_lists.load()
    assert list(Purpose.objects.values_list("key", "is_door", "colour", "icon")) == [
        (1, True, 1, "compass"),
        (2, True, 2, "briefcase"),
        (3, True, 3, "openbook"),
        (4, True, 4, "swap"),
        (5, True, 5, "sprout"),
        (6, False, 0, "books"),
        (7, False, 0, "computer"),
        (8, False, 0, "events"),
        (9, False, 0, "info"),
    ]
    with translation.override("fr"):
        assert Purpose.objects.get(key=1).name == "Découvrir les métiers"
    with translation.override("pt"):
        assert Purpose.objects.get(key=5).name == "Criar a própria atividade"


def test_every_icon_of_a_purpose_is_drawn(settings):
    drawn = set(re.findall(r'id="i-([a-z]+)"', (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text()))
    assert {purpose.icon for purpose in starting_lists.starting_purposes()} <= drawn
    assert {icon for icon, _name in Purpose._meta.get_field("icon").choices} <= drawn


@pytest.mark.thorough
def test_every_starting_row_obeys_the_rules_and_has_a_name_in_five_languages():
    starting_lists.load()
    for row in [*Purpose.objects.all(), *ProfileValue.objects.all()]:
        row.full_clean()
        for language in LANGUAGES:
            assert getattr(row, f"name_{language}"), (row.code, language)


def test_each_of_the_seven_lists_has_values():
    starting_lists.load()
    counts = {code: ProfileValue.objects.filter(list=code).count() for code in ProfileList.values}
    assert counts == {
        "gender": 3,
        "age_band": 10,
        "status": 15,
        "level": 9,
        "territory": 5,
        "heard_by": 14,
        "first_visit": 3,
    }
    bands = ProfileValue.objects.filter(list="age_band").values_list("youngest", "oldest")
    assert list(bands)[:2] == [(0, 14), (15, 17)]
    assert list(bands)[-1] == (65, None)
    assert ProfileValue.objects.get(list="level", code="vocational").standard_code == "EQF 3"
    assert not ProfileValue.objects.filter(list="level", code="all_levels").exists()


@pytest.mark.thorough
def test_municipalities_come_before_the_general_values_of_the_territory():
    make_municipality(code="00002", name="Pont-de-Lisse", population=18750)
    make_municipality(code="00001", name="Vaurenne", population=61400)
    starting_lists.load()
    names = [value.name_fr for value in ProfileValue.objects.of("territory")]
    assert names[:3] == ["Vaurenne", "Pont-de-Lisse", "Autre commune du département"]
    assert ProfileValue.objects.get(code="fr-00001").standard_code == "00001"


@pytest.mark.thorough
def test_loading_again_adds_nothing_and_leaves_what_the_centre_changed():
    starting_lists.load()
    purpose = Purpose.objects.get(code="employment")
    purpose.name_fr, purpose.key, purpose.colour = "Décrocher un emploi", None, 0
    purpose.save()
    Purpose.objects.get(code="business").retire(date(2026, 6, 30))
    ProfileValue.objects.get(list="heard_by", code="press").end(date(2026, 6, 30))
    added = starting_lists.load()
    assert (added.purposes, added.values) == (0, 0)
    purpose.refresh_from_db()
    assert (purpose.name_fr, purpose.key, purpose.colour) == ("Décrocher un emploi", None, 0)
    assert Purpose.objects.get(code="business").valid_until == date(2026, 6, 30)
    assert ProfileValue.objects.get(list="heard_by", code="press").cannot_be_mapped


@pytest.mark.thorough
def test_only_what_is_missing_is_added():
    starting_lists.load()
    ProfileValue.objects.filter(list="gender", code="other").delete()
    Purpose.objects.filter(code="information").delete()
    added = starting_lists.load()
    assert (added.purposes, added.values) == (1, 1)


@pytest.mark.thorough
def test_a_key_that_the_centre_gave_to_its_own_purpose_is_left_to_it():
    mine = make_purpose(code="abroad", name="Partir à l’étranger", key=3)
    starting_lists.load()
    mine.refresh_from_db()
    assert mine.key == 3
    assert Purpose.objects.get(code="training").key is None
