"""Institutions come in from spreadsheets: tried out, confirmed, refused, corrected, matched by hand."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from citedesmetiers.factories import make_import_mapping
from citedesmetiers.models import ImportMapping
from partners.factories import make_institution, make_institution_kind
from partners.models import Contact, Institution
from tests.test_citedesmetiers.spreadsheets import csv, xlsx
from tests.test_partners.importing import CHAMBER, HEAD, MISSION, confirm, numbers, send, words

pytestmark = pytest.mark.usefixtures("at_once")


# ── The way in ───────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_tried_out_and_nothing_is_there_before_it_is_confirmed(manager, kinds):
    page, run = send(manager, xlsx(HEAD, MISSION, CHAMBER))
    assert "Dry run: partners.xlsx" in words(page)
    assert "Nothing is written yet." in words(page)
    assert (run.state, numbers(run), Institution.objects.count()) == ("checked", (2, 0, 0, 0), 0)
    assert run.uploaded_by == manager.user
    page = confirm(manager, run)
    assert (run.state, run.decided_by) == ("confirmed", manager.user)
    mission = Institution.objects.get(name="Mission locale")
    assert (mission.kind.code, mission.roles, mission.municipality, mission.country) == (
        "local_mission", ["desk_partner", "funder"], "Vaurenne", "FR",
    )  # fmt: skip
    contact = mission.contacts.get()
    assert (contact.function, contact.email, contact.phone) == ("Directrice", "d@m.example", "0555000001")
    assert "Written on" in words(page)


def test_the_same_file_again_changes_nothing(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION, CHAMBER))
    confirm(manager, run)
    page, again = send(manager, xlsx(HEAD, MISSION, CHAMBER))
    assert numbers(again) == (0, 0, 2, 0)
    assert "All rows of this file are there already" in words(page)
    confirm(manager, again)
    assert again.state == "checked"
    assert (Institution.objects.count(), Contact.objects.count()) == (2, 2)


@pytest.mark.thorough
def test_what_changes_is_shown_with_what_stood_there(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    confirm(manager, run)
    moved = [*MISSION[:3], "VAURENNE", "directrice", "new@m.example", None]
    page, run = send(manager, xlsx(HEAD, moved))
    assert numbers(run) == (0, 1, 0, 0)
    row = run.rows.get()
    assert row.changes == {
        "municipality": ["Vaurenne", "VAURENNE"],
        "contact_function": ["Directrice", "directrice"],
        "contact_email": ["d@m.example", "new@m.example"],
    }
    assert '<del class="diff">Vaurenne</del><br><ins class="diff">VAURENNE</ins>' in page.content.decode()
    assert "3 cells change" in words(page)
    confirm(manager, run)
    contact = Contact.objects.get()
    assert (contact.email, contact.phone) == ("new@m.example", "0555000001")  # an empty cell changes nothing


@pytest.mark.thorough
def test_a_change_beyond_the_columns_shown_is_shown_in_words(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    confirm(manager, run)
    page, run = send(manager, xlsx(HEAD, [*MISSION[:6], "05 55 99 99 99"]))
    expected = 'Telephone: <del class="diff">0555000001</del> <ins class="diff">05 55 99 99 99</ins>'
    assert expected in words(page)


@pytest.mark.thorough
def test_refused_rows_stop_everything_until_they_are_left_out(manager, kinds):
    nowhere = ["Greta", "no such kind", "", "", "", "", ""]
    nobody = ["", "chamber", "", "", "", "", ""]
    no_mail = ["Cap emploi", "chamber", "", "", "Accueil", "not an address", ""]
    page, run = send(manager, xlsx(HEAD, MISSION, nowhere, nobody, no_mail))
    assert numbers(run) == (1, 0, 0, 3)
    assert [(row.number, row.reasons) for row in run.rows.filter(fate="refused")] == [
        (3, [["B", "Type", "no such kind",
              "No such kind of institution here. Add it to your list of kinds, or use one of them."]]),
        (4, [["A", "Nom de l’organisme", "", "This must not be empty."]]),
        (5, [["F", "Courriel", "not an address", "Enter a valid email address."]]),
    ]  # fmt: skip
    assert "3 rows are refused" in words(page)
    assert "Nothing was written: say that the refused rows may be left out" in words(confirm(manager, run))
    assert (run.state, Institution.objects.count()) == ("checked", 0)
    confirm(manager, run, without_refused="1")
    assert (run.state, run.without_refused, Institution.objects.count()) == ("confirmed", True, 1)


@pytest.mark.many_cases
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_refused_rows_come_back_as_a_file_that_can_be_corrected_and_sent_again(manager, kinds, ending):
    evil = ["=HYPERLINK(1)", "no such kind", "", "Vaurenne", "", "", "+33 5 55 00 00 01"]
    _page, run = send(manager, csv(";".join(HEAD) + "\n" + ";".join(evil) + "\n"), "list.csv")
    answer = manager.get(reverse("partners:import_refused", args=[run.pk, ending]))
    assert answer["Content-Disposition"].startswith("attachment")
    if ending == "xlsx":
        sheet = load_workbook(io.BytesIO(answer.content)).active
        head, row = [[cell.value for cell in line] for line in sheet.iter_rows()]
        assert sheet["A2"].data_type == "s"
        assert sheet["A2"].quotePrefix
    else:
        head, row = [line.split(";") for line in answer.content.decode("utf-8-sig").splitlines()]
        assert row[0] == "'=HYPERLINK(1)"
    assert head == [*HEAD, "Why it was refused"]
    assert row[-1].startswith("Type: No such kind")
    make_institution_kind(code="other", name="no such kind")
    _page, run = send(manager, answer.content, f"again.{ending}")
    assert numbers(run) == (1, 0, 0, 0)
    confirm(manager, run)
    assert Institution.objects.get().name == "=HYPERLINK(1)"
    assert Contact.objects.get().phone == "+33 5 55 00 00 01"


def test_several_sheets_are_read_and_a_fault_names_its_sheet(manager, kinds):
    page, run = send(manager, xlsx(HEAD, MISSION, sheets=[("Others", [HEAD, CHAMBER, ["X", "?"]])]))
    assert numbers(run) == (2, 0, 0, 1)
    assert (run.rows.get(fate="refused").sheet, run.rows.get(fate="refused").number) == ("Others", 3)
    assert "<td>Others</td>" in page.content.decode()


@pytest.mark.thorough
def test_the_same_row_twice_is_refused_and_a_second_contact_is_not(manager, kinds):
    second = [*MISSION[:4], "Secrétariat", "s@m.example", ""]
    _page, run = send(manager, xlsx(HEAD, MISSION, second, MISSION))
    assert numbers(run) == (1, 1, 0, 1)
    assert run.rows.get(fate="refused").reasons == [["", "", "", "The same as row 2."]]
    confirm(manager, run, without_refused="1")
    assert sorted(Contact.objects.values_list("function", flat=True)) == ["Directrice", "Secrétariat"]


def test_two_rows_that_contradict_each_other_are_not_written_in_turn(manager, kinds):
    other = [MISSION[0], "chamber", *MISSION[2:4], "Secrétariat", "s@m.example", ""]
    _page, run = send(manager, xlsx(HEAD, MISSION, other))
    assert run.rows.get(fate="refused").reasons[0][3] == "Row 2 says something else about this institution."


def test_an_institution_is_found_whatever_its_accents_and_a_doubtful_one_is_refused(manager, kinds):
    make_institution(name="Mission Locale", municipality="Vaurenne", kind=kinds[0])
    make_institution(name="CFA", municipality="Orsenay", kind=kinds[0])
    make_institution(name="CFA", municipality="Vaurenne", kind=kinds[0])
    rows = [["mission locale", "Vaurenne"], ["CFA", ""], ["CFA", "orsenay"], ["New", ""]]
    _page, run = send(manager, xlsx(["Name", "Town"], *rows))
    assert [(row.fate, [reason[3] for reason in row.reasons]) for row in run.rows.all()] == [
        ("unchanged", []),
        ("refused", ["2 institutions have this name: say the municipality or the code."]),
        ("changed", []),
        ("refused", ["A new institution needs a kind."]),
    ]


@pytest.mark.thorough
def test_somebody_who_changes_the_data_meanwhile_is_noticed(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    make_institution(name="Mission locale", municipality="Vaurenne", kind=kinds[0], roles=["funder"])
    page = confirm(manager, run)
    assert (run.state, run.moved, numbers(run)) == ("checked", True, (0, 1, 0, 0))
    assert "somebody changed something since the check" in words(page)
    assert Institution.objects.get().roles == ["funder"]
    assert run.decided_by is None
    confirm(manager, run)
    assert (run.state, Institution.objects.get().roles) == ("confirmed", ["desk_partner", "funder"])


@pytest.mark.thorough
def test_a_file_is_confirmed_once(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    confirm(manager, run)
    assert "somebody else has decided" in words(confirm(manager, run))
    page = manager.post(reverse("partners:import_leave", args=[run.pk]), follow=True)
    assert "somebody else has decided" in words(page)
    assert Institution.objects.count() == 1


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_a_column_with_a_name_of_its_own_is_matched_by_hand_and_remembered(manager, kinds):
    head = ["Wer", "Type", "Secret"]
    page, run = send(manager, xlsx(head, ["Mission locale", "Mission locale", "x"]))
    assert run.state == "uploaded"
    assert "Sheet “Partners”: which column means “Name”?" in words(page)
    columns = reverse("partners:import_columns", args=[run.pk])
    page = manager.post(columns, {"c-0-A": "", "c-0-B": "kind", "c-0-C": ""})
    assert "which column means “Name”?" in words(page)
    page = manager.post(columns, {"c-0-A": "name", "c-0-B": "kind", "c-0-C": ""}, follow=True)
    run.refresh_from_db()
    assert (run.state, numbers(run)) == ("checked", (1, 0, 0, 0))
    assert "One column is left out: “Secret”." in words(page)
    assert list(ImportMapping.objects.values_list("importer", "header", "column")) == [("institutions", "wer", "name")]
    _page, again = send(manager, xlsx(head, ["Autre", "Mission locale", "x"]))
    assert again.state == "checked"


def test_two_columns_of_one_name_are_a_question(manager, kinds):
    page, run = send(manager, xlsx(["Nom", "Nom", "Type"], ["A", "B", "chamber"]))
    assert "Sheet “Partners”: the columns A (Nom) and B (Nom) both mean “Name”. Keep one." in words(page)
    page = manager.post(
        reverse("partners:import_columns", args=[run.pk]), {"c-0-A": "", "c-0-B": "name", "c-0-C": "kind"}, follow=True
    )
    run.refresh_from_db()
    assert run.rows.get().cells == ["A", "B", "chamber"]
    confirm(manager, run)
    assert Institution.objects.get().name == "B"


@pytest.mark.thorough
def test_a_wrong_match_can_be_put_right_after_the_check(manager, kinds):
    make_import_mapping(header="ville", column="website")
    _page, run = send(manager, csv("Nom;Type;Ville\nA;chamber;Vaurenne\n"), "a.csv")
    assert run.mapping["!C"] == "website"
    manager.post(
        reverse("partners:import_columns", args=[run.pk]), {"c-0-A": "name", "c-0-B": "kind", "c-0-C": "municipality"}
    )
    run.refresh_from_db()
    confirm(manager, run)
    assert Institution.objects.get().municipality == "Vaurenne"
    assert not ImportMapping.objects.exists()


@pytest.mark.thorough
def test_the_dry_run_says_roles_in_words_and_not_in_codes(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    confirm(manager, run)
    page, _run = send(manager, xlsx(HEAD, [*MISSION[:2], "funder", *MISSION[3:]]))
    assert '<del class="diff">Desk partner, Funder</del><br><ins class="diff">Funder</ins>' in page.content.decode()
