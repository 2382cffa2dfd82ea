"""Moving in: a centre's own Excel file, with everything that such files have, and the clean list, there and back."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from citedesmetiers.models import ImportRun
from documentation.models import Copy, Opinion, Resource, Subject

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "files"
DEMO, MESSY = FILES / "catalogue.csv", FILES / "catalogue_messy.xlsx"


def imported(path, *, commit=True):
    """(exit code, what was printed) of the command."""
    said = io.StringIO()
    code = 0
    try:
        call_command("import_catalogue", path, commit=commit, stdout=said)
    except SystemExit as error:
        code = error.code
    return code, said.getvalue()


def book(*sheets):
    """The bytes of an Excel file: (name, rows) each."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.fixture
def written(tmp_path):
    """A function: written(sheets…) stores a workbook and returns its path."""

    def write(*sheets):
        path = tmp_path / "list.xlsx"
        path.write_bytes(book(*sheets))
        return path

    return write


def test_the_clean_list_comes_in_whole_and_a_second_time_changes_nothing(filled_lists):
    code, said = imported(DEMO)
    assert code == 0, said
    assert "added: 180, changed: 0, unchanged: 0, refused: 0" in said
    first = Resource.objects.get(source_id="CMV-00001")
    assert first.title == "Choisir sa voie après la troisième"
    assert (first.isbn, first.price_cents, first.year) == ("9782900012109", 1290, 2025)
    assert first.creators == ["Orlane Vidric"]
    assert [purpose.code for purpose in first.purposes.all()] == ["orientation"]
    assert {subject.name for subject in first.subjects.all()} == {
        "après la troisième", "voie professionnelle", "seconde générale",
    }  # fmt: skip
    stands = sorted((copy.site.code, copy.shelf_mark, copy.node.code) for copy in first.copies.all())
    assert stands == [("main", "O20 VID", "O20")] * 3 + [("pont_de_lisse", "O20 VID", "O20")] * 2
    assert first.opinions.get().text.startswith("Clair et rassurant")
    code, said = imported(DEMO)
    assert (code, "added: 0, changed: 0, unchanged: 180, refused: 0" in said) == (0, True), said[-600:]


@pytest.mark.thorough
def test_a_dry_run_says_the_same_and_writes_nothing(filled_lists):
    code, said = imported(DEMO, commit=False)
    assert code == 0
    assert "added: 180" in said
    assert not Resource.objects.exists()
    assert not Subject.objects.exists()


def rows_of(said):
    """{"sheet!row": [the line's cells]} of the report."""
    return {line.split("\t")[0]: line.split("\t") for line in said.splitlines() if "\t" in line}


@pytest.mark.thorough
def test_a_centres_own_file_comes_in_with_every_trap_named(filled_lists):
    imported(DEMO)
    there = Resource.objects.count()
    code, said = imported(MESSY)
    lines = rows_of(said)
    assert code == 1
    refused = {where: cells for where, cells in lines.items() if cells[1] == "refused"}
    for where, reason in {
        "S'orienter!6": "rounded", "S'orienter!8": "rounded", "S'orienter!12": "if it is printed so, leave it empty",
        "S'orienter!20": "no year", "S'orienter!29": "formula", "S'orienter!31": "must not be empty",
        "EMPLOI !13": "single price", "EMPLOI !16": "below zero", "EMPLOI !20": "no year", "EMPLOI !21": "ISSN",
        "EMPLOI !25": "ISBN", "EMPLOI !36": "same as row 34", "Formation!8": "copies", "Formation!9": "whole number",
        "Formation!28": "date of this title", "Formation!38": "this has 12", "Formation!46": "same as row 39",
        "Evolution pro.!18": "single price", "Evolution pro.!22": "same as row 5", "Création!8": "single price",
        "Revues & divers!12": "Another table",
    }.items():  # fmt: skip
        assert where in refused, (where, lines.get(where))
        assert reason in refused[where][4], refused[where]
    assert "S'orienter!6\trefused\tE ISBN\t9782900000000\t" in said  # sheet, row, column, value, reason
    assert not any(where.startswith(("Feuil1", "Ancien")) for where in lines)
    assert "hidden sheet “Ancien (ne pas utiliser)”" in said
    assert Resource.objects.count() > there + 150
    known = {row.title: row for row in Resource.objects.all()}
    assert known["Les métiers de l'automobile"].creators == ["Bérangère Lormois"]  # idem, twice running
    assert known["Les métiers de la chimie"].publisher == "Presses de Vaurenne"  # a quotation mark
    assert known["Les métiers du Web"].year == 2019
    assert known["Les métiers de la communication"].year == 2023
    assert known["Convaincre à l'écrit"].price_cents == 990
    assert known["1984"].medium.code == "guide"
    marks = [
        known[title].copies.get().shelf_mark for title in ("La rupture conventionnelle", "La démission-reconversion")
    ]
    assert marks == ["V40", "V40"]  # one merged cell over four rows
    assert "La RQTH en clair" not in known
    assert {purpose.code for purpose in known["Le CV anglais"].purposes.all()} == {"employment"}  # by the sheet's name
    for nothing in ("idem", "Idem", "TOTAL", "Sous-total", "(à commander)"):
        assert nothing not in known
    assert not Resource.objects.filter(creators__contains=["idem"]).exists()
    changed = lines["Formation!42"]
    assert changed[1] == "changed"
    assert "Recognised by its ISBN" in changed[4]


def test_what_is_refused_can_be_corrected_and_sent_again(filled_lists, written):
    head = ["Titre", "ISBN", "Année", "Prix", "N°"]
    path = written(("EMPLOI", [head, ["Un titre", 9.78290e12, 2020, 12, "A1"], ["Un autre", None, 2021, 9, "A2"]]))
    code, said = imported(path)
    assert (code, Resource.objects.get().source_id) == (1, "A2")
    path = written(
        ("EMPLOI", [head, ["Un titre", "978-2-900012-10-9", 2020, 12, "A1"], ["Un autre", None, 2021, 9, "A2"]])
    )
    code, said = imported(path)
    assert code == 0
    assert "added: 1, changed: 0, unchanged: 1, refused: 0" in said


@pytest.mark.thorough
def test_a_resource_is_found_again_by_each_of_its_keys(filled_lists, written):
    head = ["source_id", "title", "publisher", "year", "isbn", "issn", "number", "abstract"]
    imported(written(("Liste", [
        head,
        ["X1", "Premier", "Éditions Mille-Chemins", 2020, None, None, None, None],
        [None, "Second", "Autre", 2021, "9782900012109", None, None, None],
        [None, "Revue", "Autre", 2021, None, "2999-0173", "12", None],
        [None, "Les métiers du bois", "Éditions Mille-Chemins", 2022, None, None, None, None],
    ])))  # fmt: skip
    code, said = imported(written(("Liste", [
        head,
        ["X1", "Premier, revu", None, None, None, None, None, "a"],
        [None, "Second, autre titre", None, None, "2-900012-10-4", None, None, "b"],
        [None, "Revue", None, 2021, None, "29990173", "12", "c"],
        [None, "LES METIERS DU BOIS", "Ed. Mille Chemins", 2022, None, None, None, "d"],
    ])))  # fmt: skip
    assert code == 0
    assert "added: 0, changed: 4, unchanged: 0, refused: 0" in said
    assert Resource.objects.count() == 4
    assert sorted(Resource.objects.values_list("abstract", flat=True)) == ["a", "b", "c", "d"]


def test_a_list_never_takes_copies_away_and_adds_those_that_are_lacking(filled_lists, written):
    head = ["source_id", "title", "cote", "exemplaires", "site"]
    imported(written(("L", [head, ["X1", "Premier", "E12 CAR", "3|1", "main|pont_de_lisse"]])))
    assert Copy.objects.count() == 4
    imported(written(("L", [head, ["X1", "Premier", "E12 CAR", "1", "main"]])))
    assert Copy.objects.count() == 4
    imported(written(("L", [head, ["X1", "Premier", "E12 CAR", "5", "main"]])))
    assert Copy.objects.filter(site__code="main").count() == 5
    imported(written(("L", [head, ["X1", "Premier", "E13 CAR", "1", "pont_de_lisse"]])))
    assert Copy.objects.get(site__code="pont_de_lisse").shelf_mark == "E13 CAR"


@pytest.mark.thorough
def test_a_barcode_that_another_copy_has_is_refused(filled_lists, written):
    head = ["title", "barcode", "cote"]
    code, said = imported(written(("L", [head, ["Premier", "111", "E12"], ["Second", "111", "E12"]])))
    assert code == 1
    assert "Another copy has the barcode 111." in said
    assert Copy.objects.get().resource.title == "Premier"


@pytest.mark.thorough
@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_round_trip_loses_nothing(filled_lists, signed_in, tmp_path, ending):
    imported(DEMO)
    some = Resource.objects.get(source_id="CMV-00002")
    Resource.objects.filter(source_id="CMV-00003").update(
        weeded_on="2026-01-02", weeded_because="worn", replaced_by=some, verified_on="2025-05-05", published=False
    )
    some.related.add(Resource.objects.get(source_id="CMV-00004"))
    copy = some.copies.order_by("pk").first()
    copy.barcode, copy.state = "0042", Copy.State.REPAIR
    copy.lendable = not copy.lendable  # against the custom of its medium
    copy.save()
    client = signed_in("documentation")
    path = tmp_path / f"list.{ending}"
    path.write_bytes(client.get(reverse("documentation:holdings_export", args=[ending]), {"state": "all"}).content)
    before = snapshot()
    for model in (Opinion, Copy):
        model.objects.all().delete()
    Resource.objects.update(replaced_by=None)
    Resource.objects.all().delete()
    Subject.objects.all().delete()
    code, said = imported(path)
    assert code == 0, said[:2000]
    after = snapshot()
    assert after.keys() == before.keys()
    for key in before:
        assert after[key] == before[key], key


def snapshot():
    """All that is kept of each resource, by its permanent id."""
    skipped = {"id", "public_id", "changed_at", "replaced_by"}
    fields = [field.attname for field in Resource._meta.concrete_fields if field.name not in skipped]
    return {
        row.public_id: (
            {name: getattr(row, name) for name in fields},
            row.replaced_by.public_id if row.replaced_by else None,
            sorted(row.related.values_list("public_id", flat=True)),
            sorted(row.purposes.values_list("code", flat=True)),
            sorted(row.subjects.values_list("name", flat=True)),
            sorted(
                row.copies.values_list(
                    "site__code", "shelf_mark", "node__code", "barcode", "state", "lendable", "added_on"
                )
            ),
            sorted(row.opinions.values_list("text", "day")),
        )
        for row in Resource.objects.all()
    }


@pytest.mark.thorough
def test_the_screen_tries_a_file_out_then_writes_it_and_keeps_the_source_id(filled_lists, at_once, signed_in, written):
    client = signed_in("documentation")
    path = written(("EMPLOI", [["N° notice", "Titre", "Cote"], ["A1", "Un titre", "E12"], ["A2", "idem", "E12"]]))
    with path.open("rb") as file:
        page = client.post(reverse("documentation:import_new", args=["holdings"]), {"file": file}, follow=True)
    run = ImportRun.objects.get()
    assert (run.added, run.refused) == (1, 1), page.content.decode()
    assert not Resource.objects.exists()
    client.post(reverse("documentation:import_confirm", args=[run.pk]), {"without_refused": "1"})
    assert Resource.objects.get().source_id == "A1"
    refused = client.get(reverse("documentation:import_refused", args=[run.pk, "csv"])).content.decode()
    assert "idem" in refused


@pytest.mark.thorough
def test_the_file_of_refused_rows_needs_only_the_correction(filled_lists, at_once, signed_in, written):
    client = signed_in("documentation")
    head = ["Titre", "Auteur", "ISBN", "Cote"]
    rows = [["Un", "Orlane Vidric", None, "E12"], ["Deux", "Jérémie Palvent", "978", "E12"]]
    rows += [["Trois", "Orlane Vidric", None, "E13"], ["Quatre", "idem", "979", "E13"], ["Cinq", "″", "977", "E13"]]

    def sent(path):
        with path.open("rb") as file:
            client.post(reverse("documentation:import_new", args=["holdings"]), {"file": file})
        run = ImportRun.objects.latest("pk")
        client.post(reverse("documentation:import_confirm", args=[run.pk]), {"without_refused": "1"})
        return run

    sent(written(("EMPLOI", [head, rows[1]]), ("FORMATION", [head, rows[3]])))
    several = ImportRun.objects.latest("pk")
    offered = client.get(reverse("documentation:import_run", args=[several.pk])).content.decode()
    assert "refused.xlsx" in offered
    assert "refused.csv" not in offered  # one below the other, two tables cannot be sent in again
    run = sent(written(("EMPLOI", [head, *rows])))
    assert "refused.csv" in client.get(reverse("documentation:import_run", args=[run.pk])).content.decode()
    answer = client.get(reverse("documentation:import_refused", args=[run.pk, "xlsx"]))
    refused = load_workbook(io.BytesIO(answer.content))["EMPLOI"]
    assert [cell.value for cell in refused[1]][:4] == head
    assert [row[0].value for row in refused.iter_rows(min_row=2)] == ["Deux", "Quatre", "Cinq"]
    for row in refused.iter_rows(min_row=2):
        row[2].value = None
    corrected = written(("EMPLOI", [[cell.value for cell in row] for row in refused.iter_rows()]))
    run = sent(corrected)
    assert (run.added, run.refused) == (3, 0)
    authors = dict(Resource.objects.values_list("title", "creators"))
    assert authors["Deux"] == ["Jérémie Palvent"]
    assert authors["Quatre"] == authors["Cinq"] == ["Orlane Vidric"]  # who stood above them in the first file


@pytest.mark.thorough
def test_a_sheet_without_a_title_column_asks_what_its_columns_mean(filled_lists, at_once, signed_in, written):
    client = signed_in("documentation")
    path = written(("L", [["Bezeichnung", "ISBN"], ["Un titre", "978-2-900012-10-9"]]))
    with path.open("rb") as file:
        page = client.post(reverse("documentation:import_new", args=["holdings"]), {"file": file}, follow=True)
    assert (
        "Which column means" in " ".join(page.content.decode().split())
        or "which column means" in page.content.decode()
    )


@pytest.mark.thorough
def test_unknown_endings_of_an_export_are_not_found(filled_lists, signed_in):
    assert signed_in("documentation").get("/documentation/holdings.exe").status_code == 404
