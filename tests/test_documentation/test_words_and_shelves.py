"""Subjects, synonyms, what was looked for in vain, purchase wishes and the shelving plan on the staff's screens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_site
from documentation import factories as make
from documentation.models import ClassificationNode, ShelfSpot, Subject, Synonym, Wish

pytestmark = pytest.mark.django_db


def words(page):
    return " ".join(page.content.decode().split())


def titles(client, question):
    """The titles that a visitor's question finds."""
    answer = client.get(reverse("catalogue:search"), {"q": question, "format": "json"}).json()
    return [row["title"] for row in answer["results"]] if not answer["approximate"] else []


def this_monday():
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


@pytest.mark.thorough
def test_synonyms_hold_both_ways_from_the_next_question_on(signed_in):
    client = signed_in("documentation")
    make.make_resource(title="Réussir son curriculum")
    make.make_resource(title="La lettre et le CV")
    assert titles(client, "CV") == ["La lettre et le CV"]
    page = client.post(reverse("documentation:synonym_add"), {"words": "CV\ncurriculum", "leads_to": ""}, follow=True)
    assert "“CV” now finds 2 documents." in words(page)
    assert sorted(titles(client, "CV")) == sorted(titles(client, "curriculum")) != []
    synonym = Synonym.objects.get()
    client.post(reverse("documentation:synonym_retire", args=[synonym.pk]))
    assert titles(client, "CV") == ["La lettre et le CV"]
    client.post(reverse("documentation:synonym_retire", args=[synonym.pk]))
    assert len(titles(client, "CV")) == 2
    client.post(reverse("documentation:synonym_delete", args=[synonym.pk]))
    assert titles(client, "CV") == ["La lettre et le CV"]


def test_a_synonym_in_one_direction_does_not_lead_back(signed_in):
    client = signed_in("documentation")
    make.make_resource(title="Les métiers du toilettage")
    make.make_resource(title="Un chien à la maison")
    client.post(reverse("documentation:synonym_add"), {"words": "chien", "leads_to": "toilettage"})
    assert len(titles(client, "chien")) == 2
    assert titles(client, "toilettage") == ["Les métiers du toilettage"]


@pytest.mark.thorough
def test_another_process_notices_a_changed_synonym(signed_in):
    client = signed_in("documentation")
    make.make_resource(title="Réussir son curriculum")
    synonym = make.make_synonym("vitae", "curriculum")
    assert titles(client, "vitae") == ["Réussir son curriculum"]
    Synonym.objects.filter(pk=synonym.pk).update(words=["autre", "curriculum"])  # nobody told this process
    assert titles(client, "vitae") == []
    assert titles(client, "autre") == ["Réussir son curriculum"]


@pytest.mark.many_cases
@pytest.mark.parametrize("data", [{"words": ""}, {"words": "seul"}, {"words": "···\nb"}, {"words": "x" * 200}])
def test_a_synonym_that_says_nothing_is_refused_beside_its_field(signed_in, data):
    client = signed_in("documentation")
    page = client.post(reverse("documentation:synonym_add"), data)
    assert page.status_code == 200
    assert page.context["form"].errors["words"]
    assert not Synonym.objects.exists()


def test_synonyms_are_looked_up_by_part_of_a_word_without_accents(signed_in):
    client = signed_in("documentation")
    make.make_synonym("infirmière", "soignante")
    make.make_synonym("CV", "curriculum")
    page = words(client.get(reverse("documentation:synonyms"), {"q": "INFIRMIERE"}))
    assert "soignante" in page
    assert "curriculum" not in page
    assert "No synonym answers to this" in words(client.get(reverse("documentation:synonyms"), {"q": "zzz"}))
    for asked in ("a\0b", "%_\\'\"", "x" * 10_000):
        assert client.get(reverse("documentation:synonyms"), {"q": asked}).status_code == 200


def test_a_renamed_subject_finds_its_documents_by_the_new_name_at_once(signed_in):
    client = signed_in("documentation")
    make.make_resource(title="Un guide", subjects=["plomberie"])
    subject = Subject.objects.get()
    assert titles(client, "plomberie") == ["Un guide"]
    client.post(reverse("documentation:subject_edit", args=[subject.pk]), {"name_fr": "chauffage", "name_en": ""})
    assert titles(client, "chauffage") == ["Un guide"]
    assert titles(client, "plomberie") == []


@pytest.mark.thorough
def test_merged_subjects_keep_their_documents_and_the_old_name_still_finds_them(signed_in):
    client = signed_in("documentation")
    first = make.make_resource(title="Un guide", subjects=["plombier", "eau"])
    both = make.make_resource(title="Deux guides", subjects=["plombier", "plomberie"])
    old, new = Subject.objects.get(name="plombier"), Subject.objects.get(name="plomberie")
    part = make.make_subject(name="robinets", broader=old)
    address = reverse("documentation:subject_merge", args=[old.pk])
    page = words(client.get(address))
    assert "2 documents go with it." in page
    assert "1 narrower subject goes with it." in page
    assert client.post(address, {"into": old.pk}).context["form"].errors["into"]
    client.post(address, {"into": new.pk})
    assert not Subject.objects.filter(name="plombier").exists()
    assert sorted(subject.name for subject in first.subjects.all()) == ["eau", "plomberie"]
    assert [subject.name for subject in both.subjects.all()] == ["plomberie"]
    part.refresh_from_db()
    assert part.broader == new
    assert sorted(titles(client, "plombier")) == ["Deux guides", "Un guide"]


def test_a_subject_may_go_into_one_of_its_own_parts(signed_in):
    client = signed_in("documentation")
    top = make.make_subject(name="santé")
    old = make.make_subject(name="soin", broader=top)
    part = make.make_subject(name="soins infirmiers", broader=old)
    client.post(reverse("documentation:subject_merge", args=[old.pk]), {"into": part.pk})
    part.refresh_from_db()
    assert part.broader == top


def test_a_subject_is_no_part_of_what_is_under_it(signed_in):
    client = signed_in("documentation")
    top = make.make_subject(name="santé")
    middle = make.make_subject(name="soin", broader=top)
    low = make.make_subject(name="infirmier", broader=middle)
    page = client.post(reverse("documentation:subject_edit", args=[top.pk]), {"name_fr": "santé", "broader": low.pk})
    assert page.context["form"].errors["broader"] == ["“infirmier” is part of this subject itself."]
    client.post(reverse("documentation:subject_add"), {"name_fr": "droit"})
    page = client.post(reverse("documentation:subject_add"), {"name_fr": "droit"})
    assert page.context["form"].errors["name_fr"] == ["There is a subject of this name."]


def test_subjects_stand_under_what_they_are_part_of_and_retired_ones_apart(signed_in):
    client = signed_in("documentation")
    top = make.make_subject(name="zoologie")
    make.make_subject(name="abeilles", broader=top)
    make.make_subject(name="école")
    gone = make.make_subject(name="minitel")
    client.post(reverse("documentation:subject_retire", args=[gone.pk]))
    page = client.get(reverse("documentation:subjects"))
    assert [(depth, row.name) for depth, row in page.context["page"]] == [
        (0, "école"), (0, "zoologie"), (1, "abeilles"),
    ]  # fmt: skip
    assert "minitel" in words(client.get(reverse("documentation:subjects"), {"state": "retired"}))


def test_a_subject_with_documents_is_not_deleted(signed_in):
    client = signed_in("documentation")
    make.make_resource(subjects=["eau"])
    subject, empty = Subject.objects.get(), make.make_subject(name="vide")
    for each in (subject, empty):
        client.post(reverse("documentation:subject_delete", args=[each.pk]))
    assert list(Subject.objects.all()) == [subject]


@pytest.mark.many_cases
@pytest.mark.parametrize("name", ["subjects", "synonyms", "wishes", "shelves", "unanswered"])
def test_lists_take_the_same_number_of_queries_for_one_and_for_many(signed_in, name):
    client = signed_in("documentation")
    counts = []
    for n in (1, 3):
        for each in range(n):
            node = make.make_node()
            make.make_copy(resource=make.make_resource(subjects=[f"x{n}{each}"]), node=node)
            make.make_synonym(f"a{n}{each}", "b")
            make.make_wish()
            make.make_search_count(question=f"mot {n} {each}", week=this_monday(), n=9, without_result=9)
        with CaptureQueriesContext(connection) as found:
            client.get(reverse(f"documentation:{name}"))
        counts.append(len(found))
    assert counts[0] == counts[1]


@pytest.mark.thorough
def test_what_was_looked_for_in_vain_five_times_leads_to_a_synonym_or_a_wish(signed_in):
    client = signed_in("documentation")
    make.make_resource(title="Maréchal-ferrant")
    make.make_search_count(question="cheval fer", week=this_monday(), n=3, without_result=3)
    make.make_search_count(question="cheval fer", week=this_monday() - timedelta(weeks=5), n=4, without_result=2)
    make.make_search_count(question="secret", week=this_monday(), n=4, without_result=4)
    make.make_search_count(question="ancien", week=this_monday() - timedelta(weeks=80), n=9, without_result=9)
    make.make_search_count(question="trouvé", week=this_monday(), n=90, without_result=0)
    address = reverse("documentation:unanswered")
    page = words(client.get(address))
    assert "cheval fer" in page
    assert not any(word in page for word in ("secret", "ancien", "trouvé"))
    assert "?words=cheval%20fer" in page
    add = f"{reverse('documentation:synonym_add')}?words=cheval%20fer"
    assert "cheval fer" in words(client.get(add))
    back = client.post(add, {"words": "cheval fer", "leads_to": "maréchal-ferrant"}, follow=True)
    assert back.request["PATH_INFO"] == address
    assert "now finds 1 document." in words(back)
    assert "has a synonym" in words(back)
    assert titles(client, "cheval fer") == ["Maréchal-ferrant"]
    note = f"{reverse('documentation:wish_add')}?title=cheval%20fer"
    back = client.post(note, {"title": "Cheval, fer", "asked_on": "2026-03-10"}, follow=True)
    assert "noted as a wish" in words(back)


def test_a_wish_is_bought_as_a_document_or_dropped(signed_in):
    client = signed_in("documentation")
    bought = make.make_resource(title="Soudeur", isbn="9782900012109")
    first, second = make.make_wish(title="soudure"), make.make_wish(title="autre")
    settle = reverse("documentation:wish_settle", args=[first.pk])
    page = client.post(settle, {"document": "9782900012999"})
    assert page.context["form"].errors["document"]
    client.post(settle, {"document": "978-2-900012-10-9"})
    client.post(reverse("documentation:wish_settle", args=[second.pk]), {"document": ""})
    assert dict(Wish.objects.values_list("title", "resource")) == {"soudure": bought.pk, "autre": None}
    assert not Wish.objects.filter(settled_on__isnull=True).exists()
    assert "dropped" in words(client.get(reverse("documentation:wishes")))


def test_the_shelving_plan_is_edited(signed_in):
    client = signed_in("documentation")
    top = make.make_node(code="E", name="Emploi")
    data = {"code": "e 12", "rank": "", "name_fr": "Lettres", "parent": top.pk}
    client.post(reverse("documentation:shelf_add"), data)
    shelf = ClassificationNode.objects.get(code="E12")
    make.make_copy(shelf_mark="E12 CAR", node=shelf)
    page = client.get(reverse("documentation:shelves"))
    assert [(depth, row.code, row.n) for depth, row in page.context["rows"]] == [(0, "E", 0), (1, "E12", 1)]
    edit = reverse("documentation:shelf_edit", args=[shelf.pk])
    page = client.post(edit, data | {"code": "E13"}, follow=True)
    assert "The label of 1 copy still begins with E12." in words(page)
    for code, said in (("E", "already exists"), ("", "required"), ("E;--", "Letters and digits")):
        page = client.post(edit, data | {"code": code})
        assert said in str(page.context["form"].errors["code"])
    page = client.post(reverse("documentation:shelf_edit", args=[top.pk]), {
        "code": "E", "name_fr": "Emploi", "parent": shelf.pk,
    })  # fmt: skip
    assert page.context["form"].errors["parent"]


@pytest.mark.thorough
def test_the_starting_shelves_refer_to_each_other_wherever_they_stand_in_the_plan():
    starting_lists.load()
    pairs = {(shelf.code, other.code) for shelf in ClassificationNode.objects.all() for other in shelf.see.all()}
    assert {("O24", "E70"), ("F43", "G60"), ("V50", "G50")} <= pairs  # the first to one further down the plan
    assert pairs == {(other, code) for code, other in pairs}
    assert ClassificationNode.objects.get(code="O24").parent.code == "O"
    ClassificationNode.objects.get(code="F43").delete()
    assert starting_lists.load().others == 1
    assert [shelf.code for shelf in ClassificationNode.objects.get(code="F43").see.all()] == ["G60"]


def test_a_shelf_with_copies_is_not_deleted_an_empty_one_is(signed_in):
    client = signed_in("documentation")
    full, empty = make.make_node(code="E12"), make.make_node(code="E13")
    full.see.add(empty)
    make.make_shelf_spot(node=empty)
    make.make_copy(node=full)
    for shelf in (full, empty):
        client.post(reverse("documentation:shelf_delete", args=[shelf.pk]))
    assert list(ClassificationNode.objects.all()) == [full]


@pytest.mark.thorough
def test_the_record_draws_the_way_to_the_shelf_also_from_the_shelf_above(signed_in, client):
    site = make_site(name="Lorvane")
    officer = signed_in("documentation", sites=[site])
    top = make.make_node(code="S", name="Santé")
    low = make.make_node(code="S12", name="Infirmiers", parent=top)
    add = reverse("documentation:shelf_spot_add", args=[top.pk])
    page = officer.post(add, {"site": site.pk, "row": "13"})
    assert page.context["form"].errors["row"]
    officer.post(add, {"site": site.pk, "row": "3", "words": "côté fenêtres"})
    page = officer.post(add, {"site": site.pk, "row": "4"})
    assert page.context["form"].errors["site"] == ["At this place the shelf stands somewhere already."]
    copy = make.make_copy(site=site, node=low, shelf_mark="S12 INF")
    page = words(client.get(copy.resource.get_absolute_url()))
    assert "Santé stands in row 3" in page
    assert "côté fenêtres" in page
    officer.post(reverse("documentation:shelf_spot_delete", args=[ShelfSpot.objects.get().pk]))
    assert 'class="plan"' not in words(client.get(copy.resource.get_absolute_url()))


def test_shelves_of_places_that_one_does_not_work_at_are_not_moved(signed_in):
    spot = make.make_shelf_spot()
    client = signed_in("documentation", sites=[make_site()])
    assert client.post(reverse("documentation:shelf_spot_delete", args=[spot.pk])).status_code == 404
    assert ShelfSpot.objects.exists()


@pytest.mark.parametrize(("role", "seen"), [("documentation", True), ("reception", False)])
def test_the_today_page_tells_of_reports_to_those_who_may_settle_them(signed_in, role, seen):
    make.make_report()
    page = words(signed_in(role).get(reverse("today")))
    assert ("report by visitors" in page) == seen
