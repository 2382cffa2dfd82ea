"""The pages of the settings: who may open them, that they hold in French and English, what they cost."""

from datetime import date, time

import pytest
from django.urls import reverse

from citedesmetiers import starting_lists
from citedesmetiers.factories import (
    make_closure,
    make_municipality,
    make_opening_hours,
    make_profile_value,
    make_purpose,
    make_site,
    make_station_count,
)
from citedesmetiers.models import Site
from citedesmetiers.views.settings_hours import PeriodConverter

pytestmark = pytest.mark.django_db
PERIOD = (date(2026, 1, 1), None)


def filled():
    """One row of everything, and the address of every page that reads."""
    main = make_site(kind=Site.Kind.MAIN, country="FR")
    make_opening_hours(site=main)
    make_station_count(site=main)
    closure = make_closure(site=main)
    purpose = make_purpose(key=1)
    ended = make_profile_value(valid_until=date(2025, 12, 31), cannot_be_mapped=True)
    value = make_profile_value()
    municipality = make_municipality(population=61400)
    return [
        reverse("settings"),
        reverse("settings_centre"),
        reverse("site_list"),
        reverse("site_add"),
        reverse("site_edit", args=[main.pk]),
        reverse("opening_hours", args=[main.pk]),
        reverse("period_add", args=[main.pk]),
        reverse("period_add", args=[main.pk]) + f"?copy={PeriodConverter().to_url(PERIOD)}",
        reverse("period_edit", args=[main.pk, PERIOD]),
        reverse("period_delete", args=[main.pk, PERIOD]),
        reverse("closure_list") + "?year=2026",
        reverse("closure_add"),
        reverse("closure_edit", args=[closure.pk]),
        reverse("closure_delete", args=[closure.pk]),
        reverse("purpose_list"),
        reverse("purpose_add"),
        reverse("purpose_edit", args=[purpose.pk]),
        reverse("purpose_retire", args=[purpose.pk]),
        reverse("profile_lists"),
        reverse("profile_list", args=["age_band"]),
        reverse("profile_list", args=["territory"]),
        reverse("profile_value_add", args=["age_band"]),
        reverse("profile_value_edit", args=[value.pk]),
        reverse("profile_value_edit", args=[ended.pk]),
        reverse("profile_value_end", args=[value.pk]),
        reverse("municipality_list"),
        reverse("municipality_add"),
        reverse("municipality_import"),
        reverse("municipality_edit", args=[municipality.pk]),
        reverse("municipality_remove", args=[municipality.pk]),
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("role", ["director", "admin"])
def test_every_page_opens(signed_in, role, language):
    client = signed_in(role, language=language)
    for address in filled():
        assert client.get(address).status_code == 200, address


@pytest.mark.thorough
def test_every_list_is_helpful_when_it_is_empty(signed_in):
    client = signed_in("director")
    for name in ("settings", "site_list", "closure_list", "purpose_list", "profile_lists", "municipality_list"):
        assert client.get(reverse(name)).status_code == 200
    assert "No place yet" in client.get(reverse("site_list")).content.decode()
    assert "There is no main site" in client.get(reverse("settings")).content.decode()


@pytest.mark.thorough
def test_nobody_else_opens_them(signed_in):
    client = signed_in("reception", "counsellor", "documentation", "events", "partnership")
    for address in filled():
        assert client.get(address).status_code == 403, address


def test_what_does_not_exist_is_not_found(signed_in):
    client = signed_in("director")
    site = make_site()
    for address in (
        reverse("site_edit", args=[site.pk + 1]),
        reverse("period_edit", args=[site.pk, PERIOD]),
        f"/settings/places/{site.pk}/hours/2026-13-45_open/",
        reverse("profile_list", args=["nonsense"]),
        reverse("profile_value_add", args=["nonsense"]),
        reverse("purpose_edit", args=[987654]),
    ):
        assert client.get(address).status_code == 404, address


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("name", "arguments", "make"),
    [
        ("site_list", [], lambda n: make_opening_hours(site=make_site(parent=Site.objects.first()))),
        ("closure_list", [], lambda n: make_closure(starts_on=date.today(), site=Site.objects.first())),  # noqa: DTZ011
        ("purpose_list", [], lambda n: make_purpose()),
        ("profile_lists", [], lambda n: make_profile_value()),
        ("profile_list", ["age_band"], lambda n: make_profile_value()),
        ("municipality_list", [], lambda n: make_municipality()),
        (
            "opening_hours",
            ["first"],
            lambda n: make_opening_hours(
                site=Site.objects.first(),
                opens=time(9),
                valid_from=date(2030 + n, 1, 1),
                valid_until=date(2030 + n, 12, 31),
            ),
        ),
        ("settings", [], lambda n: make_opening_hours(site=make_site())),
    ],
)
def test_a_list_costs_the_same_whatever_its_length(signed_in, django_assert_num_queries, name, arguments, make):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in("director")
    first = make_site()
    address = reverse(name, args=[first.pk if argument == "first" else argument for argument in arguments])
    make(0)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as with_one:
        client.get(address)
    make(1)
    make(2)
    with django_assert_num_queries(len(with_one)):
        client.get(address)


def test_the_first_page_says_what_is_missing(signed_in):
    client = signed_in("director")
    main = make_site(kind=Site.Kind.MAIN, name_en="Main hall", name_fr="Grande halle")
    page = client.get(reverse("settings")).content.decode()
    assert "Main hall has no opening hours" in page
    assert "There is no purpose" in page
    assert "There is no municipality" in page
    make_opening_hours(site=main)
    make_municipality()
    starting_lists.load()
    page = client.get(reverse("settings")).content.decode()
    assert "Nothing: the centre can work with this." in page


def test_the_first_page_counts_what_has_no_name_in_a_language_of_the_centre(signed_in):
    client = signed_in("director")
    make_purpose(name_fr="Partir", name_en="")
    assert "1 purpose without a name in each language" in client.get(reverse("settings")).content.decode()
