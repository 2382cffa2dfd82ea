"""The pages of programmes: rows that are typed, what is refused, the list, others, deleting."""

from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_site
from partners import programme_counts
from partners.factories import (
    make_budget,
    make_communication_support,
    make_institution,
    make_institution_kind,
    make_objective,
    make_preparation_step,
    make_programme,
    make_programme_role,
    make_progress_figure,
    make_target_tag,
)
from partners.models import Objective, Programme, ProgressFigure
from partners.programme_pages import phrase
from tests.test_partners.typing_in import facts, page_of, rows, words, write

# ── Rows, forms ──────────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_changed_in_its_place_and_an_emptied_one_goes(manager):
    programme = make_programme()
    first, second = make_objective(programme=programme, text="One"), make_objective(programme=programme, text="Two")
    page = manager.get(reverse("partners:programme_part", args=[programme.pk, "objectives"]))
    assert 'value="One"' in page.content.decode()
    typed = [
        {"text": "One more", "status": "achieved", "as_of": ""},
        {"text": "", "status": "not_started", "as_of": ""},
    ]
    write(manager, programme, "objectives", typed, stored=[first.pk, second.pk])
    assert list(Objective.objects.values_list("pk", "text", "status")) == [(first.pk, "One more", "achieved")]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("part", "row", "sentence"),
    [
        ("partners", {"institution": "Nobody", "role": "lead"}, "No institution is called “Nobody”."),
        ("objectives", {"text": "Call 06 12 34 56 78", "status": "nearly"}, "This looks like personal data"),
        ("figures", {"label": "people", "mark": "exactly", "unit": "number", "as_of": "2026-01-01"},
         "Give a value, or say it in words."),
        ("figures", {"label": "women", "mark": "exactly", "unit": "percent", "value": "170", "as_of": "2026-01-01"},
         "A percentage goes up to 100."),
        ("figures", {"label": "people", "mark": "exactly", "unit": "number", "value": "-1", "as_of": "2026-01-01"},
         "The value cannot be below 0."),
        ("figures", {"label": "people", "mark": "exactly", "unit": "number", "value": "5", "as_of": ""},
         "This field is required."),
        ("modules", {"name": "x" * 151}, "at most 150 characters"),
        ("supports", {"kind": "poster", "copies": "-3"}, "greater than or equal to 0"),
        ("supports", {"kind": "fax"}, "not one of the available choices"),
    ],
)  # fmt: skip
def test_wrong_rows_are_refused_beside_their_cells(manager, part, row, sentence):
    programme = make_programme()
    page = write(manager, programme, part, [row])
    assert "Not saved: look at the rows that are marked" in words(page)
    assert sentence in words(page)


def test_an_institution_has_each_role_once(manager):
    programme, bank = make_programme(), make_institution(name="Bank")
    page = write(manager, programme, "partners", [{"institution": "Bank", "role": "lead"}] * 2)
    assert "Not saved" in words(page)
    assert programme.roles.count() == 0
    write(manager, programme, "partners", [{"institution": "BANK", "role": role} for role in ("lead", "funder")])
    assert [role.institution for role in programme.roles.all()] == [bank, bank]


def test_institutions_of_one_name_are_told_apart_by_their_town(manager):
    programme = make_programme()
    make_institution(name="CFA", municipality="Orsenay")
    there = make_institution(name="CFA", municipality="Vaurenne")
    page = manager.get(reverse("partners:programme_part", args=[programme.pk, "partners"]))
    assert '<option value="CFA (Vaurenne)">' in page.content.decode()
    write(manager, programme, "partners", [{"institution": "cfa vaurenne", "role": "lead"}])
    assert programme.roles.get().institution == there


def test_more_rows_can_be_asked_for_without_javascript(manager):
    programme = make_programme()
    address = reverse("partners:programme_part", args=[programme.pk, "objectives"])
    page = manager.post(address, rows([{"text": "One", "status": "achieved", "as_of": "soon"}]) | {"more": "rows"})
    assert 'name="rows-7-text"' in page.content.decode()
    assert 'value="One"' in page.content.decode()
    assert "field-error" not in page.content.decode()
    assert not Objective.objects.exists()


@pytest.mark.many_cases
@pytest.mark.parametrize("forms", ["", "x", "99999999"])
def test_a_form_that_was_tampered_with_is_no_fault_of_ours(manager, forms):
    address = reverse("partners:programme_part", args=[make_programme().pk, "objectives"])
    data = rows([{"text": "One", "status": "achieved"}]) | {"rows-TOTAL_FORMS": forms}
    assert manager.post(address, data).status_code in (200, 302)


def test_an_unknown_part_is_not_found(manager):
    assert manager.get(reverse("partners:programme_part", args=[make_programme().pk, "nothing"])).status_code == 404


@pytest.mark.many_cases
@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "This field is required."),
        ({"ends_on": "2017-01-01"}, "The last day lies before the first day."),
        ({"edition": "0"}, "greater than or equal to 1"),
        ({"kind": "holiday"}, "not one of the available choices"),
        ({"sites": ["999999"]}, "not one of the available choices"),
        ({"notes": "jean@example.org"}, "This looks like personal data: an e-mail address"),
        ({"starts_on": "31/31/2018"}, "Enter a valid date."),
    ],
)
def test_a_programme_that_makes_no_sense_is_refused_beside_its_field(manager, fields, sentence):
    page = manager.post(reverse("partners:programme_add"), facts(**fields))
    assert sentence in words(page)
    assert "field-error" in words(page)
    assert not Programme.objects.exists()


def test_an_edition_is_there_once(manager):
    make_programme(name="Disability week", edition=21)
    page = manager.post(reverse("partners:programme_add"), facts(name="Disability week", edition="21"))
    assert "There is a programme with this name and edition already." in words(page)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 77}, "77"),
        ({"value": 3000, "mark": "nearly"}, "nearly 3,000"),
        ({"value": 85, "mark": "more_than"}, "more than 85"),
        ({"value": 20, "mark": "about"}, "about 20"),
        ({"value": "58.8", "unit": "percent"}, "58.8%"),
        ({"value": None, "words": "several"}, "several"),
    ],
)
def test_a_figure_is_said_as_people_say_it(db, fields, said):
    make_progress_figure(**fields)
    assert phrase(ProgressFigure.objects.get()).replace("\xa0", " ") == said


# ── The list, others, the registry, deleting ─────────────────────────────────────────────────────────


@pytest.mark.many_cases
@pytest.mark.parametrize("count", [1, 3])
def test_pages_cost_the_same_whatever_their_length(manager, count, django_assert_num_queries):
    for _number in range(count):
        programme = make_programme(kind="ephemeral_preparation", sites=[make_site()], targets=[make_target_tag()])
        for _row in range(count):
            institution = make_institution(kind=make_institution_kind())
            make_programme_role(programme=programme, role="lead", institution=institution)
            make_preparation_step(programme=programme, step="awareness", institution=institution)
            make_objective(programme=programme)
            make_progress_figure(programme=programme)
            make_communication_support(programme=programme)
            make_budget(programme=programme)
    manager.get(reverse("partners:programme_list"))
    with django_assert_num_queries(12):
        assert words(manager.get(reverse("partners:programme_list"))).count('<th scope="row">') == count
    with django_assert_num_queries(23):
        manager.get(reverse("partners:programme", args=[programme.pk]))
    with django_assert_num_queries(9):
        manager.get(reverse("partners:programme_preparation", args=[programme.pk]))
    with django_assert_num_queries(7):
        manager.get(reverse("partners:programme_part", args=[programme.pk, "partners"]))


@pytest.mark.thorough
def test_the_list_is_narrowed_down(manager):
    site, target = make_site(name="Main site"), make_target_tag(name="Young people")
    make_programme(name="Été des métiers", kind="thematic_week", starts_on=date(2019, 7, 1), ends_on=date(2019, 7, 5))
    make_programme(name="Pathway", starts_on=date(2020, 1, 1), sites=[site], targets=[target])
    make_programme(name="Later", starts_on=date(2150, 1, 1))
    address = reverse("partners:programme_list")
    for query, found in [
        ("", {"Été des métiers", "Pathway", "Later"}), ("q=ete", {"Été des métiers"}),
        ("kind=pathway", {"Pathway", "Later"}),
        ("state=running", {"Pathway"}), ("state=over", {"Été des métiers"}), ("state=coming", {"Later"}),
        ("year=2019", {"Été des métiers"}), ("year=2150", {"Pathway", "Later"}), (f"site={site.pk}", {"Pathway"}),
        (f"target={target.pk}", {"Pathway"}), ("kind=nonsense", set()), ("q=nobody", set()),
    ]:  # fmt: skip
        page = manager.get(f"{address}?{query}")
        names = {row.name for row in page.context["page"]}
        assert names == found, query
    assert "No programme answers to this" in words(manager.get(f"{address}?q=nobody"))


def test_an_empty_list_says_what_to_do(manager):
    assert "No programme yet" in words(manager.get(reverse("partners:programme_list")))


def test_who_only_looks_sees_no_way_to_edit(signed_in):
    programme = make_programme()
    client = signed_in("events")
    text = page_of(client, programme)
    assert "Edit" not in text
    assert client.post(reverse("partners:programme_edit", args=[programme.pk]), facts()).status_code == 403
    assert write(client, programme, "objectives", [{"text": "x", "status": "achieved"}]).status_code == 403
    assert not Objective.objects.exists()


def test_other_rooms_add_what_they_count(manager, monkeypatch):
    monkeypatch.setattr(programme_counts, "_counts", [])
    programme_counts.register_programme_count(label="interviews", count=lambda programme: 77, rank=1)
    programme_counts.register_programme_count(label="loans", count=lambda programme: None, rank=2)
    text = page_of(manager, make_programme())
    assert "<b>77</b> interviews" in text
    assert "loans" not in text


def test_a_programme_stands_on_the_pages_of_its_institutions(manager):
    role = make_programme_role(programme=make_programme(name="Pathway X"), role="funder")
    text = words(manager.get(reverse("partners:institution", args=[role.institution.pk])))
    assert "Pathway X" in text
    assert "Funder" in text


def test_a_programme_with_money_stays_and_one_without_goes_with_its_rows(manager):
    programme = make_programme()
    make_objective(programme=programme)
    budget = make_budget(programme=programme)
    address = reverse("partners:programme_delete", args=[programme.pk])
    assert "1 budget belongs to it." in words(manager.get(address))
    manager.post(address)
    assert Programme.objects.exists()
    budget.delete()
    assert "1 row goes with it" in words(manager.get(address))
    manager.post(address)
    assert not Programme.objects.exists()
