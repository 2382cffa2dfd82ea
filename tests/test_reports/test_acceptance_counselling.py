"""Rows of the acceptance table that the desks answer for: entered through the screens, read in figures and prints."""

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from citedesmetiers import starting_lists
from citedesmetiers.choices import profile_rows
from citedesmetiers.factories import make_opening_hours, make_site
from citedesmetiers.models import ProfileValue, Purpose
from counselling.factories import make_desk
from counselling.models import Desk, DutySession, Interview
from partners.models import Agreement, Institution, Programme
from reports.models import PrintJob

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture(autouse=True)
def _prints_at_once(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def site():
    starting_lists.load()
    lists = ["gender", "age_band", "level", "first_visit", "heard_by"]
    site = make_site(code="annemasse", name="Annemasse", kind="associated_centre", profile_lists=lists)
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, valid_from=date(1993, 1, 1))
    return site


@pytest.fixture
def team(signed_in, site):
    """One person who counsels, plans and reads figures."""
    return signed_in("counsellor", "partnership", "director", sites=[site])


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def words(response):
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def on_paper(response):
    reader = PdfReader(io.BytesIO(response.content))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def posted(client, page, /, *arguments, **data):
    answer = client.post(reverse(page, args=arguments), data)
    assert answer.status_code == 302, words(answer)
    return answer


def figure(client, code, first, last, **asked):
    """{label: [its numbers]} of a figure's page."""
    asked |= {"period": "dates", "first": first.isoformat(), "last": last.isoformat()}
    soup = BeautifulSoup(client.get(reverse("reports:figure", args=[code]), asked).content, "html.parser")
    return {
        " ".join(row.th.get_text().split()): [" ".join(cell.get_text().split()) for cell in row.select("td")]
        for row in soup.select("main table tbody tr")
    }


def printed(client, code, **parameters):
    """The words of a print that is asked for on its page."""
    posted(client, "reports:print_ask", code, **parameters)
    return on_paper(client.get(reverse("reports:print_file", args=[PrintJob.objects.latest("pk").pk])))


def from_paper(client, desk, number, **fields):
    """Type `number` interviews into the grid for paper lists, eight rows at a time."""
    row = {"day": ago(1).isoformat(), "desk": desk.pk, "people": 1, "hour": 10, "minutes": "", "kind": "individual"}
    row |= {"channel": "walk_in", "theme": "", "further_theme": "", "outcome": ""} | fields
    while number > 0:
        data = {"key": str(uuid4()), "row-TOTAL_FORMS": "8", "row-INITIAL_FORMS": "0"}
        for at in range(8):
            data |= {f"row-{at}-{name}": value for name, value in row.items()}
            if at >= number:
                data[f"row-{at}-hour"] = ""
                data[f"row-{at}-day"] = ago(1).isoformat()
                data |= {f"row-{at}-{name}": "" for name in ("programme",) if name in row}
                data[f"row-{at}-kind"], data[f"row-{at}-people"] = "individual", 1
        posted(client, "counselling:paper", **data)
        number -= 8


def at_the_desk(client, desk, **noted):
    """Somebody comes straight to the desk and is recorded. noted: fields of the record; profile codes as list=code."""
    posted(client, "counselling:begin", desk=desk.code)
    interview = Interview.objects.get(state=Interview.State.RECEIVED)
    data = {"people": 1, "kind": "individual", "channel": "walk_in", "language": "", "length": "", "minutes": 20}
    chips = {chip.pk for row in profile_rows(desk.site, interview.day) for chip in row.chips}
    for name, value in noted.items():
        known = ProfileValue.objects.filter(list=name, code=value).first()
        part = f"{'profile' if known.pk in chips else 'more'}_{name}" if known else name
        data[part] = known.pk if known else value
    posted(client, "counselling:record", interview.pk, **data)


def test_row_2_nearly_550_individual_interviews_of_an_associated_centre(team, site):
    desk = make_desk(site=site, valid_from=ago(400))
    from_paper(team, desk, 20)
    at_the_desk(team, desk)
    first, last = ago(1), timezone.localdate()
    assert figure(team, "interviews_by_place", first, last, place="annemasse")["Annemasse"][0] == "21"
    posted(
        team, "reports:declared_add", title="Individual interviews", mark="nearly", value="550", unit="interviews",
        figure="interviews_by_place", starts_on=first.isoformat(), ends_on=last.isoformat(), site=site.pk,
        source="The centre's own list", method="Counted by hand",
    )  # fmt: skip
    page = team.get(
        reverse("reports:figure", args=["interviews_by_place"]),
        {"period": "dates", "first": first.isoformat(), "last": last.isoformat(), "place": "annemasse"},
    )
    assert "nearly 550 interviews" in words(page)
    yesterday = first.strftime("%Y-%m")
    n = 21 if (first.month, first.year) == (last.month, last.year) else 20
    assert re.search(rf"Interviews.{{0,40}}\b{n}\b", printed(team, "month", month=yesterday))


def programme_part(client, programme, part, *rows):
    data = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    data |= {f"rows-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    posted(client, "partners:programme_part", programme.pk, part, **data)


@pytest.fixture
def pathway(team, site):
    posted(team, "partners:programme_add", name="Digital pathway", kind="pathway", starts_on=ago(90).isoformat(),
           sites=[site.pk])  # fmt: skip
    return Programme.objects.get()


def test_row_42_77_diagnostic_interviews_as_of_a_day(team, site, pathway):
    desk, last = make_desk(site=site, valid_from=ago(400)), ago(2)
    from_paper(team, desk, 77, day=last.isoformat(), kind="diagnostic", programme=pathway.pk)
    from_paper(team, desk, 1, day=last.isoformat(), programme=pathway.pk)  # no diagnostic
    from_paper(team, desk, 1, kind="diagnostic", programme=pathway.pk)  # a day later
    from_paper(team, desk, 1, day=last.isoformat(), kind="diagnostic")  # of no programme
    assert figure(team, "programme_diagnostics", ago(90), last) == {"Digital pathway": ["77"]}
    assert figure(team, "programme_diagnostics", ago(90), ago(1)) == {"Digital pathway": ["78"]}
    assert "78 diagnostic interviews" in words(team.get(reverse("partners:programme", args=[pathway.pk])))
    assert re.search(r"Diagnostic interviews.{0,40}\b78\b|\b78 diagnostic", printed(
        team, "programme", programme=pathway.pk
    ), re.IGNORECASE)  # fmt: skip


def test_rows_36_to_41_who_a_pathway_reached_and_with_what_success(team, site, pathway):
    desk = make_desk(site=site, valid_from=ago(400))
    for number in range(20):
        at_the_desk(
            team, desk, kind="diagnostic", programme=pathway.pk,
            gender="woman" if number < 14 else "man",
            age_band=["age_35_44", "age_45_49", "age_50_54", "age_18_25"][min(number // 5, 3)],
            level="vocational" if number < 14 else "master",
        )  # fmt: skip
    programme_part(team, pathway, "figures",
        {"label": "users", "mark": "exactly", "value": "185", "unit": "number", "as_of": ago(1).isoformat()},
    )  # fmt: skip
    page = words(team.get(reverse("partners:programme", args=[pathway.pk])))
    for said in (
        "70 % women",
        "75 % from 35 to 54 years old",
        "70 % below the level of upper secondary school",
        "185",
    ):
        assert said in page
    assert "185" in printed(team, "programme", programme=pathway.pk)


def test_row_57_an_agreement_of_1_may_2017_with_one_session_a_month_at_a_desk(team, site):
    desk = make_desk(site=site, name="Rechercher un emploi", rank=2, valid_from=date(2015, 1, 1))
    kind = Institution._meta.get_field("kind").related_model.objects.first()
    posted(team, "partners:institution_add", name="FAFTT", kind=kind.pk, roles=["desk_partner"], country="FR")
    faftt = Institution.objects.get()
    posted(team, "partners:agreement_add", faftt.pk, object="Sessions on duty", signed_on="2017-05-01",
           starts_on="2017-05-01", ends_on="")  # fmt: skip
    agreement = Agreement.objects.get()
    posted(team, "partners:commitment_add", agreement.pk, kind="sessions", quantity="1",
           purpose=Purpose.objects.get(code="employment").pk)  # fmt: skip
    posted(
        team, "counselling:roster_add", rhythm="nth_weekday", first_day="2017-05-02", last_day="2018-04-30",
        starts="9 h 30", ends="12:30", institution=faftt.pk, desks=[desk.pk],
    )  # fmt: skip
    days = list(DutySession.objects.values_list("day", flat=True))
    assert (len(days), {day.weekday() for day in days}, max(day.day for day in days)) == (12, {1}, 7)
    missed = DutySession.objects.get(day=date(2017, 9, 5)).pk
    shown = list(DutySession.objects.values_list("pk", flat=True))
    posted(team, "counselling:roster_confirm", shown=shown, missed=[missed])

    in_2017 = date(2017, 1, 1), date(2017, 12, 31)
    assert figure(team, "hours_held_by_institution", *in_2017)["FAFTT"][0] == "21"
    assert figure(team, "hours_planned_by_institution", *in_2017)["FAFTT"][0] == "24"
    page = words(team.get(reverse("partners:institution", args=[faftt.pk])))
    assert re.search(r"Agreed: 1 sessions? a month · Find a job", page)
    period = {"first": "2017-01-01", "last": "2017-12-31"}
    for statement in (
        words(team.get(reverse("reports:statement", args=[faftt.pk]), period)),
        on_paper(team.get(reverse("reports:statement_pdf", args=[faftt.pk]), period)),
    ):
        assert "FAFTT" in statement
        assert re.search(r"\b21\b", statement)
    sheet = on_paper(team.get(reverse("reports:roster_month_pdf", args=[site.pk]), {"day": "2017-06-01"}))
    assert "FAFTT" in sheet
    assert "Rechercher un emploi" in sheet


def test_row_68_four_desks_at_the_opening_and_five_later_in_a_series_of_ten_years(team, site):
    purposes = list(Purpose.objects.doors().values_list("pk", flat=True)[:5])
    for number in range(1, 6):
        posted(
            team, "counselling:desk_add", site=site.pk, name_fr=f"Pôle {number}", name_en=f"Desk {number}",
            code=f"desk-{number}", rank=number, purposes=[purposes[number - 1]], icon="briefcase", colour=number - 1,
            valid_from="1998-02-02" if number == 5 else "1993-03-08", valid_until="",
        )  # fmt: skip
    ten_years = date(1993, 1, 1), date(2002, 12, 31)
    series = figure(team, "desks_by_year", *ten_years)
    assert {year: numbers[0] for year, numbers in series.items()} == {
        **{str(year): "4" for year in range(1993, 1998)},
        **{str(year): "5" for year in range(1998, 2003)},
    }
    asked = {"period": "dates", "first": "1993-01-01", "last": "2002-12-31"}
    assert "in all" not in words(team.get(reverse("reports:figure", args=["desks_by_year"]), asked))  # years of desks
    table = team.get(reverse("reports:figure_csv", args=["desks_by_year"]), asked).content.decode("utf-8-sig")
    assert [line.replace('"', "") for line in re.findall(r"^\"?(?:1997|1998)\"?[;,]\"?\d+", table, re.M)] in (
        ["1997;4", "1998;5"], ["1997,4", "1998,5"],
    )  # fmt: skip
    assert Desk.objects.in_force(date(1993, 3, 7)).count() == 0


def test_row_75_ages_visits_company_and_who_advised_it(team, site):
    desk = make_desk(site=site, valid_from=ago(400))
    people = [
        ("age_26_29", "returning_this_year", "word_of_mouth", {}),
        ("age_15_17", "first", "school", {"people": 2, "kind": "small_group"}),  # with the mother
        ("age_30_34", "returning_before", "employment_service", {}),
    ]
    for age, visit, heard, fields in people:
        for _time in range(12):
            at_the_desk(team, desk, age_band=age, first_visit=visit, heard_by=heard, **fields)
    today = timezone.localdate()
    ages = figure(team, "interviews_by_age_band", today, today)
    assert [ages[label][0] for label in ages if ages[label][0] == "12"] == ["12"] * 3
    heard = figure(team, "interviews_by_heard_by", today, today)
    assert sum(numbers[0] == "12" for numbers in heard.values()) == 3
    visits = figure(team, "interviews_by_first_visit", today, today)
    assert sum(numbers[0] == "12" for numbers in visits.values()) == 3
    at_the_desk(team, desk, age_band="age_65_plus", first_visit="first", heard_by="press")
    ages = figure(team, "interviews_by_age_band", today, today)
    assert not any(numbers[0] == "1" for numbers in ages.values())  # one person alone is not told
