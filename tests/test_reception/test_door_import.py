"""Readings of the door counter from a file: looked at first, each row with its reason, written whole."""

import html
from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from citedesmetiers.factories import make_site
from citedesmetiers.models import ImportRun
from reception.factories import make_door_reading
from reception.models import DoorReading
from tests.test_citedesmetiers.spreadsheets import xlsx

FIRST, SECOND, THIRD = (date(2026, 3, day) for day in (1, 2, 3))
NEW = "/reception/imports/new/door_readings/"


@pytest.fixture
def site(db):
    return make_site(name="Town", code="town")


@pytest.fixture
def take_in(signed_in, settings, tmp_path):
    """A function `take_in(content, sites)` → (client, run): the file as it was checked."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path

    def take_in(content, *sites, language="en"):
        client = signed_in("reception", sites=list(sites), language=language)
        content = content if isinstance(content, bytes) else content.encode()
        client.post(NEW, {"file": SimpleUploadedFile("door.csv", content)})
        return client, ImportRun.objects.latest("pk")

    return take_in


def write(client, run, **more):
    client.post(reverse("reception:import_confirm", args=[run.pk]), {"digest": run.digest, **more})
    run.refresh_from_db()


def preview(client, run):
    return html.unescape(client.get(reverse("reception:import_run", args=[run.pk])).content.decode())


def readings(site):
    return dict(DoorReading.objects.filter(site=site).order_by("day").values_list("day", "entries"))


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "text",
    [
        "day;entries\n2026-03-01;120\n02/03/2026;80\n",
        "Jour,Entrées\r\n01/03/2026,120\r\n2026-03-02,80",
        "Date\tPassages\n2026-03-01\t120\n2.3.2026\t80\n",
        "\ufeffDate;Comptage;Capteur\n2026-03-01;120;A\n\n;;\n02/03/2026;80;A\n",
        "Date;Came in\n2026-03-01 ;\u202f120\n02/03/2026; 8 0\n",
        "Jour;Entrées\n2026-03-01;120\n2026-03-02;80\n".encode("cp1252"),  # of an older spreadsheet
    ],
)
def test_files_of_several_makes_are_read(take_in, site, text):
    client, run = take_in(text, site)
    assert (run.state, run.added, run.refused) == ("checked", 2, 0), run.problem
    assert readings(site) == {}  # nothing before somebody says so
    write(client, run)
    assert readings(site) == {FIRST: 120, SECOND: 80}
    assert set(DoorReading.objects.values_list("source", flat=True)) == {"imported"}


@pytest.mark.thorough
def test_what_changes_is_shown_with_its_number_before(take_in, site):
    make_door_reading(site=site, day=FIRST, entries=100)
    make_door_reading(site=site, day=SECOND, entries=80)
    client, run = take_in("Day;Came in\n2026-03-01;120\n2026-03-02;80\n2026-03-03;60\n", site)
    assert (run.added, run.changed, run.unchanged) == (1, 1, 1)
    page = preview(client, run)
    assert "100" in page.partition("<del")[2].partition("</del>")[0]
    write(client, run)
    assert run.state == "confirmed"
    assert readings(site) == {FIRST: 120, SECOND: 80, THIRD: 60}
    sources = dict(DoorReading.objects.values_list("day", "source"))
    assert (sources[FIRST], sources[SECOND], sources[THIRD]) == ("imported", "typed", "imported")


def test_a_refused_row_says_why_and_the_others_may_come_in(take_in, site):
    tomorrow = timezone.localdate() + timedelta(days=1)
    rows = ["2026-03-01;120", "31/02/2026;5", "2026-03-02;many", f"{tomorrow};5", "2026-03-01;7", "2026-03-03;",
            "2026-03-04;-1", "2026-03-05;100001", "01/03/0206;80"]  # fmt: skip
    client, run = take_in("\n".join(["Day;Came in", *rows]), site)
    reasons = [row.reasons[0][-1] for row in run.rows.filter(fate="refused").order_by("number")]
    said = ["no date", "no number", "in the future", "same as row 2", "must not be empty", "0 to 100000",
            "0 to 100000", "too far back"]  # fmt: skip
    for reason, words in zip(reasons, said, strict=True):
        assert words in reason
    write(client, run)
    assert readings(site) == {}  # not without being told that refused rows stay out
    write(client, run, without_refused="1")
    assert readings(site) == {FIRST: 120}


@pytest.mark.thorough
def test_with_several_places_a_row_says_which_and_no_other_place_is_touched(take_in, site):
    other, strange = make_site(name="Valley", code="valley"), make_site(name="Far away")
    make_door_reading(site=strange, day=FIRST, entries=5)
    client, run = take_in(
        "Day;Came in;Place\n2026-03-01;120;town\n2026-03-01;70;Valley\n2026-03-01;9;Far away\n2026-03-02;8;\n",
        site,
        other,
    )
    assert (run.added, run.refused) == (2, 2)
    assert "at which place" in run.rows.last().reasons[0][-1]  # an empty cell is no leave to guess
    assert "belong to" not in preview(client, run)
    write(client, run, without_refused="1")
    assert (readings(site), readings(other), readings(strange)) == ({FIRST: 120}, {FIRST: 70}, {FIRST: 5})


def test_without_a_column_of_places_rows_belong_where_one_works_and_the_preview_says_where(take_in, site):
    other = make_site(name="Valley", code="valley")
    text = "Day;Came in\n2026-03-01;120\n"
    client, run = take_in(text, site, other)
    client.post("/today/site/", {"site": other.pk})
    client.post(NEW, {"file": SimpleUploadedFile("door.csv", text.encode())})
    chosen = ImportRun.objects.latest("pk")
    assert "its rows belong to Town, where you were working" in preview(client, run)
    assert "its rows belong to Valley, where you were working" in preview(client, chosen)
    client.post("/today/site/", {"site": site.pk})  # who goes elsewhere before writing takes nothing along
    write(client, chosen)
    assert (readings(site), readings(other)) == ({}, {FIRST: 120})
    assert "its rows belong to Valley." in preview(client, chosen)


def test_who_works_at_one_place_reads_nothing_about_places(take_in, site):
    make_site(name="Valley", code="valley")
    client, run = take_in("Day;Came in\n2026-03-01;120\n", site)
    assert "belong to" not in preview(client, run)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_ready_made_file_comes_in_as_it_is(signed_in, take_in, site, language):
    client = signed_in("reception", sites=[site], language=language)
    sample = client.get("/reception/imports/new/door_readings.csv")
    client, run = take_in(sample.content, site, language=language)
    assert (run.state, run.added, run.refused) == ("checked", 2, 0), run.problem


def test_the_month_leads_to_the_import_and_the_import_back(signed_in, site):
    client = signed_in("reception", sites=[site])
    assert NEW in client.get("/reception/door/").content.decode()
    page = client.get(NEW).content.decode()
    assert 'href="/reception/door/" aria-current="page"' in page


@pytest.mark.thorough
def test_colleagues_of_another_place_have_no_part_in_a_file(take_in, signed_in, site):
    client, run = take_in("day;entries\n2026-03-01;120\n", site)
    to = {name: reverse(f"reception:import_{name}", args=[run.pk]) for name in ("run", "confirm", "leave")}
    assert run.filename in client.get("/reception/imports/").content.decode()
    elsewhere = signed_in("reception", sites=[make_site(name="Hills")], email="hills@example.org")
    assert run.filename not in elsewhere.get("/reception/imports/").content.decode()
    assert elsewhere.get(to["run"]).status_code == 404
    assert elsewhere.post(to["confirm"], {"digest": run.digest}).status_code == 404
    assert elsewhere.post(to["leave"]).status_code == 404
    assert not DoorReading.objects.exists()
    beside = signed_in("reception", sites=[site], email="beside@example.org")
    assert beside.get(to["run"]).status_code == 200
    assert signed_in("director", email="all@example.org").get(to["run"]).status_code == 200


@pytest.mark.thorough
def test_what_a_director_brings_for_all_places_is_not_confirmed_at_one_of_them(signed_in, settings, tmp_path, site):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    make_site(name="Hills", code="hills")
    director = signed_in("director", email="all@example.org")
    director.post(NEW, {"file": SimpleUploadedFile("door.csv", b"day;entries;site\n2026-03-01;120;hills\n")})
    agent = signed_in("reception", sites=[site])
    assert agent.get(reverse("reception:import_run", args=[ImportRun.objects.get().pk])).status_code == 404


# ── Files without names of columns ───────────────────────────────────────────────────────────────────


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "content",
    [
        "2026-03-01;120\n2026-03-02;80\n",
        "120,01/03/2026\r\n80,02/03/2026\r\n",
        "Readings of March\n\n2026-03-01\t120\n2.3.2026\t80\n",
        xlsx([datetime(2026, 3, 1), 120], [datetime(2026, 3, 2), 80]),  # noqa: DTZ001 -- cells have no zone
    ],
)
def test_a_file_that_begins_with_a_reading_loses_none(take_in, site, content):
    client, run = take_in(content, site)
    assert (run.state, run.added, run.refused) == ("checked", 2, 0), run.problem
    page = html.unescape(client.get(reverse("reception:import_run", args=[run.pk])).content.decode())
    assert "holds no names of columns. It is read as a row like the others." in page
    write(client, run)
    assert readings(site) == {FIRST: 120, SECOND: 80}


@pytest.mark.thorough
def test_columns_without_names_that_could_be_anything_are_a_question_with_what_stands_there(take_in, site):
    make_site(name="Harbour", code="harbour")
    other = make_site(name="Valley", code="valley")
    client, run = take_in("2026-03-01;120;town\n2026-03-02;80;valley\n2026-02-31;9;town\n", site, other)
    assert run.state == "uploaded"
    columns = reverse("reception:import_columns", args=[run.pk])
    page = client.get(columns).content.decode()
    assert "without a name; first row: town" in page
    assert "Row 1 holds no names of columns." in page
    assert "Your choices are kept" not in page  # there are no names to keep them by
    client.post(columns, {"c-0-A": "day", "c-0-B": "entries", "c-0-C": "site"})
    run.refresh_from_db()
    assert (run.state, run.added, run.refused) == ("checked", 2, 1)
    page = html.unescape(client.get(reverse("reception:import_run", args=[run.pk])).content.decode())
    assert "Column A, Day" in page  # a column without a name is called what it means
    file = client.get(reverse("reception:import_refused", args=[run.pk, "csv"])).content.decode("utf-8-sig")
    assert file.splitlines()[0].split(";")[:3] == ["Day", "Came in", "Place"]  # which is read when it is sent again
    write(client, run, without_refused="1")
    assert (readings(site), readings(other)) == ({FIRST: 120}, {SECOND: 80})


@pytest.mark.thorough
def test_a_column_left_out_of_a_file_without_names_is_named_by_its_letter(take_in, site):
    client, run = take_in("2026-03-01;120;A1\n", site)
    assert run.state == "uploaded"
    client.post(reverse("reception:import_columns", args=[run.pk]), {"c-0-A": "day", "c-0-B": "entries", "c-0-C": ""})
    page = html.unescape(client.get(reverse("reception:import_run", args=[run.pk])).content.decode())
    assert "One column is left out: “C”." in page
