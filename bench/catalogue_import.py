"""Moving in: 10,000 rows of holdings from Excel, checked and written, against openpyxl that only reads the cells.

Time and memory are those of a process of its own, as the worker is one.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.measure import ROOT, Results, installation

ROWS = 10_000
MOST_TIMES_FLOOR, MOST_MEGABYTES = 4, 300
HEADERS = [
    "Titre", "Sous-titre", "Auteur", "Éditeur", "Année", "ISBN", "Prix", "Support", "Pôle", "Mots-clés", "Langue",
    "Résumé", "Cote", "Exemplaires", "Site",
]  # fmt: skip
THINGS = ("métier", "emploi", "formation", "concours", "entreprise", "bilan", "stage", "contrat", "santé", "numérique")
MEDIA, PURPOSES = ("Livre", "Guide pratique", "Vidéo", "Fiche métier"), ("orientation", "employment", "training")


def isbn13(number):
    """A well-formed ISBN made of `number`."""
    digits = f"9782{number:08d}"
    return digits + str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10)


def cells(number):
    """One row of the file: what a centre's own list holds."""
    one, other = THINGS[number % 10], THINGS[number // 10 % 10]
    return [
        f"Le {one} et le {other}, tome {number}", f"Comprendre le {other}", f"Prénom {number % 700} Nom",
        "Éditions du Pont",
        2000 + number % 26, isbn13(number), f"{5 + number % 30},50 €", MEDIA[number % 4], PURPOSES[number % 3],
        f"{one}; {other}; thème {number % 300}", "français",
        f"Ce document présente le {one} à qui cherche un {other}, avec des exemples et des adresses. " * 3,
        f"E{number % 90:02} {one[:3].upper()}", 1 + number % 2, "main",
    ]  # fmt: skip


def make_file(path):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Fonds")
    sheet.append(HEADERS)
    for number in range(ROWS):
        sheet.append(cells(number))
    book.save(path)


def floor_of(path):
    """Seconds that openpyxl takes to hand out every cell."""
    from openpyxl import load_workbook

    began = time.monotonic()
    book = load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _row in sheet.iter_rows(values_only=True):
            pass
    return time.monotonic() - began


def measured(*arguments):
    """What a process of its own prints as JSON: seconds, and the most memory it held."""
    command = [sys.executable, "-m", "bench.catalogue_import", *arguments]
    printed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return json.loads(printed.splitlines()[-1])


def play(path, mode):
    """Check or write the file, as `manage.py import_catalogue` and the worker do; prints how it went."""
    import django

    django.setup()
    from documentation.management.commands.import_catalogue import Command

    began = time.monotonic()
    played, _notes = Command().played(Path(path), commit=mode == "write")
    seconds = time.monotonic() - began
    fates = [row.fate for row in played]
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps({"seconds": seconds, "megabytes": most, "fates": {fate: fates.count(fate) for fate in set(fates)}})
    )


def run(results: Results):
    with installation(), tempfile.TemporaryDirectory() as folder:
        from citedesmetiers import starting_lists
        from citedesmetiers.factories import make_centre, make_site

        make_centre(demonstration=True)
        starting_lists.load()
        make_site(code="main", opened_on=date(2020, 1, 1))
        path = f"{folder}/holdings.xlsx"
        make_file(path)
        floor = min(floor_of(path) for _turn in range(3))
        results.add(f"openpyxl reads {ROWS} rows", floor, "s")
        for mode, means in (("check", "checking"), ("write", "writing"), ("check", "checking again, all unchanged")):
            found = measured("play", path, mode)
            if found["fates"] != {"unchanged" if "again" in means else "added": ROWS}:
                raise AssertionError(found["fates"])
            ratio = found["seconds"] / floor
            results.add(
                f"{means} {ROWS} rows of holdings", found["seconds"], "s", ratio=ratio, at_most=MOST_TIMES_FLOOR
            )
            results.add("  memory for it", found["megabytes"], "MB", at_most=MOST_MEGABYTES)


if __name__ == "__main__":
    play(*sys.argv[2:])
