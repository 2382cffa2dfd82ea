"""A year for the network: a file that explains itself, and many files in one table."""

import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from citedesmetiers.factories import make_profile_value, make_site
from counselling.factories import make_desk, make_interview
from documentation.factories import make_loan_count
from events.factories import make_attendance, make_session
from partners.factories import make_budget, make_budget_line, make_institution, make_professional
from reception.factories import make_group_visit, make_visit
from reports import network
from reports.figures import VERSION

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(centre):
    main, associated = make_site(code="main", kind="main_site"), make_site(code="annexe", kind="associated_centre")
    make_visit(site=main, day=date(2025, 1, 1), hour=0, people=8, gender=make_profile_value(list="gender"))
    make_visit(site=main, day=date(2024, 12, 31), hour=23, people=100)
    make_visit(site=associated, day=date(2025, 12, 31), hour=23, people=3)
    make_group_visit(site=main, day=date(2025, 5, 5), people=24)
    make_interview(desk=make_desk(site=main), day=date(2025, 5, 5))
    return main, associated


def printed(*arguments):
    out = io.StringIO()
    call_command("key_figures", *arguments, stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.thorough
def test_the_command_prints_a_year_cut_at_local_midnight_by_place_and_together(places):
    found = printed("2025")
    assert (found["figures"]["visits"], found["figures"]["interviews"]) == (11, 1)
    assert (found["figures"]["groups"], found["figures"]["people_in_groups"]) == (1, 24)
    assert [(place["code"], place["figures"]["visits"]) for place in found["places"]] == [("main", 8), ("annexe", 3)]
    assert found["is_whole_year"]


def test_every_figure_in_the_file_is_defined_in_the_file(places):
    found = printed("2025")
    assert set(found["definitions"]) == set(found["figures"])
    for meaning in found["definitions"].values():
        assert all(meaning[part] for part in ("title", "definition", "unit", "source"))
    assert (found["format_version"], found["definitions_version"]) == (1, VERSION)


@pytest.mark.thorough
def test_one_place_can_be_asked_for_alone(places):
    assert printed("2025", "--site", "annexe")["figures"]["visits"] == 3
    with pytest.raises(CommandError, match=r"There is no place x; there are main, annexe"):
        printed("2025", "--site", "x")
    with pytest.raises(CommandError, match="Give a year"):
        printed("1800")


def test_partners_are_those_of_the_last_day(places):
    make_institution(since=date(2020, 1, 1))
    assert "partners" in printed("2025")["figures"]


@pytest.mark.thorough
def test_the_file_tells_every_room_and_each_place(places):
    main, annexe = places
    make_attendance(session=make_session(site=main, day=date(2025, 5, 5), state="held"), present=9)
    make_loan_count(site=annexe, day=date(2025, 5, 5), n=4)
    make_professional(fte=Decimal("0.5"))
    make_budget_line(budget=make_budget(year=2025), amount=700)
    found = printed("2025")
    told = {"participations": 9, "events_held": 1, "loans": 4, "full_time_jobs": 0.5, "charges": 700}
    assert {code: found["figures"][code] for code in told} == told
    at = {place["code"]: place["figures"] for place in found["places"]}
    assert (at["main"]["participations"], at["annexe"]["participations"], at["annexe"]["loans"]) == (9, 0, 4)
    assert "charges" not in at["main"]
    assert "satisfied" not in found["figures"]  # nobody was asked


def test_a_percentage_is_shown_and_never_added():
    content = {"visits": 4, "satisfied": 90.5, "full_time_jobs": 1.5, "their_share": 3}
    made = network.synthesis([file_of("A", **content), file_of("B", **content), file_of("C", visits=1)])
    assert dict(zip(made.codes, made.totals, strict=True)) == {
        "visits": 9, "full_time_jobs": 3, "satisfied": None, "their_share": 6,
    }  # fmt: skip
    made.files[0]["definitions"]["their_share"] = {"title": "Share", "adds_up": False}
    assert made.totals[-1] is None
    assert made.rows[2][3] == [1, None, None, None]


def test_the_page_writes_percentages_without_a_total(signed_in):
    html = sent(signed_in("director"), file_of("A", satisfied=90.5), file_of("B", satisfied=80)).content.decode()
    assert '<td class="n">90.5</td>' in html
    assert ">170" not in html


@pytest.mark.thorough
def test_characteristics_of_persons_are_not_in_the_file(places):
    assert "gender" not in json.dumps(printed("2025"))


# ── Many Cités ───────────────────────────────────────────────────────────────────────────────────────


def file_of(name, year=2025, **figures):
    content = {
        "format": network.FORMAT, "format_version": 1, "definitions_version": 1, "year": year, "is_whole_year": True,
        "centre": {"name": name, "country": "FR"}, "figures": figures, "definitions": {},
    }  # fmt: skip
    return upload(content, f"{name}.json")


def upload(content, name="file.json"):
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return SimpleUploadedFile(name, content, content_type="application/json")


def sent(client, *files):
    return client.post(reverse("reports:network"), {"uploads": list(files)})


def test_many_files_become_one_table_with_totals(signed_in):
    client = signed_in("director")
    html = sent(
        client, file_of("Limoges", visits=300000, interviews=10), file_of("Porto", visits=250000)
    ).content.decode()
    assert "550,000" in html
    assert "Limoges" in html
    made = network.synthesis([file_of("Limoges", visits=300000, interviews=10), file_of("Porto", visits=250000)])
    assert made.codes == ["visits", "interviews"]
    assert made.totals == [550000, 10]
    assert made.reported == [2, 1]
    assert made.rows[1] == ("Porto", "FR", "2025", [250000, None])


@pytest.mark.thorough
def test_the_file_of_this_centre_is_one_that_the_page_reads(signed_in, places):
    client = signed_in("director")
    own = client.get(reverse("reports:key_figures_json"), {"year": "2025"})
    assert "attachment" in own["Content-Disposition"]
    assert network.synthesis([upload(own.content)]).totals[0] == 11


def test_different_years_and_the_same_cite_twice_are_said():
    made = network.synthesis([file_of("A", visits=1), file_of("A", visits=2), file_of("B", year=2024, visits=4)])
    assert made.totals == [6]
    assert made.warnings == [
        "These files are about different years: 2024, 2025.",
        "The same Cité and year came more than once; the last file counts.",
    ]


@pytest.mark.many_cases
@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b'{"format": "cite-des-metiers/key-figures", "format_version": 1, "centre": {"name": "A"}, '
     b'"year": 2025, "definitions": {}, "figures": {"visits": NaN}}',
     b"[1, 2]", b"{}", b"[" * 100_000, {"format": network.FORMAT, "format_version": 99},
     {"format": network.FORMAT, "format_version": 1},
     {"format": network.FORMAT, "format_version": 1, "centre": {"name": "A"}, "year": 2025, "definitions": {},
      "figures": {"visits": -4}},
     {"format": network.FORMAT, "format_version": 1, "centre": {"name": "A"}, "year": 2025, "definitions": {},
      "figures": {"visits": "many"}},
     {"format": network.FORMAT, "format_version": 1, "centre": {"name": "A"}, "year": 2025, "definitions": {},
      "figures": {}, "definitions_version": {}},
     {"format": network.FORMAT, "format_version": 1, "centre": {"name": "A"}, "year": 2025, "definitions": {},
      "figures": {"visits": 1e308}}],
)  # fmt: skip
def test_a_file_that_is_none_is_refused_beside_the_field_and_by_name(signed_in, content):
    html = sent(signed_in("director"), upload(content, "wrong.json")).content.decode()
    assert "field-error" in html
    assert "wrong.json" in html or "empty" in html


def test_no_file_at_all_is_said(signed_in):
    assert "This field is required" in sent(signed_in("director")).content.decode()


def test_a_name_in_a_file_is_text_and_nothing_else(signed_in):
    html = sent(signed_in("director"), file_of("<script>x</script>", visits=1)).content.decode()
    assert "<script>x" not in html


@pytest.mark.thorough
def test_a_year_that_is_not_over_says_its_last_day_in_words(signed_in, places):
    running = printed("2025") | {"is_whole_year": False, "last_day": "2025-10-31"}
    odd = printed("2025") | {"is_whole_year": False, "last_day": 7, "centre": {"name": "Elsewhere"}}
    files = [
        SimpleUploadedFile(f"{number}.json", json.dumps(found).encode()) for number, found in enumerate([running, odd])
    ]
    page = signed_in("director").post(reverse("reports:network"), {"uploads": files}).content.decode()
    assert "the year is not over, figures up to 31 October 2025." in page
    assert "figures up to 7." in page
