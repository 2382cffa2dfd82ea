"""10,000 institutions and 10,000 people from Excel, checked and written, against openpyxl that only reads the cells.

Time and memory are those of a process of its own, as the worker is one; the rows of the report are kept in them too.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.measure import ROOT, Results, installation

ROWS = 10_000
MOST_TIMES_FLOOR, MOST_MEGABYTES = 6, 300
INSTITUTION_HEADERS = [
    "Nom", "Type", "Rôles", "Commune", "Pays", "Site web", "Depuis", "Fonction du contact", "Contact", "Courriel",
    "Téléphone",
]  # fmt: skip
PEOPLE_HEADERS = ["Nom", "Organisme", "Fonctions", "Langues", "Contrat", "ETP", "Depuis", "Charte signée le"]
ROLES = ("desk_partner, funder", "occasional", "company", "host, desk_partner")
PHONE_OF_NUMBER = "05 55 {:02} {:02} {:02}"


def institution(number):
    """One row of the file: an institution with its contact."""
    digits = (number // 10_000, number // 100 % 100, number % 100)
    return [
        f"Association pour l’emploi {number}", "association", ROLES[number % 4], f"Commune {number % 300}", "FR",
        f"https://association-{number}.example", f"{2000 + number % 25}-09-01", "Directrice",
        f"Camille Orset {number}",
        f"direction@association-{number}.example", PHONE_OF_NUMBER.format(*digits),
    ]  # fmt: skip


def person(number):
    """One row of the file: a person of one of these institutions."""
    return [
        f"Jonas Brévant {number}", f"Association pour l’emploi {number // 3}", "counsellor, workshop_leader", "fr, it",
        "employee", "0,4", f"{2010 + number % 15}-02-01", f"{2010 + number % 15}-02-05",
    ]  # fmt: skip


def make_file(path, headers, cells):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Liste")
    sheet.append(headers)
    for number in range(ROWS):
        sheet.append(cells(number))
    book.save(path)


def floor_of(path):
    """Seconds that openpyxl takes to hand out every cell."""
    from openpyxl import load_workbook

    began = time.monotonic()
    for sheet in load_workbook(path, read_only=True, data_only=True).worksheets:
        for _row in sheet.iter_rows(values_only=True):
            pass
    return time.monotonic() - began


def measured(*arguments):
    """What a process of its own prints as JSON: seconds, the most memory it held, and how it ended."""
    command = [sys.executable, "-m", "bench.partners_import", "play", *arguments]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(printed.splitlines()[-1])


def play(path, code, mode):
    """Check or write the file as the worker does; prints how it went."""
    import django

    django.setup()
    from django.core.files.base import ContentFile

    from citedesmetiers.imports import running
    from citedesmetiers.imports.importer import importer_of
    from citedesmetiers.models import ImportRun, User

    user = User.objects.first() or User.objects.create(email="bench@centre.example", name="Bench")
    run = ImportRun.objects.filter(filename=Path(path).name, state=ImportRun.State.CHECKED).last()
    if mode != "write":
        content = Path(path).read_bytes()
        run = ImportRun.objects.create(
            importer=code, filename=Path(path).name, size=len(content), file=ContentFile(content, Path(path).name),
            uploaded_by=user, language="en",
        )  # fmt: skip
    began = time.monotonic()
    if mode == "write":
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.WRITING)
        run.refresh_from_db()
        running.work(run.pk, run.attempt, ImportRun.State.WRITING, running.write)
    else:
        running.read_headers(run, importer_of(code))
        ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.CHECKING)
        running.work(run.pk, run.attempt, ImportRun.State.CHECKING, running.check)
    seconds = time.monotonic() - began
    run.refresh_from_db()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {"state": run.state, "added": run.added, "unchanged": run.unchanged, "refused": run.refused}
    print(json.dumps({"seconds": seconds, "megabytes": most, **found}))


def run(results: Results):
    with installation(), tempfile.TemporaryDirectory() as folder:
        from citedesmetiers import starting_lists
        from citedesmetiers.factories import make_centre

        make_centre(demonstration=True)
        starting_lists.load()
        tables = [("institutions", INSTITUTION_HEADERS, institution), ("professionals", PEOPLE_HEADERS, person)]
        for code, headers, cells in tables:
            path = f"{folder}/{code}.xlsx"
            make_file(path, headers, cells)
            floor = min(floor_of(path) for _turn in range(3))
            results.add(f"openpyxl reads {ROWS} rows of {code}", floor, "s")
            for mode, state in (("check", "checked"), ("write", "confirmed"), ("check again", "checked")):
                found = measured(path, code, mode)
                if found["state"] != state or found["unchanged" if mode == "check again" else "added"] != ROWS:
                    raise AssertionError(found)
                ratio = found["seconds"] / floor
                results.add(
                    f"{mode} {ROWS} rows of {code}", found["seconds"], "s", ratio=ratio, at_most=MOST_TIMES_FLOOR
                )
                results.add("  memory for it", found["megabytes"], "MB", at_most=MOST_MEGABYTES)


if __name__ == "__main__":
    play(*sys.argv[2:])
