"""Rows of the acceptance table that belong to events: entered through the screens, read back on pages and figures.

The first table holds what one event with its sessions and its counts says; what needs other pages follows below it.
"""

from dataclasses import dataclass, field
from datetime import date, time

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_opening_hours, make_purpose, make_site
from citedesmetiers.models import ProfileValue, Site
from events.factories import make_attendance, make_event, make_session, make_topic
from events.models import AudienceTag, Event, EventKind, Organiser, Topic
from partners.factories import make_institution, make_programme
from partners.models import Programme

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def director(signed_in):
    starting_lists.load()
    site = make_site(name="Main place", closed_on_public_holidays=False)
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=time(8), closes=time(20), valid_from=date(2010, 1, 1))
    client = signed_in("director", sites=[site])
    client.site = site
    return client


def words(response):
    assert response.status_code == 200
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def posted(client, page, /, *arguments, **data):
    answer = client.post(reverse(page, args=arguments), data)
    assert answer.status_code == 302, words(answer)
    return answer


def add_event(client, title, kind="workshop", **fields):
    data = {"title_fr": title, "kind": EventKind.objects.get(code=kind).pk, "seats_at_once": "2"} | fields
    posted(client, "events:event_add", **data)
    return Event.objects.latest("pk")


def plan(client, event, first, rhythm="once", **fields):
    """Plan sessions through the form; returns the new ones in order."""
    there = set(event.sessions.values_list("pk", flat=True))
    data = {"rhythm": rhythm, "day": first, "starts": "14:00", "ends": "16:00", "site": client.site.pk} | fields
    posted(client, "events:sessions_add", event.pk, **data)
    return list(event.sessions.exclude(pk__in=there).order_by("starts_at"))


def count(client, session, **values):
    """Send the form of who came."""
    data = {"method": "counted", "beneficiaries_method": "declared"}
    data |= dict.fromkeys(("present_mark", "companies_mark", "beneficiaries_mark"), "exactly")
    posted(client, "events:session_attendance", session.pk, **data | values)


def organised(client, event, role, number):
    """Write `number` institutions with one role into the rows of organisers."""
    rows = {"rows-TOTAL_FORMS": number, "rows-INITIAL_FORMS": 0}
    for at in range(number):
        rows[f"rows-{at}-institution"] = make_institution(name=f"{role} {at}").name
        rows[f"rows-{at}-role"] = role
    posted(client, "events:event_organisers", event.pk, **rows)


def figures(client, year):
    """{heading of a tile: its number} and {title of a table: {row: [its numbers]}} of a year."""
    page = client.get(reverse("events:figures"), {"first": f"{year}-01-01", "last": f"{year}-12-31"})
    soup = BeautifulSoup(page.content, "html.parser")
    tiles = {tile.dt.get_text(): tile.select_one(".tile-value").get_text() for tile in soup.select(".tile")}
    tables = {
        table.caption.get_text(): {
            row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in table.select("tbody tr")
        }
        for table in soup.select("table")
    }
    return tiles, tables


@dataclass
class Row:
    """What is entered for rows of the acceptance table, and what is read back.

    sessions: forms of planning.  count: what is noted at each session; keys "audience:code" and "value:code" name a
    sub-group and a characteristic.  says: on the session's page.  tiles: on the page of figures of that year.
    """

    rows: str
    title: str
    sessions: list
    count: dict
    says: tuple = ()
    tiles: dict = field(default_factory=dict)
    event: dict = field(default_factory=dict)
    organisers: tuple = ()
    event_says: tuple = ()


HELD = [
    Row(
        "3 and 4", "Workshops of the associated centre",
        [{"first": "2018-01-09", "rhythm": "weekly", "last_day": "2018-10-09", "seats": "10"},
         {"first": "2018-01-11", "rhythm": "weekly", "last_day": "2018-10-11", "seats": "10"}],
        {"present": "8"}, ("8 people",),
        {"Offered": "80", "Held": "80", "Cancelled": "0", "Participations": "640", "Seats used": "80 %"},
    ),
    Row(
        "49", "Intergenerational workshop", [{"first": "2018-03-13"}],
        {"present": "22", "audience:older_jobseekers": "11", "audience:young_jobseekers": "11"},
        ("22 people", "Older jobseekers 11", "Young jobseekers 11"), {"Participations": "22"},
    ),
    Row(
        "50", "Entrepreneurship forum", [{"first": "2017-11-16"}],
        {"beneficiaries": "250", "beneficiaries_mark": "nearly"}, ("nearly 250 beneficiaries",),
        {"Participations": "0", "Came back": "1"}, {"edition": "2", "kind": "forum"}, (), ("edition 2",),
    ),
    Row(
        "53", "Six weeks for young people",
        [{"first": "2018-01-24", "rhythm": "weekly", "last_day": "2018-03-02"}],
        {"present": "20", "present_mark": "about", "audience:young_jobseekers": "20"},
        ("about 20", "session 6 of 6"), {"Offered": "6", "Held": "6"}, {"is_series": "on"}, (),
        ("the sessions belong together",),
    ),
    Row(
        "55", "Job dating in Mayotte", [{"first": "2017-11-15"}],
        {"present": "60", "companies": "10", "companies_mark": "about"}, ("Companies present about 10",),
        {"Made with partners": "100 %"}, {"kind": "job_dating"}, (("co_producer", 5),), ("co_producer 4 Co-producer",),
    ),
    Row("58", "Preparing the job dating", [{"first": "2017-12-05"}], {"present": "19"}, ("19 people",),
        {"Participations": "19"}),
    Row(
        "59", "Interviews with temporary work agencies", [{"first": "2017-12-07"}], {"present": "12"}, (),
        {"Companies": "8", "Made with partners": "0 %"}, {"kind": "job_dating"}, (("company", 8),),
        ("company 7 Company",),
    ),
    Row(
        "60", "Job dating in Guadeloupe", [{"first": "2017-12-13"}],
        {"present": "100", "present_mark": "about", "companies": "11", "value:jobseeker_under_1y": "60",
         "value:jobseeker_1y_plus": "40"},
        ("about 100", "Companies present 11", "Registered jobseeker, under one year 60"), {"Participations": "100"},
        {"kind": "job_dating"},
    ),
    Row(
        "61, dates", "Workshop on three days",
        [{"first": "2017-12-07"}, {"first": "2017-12-08"}, {"first": "2017-12-13"}], {"present": "9"}, (),
        {"Offered": "3", "Participations": "27"}, {}, (), ("Thu 7 Dec 2017", "Fri 8 Dec 2017", "Wed 13 Dec 2017"),
    ),
    Row(
        "61, rhythm", "Every two months",
        [{"first": "2018-02-13", "rhythm": "two_months", "last_day": "2018-12-31"}],
        {"present": "4"}, (), {"Offered": "6"}, {}, (), ("13 Feb 2018", "10 Apr 2018", "11 Dec 2018"),
    ),
    Row(
        "62", "For those under 26", [{"first": "2017-12-13"}],
        {"present": "30", "value:age_15_17": "6", "value:age_18_25": "24"}, ("15 to 17 6", "18 to 25 24"),
        {"Participations": "30"},
    ),
]  # fmt: skip


def keys(counted):
    """`counted` with the names of the form's fields in place of codes."""
    for name, number in counted.items():
        what, _colon, code = name.partition(":")
        if what == "audience":
            name = f"audience-{AudienceTag.objects.get(code=code).pk}"
        elif what == "value":
            name = f"value-{ProfileValue.objects.get(code=code).pk}"
        yield name, number


@pytest.mark.parametrize("row", HELD, ids=lambda row: f"row {row.rows}")
def test_what_one_event_says(director, row):
    fields = dict(row.event)
    event = add_event(director, row.title, kind=fields.pop("kind", "workshop"), **fields)
    for role, number in row.organisers:
        organised(director, event, role, number)
    sessions = [session for each in row.sessions for session in plan(director, event, **each)]
    for session in sessions:
        count(director, session, **dict(keys(row.count)))
    tiles, tables = figures(director, sessions[0].day.year)
    assert {heading: tiles[heading] for heading in row.tiles} == row.tiles
    assert [cells[1] for cells in tables["By kind"].values()] == [str(len(sessions))]
    page = words(director.get(reverse("events:session", args=[sessions[-1].pk])))
    for said in row.says:
        assert said in page
    page = words(director.get(reverse("events:event", args=[event.pk])))
    for said in row.event_says:
        assert said in page


def test_row_3_offered_stays_apart_from_held_and_each_leads_to_its_sessions(director):
    event = add_event(director, "CV workshop")
    first, second, third = plan(director, event, "2018-01-09", "weekly", last_day="2018-01-23")
    count(director, first, present="7")
    posted(director, "events:session_cancel", second.pk, reason="too_few")
    tiles, _tables = figures(director, 2018)
    assert (tiles["Offered"], tiles["Held"], tiles["Cancelled"]) == ("3", "1", "1")
    days = {"first": "2018-01-01", "last": "2018-12-31"}
    for state, number in (("", "3 sessions"), ("held", "1 session"), ("cancelled", "1 session")):
        page = director.get(reverse("events:figures_sessions"), days | {"state": state})
        assert f"{number} When" in words(page)
    assert reverse("events:session", args=[second.pk]) in page.content.decode()
    assert reverse("events:session", args=[third.pk]) not in page.content.decode()


@pytest.mark.parametrize("page", ["figures", "figures_sessions"])
def test_the_figures_ask_as_often_for_three_rows_as_for_one(director, page):
    def one_more():
        purpose, topic, programme = make_purpose(), make_topic(), make_programme()
        event = make_event(purposes=[purpose], topics=[topic], programme=programme)
        make_attendance(session=make_session(event=event, site=director.site, state="held"))

    def queries():
        with CaptureQueriesContext(connection) as asked:
            director.get(reverse(f"events:{page}"), {"first": "2026-01-01", "last": "2026-12-31"})
        return len(asked)

    one_more()
    queries()
    number = queries()
    one_more()
    one_more()
    assert queries() == number


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "2018-05-01", "last": "2018-04-30"}, "The last day lies before the first day."),
        ({"first": "1990-05-01"}, "Choose ten years at most."),
        ({"first": "tomorrow"}, "Enter a valid date."),
        ({"site": "999999"}, "Select a valid choice."),
        ({}, "No session"),
    ],
)
def test_days_that_cannot_be_read_are_said_and_a_year_without_sessions_says_what_to_do(director, asked, said):
    for page in ("figures", "figures_sessions"):
        assert said in words(director.get(reverse(f"events:{page}"), asked))


def programme_part(client, programme, part, *rows):
    data = {"rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": 0}
    data |= {f"rows-{at}-{name}": value for at, row in enumerate(rows) for name, value in row.items()}
    posted(client, "partners:programme_part", programme.pk, part, **data)


def test_row_35_up_to_250_activities_of_a_programme(director):
    posted(director, "partners:programme_add", name="Digital programme", kind="pathway", starts_on="2018-01-01")
    programme = Programme.objects.get()
    programme_part(director, programme, "figures", {
        "label": "activities", "mark": "up_to", "value": "250", "unit": "number", "as_of": "2018-12-31",
    })  # fmt: skip
    for title in ("Diagnostic", "First module"):
        event = add_event(director, title, programme=programme.pk)
        for session in plan(director, event, "2018-02-06", "weekly", last_day="2018-02-20"):
            count(director, session, present="6")
    assert "up to 250" in words(director.get(reverse("partners:programme", args=[programme.pk])))
    _tiles, tables = figures(director, 2018)
    assert tables["By programme"]["Digital programme"][:4] == ["6", "6", "0", "36"]


def test_rows_43_and_46_workshops_facilitated_and_the_volunteer_of_a_programme(director):
    programme = make_programme(name="Digital programme", starts_on=date(2017, 1, 1))
    event = add_event(director, "Module", programme=programme.pk)
    for session in plan(director, event, "2017-10-03", "weekly", last_day="2018-05-22"):
        posted(director, "events:session_count", session.pk, present="3")
    page = words(director.get(reverse("partners:programme", args=[programme.pk])))
    assert "34 Workshops and events held" in page
    assert "102 People at them" in page
    sender = make_institution(name="Mission locale")
    posted(director, "partners:professional_add", institution=sender.pk, name="Somebody", contract="civic_service",
           functions=["workshop_leader"], active_from="2018-01-01")  # fmt: skip
    assert "1 person" in words(director.get(reverse("partners:professional_list"), {"contract": "civic_service"}))


def test_row_48_five_classes_with_120_pupils_of_14(director):
    event = add_event(director, "InfoTruck", kind="class_visit")
    [session] = plan(director, event, "2018-04-10")
    school = make_institution(name="Collège")
    posted(director, "events:class_add", session.pk, institution=school.pk, classes="5", pupils="120", youngest="14",
           oldest="14")  # fmt: skip
    assert "5 classes, 120 pupils, 14 years" in words(director.get(reverse("events:session", args=[session.pk])))
    page = director.get(reverse("events:figures"), {"first": "2018-01-01", "last": "2018-12-31"})
    assert "1 school, 5 classes, 120 pupils" in words(page)


def test_row_51_more_than_70_events_of_a_theme_to_date(director):
    topic = Topic.objects.get(code="business_plan")
    event = add_event(director, "Starting a business", topics=[topic.pk])
    for session in plan(director, event, "2017-01-03", "weekly", last_day="2018-05-08"):
        posted(director, "events:session_count", session.pk, present="5")
    other = add_event(director, "Something else")
    count(director, *plan(director, other, "2017-01-03"), present="5")
    question = {"first": "2017-01-01", "last": "2018-12-31"}
    soup = BeautifulSoup(director.get(reverse("events:figures"), question).content, "html.parser")
    table = next(each for each in soup.select("table") if each.caption.get_text() == "By theme")
    assert [row.th.get_text() for row in table.select("tbody tr")] == [str(topic)]
    assert [cell.get_text() for cell in table.select("tbody td")][:4] == ["71", "71", "0", "355"]
    page = director.get(reverse("events:figures_sessions"), question | {"topic": topic.pk})
    assert "71 sessions" in words(page)


def test_row_54_five_services_in_a_priority_district(director):
    data = {"name_fr": "Cité éphémère", "code": "limoges", "kind": "ephemeral", "country": "FR", "host": "Town",
            "services": ["interviews", "documentation", "multimedia", "desks", "collective"],
            "priority_district": "true", "opened_on": "2018-05-15", "closed_on": "2018-05-18"}  # fmt: skip
    posted(director, "site_add", **data)
    place = Site.objects.get(code="limoges")
    assert (len(place.services), place.priority_district) == (5, True)


def test_row_56_the_21st_disability_week_with_two_highlights(director):
    data = {"name": "Disability week", "kind": "thematic_week", "edition": "21", "starts_on": "2017-11-13"}
    posted(director, "partners:programme_add", **data, ends_on="2017-11-19")
    week = Programme.objects.get()
    for title, day in (("Job dating", "2017-11-14"), ("Talk", "2017-11-16")):
        event = add_event(director, title, thematic_week=week.pk)
        count(director, *plan(director, event, day), present="15")
        assert "Disability week" in words(director.get(reverse("events:event", args=[event.pk])))
    count(director, *plan(director, add_event(director, "Outside the week"), "2017-11-15"), present="3")
    _tiles, tables = figures(director, 2017)
    assert tables["By thematic week"]["Disability week"][:4] == ["2", "2", "0", "30"]
    page = words(director.get(reverse("partners:programme", args=[week.pk])))
    assert "21" in page
    assert "13 Nov" in page


def test_row_60_organisers_of_a_job_dating_keep_companies_apart(director):
    event = add_event(director, "Job dating", kind="job_dating")
    organised(director, event, "company", 11)
    count(director, *plan(director, event, "2017-12-13"), present="100")
    assert event.organisers.filter(role=Organiser.Role.COMPANY).count() == 11
    tiles, _tables = figures(director, 2017)
    assert (tiles["Companies"], tiles["Made with partners"]) == ("11", "0 %")
