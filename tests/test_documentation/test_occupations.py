"""Files of occupations that a centre has are read into subjects and synonyms."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from documentation import factories as make
from documentation import occupations
from documentation.models import Subject, Synonym

pytestmark = pytest.mark.django_db
CODES = 'code_rome,libelle_rome\n"X1101","Ferreur / Ferreuse de chevaux"\n"X1102","Tisseur / Tisseuse"\n'
TITLES = (
    'code_ogr;libelle_appellation_long;code_rome\n1;"Maréchal-ferrant / Maréchale-ferrante";X1101\n'
    '2;"Tisseur / Tisseuse";X1102\n3;"Perdu / Perdue";X9999\n'
)


@pytest.fixture
def files(tmp_path):
    codes, titles = tmp_path / "codes.csv", tmp_path / "titles.csv"
    codes.write_text(CODES, encoding="utf-8-sig")
    titles.write_bytes(TITLES.encode("cp1252"))
    return [str(codes), str(titles)]


def test_job_titles_find_what_has_the_subject_of_their_code(files, client, centre):
    call_command("load_subjects", *files, stdout=StringIO())
    subject = Subject.objects.get(code="X1101")
    make.make_resource(title="Un guide", subjects=[subject])
    for question in ("maréchale-ferrante", "marechal ferrant", "ferreuse de chevaux"):
        answer = client.get(reverse("catalogue:search"), {"q": question, "format": "json"}).json()
        assert [row["title"] for row in answer["results"]] == ["Un guide"], question
    assert Synonym.objects.count() == 1  # a title that is the name itself needs none, nor one whose code nobody has


def test_reading_a_file_twice_changes_nothing_and_known_names_get_their_code(files):
    make.make_subject(name="tisseur, tisseuse")
    counts = []
    for _time in range(2):
        for path in files:
            occupations.load(occupations.rows_of(Path(path)))
        counts.append((Subject.objects.count(), Synonym.objects.count()))
    assert counts == [(2, 1), (2, 1)]
    assert Subject.objects.get(name="tisseur, tisseuse").code == "X1102"


def test_a_file_without_codes_is_refused_with_what_it_has(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("a;b\n1;2\n")
    with pytest.raises(CommandError, match="it has: a, b"):
        call_command("load_subjects", str(path))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_subjects", str(tmp_path / "nowhere.csv"))
