"""Where visitors come from beside the municipality of the place, however somebody wrote its name."""

from datetime import date

import pytest

from citedesmetiers.factories import make_municipality, make_profile_value, make_site
from citedesmetiers.models import Site
from citedesmetiers.municipality_names import name_key
from reception.factories import make_visit
from reports.evidence_of_places import from_elsewhere, values_of_home
from reports.figures import whole_year

pytestmark = pytest.mark.django_db
DAY, YEAR = date(2025, 3, 4), whole_year(2025)


def share_from_elsewhere():
    (fact,) = from_elsewhere(Site.objects.all(), YEAR)
    return fact.value


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "ST ETIENNE"),
        ("Sainte-Foy-lès-Lyon", "Ste Foy les Lyon"),
        ("Bœrsch", "boersch"),
        ("L’Haÿ-les-Roses", "l'hay les roses"),
        ("Aix-en-Provence", "13100 Aix en Provence Cedex 1"),
        ("Neuilly-sur-Seine", "Neuilly s/ Seine"),
        ("Lyon", "Lyon 3e arrondissement"),
        ("Straße", "strasse"),
    ],
)
def test_spellings_of_one_name_are_one(one, other):
    assert name_key(one) == name_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Saint-Denis", "Saint-Denis-en-Val"), ("Vienne", "Vienne-le-Château"), ("Stains", "Saintains")]
)
def test_names_of_two_places_stay_two(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("written", ["Saint-Étienne", "SAINT-ETIENNE", "St Etienne", "St-Étienne Cedex 2"])
def test_the_municipality_of_a_place_is_found_by_its_code_however_it_is_written(centre, written):
    town = make_site(municipality=written)
    home, other = make_municipality(name="Saint-Étienne"), make_municipality(name="Saint-Chamond")
    for municipality, people in ((home, 30), (other, 10)):
        municipality.enter_list()
        make_visit(site=town, day=DAY, people=people, territory=municipality.list_value)
    assert share_from_elsewhere() == 25


def test_a_value_that_the_centre_renamed_is_still_the_municipality_of_its_code(centre):
    town, home = make_site(municipality="Vaurenne"), make_municipality(name="Vaurenne")
    home.enter_list()
    value = home.list_value
    value.name_en = value.name_fr = "The town itself"
    value.save()
    make_visit(site=town, day=DAY, people=30, territory=value)
    make_visit(site=town, day=DAY, people=10, territory=make_profile_value(list="territory", name="Abroad"))
    assert share_from_elsewhere() == 25


def test_a_place_across_the_border_is_at_home_in_its_own_country(centre):
    here = make_municipality(name="Saint-Julien", country="FR", code="74243")
    there = make_municipality(name="Saint-Julien", country="CH", code="6601")
    for municipality in (here, there):
        municipality.enter_list()
    places = {"FR": make_site(municipality="St Julien"), "CH": make_site(municipality="St Julien", country="CH")}
    assert values_of_home(Site.objects.all()) == {
        places["FR"].pk: {here.list_value.pk}, places["CH"].pk: {there.list_value.pk}
    }  # fmt: skip


def test_a_place_whose_municipality_nobody_can_name_is_left_out_instead_of_counting_as_outside(centre):
    make_visit(site=make_site(municipality="Nowhere"), day=DAY, people=7,
               territory=make_profile_value(list="territory", name="Abroad"))  # fmt: skip
    assert share_from_elsewhere() is None


def test_a_list_written_by_hand_is_read_by_name_although_the_municipality_is_known_by_its_code(centre):
    town = make_site(municipality="Vaurenne")
    make_municipality(name="Vaurenne")  # not entered: the centre's own list has the name under a code of its own
    for name, people in (("Vaurenne", 30), ("Abroad", 10)):
        make_visit(site=town, day=DAY, people=people, territory=make_profile_value(list="territory", name=name))
    assert share_from_elsewhere() == 25
