"""Rows 3, 4, 35, 43, 48 to 51, 53 and 55 to 62: entered through the events' screens, read in figures and in prints.

Their year is 2018 for all, so that one yearly report and one report of a programme hold them; tests/test_events reads
them back on the events' own pages.
"""

import re
from datetime import date, time

import pytest
from django.urls import reverse

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_opening_hours, make_site
from events.models import Topic
from reception.factories import make_visit
from tests.test_events.test_acceptance import add_event, count, keys, organised, plan
from tests.test_reports.entering import figure_of, institution, part, printed, programme
from tests.test_reports.test_acceptance_counselling import figure

pytestmark = pytest.mark.thorough

FIRST, LAST = date(2018, 1, 1), date(2018, 12, 31)
WEEKLY_80 = [("2018-01-09", "2018-10-09"), ("2018-01-11", "2018-10-11")]  # forty weeks, twice


@pytest.fixture
def director(signed_in, centre, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    starting_lists.load()
    site = make_site(name="Main place", closed_on_public_holidays=False)
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday, opens=time(8), closes=time(20), valid_from=date(2010, 1, 1))
    make_visit(site=site, day=FIRST)  # the yearly report offers the years since the first visit
    client = signed_in("director", "partnership", "events", sites=[site])
    client.site = site
    return client


def held(client, title, people, days, *, kind="workshop", event=None, **noted):
    """An event with a session on each of `days`, all counted; a pair of days is every week from one to the other."""
    event = event or {}
    made = add_event(client, title, kind=kind, **event)
    for day in days:
        first, *last = (day,) if isinstance(day, str) else day
        rhythm = {"rhythm": "weekly", "last_day": last[0]} if last else {}
        for session in plan(client, made, first, seats="10" if people == 8 else "", **rhythm):
            if noted:
                count(client, session, **({"present": people} if people else {}), **dict(keys(noted)))
            else:  # the stepper on the page of the session
                client.post(reverse("events:session_count", args=[session.pk]), {"present": people})
            made.last_session = session
    return made


@pytest.fixture
def entered(director):
    """All rows, typed. Returns the programme that some of them belong to."""
    pathway = programme(director, "Digital pathway", starts_on="2018-01-01", ends_on="2018-12-31")
    part(director, pathway, "figures", figure_of("Activities", "250", mark="up_to", as_of="2018-12-31"))
    belongs = {"programme": pathway.pk}
    week = programme(director, "Disability week", kind="thematic_week", edition="21", starts_on="2018-11-13")
    theme = {"topics": [Topic.objects.get(code="business_plan").pk]}
    held(director, "Associated centre", 8, WEEKLY_80)
    held(director, "Digital module", 3, [("2018-01-03", "2018-08-22")], event=belongs)
    bus = held(director, "InfoTruck", 0, ["2018-04-10"], kind="class_visit", beneficiaries="120")
    school = institution(director, "Collège")
    data = {"institution": school.pk, "classes": "5", "pupils": "120", "youngest": "14", "oldest": "14"}
    assert director.post(reverse("events:class_add", args=[bus.last_session.pk]), data).status_code == 302
    half = {"audience:older_jobseekers": "11", "audience:young_jobseekers": "11", "value:age_18_25": "11"}
    held(director, "Intergenerational", 22, ["2018-03-13"], event=belongs, **half)
    held(director, "Forum", 0, ["2018-11-16"], kind="forum", event={"edition": "2"} | belongs, beneficiaries="250",
         beneficiaries_mark="nearly")  # fmt: skip
    held(director, "Business creation", 5, [("2018-01-02", "2018-12-25"), ("2018-01-05", "2018-05-11")], event=theme)
    held(director, "Six weeks", 20, [("2018-01-24", "2018-03-02")], event={"is_series": "on"}, present_mark="about")
    mayotte = held(director, "Mayotte", 60, ["2018-11-15"], kind="job_dating", event={"thematic_week": week.pk},
                   companies="10", companies_mark="about")  # fmt: skip
    organised(director, mayotte, "co_producer", 5)
    held(director, "Preparing", 19, ["2018-12-05"], kind="interview_practice")
    agencies = held(director, "Agencies", 12, ["2018-12-06"], kind="job_meeting", companies="8")
    organised(director, agencies, "company", 8)
    held(director, "Guadeloupe", 100, ["2018-12-13"], kind="job_dating", companies="11", present_mark="about",
         **{"value:jobseeker_under_1y": "60", "value:jobseeker_1y_plus": "40"})  # fmt: skip
    held(director, "Three days", 9, ["2018-12-07", "2018-12-08", "2018-12-12"], kind="club")
    held(director, "Every two months", 4, [f"2018-{month:02}-14" for month in (2, 4, 6, 8, 10, 12)], kind="talk")
    held(
        director, "Under 26", 30, ["2018-12-14"], kind="open_day", **{"value:age_15_17": "6", "value:age_18_25": "24"}
    )
    return pathway


IN_FIGURES = [  # (rows, figure, its row, its number)
    ("3", "offered_by_kind", "Workshop", 80 + 34 + 1 + 71 + 6),
    ("3", "held_by_kind", "Workshop", 80 + 34 + 1 + 71 + 6),
    ("4", "participations_by_kind", "Workshop", 640 + 102 + 22 + 355 + 120),
    ("35, 43", "held_by_programme", "Digital pathway", 34 + 1 + 1),
    ("48", "school_classes", "Classes", 5),
    ("48", "school_classes", "Pupils", 120),
    ("50", "beneficiaries_by_kind", "Forum", 250),
    ("50", "made_with_partners", "Events of a second or later edition", 1),
    ("51", "held_by_theme", "Financing plan and forecast", 71),
    ("55", "made_with_partners", "… led or co-produced by a partner", 1),
    ("55, 60", "companies_by_kind", "Job dating", 10 + 11),
    ("58", "participations_by_kind", "Interview practice", 19),
    ("59", "companies_by_kind", "Meet the professionals", 8),
    ("59", "made_with_partners", "Different companies", 8),
    ("60", "participations_by_status", "Registered jobseeker, under one year", 60),
    ("60", "participations_by_status", "Registered jobseeker, one year or more", 40),
    ("61", "held_by_kind", "Club", 3),
    ("61", "held_by_kind", "Talk", 6),
    ("49, 62", "participations_by_age_band", "18 to 25", 11 + 24),
    ("62", "participations_by_age_band", "15 to 17", 6),
]
ON_PAPER = [  # (rows, print, what stands on it)
    ("3, 4", "yearly", r"Sessions of events held 208\b"),
    ("3", "yearly", r"Sessions of events offered 208\b"),
    ("48", "yearly", r"Pupils in class visits 120\b"),
    ("4, 49 to 62", "yearly", r"Participations 1,511\b"),
    ("50", "yearly", r"Beneficiaries declared, counted apart 370\b"),
    ("35", "programme", r"Activities up to 250 31 December 2018"),
    ("43", "programme", r"Digital module Main place 34 0 102\b"),
    ("49", "programme", r"Intergenerational Main place 1 0 22\b"),
    ("50", "programme", r"Forum Main place 1 0 0 250\b"),
]


def test_the_rows_of_events_are_read_back_in_figures_and_in_prints(director, entered):
    tables = {code: figure(director, code, FIRST, LAST) for _rows, code, _row, _number in IN_FIGURES}
    misread = [
        (rows, code, row, tables[code].get(row))
        for rows, code, row, number in IN_FIGURES
        if tables[code].get(row, [""])[0] != f"{number:,}"
    ]
    assert misread == []
    papers = {
        "yearly": printed(director, "yearly", year=2018),
        "programme": printed(director, "programme", programme=entered.pk),
    }
    assert [(rows, said) for rows, paper, said in ON_PAPER if not re.search(said, papers[paper])] == [], papers


def test_row_56_a_thematic_week_says_its_edition_and_its_two_highlights_on_paper(director):
    week = programme(
        director, "Disability week", kind="thematic_week", edition="21", starts_on="2018-11-13", ends_on="2018-11-19"
    )
    for title, day in (("Job dating", "2018-11-14"), ("Talk", "2018-11-16")):
        held(director, title, 15, [day], event={"thematic_week": week.pk, "programme": week.pk})
    paper = printed(director, "programme", programme=week.pk)
    assert "Thematic week · edition 21 · 13 November 2018 to 19 November 2018" in paper
    assert "Job dating Main place 1 0 15" in paper
    assert "Talk Main place 1 0 15" in paper
