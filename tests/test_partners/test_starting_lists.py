"""The kinds of institutions come with the starting lists, and schools are made once."""

import pytest
from django.utils import translation

from citedesmetiers import starting_lists
from partners.factories import make_institution, make_institution_kind
from partners.models import Institution, InstitutionKind, MeetingKind, TargetTag, TrainingKind


@pytest.mark.thorough
def test_the_starting_lists_bring_the_kinds_of_institutions_in_every_language(db):
    added = starting_lists.load()
    assert InstitutionKind.objects.count() == 26
    assert TrainingKind.objects.count() == 12
    assert MeetingKind.objects.count() == 19
    assert TargetTag.objects.count() == 12
    assert added.others >= 26 + 12 + 19  # the other rooms bring lists of their own
    chamber = InstitutionKind.objects.get(code="chamber")
    with translation.override("fr"):
        assert chamber.name == "Chambre consulaire"
    with translation.override("it"):
        assert chamber.name == "Camera di commercio, artigianato, agricoltura"
    assert chamber.ownership == "public"


@pytest.mark.thorough
def test_loading_again_keeps_what_the_centre_renamed(db):
    starting_lists.load()
    InstitutionKind.objects.filter(code="network").update(name_fr="Le réseau")
    InstitutionKind.objects.filter(code="library").delete()
    assert starting_lists.load().others == 1
    assert InstitutionKind.objects.get(code="network").name_fr == "Le réseau"


def test_a_school_added_twice_is_one_school(db):
    starting_lists.load()
    first = Institution.objects.add_school("Collège de la Halle", "Vaurenne")
    again = Institution.objects.add_school("collège de la halle", "vaurenne")
    elsewhere = Institution.objects.add_school("Collège de la Halle", "Montcarré")
    assert again == first
    assert elsewhere != first
    assert (first.kind.code, first.roles, elsewhere.code) == ("school", ["school"], "college-de-la-halle-2")


@pytest.mark.parametrize(
    ("name", "municipality"),
    [
        ("lycee jean moulin", "Bourg-Orsenay"),
        ("  LYCÉE  Jean-Moulin ", "bourg orsenay"),
        ("Lycée Jean Moulin", "BOURG-ORSENAY"),
    ],
)
def test_a_school_is_known_again_without_its_accents_capitals_and_blanks(db, name, municipality):
    there = Institution.objects.add_school("Lycée Jean Moulin", "Bourg-Orsenay")
    assert Institution.objects.add_school(name, municipality) == there
    assert Institution.objects.add_school(name) != there  # of no town, it may be another one


def test_an_institution_that_sends_a_class_becomes_a_school_too(db):
    make_institution_kind(code="school")
    there = make_institution(name="CFA de la Lisse", roles=["desk_partner"])
    assert Institution.objects.add_school("CFA de la Lisse") == there
    there.refresh_from_db()
    assert there.roles == ["desk_partner", "school"]
