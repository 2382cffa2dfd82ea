"""The door counter: readings typed and imported, and how many of the people reception caught."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from citedesmetiers.factories import make_site
from reception import door
from reception.factories import make_door_reading, make_group_visit, make_visit
from reception.models import DoorReading

MARCH = "/reception/door/?month=2026-03"
IMPORT = "/reception/door/import/"
FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def site(db):
    return make_site(name="Town")


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def upload(client, text, encoding="utf-8"):
    content = text if isinstance(text, bytes) else text.encode(encoding)
    return client.post(IMPORT, {"file": SimpleUploadedFile("door.csv", content)})


def states(page):
    return [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]


def readings(site):
    return dict(DoorReading.objects.filter(site=site).order_by("day").values_list("day", "entries"))


def capture(site):
    return door.capture_of(door.counted_by_day(site, FIRST, LAST), door.readings_by_day(site, FIRST, LAST))


def test_the_capture_rate_holds_people_counted_against_the_door_on_days_with_a_reading(site):
    make_door_reading(site=site, day=FIRST, entries=100)
    make_door_reading(site=site, day=date(2026, 3, 2), entries=60)
    make_visit(site=site, day=FIRST, people=70)
    make_group_visit(site=site, day=FIRST, people=20)
    make_visit(site=site, day=date(2026, 3, 2), people=30)
    make_visit(site=site, day=date(2026, 3, 2), people=8, undone=True)
    make_visit(site=site, day=date(2026, 3, 3), people=500)  # no reading
    make_visit(site=make_site(), day=FIRST, people=400)
    found = capture(site)
    assert (found.counted, found.entries, found.days, found.rate) == (120, 160, 2, 75.0)


def test_without_a_reading_or_with_nobody_there_is_no_rate(site):
    assert capture(site).rate is None
    make_door_reading(site=site, day=FIRST, entries=0)
    assert capture(site).rate is None


def test_a_month_shows_readings_and_rates_day_by_day(signed_in, site):
    make_door_reading(site=site, day=FIRST, entries=80)
    make_visit(site=site, day=FIRST, people=70)
    page = soup(signed_in("reception", sites=[site]).get(MARCH))
    assert page.select_one(".tile-value").get_text() == "87.5 %"
    first = page.select_one("tbody tr")
    assert first.input["value"] == "80"
    assert [cell.get_text() for cell in first.select("td")[1:]] == ["70", "87.5 %"]
    assert len(page.select("tbody tr")) == 31


def test_readings_are_typed_changed_and_taken_away(signed_in, site):
    make_door_reading(site=site, day=FIRST, entries=80)
    make_door_reading(site=site, day=date(2026, 3, 2), entries=90, source="imported")
    make_door_reading(site=site, day=date(2026, 3, 3), entries=70, source="imported")
    other = make_door_reading(site=make_site(), day=FIRST, entries=5)
    client = signed_in("reception", sites=[site])
    response = client.post(MARCH, {"d-1": "", "d-2": "91", "d-3": "70", "d-4": "0"}, follow=True)
    text = response.content.decode()
    assert "2 readings stored." in text
    assert "1 reading taken away." in text
    assert readings(site) == {date(2026, 3, 2): 91, date(2026, 3, 3): 70, date(2026, 3, 4): 0}
    sources = dict(DoorReading.objects.filter(site=site).values_list("day", "source"))
    assert sources[date(2026, 3, 2)] == "typed"
    assert sources[date(2026, 3, 3)] == "imported"
    other.refresh_from_db()
    assert other.entries == 5


@pytest.mark.parametrize("wrong", ["many", "-4", "100001", "1.5"])
def test_a_wrong_number_is_explained_beside_its_day(signed_in, site, wrong):
    response = signed_in("reception", sites=[site]).post(MARCH, {"d-1": wrong, "d-2": "5"})
    page = soup(response)
    assert page.select_one("#id_d-1_error").get_text()
    assert page.select_one("#id_d-1")["value"] == wrong
    assert page.select_one("#id_d-2")["value"] == "5"
    assert readings(site) == {}


def test_days_to_come_cannot_be_typed(signed_in, site):
    today = timezone.localdate()
    page = soup(signed_in("reception", sites=[site]).get("/reception/door/?month=2999-01"))
    assert len(page.select("tbody tr")) == today.day


@pytest.mark.parametrize(
    "text",
    [
        "day;entries\n2026-03-01;120\n02/03/2026;80\n",
        "Jour,Entrées\r\n01/03/2026,120\r\n2026-03-02,80",
        "2026-03-01\t120\n2.3.2026\t80\n",
        "\ufeff2026-03-01;120;sensor\n\n;;\n02/03/2026;80\n",
        "2026-03-01 ;\u202f120\n02/03/2026; 8 0\n",
    ],
)
def test_files_of_several_makes_are_read(site, text):
    plan = door.read(door.decoded(text.encode()), site=site, today=date(2026, 4, 1))
    assert [(line.day, line.entries, line.state) for line in plan.lines] == [
        (FIRST, 120, "added"), (date(2026, 3, 2), 80, "added"),
    ]  # fmt: skip


def test_an_older_spreadsheet_s_letters_are_read(site):
    text = door.decoded("Journée;Entrées\n2026-03-01;5\n".encode("cp1252"))
    assert len(door.read(text, site=site, today=LAST).lines) == 1


def test_nothing_is_written_before_the_preview_is_accepted(signed_in, site):
    make_door_reading(site=site, day=FIRST, entries=100)
    make_door_reading(site=site, day=date(2026, 3, 2), entries=80)
    client = signed_in("reception", sites=[site])
    page = soup(upload(client, "2026-03-01;120\n2026-03-02;80\n2026-03-03;60\n"))
    assert states(page) == [
        "1 1 March 2026 100 120 changed", "2 2 March 2026 80 as it is", "3 3 March 2026 60 added",
    ]  # fmt: skip
    assert readings(site)[FIRST] == 100
    text = page.select_one("input[name=text]")["value"]
    client.post(IMPORT, {"text": text, "store": "1"})
    assert readings(site) == {FIRST: 120, date(2026, 3, 2): 80, date(2026, 3, 3): 60}


def test_a_refused_line_says_why_and_holds_back_the_whole_file(signed_in, site):
    client = signed_in("reception", sites=[site])
    tomorrow = timezone.localdate() + timedelta(days=1)
    text = (
        f"2026-03-01;120\n31/02/2026;5\n2026-03-02;many\n{tomorrow};5\n2026-03-01;7\n2026-03-03\n2026-03-04;-1\n"
        "2026-03-05;100001\n"
    )
    page = soup(upload(client, text))
    refused = [row for row in states(page) if "refused" in row]
    assert [row.split()[0] for row in refused] == ["2", "3", "4", "5", "6", "7", "8"]
    assert "The day cannot be read" in refused[0]
    assert "The number cannot be read" in refused[1]
    assert "lies in the future" in refused[2]
    assert "1 March 2026 stands in line 1 too" in refused[3]
    assert not page.select("button[name=store]")
    client.post(IMPORT, {"text": text, "store": "1"})
    assert readings(site) == {}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is no reading in the file"),
        (b"day;entries\n", "There is no reading in the file"),
        (b"PK\x03\x04\x00\x00", "This is not a text file"),
        (b"2026-03-01;1\n" * 20_000, "The file is too large"),
        (b'"2026-03-01;1\n' + b"x" * 140_000, "This is not a text file"),
    ],
)
def test_what_is_no_file_of_readings_is_refused_with_words(signed_in, site, content, words):
    page = soup(upload(signed_in("reception", sites=[site]), content))
    assert words in page.select_one("#div_id_file .field-error").get_text()


def test_a_missing_file_is_asked_for(signed_in, site):
    page = soup(signed_in("reception", sites=[site]).post(IMPORT, {}))
    assert "Choose a file" in page.select_one("#div_id_file .field-error").get_text()


def test_the_month_asks_the_database_as_often_for_many_days_as_for_one(signed_in, site, django_assert_num_queries):
    client = signed_in("reception", sites=[site])
    make_door_reading(site=site, day=FIRST)
    client.get(MARCH)
    with django_assert_num_queries(9, exact=False) as first:
        client.get(MARCH)
    for number in range(1, 20):
        make_door_reading(site=site, day=FIRST + timedelta(days=number))
        make_visit(site=site, day=FIRST + timedelta(days=number))
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(MARCH)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_ready_made_file_comes_in_as_it_is(signed_in, site, language):
    client = signed_in("reception", sites=[site], language=language)
    sample = client.get("/reception/door/import/sample.csv")
    plan = client.post(IMPORT, {"file": SimpleUploadedFile("door.csv", sample.content)}).context["plan"]
    assert (len(plan.added), plan.refused) == (2, [])


def test_the_import_asks_for_a_file_without_complaining_first(signed_in):
    client = signed_in("reception", sites=[make_site()])
    assert b"error-summary" not in client.get(IMPORT).content
    assert b"error-summary" in client.post(IMPORT, {}).content
