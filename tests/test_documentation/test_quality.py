"""How well the search does on questions as visitors put them: printed, and held at a floor."""

from io import StringIO
from pathlib import Path
from statistics import mean

import pytest
from django.core.management import call_command

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_centre, make_site
from documentation.search import index
from documentation.search.find import find
from documentation.search.question import read
from reports.demo import catalogue

pytestmark = pytest.mark.thorough

QUESTIONS = Path(__file__).parent / "quality" / "questions.txt"


def questions():
    """[(question, kind, source ids that answer it)]."""
    found = []
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, kind, numbers = (part.strip() for part in line.split(" | "))
            found.append((text, kind, {f"CMV-{int(number):05}" for number in numbers.split()}))
    return found


@pytest.fixture
def moved_in(db):
    make_centre()
    for code in ("main", "pont_de_lisse", "lycee_agricole", "borgo_lessina"):
        make_site(code=code)
    starting_lists.load()
    call_command("import_catalogue", str(catalogue.FILE), commit=True, stdout=StringIO())
    assert index.rebuild() >= 150


def measure():
    """(recall at 5, mean reciprocal rank, share without result, lines of what was missed)."""
    from documentation.models import Resource

    names = dict(Resource.objects.values_list("pk", "source_id"))
    recalls, ranks, empty, missed = [], [], 0, []
    for text, kind, wanted in questions():
        found = [names[pk] for pk in find(read(text)).ids]
        hits = [place for place, name in enumerate(found, start=1) if name in wanted]
        recall = len([place for place in hits if place <= 5]) / min(5, len(wanted))
        recalls.append(recall)
        ranks.append(1 / hits[0] if hits else 0)
        empty += not found
        if recall < 1 or ranks[-1] < 1:
            missed.append(f"{recall:.2f} {ranks[-1]:.2f} {kind:10} {text}: {[name[-3:] for name in found[:6]]}")
    return mean(recalls), mean(ranks), empty / len(recalls), missed


def test_visitors_find_what_they_mean(moved_in):
    recall, rank, empty, missed = measure()
    print(f"recall@5 {recall:.3f}  MRR {rank:.3f}  without result {empty:.3f}  of {len(questions())} questions")  # noqa: T201 -- pytest -s shows it
    assert len(questions()) >= 60
    assert recall >= 0.96, missed
    assert rank >= 0.975, missed
    assert empty == 0, missed
