"""What could name a person is found in free text, and what only looks like it is left alone."""

import pytest
from django.core.exceptions import ValidationError

from citedesmetiers.personal_data import found_in, no_personal_data

IBAN = "FR76 3000 6000 0112 3456 7890 189"
NIR = "2 69 05 49 588 157 80"


@pytest.mark.parametrize(
    ("text", "kind", "passage"),
    [
        ("écrire à marie.durand@exemple.fr demain", "email", "marie.durand@exemple.fr"),
        ("M.D @ exemple.org", "email", "M.D @ exemple.org"),
        ("rappeler le 06 12 34 56 78", "phone", "06 12 34 56 78"),
        ("tél. 0612345678.", "phone", "0612345678"),
        ("06.12.34.56.78", "phone", "06.12.34.56.78"),
        ("06\u00a012\u00a034\u00a056\u00a078", "phone", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "phone", "+33 (0)6 12 34 56 78"),
        ("depuis l’Italie +39 02 1234 5678", "phone", "+39 02 1234 5678"),
        (f"n° {NIR}", "nir", NIR),
        ("269054958815780", "nir", "269054958815780"),
        (f"virement sur {IBAN} avant lundi", "iban", IBAN),
        ("GB82WEST12345698765432", "iban", "GB82WEST12345698765432"),
    ],
)
def test_it_is_found_and_named(text, kind, passage):
    assert found_in(text) == [(kind, passage)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "Réunion du 14/10/2026 de 14 h 30 à 16 h 00, salle 12",
        "Budget de 45 000 € dont 13 500 € en nature, exercices 2025 2026 2027",
        "Convention n° 2026-0412-17, SIRET 130 005 481 00010",
        "ISBN 978-2-07-036822-8",
        "2 69 05 49 588 157 81",  # the key is wrong
        "FR76 3000 6000 0112 3456 7890 188",  # the check digits are wrong
        "19 personnes, 7 débutants, 3 jours",
    ],
)
def test_what_only_looks_like_it_is_left_alone(text):
    assert found_in(text) == []


def test_several_are_named_in_the_order_of_the_text():
    text = f"{IBAN}, jean@exemple.fr ou 06 12 34 56 78"
    assert [kind for kind, _passage in found_in(text)] == ["iban", "email", "phone"]


def test_the_message_says_what_it_saw():
    with pytest.raises(ValidationError, match=r"a telephone number \(06 12 34 56 78\)"):
        no_personal_data("Appeler le 06 12 34 56 78")
    no_personal_data("Appeler la direction")
