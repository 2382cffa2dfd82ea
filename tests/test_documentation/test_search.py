"""What people type, and what they find by it."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from citedesmetiers.factories import make_site
from documentation.factories import make_copy, make_loan, make_opinion, make_resource, make_subject, make_synonym
from documentation.models import Resource
from documentation.search import cache, index
from documentation.search.find import find
from documentation.search.highlight import extract, marked
from documentation.search.normalise import words
from documentation.search.question import read
from documentation.search.stem import stem
from documentation.search.suggest import suggestions


def titles(text, **chosen):
    """The titles that `text` finds, in order."""
    found = find(read(text), chosen)
    rows = Resource.objects.in_bulk(found.ids)
    return [rows[pk].title for pk in found.ids]


@pytest.fixture(autouse=True)
def no_kept_synonyms():
    cache.forget()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’infirmier·ère", ["infirmier", "infirmiere"]),
        ("conseiller.e.s", ["conseiller", "conseillere"]),
        ("étudiant(e)s", ["etudiant", "etudiante"]),
        ("directeur/trice", ["directeur", "directrice"]),
        ("CAP/BEP", ["cap", "bep"]),
        ("R.H. et C.V.", ["rh", "et", "cv"]),
        ("C++ ou C#", ["cplusplus", "ou", "csharp"]),
        ("bac + 2", ["bac", "bacplus2"]),
        ("e-commerce", ["ecommerce"]),
        ("porte-à-porte", ["porte", "a", "porte"]),
        ("Œuvre, c’est l’été", ["oeuvre", "est", "ete"]),
        ("3ème", ["3e"]),
    ],
)
def test_texts_become_plain_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    "alike",
    [
        "boulanger boulangère boulangers boulangères",
        "travail travaux",
        "vendeur vendeuse vendeurs",
        "directeur directrice",
        "technicien technicienne",
        "professionnel professionnelles",
        "sportif sportive",
        "journal journaux",
        "emploi emplois",
        "nurse nurses nursing",
        "infermiere infermiera infermieri",
        "lavoro lavori",
    ],
)
def test_gender_and_number_have_one_stem(alike):
    assert len({stem(word) for word in words(alike)}) == 1


def test_words_that_are_not_the_same_keep_their_stems_apart():
    assert len({stem(word) for word in words("employé emploi vendeur vente cours coursier")}) == 6


@pytest.mark.many_cases
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["boulangère", "Boulangeres", "boulangere", "comment devenir boulangère ?", "boulenger", "BOULANGER·ÈRE"]
)
def test_a_profession_is_found_however_it_is_written(text):
    make_resource(title="Boulanger")
    make_resource(title="Comptable")
    assert titles(text) == ["Boulanger"]


@pytest.mark.django_db
def test_a_corrected_word_is_said_and_can_be_taken_back():
    make_resource(title="Électricien du bâtiment")
    assert read("electrisien").corrected == [("electrisien", "electricien")]
    assert read("electrisien", correcting=False).corrected == []
    assert find(read("electrisien", correcting=False)).total == 0


@pytest.mark.django_db
def test_synonyms_of_several_words_find_each_other_and_one_way_ones_do_not_come_back():
    make_synonym("VAE", "validation des acquis de l’expérience")
    make_synonym("nounou", leads_to=["assistante maternelle"])
    make_resource(title="Réussir sa VAE")
    make_resource(title="La validation des acquis de l’expérience")
    make_resource(title="Assistante maternelle")
    make_resource(title="Une nounou raconte")
    cache.forget()
    assert set(titles("validation des acquis de l'expérience")) == {
        "Réussir sa VAE", "La validation des acquis de l’expérience",
    }  # fmt: skip
    assert set(titles("v.a.e.")) == {"Réussir sa VAE", "La validation des acquis de l’expérience"}
    assert set(titles("nounou")) == {"Assistante maternelle", "Une nounou raconte"}
    assert titles("assistante maternelle") == ["Assistante maternelle"]


@pytest.mark.django_db
def test_quoted_words_stand_one_after_the_other():
    make_resource(title="Entretien d’embauche")
    make_resource(title="Embauche sans entretien")
    assert titles("« entretien d’embauche »") == ["Entretien d’embauche"]


@pytest.mark.django_db
def test_numbers_find_their_document_in_ten_and_thirteen_digits_and_a_wrong_one_is_told():
    make_resource(title="By number", isbn="9782900012109", source_id="CMV-1")
    for text in ["978-2-900012-10-9", "ISBN 9782900012109", "2-900012-10-X", "CMV-1", "cmv-1"]:
        assert titles(text) == ["By number"] or "10-X" in text
    assert "Expected" in str(read("978-2-900012-10-8").message)


@pytest.mark.django_db
def test_a_shelf_mark_finds_what_stands_there():
    make_copy(resource=make_resource(title="Here"), shelf_mark="E12 CAR")
    make_copy(resource=make_resource(title="There"), shelf_mark="O30 ATL")
    assert titles("e12 car") == ["Here"]
    assert titles("O30") == ["There"]


@pytest.mark.django_db
def test_what_comes_near_is_shown_as_such_the_closest_first():
    make_resource(title="Financer sa formation d’adulte")
    make_resource(title="Le jardin d’hiver")
    make_resource(title="Formation continue")
    found = find(read("financer formation martienne"))
    assert found.approximate
    assert titles("financer formation jardinage")[0] == "Financer sa formation d’adulte"


@pytest.mark.django_db
def test_drafts_weeded_and_withdrawn_documents_are_not_found():
    make_resource(title="Draft", published=False)
    gone = make_resource(title="Gone")
    assert titles("gone") == ["Gone"]
    Resource.objects.filter(pk=gone.pk).update(weeded_on="2026-01-01", weeded_because="worn")
    index.refresh([gone.pk])
    assert titles("gone") == []
    assert titles("draft") == []


@pytest.mark.django_db
def test_a_facet_counts_over_the_choices_of_the_others():
    here, there = make_site(), make_site()
    one = make_resource(title="Soudure un")
    other = make_resource(title="Soudure deux", medium=one.medium)
    third = make_resource(title="Soudure trois")
    make_copy(resource=one, site=here)
    make_loan(copy=make_copy(resource=other, site=here, shelf_mark=""))
    make_copy(resource=third, site=there)
    found = find(read("soudure"), {"medium": [one.medium_id]})
    assert found.total == 2
    assert found.facets["medium"] == {str(one.medium_id): 2, str(third.medium_id): 1}
    assert found.facets["site"] == {str(here.pk): 2}
    assert found.facets["shelf"] == {str(here.pk): 1}


@pytest.mark.django_db
def test_the_officers_opinion_and_subjects_are_searched_in_every_language():
    resource = make_resource(title="Plain", subjects=[make_subject(name="apprentissage", name_en="apprenticeship")])
    make_opinion(resource=resource, text="Idéal pour les débutantes")
    assert titles("apprenticeships") == ["Plain"]
    assert titles("débutant") == ["Plain"]


@pytest.mark.many_cases
@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    ["' & | ! <->", '"', "a' OR 1=1 --", ":*", "\\", "x" * 10_000, "\x00", "(((", "%", "« »", "le", "où ?", "🙂"],
)
def test_signs_of_the_database_are_only_letters(text):
    make_resource(title="Something")
    assert find(read(text)).total in {0, 1}


@pytest.mark.django_db(transaction=False)
def test_suggestions_are_words_as_they_are_written():
    make_resource(title="Le guide de l’apprentissage", subjects=["alternance"], creators=["Orlane Vidric"])
    assert ("Le guide de l’apprentissage", "title") in suggestions("appr")
    assert suggestions("altern") == [("alternance", "subject")]
    assert suggestions("vidr") == [("Orlane Vidric", "author")]
    assert suggestions("%") == suggestions("a") == []


# The same texts at every run, however busy the machine is.
@pytest.mark.thorough
@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text())
def test_highlighting_never_lets_markup_through(text):
    shown = marked(text, {"boulanger"})
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")


def test_words_asked_for_are_marked_and_an_extract_shows_them():
    assert marked("La Boulangère & Cie", {"boulanger"}) == "La <mark>Boulangère</mark> &amp; Cie"
    assert "boulanger" in extract("mot " * 200 + "boulanger " + "mot " * 200, {"boulanger"})


@pytest.mark.thorough
@pytest.mark.django_db
def test_what_is_said_everywhere_does_not_push_out_what_comes_near(monkeypatch):
    monkeypatch.setattr("documentation.search.find.NEAR_CAP", 25)
    for number in range(40):
        make_resource(title=f"Formation numéro {number}")
    make_resource(title="Le jardinage", year=1990)
    index.rebuild()
    found = find(read("formation jardinage martienne"))
    assert found.approximate
    assert found.total <= 25
    assert titles("formation jardinage martienne")[0] == "Le jardinage"


@pytest.mark.django_db
def test_chosen_values_of_two_facets_narrow_each_other_and_not_themselves():
    medium = make_resource(title="Soudure un", language="fr", year=2020).medium_id
    other = make_resource(title="Soudure deux", language="mul", year=2020).medium_id
    make_resource(title="Soudure trois", language="mul", year=2021)
    found = find(read("soudure"), {"language": ["mul"], "year": [2020]})
    assert [Resource.objects.get(pk=pk).title for pk in found.ids] == ["Soudure deux"]
    assert found.facets["language"] == {"fr": 1, "mul": 1}
    assert found.facets["year"] == {"2020": 1, "2021": 1}
    assert found.facets["medium"] == {str(other): 1}
    assert medium != other


@pytest.mark.django_db
def test_a_large_catalogue_looks_at_fewer_matches_and_a_small_one_at_all(monkeypatch):
    monkeypatch.setattr("documentation.search.find.LARGE", 8)
    monkeypatch.setattr("documentation.search.find.CAPS_OF_LARGE", (5, 2))
    for number in range(9):
        make_resource(title=f"Soudure numéro {number}")
    assert (find(read("soudure")).total, find(read("soudure")).capped) == (9, False)  # nobody has counted the table
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE documentation_searchrow")
    found = find(read("soudure"))
    assert (found.total, found.capped, len(found.ids)) == (5, True, 5)
    assert sum(found.facets["medium"].values()) <= 6


@pytest.mark.django_db
def test_a_page_that_looked_at_some_matches_only_says_more_than_everywhere(monkeypatch, client, centre):
    monkeypatch.setattr("documentation.search.find.CAP", 3)
    for number in range(5):
        make_resource(title=f"Soudure numéro {number}")
    text = client.get("/en/catalogue/", {"q": "soudure"}).content.decode()
    assert "<title>soudure, More than 3 documents" in text
    assert "<b>More than 3 documents</b>" in text
    assert "Put in order and counted beside: 3 of them." in text
    assert "1 to 3 of more than 3" in text
