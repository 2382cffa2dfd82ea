"""The order of lists: names as people sort them, columns by a click on their head."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.db import IntegrityError, transaction

from partners.factories import (
    make_agreement,
    make_body,
    make_institution,
    make_meeting,
    make_meeting_kind,
    make_professional,
)
from partners.models import Institution, Professional

pytestmark = pytest.mark.django_db


def rows_of(client, path, **asked):
    """The table of a list: (the words in the heads of its rows, {words of a column's head: its aria-sort})."""
    page = BeautifulSoup(client.get(path, asked).content, "html.parser")
    heads = {head.get_text(strip=True): head.get("aria-sort") for head in page.select("main table thead th")}
    return [row.b.get_text(strip=True) for row in page.select("main tbody th") if row.b], heads


def link_of(response, head):
    """Where the head of a column leads."""
    page = BeautifulSoup(response.content, "html.parser")
    return next(link["href"] for link in page.select("th a.sort") if link.get_text(strip=True) == head)


def test_an_accent_or_a_small_letter_does_not_send_a_name_to_the_end():
    for name in ["Zénith", "École de la deuxième chance", "eau et terre", "Maison de l'emploi"]:
        make_institution(name=name)
    expected = ["eau et terre", "École de la deuxième chance", "Maison de l'emploi", "Zénith"]
    assert [institution.name for institution in Institution.objects.all()] == expected


def test_people_are_sorted_like_their_institutions():
    for name in ["Zoé", "Éric", "Fanny"]:
        make_professional(name=name)
    assert [person.name for person in Professional.objects.all()] == ["Éric", "Fanny", "Zoé"]


def test_a_click_on_a_head_sorts_and_a_second_one_turns_round(signed_in):
    client = signed_in("director", language="en")
    for name, people in [("Alpha", 1), ("Beta", 3), ("Gamma", 2)]:
        made = make_institution(name=name)
        for _number in range(people):
            make_professional(institution=made)
    assert link_of(client.get("/partners/"), "People") == "?order=people"
    names, heads = rows_of(client, "/partners/", order="people")
    assert (names, heads["People"], heads["Institution"]) == (["Alpha", "Gamma", "Beta"], "ascending", None)
    asked = {"order": "people", "state": "all"}
    assert link_of(client.get("/partners/", asked), "People") == "?order=-people&state=all"
    names, heads = rows_of(client, "/partners/", order="-people")
    assert (names, heads["People"]) == (["Beta", "Gamma", "Alpha"], "descending")


@pytest.mark.many_cases
@pytest.mark.parametrize("asked", ["", "-", "password", "-name; drop", "name--"])
def test_an_unknown_order_is_the_usual_one(signed_in, asked):
    for name in ["Beta", "Alpha"]:
        make_institution(name=name)
    assert rows_of(signed_in("director"), "/partners/", order=asked)[0] == ["Alpha", "Beta"]


def test_the_download_has_the_order_of_the_page(signed_in):
    for name, municipality in [("Alpha", "Vaurenne"), ("Beta", "Épinay")]:
        make_institution(name=name, municipality=municipality)
    lines = signed_in("director").get("/partners/institutions.csv", {"order": "municipality"}).content.decode()
    assert lines.index("Beta") < lines.index("Alpha")


def test_the_latest_meeting_stands_on_top_until_another_order_is_asked(signed_in):
    client = signed_in("director")
    for day, people in [(date(2026, 1, 5), 9), (date(2026, 3, 5), 4)]:
        make_meeting(title=f"Meeting of {people}", day=day, people=people)
    assert [name.split()[-1] for name in rows_of(client, "/partners/meetings/")[0]] == ["4", "9"]
    assert [name.split()[-1] for name in rows_of(client, "/partners/meetings/", order="-people")[0]] == ["9", "4"]


def test_two_bodies_cannot_have_the_same_name():
    kind = make_meeting_kind()
    make_body(name="Comité de pilotage", kind=kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_body(name="comité de Pilotage", kind=kind)


def test_an_agreement_without_an_end_comes_last_either_way(signed_in):
    client = signed_in("director")
    make_agreement(object="Never ends", ends_on=None)
    make_agreement(object="Ends late", ends_on=date(2031, 1, 1))
    make_agreement(object="Ends soon", ends_on=date(2030, 1, 1))
    for asked, expected in [("end", ["Ends soon", "Ends late", "Never ends"]),
                            ("-end", ["Ends late", "Ends soon", "Never ends"])]:  # fmt: skip
        page = BeautifulSoup(client.get("/partners/agreements/", {"order": asked}).content, "html.parser")
        assert [row.find_all("a")[1].get_text() for row in page.select("main tbody th")] == expected, asked
