"""Institutions and people come in from spreadsheets: tried out, confirmed, left, refused, come again."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from citedesmetiers.factories import make_import_mapping, make_import_run, make_user
from citedesmetiers.forgetting import forget
from citedesmetiers.models import ImportMapping, ImportRow, ImportRun
from partners.factories import make_institution, make_institution_kind, make_professional
from partners.models import Contact, Institution, Professional
from tests.test_citedesmetiers.spreadsheets import csv, xlsx

HEAD = ["Nom de l’organisme", "Type", "Rôles", "Commune", "Fonction", "Courriel", "Téléphone"]
MISSION = [
    "Mission locale",
    "Mission locale",
    "Desk partner, Funder",
    "Vaurenne",
    "Directrice",
    "d@m.example",
    555000001,
]
CHAMBER = ["Chambre de métiers", "chamber", "company", "Orsenay", "Accueil", "c@h.example", "05 55 00 00 02"]


@pytest.fixture(autouse=True)
def _at_once_and_in_a_folder_of_its_own(settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kinds(db):
    return [
        make_institution_kind(code="local_mission", name_fr="Mission locale", name_en="Local mission"),
        make_institution_kind(code="chamber", name_fr="Chambre consulaire", name_en="Chamber"),
    ]


@pytest.fixture
def manager(signed_in):
    return signed_in("partnership")


def send(client, content, filename="partners.xlsx", importer="institutions"):
    """Choose a file; returns the page that follows, and the run."""
    file = io.BytesIO(content)
    file.name = filename
    page = client.post(reverse("partners:import_new", args=[importer]), {"file": file}, follow=True)
    return page, ImportRun.objects.order_by("-pk").first()


def confirm(client, run, **data):
    page = client.post(reverse("partners:import_confirm", args=[run.pk]), data, follow=True)
    run.refresh_from_db()
    return page


def words(page):
    return " ".join(page.content.decode().split())


def numbers(run):
    return run.added, run.changed, run.unchanged, run.refused


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


def test_a_change_beyond_the_columns_shown_is_shown_in_words(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    confirm(manager, run)
    page, run = send(manager, xlsx(HEAD, [*MISSION[:6], "05 55 99 99 99"]))
    expected = 'Telephone: <del class="diff">0555000001</del> <ins class="diff">05 55 99 99 99</ins>'
    assert expected in words(page)


def test_refused_rows_stop_everything_until_they_are_left_out(manager, kinds):
    nowhere = ["Greta", "no such kind", "", "", "", "", ""]
    nobody = ["", "chamber", "", "", "", "", ""]
    no_mail = ["Cap emploi", "chamber", "", "", "Accueil", "not an address", ""]
    page, run = send(manager, xlsx(HEAD, MISSION, nowhere, nobody, no_mail))
    assert numbers(run) == (1, 0, 0, 3)
    assert [(row.number, row.reasons) for row in run.rows.filter(fate="refused")] == [
        (3, [["B", "Type", "no such kind",
              "No such kind of institution here. Add it to your list, or use: Chamber, Local mission."]]),
        (4, [["A", "Nom de l’organisme", "", "This must not be empty."]]),
        (5, [["F", "Courriel", "not an address", "Enter a valid email address."]]),
    ]  # fmt: skip
    assert "3 rows are refused" in words(page)
    assert "Nothing was written: say that the refused rows may be left out" in words(confirm(manager, run))
    assert (run.state, Institution.objects.count()) == ("checked", 0)
    confirm(manager, run, without_refused="1")
    assert (run.state, run.without_refused, Institution.objects.count()) == ("confirmed", True, 1)


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


def test_a_file_is_confirmed_once(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    confirm(manager, run)
    assert "somebody else has decided" in words(confirm(manager, run))
    page = manager.post(reverse("partners:import_leave", args=[run.pk]), follow=True)
    assert "somebody else has decided" in words(page)
    assert Institution.objects.count() == 1


# ── Columns ──────────────────────────────────────────────────────────────────────────────────────────


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


# ── Files that cannot be read, work that breaks off ──────────────────────────────────────────────────


def test_a_file_that_is_no_table_says_so_and_can_be_chosen_anew(manager, kinds):
    page, run = send(manager, b"%PDF-1.7", "partners.xlsx")
    assert run.state == "unreadable"
    assert "This is no table" in words(page)
    assert reverse("partners:import_new", args=["institutions"]) in page.content.decode()


def test_no_file_and_an_empty_file_are_said_beside_the_field(manager, kinds):
    page = manager.post(reverse("partners:import_new", args=["institutions"]))
    assert "Choose a file." in words(page)
    page, run = send(manager, b"", "empty.csv")
    assert "This file is empty." in words(page)


def test_headers_without_rows_are_no_import(manager, kinds):
    page, run = send(manager, xlsx(HEAD))
    assert run.state == "unreadable"
    assert "There is no row below the names of the columns." in words(page)


def test_too_many_rows_are_refused_as_a_whole(manager, kinds, monkeypatch):
    monkeypatch.setattr("citedesmetiers.imports.running.MOST_ROWS", 2)
    page, run = send(manager, csv("Nom\nA\nB\nC\n"), "long.csv")
    assert "more than 2 rows" in words(page)


def test_a_fault_of_ours_writes_nothing_and_is_not_hidden(manager, kinds, monkeypatch, caplog):
    _page, run = send(manager, xlsx(HEAD, MISSION, CHAMBER))
    monkeypatch.setattr("partners.importers.Institutions.write_contact", lambda *arguments: 1 / 0)
    page = confirm(manager, run)
    assert (run.state, Institution.objects.count()) == ("unreadable", 0)
    assert "Something went wrong that should not. Nothing was written." in words(page)
    assert "An import broke off." in caplog.text


def test_work_whose_process_died_can_be_taken_up(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    long_ago = timezone.now() - timedelta(minutes=3)
    ImportRun.objects.filter(pk=run.pk).update(
        state="writing", sign_at=long_ago, decided_by=manager.user, decided_at=long_ago
    )
    page = manager.get(reverse("partners:import_run", args=[run.pk]))
    assert "The work stopped halfway" in words(page)
    assert "Stopped halfway" in words(manager.get(reverse("partners:imports")))
    manager.post(reverse("partners:import_again", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.decided_by, numbers(run)) == ("checked", None, (1, 0, 0, 0))


def test_work_that_goes_on_is_left_alone_and_shown(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    ImportRun.objects.filter(pk=run.pk).update(state="checking", sign_at=timezone.now(), rows_done=4000)
    address = reverse("partners:import_run", args=[run.pk])
    page = manager.get(address)
    assert 'hx-trigger="every 2s"' in page.content.decode()
    assert "4,000 rows read so far." in words(page)
    part = manager.get(address, headers={"HX-Request": "true"})
    assert part.content.decode().startswith("<section")
    manager.post(reverse("partners:import_again", args=[run.pk]))
    run.refresh_from_db()
    assert run.attempt == 1
    ImportRun.objects.filter(pk=run.pk).update(state="checked")
    assert manager.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == address


# ── Left, found again, forgotten ─────────────────────────────────────────────────────────────────────


def test_a_file_left_halfway_is_found_again_and_can_be_given_up(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    stored = Path(run.file.path)
    assert "partners.xlsx" in words(manager.get(reverse("partners:imports")))
    page = manager.post(reverse("partners:import_leave", args=[run.pk]), follow=True)
    run.refresh_from_db()
    assert "Nothing of it was written" in words(page)
    assert (run.state, run.decided_by, bool(run.file), run.rows.count()) == ("left", manager.user, False, 0)
    assert not stored.exists()
    assert manager.get(reverse("partners:import_run", args=[run.pk])).status_code == 200


def test_files_are_stored_under_names_that_nobody_chose(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION), "..%2f..evil.xlsx")
    assert run.file.name.startswith("imports/")
    assert "evil" not in run.file.name


def test_files_and_rows_are_forgotten_after_ninety_days_and_numbers_stay(manager, kinds):
    _page, old = send(manager, xlsx(HEAD, MISSION))
    _page, young = send(manager, xlsx(HEAD, CHAMBER))
    confirm(manager, old)
    ImportRun.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(days=91))
    ImportRun.objects.filter(pk=young.pk).update(uploaded_at=timezone.now() - timedelta(days=89))
    assert forget()["imported_files"] == 1
    old.refresh_from_db()
    assert (bool(old.file), old.rows.count(), old.added, young.rows.count()) == (False, 0, 1, 1)
    assert "1 added, 0 changed" in words(manager.get(reverse("partners:import_run", args=[old.pk])))


# ── Who, and how the report is read ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("role", ["events", "documentation", "reception", "admin"])
def test_others_neither_see_nor_decide(signed_in, kinds, role):
    run = make_import_run(content=b"Nom\nA\n", state="checked", added=1)
    client = signed_in(role)
    assert client.get(reverse("partners:imports")).status_code == 403
    assert client.post(reverse("partners:import_confirm", args=[run.pk])).status_code == 403
    run.refresh_from_db()
    assert run.state == "checked"


def test_a_run_of_another_room_is_not_found_here(manager):
    run = make_import_run(importer="of another room", content=b"x")
    assert manager.get(reverse("partners:import_run", args=[run.pk])).status_code == 404


def test_the_report_can_be_narrowed_down_and_goes_page_by_page(manager, kinds):
    rows = [[f"Institution {number:02}", "chamber"] for number in range(40)]
    page, run = send(manager, xlsx(["Nom", "Type"], *rows, ["Bad", "?"]))
    assert "Page 1 of 2" in words(page)
    address = reverse("partners:import_run", args=[run.pk])
    assert words(manager.get(f"{address}?show=refused")).count("<tr") == 2
    assert "No row of this kind." in words(manager.get(f"{address}?show=changed"))


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_cost_the_same_whatever_their_length(manager, kinds, rows, django_assert_num_queries):
    for number in range(rows):
        run = make_import_run(content=b"Nom\nA\n", uploaded_by=make_user(name=f"P{number}"), state="checked", added=1)
    for number in range(rows):
        ImportRow.objects.create(run=run, number=number + 2, fate="added", cells=["A"])
    run.headers, run.mapping = [{"name": "", "columns": [["A", "Nom"]]}], {"!A": "name"}
    run.save()
    manager.get(reverse("partners:imports"))
    with django_assert_num_queries(6):
        manager.get(reverse("partners:imports"))
    with django_assert_num_queries(7):
        manager.get(reverse("partners:import_run", args=[run.pk]))


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("importer", ["institutions", "professionals"])
def test_the_ready_made_file_can_be_sent_in_as_it_is(manager, kinds, importer, ending):
    make_institution(name="Mission locale du Pays de Lisse", municipality="Vaurenne", kind=kinds[0])
    sample = manager.get(reverse("partners:import_sample", args=[importer, ending])).content
    _page, run = send(manager, sample, f"sample.{ending}", importer)
    assert (run.refused, run.rows_read) == (0, 2), list(run.rows.values_list("reasons", flat=True))


# ── People ───────────────────────────────────────────────────────────────────────────────────────────

PEOPLE = ["Nom et prénom", "Employeur", "Fonctions", "Langues", "ETP", "Depuis", "Jusqu’au"]


def test_people_come_in_with_functions_languages_and_dates(manager, kinds):
    institution = make_institution(name="Mission locale", kind=kinds[0])
    row = ["Camille Orset", "MISSION LOCALE", "Counsellor / Workshop leader", "French, it", "0,4", 45323, "31/12/2026"]
    _page, run = send(manager, xlsx(PEOPLE, row), importer="professionals")
    assert numbers(run) == (1, 0, 0, 0)
    confirm(manager, run)
    person = Professional.objects.get()
    assert (person.institution, person.functions, person.languages, str(person.fte)) == (
        institution, ["counsellor", "workshop_leader"], ["fr", "it"], "0.40",
    )  # fmt: skip
    assert (str(person.active_from), str(person.active_until)) == ("2024-02-01", "2026-12-31")


def test_people_without_their_institution_or_beyond_full_time_are_refused(manager, kinds):
    make_institution(name="Mission locale", kind=kinds[0])
    rows = [["A", "Nobody"], ["B", "Mission locale", "", "", 1.5], ["C", "Mission locale", "dancer"]]
    _page, run = send(manager, xlsx(PEOPLE, *rows), importer="professionals")
    assert [row.reasons[0][3] for row in run.rows.all()] == [
        "No institution has this name. Add it first, or import it.",
        "Ensure this value is less than or equal to 1.",
        run.rows.all()[2].reasons[0][3],
    ]
    assert run.rows.all()[2].reasons[0][3].startswith("“dancer” is not in the list. Known are: Counsellor")


def test_an_account_ends_with_the_last_day_that_a_file_brings(manager, kinds):
    institution = make_institution(name="Mission locale", kind=kinds[0])
    person = make_professional(name="Camille Orset", institution=institution, user=make_user())
    _page, run = send(manager, xlsx(PEOPLE, ["camille orset", "Mission locale", "", "", "", "", "2027-01-31"]),
                      importer="professionals")  # fmt: skip
    assert numbers(run) == (0, 1, 0, 0)
    person.user.refresh_from_db()
    assert person.user.expires_on is None
    confirm(manager, run)
    person.user.refresh_from_db()
    assert str(person.user.expires_on) == "2027-01-31"


def test_the_audit_trail_says_who_let_a_file_in(manager, kinds):
    make_institution(name="Mission locale", kind=kinds[0])
    _page, run = send(manager, xlsx(PEOPLE, ["Camille Orset", "Mission locale"]), importer="professionals")
    confirm(manager, run)
    event = Professional.objects.get().events.get()
    assert event.pgh_context.metadata["user"] == manager.user.pk
