"""RIS: what a reference manager reads is what the catalogue holds."""

import pytest
import rispy
from django.urls import reverse

from documentation import citing
from documentation.factories import make_medium, make_resource

pytestmark = pytest.mark.django_db


def test_a_list_in_ris_is_read_back_alike():
    medium = make_medium(schema_type="Book")
    row = make_resource(
        title="L’été à l’atelier", subtitle="guide\nde l’apprenti", creators=["Vidric, Orlane", "Côté, Noël"],
        publisher="Éditions du Pont", year=2025, isbn="9782900012109", abstract="Deux\r\n\r\nlignes.\nER  - ",
        subjects=["bois", "métal"], url="https://bois.example/", language="fr", medium=medium,
    )  # fmt: skip
    other = make_resource(title="Revue", issn="2999-0173", number="12")
    first, second = rispy.loads(citing.ris([row, other], lambda path: f"https://centre.example{path}"))
    assert first["type_of_reference"] == "BOOK"
    assert "L’été à l’atelier" in first["title"]
    assert "guide de l’apprenti" in first["title"]
    assert first["authors"] == ["Vidric, Orlane", "Côté, Noël"]
    assert (first["publisher"], first["year"]) == ("Éditions du Pont", "2025")
    assert first["issn"].replace("-", "") == "9782900012109"
    assert first["abstract"] == "Deux lignes. ER -"
    assert sorted(first["keywords"]) == ["bois", "métal"]
    assert first["urls"] == ["https://bois.example/"]
    assert (second["issn"], second["number"]) == ("2999-0173", "12")
    assert second["urls"] == [f"https://centre.example{other.get_absolute_url()}"]


def test_the_whole_holdings_leave_as_ris(centre, signed_in):
    titles = {make_resource(title=f"Titre {number}").title for number in range(3)}
    answer = signed_in("documentation").get(reverse("documentation:holdings_export", args=["ris"]))
    entries = rispy.loads(b"".join(answer.streaming_content).decode())
    assert {entry["title"] for entry in entries} == titles
