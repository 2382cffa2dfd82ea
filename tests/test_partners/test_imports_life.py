"""Files that break off, are left, found again and forgotten; who may let them in; people come in."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_import_run, make_user
from citedesmetiers.forgetting import beginning_of, forget
from citedesmetiers.models import ImportRow, ImportRun
from partners.factories import make_institution, make_professional
from partners.importers import Institutions
from partners.models import Institution, Professional
from tests.test_citedesmetiers.spreadsheets import csv, xlsx
from tests.test_partners.importing import CHAMBER, HEAD, MISSION, confirm, numbers, send, words

pytestmark = pytest.mark.usefixtures("at_once")


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


@pytest.mark.thorough
def test_a_fault_of_ours_writes_nothing_and_is_not_hidden(manager, kinds, monkeypatch, caplog):
    _page, run = send(manager, xlsx(HEAD, MISSION, CHAMBER))
    monkeypatch.setattr("partners.importers.Institutions.contact_in", lambda *arguments: 1 / 0)
    page = confirm(manager, run)
    assert (run.state, Institution.objects.count()) == ("unreadable", 0)
    assert "Something went wrong that should not. Nothing was written." in words(page)
    assert "An import broke off." in caplog.text


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_work_that_goes_on_is_left_alone_and_shown(manager, kinds):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    ImportRun.objects.filter(pk=run.pk).update(state="checking", sign_at=timezone.now(), rows_done=4000)
    address = reverse("partners:import_run", args=[run.pk])
    page = manager.get(address)
    assert 'data-hx-trigger="every 2s"' in page.content.decode()
    assert "4,000 rows read so far." in words(page)
    part = manager.get(address, headers={"HX-Request": "true"})
    assert part.content.decode().startswith("<section")
    manager.post(reverse("partners:import_again", args=[run.pk]))
    run.refresh_from_db()
    assert run.attempt == 1
    ImportRun.objects.filter(pk=run.pk).update(state="checked")
    assert manager.get(address, headers={"HX-Request": "true"}).headers["HX-Redirect"] == address


# ── Left, found again, forgotten ─────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_a_file_left_halfway_is_found_again_and_can_be_given_up(manager, kinds, django_capture_on_commit_callbacks):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    stored = Path(run.file.path)
    assert "partners.xlsx" in words(manager.get(reverse("partners:imports")))
    with django_capture_on_commit_callbacks(execute=True):
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


@pytest.mark.thorough
def test_files_and_rows_are_forgotten_after_ninety_days_and_numbers_stay(manager, kinds):
    _page, old = send(manager, xlsx(HEAD, MISSION))
    _page, young = send(manager, xlsx(HEAD, CHAMBER))
    confirm(manager, old)
    today = beginning_of(timezone.localdate())  # not now: 91 days before a winter's late evening was past midnight
    ImportRun.objects.filter(pk=old.pk).update(uploaded_at=today - timedelta(days=91))
    ImportRun.objects.filter(pk=young.pk).update(uploaded_at=today - timedelta(days=89))
    assert forget()["imported_files"] == 1
    old.refresh_from_db()
    assert (bool(old.file), old.rows.count(), old.added, young.rows.count()) == (False, 0, 1, 1)
    assert "1 added, 0 changed" in words(manager.get(reverse("partners:import_run", args=[old.pk])))


# ── Who, and how the report is read ──────────────────────────────────────────────────────────────────


@pytest.mark.many_cases
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


@pytest.mark.many_cases
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
    assert run.rows.all()[2].reasons[0][3].startswith("“dancer” is not in the list.")


@pytest.mark.thorough
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


@pytest.mark.thorough
def test_the_audit_trail_says_who_let_a_file_in(manager, kinds):
    make_institution(name="Mission locale", kind=kinds[0])
    _page, run = send(manager, xlsx(PEOPLE, ["Camille Orset", "Mission locale"]), importer="professionals")
    confirm(manager, run)
    event = Professional.objects.get().events.get()
    assert event.pgh_context.metadata["user"] == manager.user.pk


@pytest.mark.thorough
def test_who_enters_the_same_while_a_file_is_written_does_not_break_it_off(manager, kinds, monkeypatch):
    _page, run = send(manager, xlsx(HEAD, MISSION))
    begin, entered = Institutions.begin, []

    def overtaken(importer, *, dry_run):
        begin(importer, dry_run=dry_run)
        if not entered:
            entered.append(make_institution(code="mission-locale", name="Somebody was quicker"))

    monkeypatch.setattr(Institutions, "begin", overtaken)
    confirm(manager, run)
    assert entered
    assert (run.state, Institution.objects.get().name) == ("confirmed", "Mission locale")
