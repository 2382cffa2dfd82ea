"""Rows of the acceptance table that are ours to compute: entered, and read on the page of their figure."""

from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers.factories import make_purpose, make_site
from counselling.factories import make_desk, make_interview, make_theme
from documentation.factories import make_loan_count, make_resource
from events.factories import make_attendance, make_class_visit, make_event, make_event_kind, make_session, make_topic
from partners.factories import make_institution, make_presence, make_programme
from reception.factories import make_visit
from reports.factories import make_declared_figure

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
DAY = date(2018, 5, 15)
CENTRE = {"place": "annemasse", "period": "2018"}


def held(number, *, present=None, site=None, **fields):
    """So many sessions held, `present` people at each."""
    site, event = site or make_site(), make_event(**fields)
    for _time in range(number):
        session = make_session(site=site, event=event, day=DAY, state="held")
        if present is not None:
            make_attendance(session=session, present=present)


def annemasse():
    return make_site(code="annemasse", name="Annemasse", kind="associated_centre")


def visits_of_a_centre():
    site = annemasse()
    for _time in range(6):
        make_visit(site=site, day=DAY, people=495)


def interviews_of_a_centre():
    desk = make_desk(site=annemasse())
    for _time in range(5):
        make_interview(desk=desk, day=DAY)


def workshops_of_a_centre():
    held(8, site=annemasse(), kind=make_event_kind(name="Workshop"))


def participants_of_a_centre():
    held(8, present=76, site=annemasse(), kind=make_event_kind(name="Workshop"))


def partners_of_a_centre():
    site = annemasse()
    for _time in range(9):
        make_presence(institution=make_institution(roles=["desk_partner"]), site=site)


def welcomed_as_declared():
    site = annemasse()
    make_visit(site=site, day=DAY)
    make_declared_figure(
        figure="visits_by_month", value=3000, mark="nearly", unit="people", site=site,
        starts_on=date(2018, 1, 1), ends_on=date(2018, 12, 31),
    )  # fmt: skip


def diagnostics_of_a_pathway():
    pathway, desk = make_programme(name="Digital pathway", starts_on=date(2018, 1, 1)), make_desk()
    for number in range(9):
        make_interview(desk=desk, day=DAY, programme=pathway, kind="diagnostic" if number < 7 else "individual")
    make_interview(desk=desk, day=date(2018, 7, 1), programme=pathway, kind="diagnostic")


def workshops_of_a_pathway():
    held(4, programme=make_programme(name="Digital pathway", starts_on=date(2018, 1, 1)))


def pupils_of_a_class_visit():
    make_class_visit(session=make_session(day=DAY), classes=5, pupils=120)


def events_by_theme():
    held(7, topics=[make_topic(name="Business creation")])


def loans_by_purpose():
    make_loan_count(resource=make_resource(purposes=[make_purpose(name="Find a job")]), day=DAY, n=43)


def interviews_by_theme():
    theme, desk = make_theme(name="Pay"), make_desk()
    for _time in range(3):
        make_interview(desk=desk, day=DAY, themes=[theme.pk])


def companies_at_a_job_dating():
    session = make_session(event=make_event(kind=make_event_kind(name="Job dating")), day=DAY, state="held")
    make_attendance(session=session, present=100, companies=11)


def people_at_a_preparation():
    held(1, present=19, kind=make_event_kind(name="Preparation"))


# (row of the table, what is entered, the figure, what is asked for, what the page says)
ROWS = [
    (1, visits_of_a_centre, "visits_by_place", CENTRE, ["Annemasse", "2,970"]),
    (1, welcomed_as_declared, "visits_by_month", CENTRE, ["nearly 3,000 people"]),
    (2, interviews_of_a_centre, "interviews_by_place", CENTRE, ["Annemasse", ">5<"]),
    (3, workshops_of_a_centre, "offered_by_kind", CENTRE, ["Workshop", ">8<"]),
    (4, participants_of_a_centre, "participations_by_kind", CENTRE, ["Workshop", ">608<"]),
    (6, partners_of_a_centre, "partners_by_place", CENTRE, ["Annemasse", ">9<"]),
    (42, diagnostics_of_a_pathway, "programme_diagnostics",
     {"period": "dates", "first": "2018-01-01", "last": "2018-06-30"}, ["Digital pathway", ">7<"]),
    (43, workshops_of_a_pathway, "held_by_programme", {"period": "2018"}, ["Digital pathway", ">4<"]),
    (48, pupils_of_a_class_visit, "school_classes", {"period": "2018"}, [">5<", ">120<"]),
    (51, events_by_theme, "held_by_theme", {"period": "2018"}, ["Business creation", ">7<"]),
    (52, loans_by_purpose, "loans_by_purpose", {"period": "2018"}, ["Find a job", ">43<"]),
    (52, interviews_by_theme, "interviews_by_theme", {"period": "2018"}, ["Pay", ">3<"]),
    (58, people_at_a_preparation, "participations_by_kind", {"period": "2018"}, ["Preparation", ">19<"]),
    (59, companies_at_a_job_dating, "companies_by_kind", {"period": "2018"}, ["Job dating", ">11<"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("enter", "code", "asked", "said"),
    [row[1:] for row in ROWS],
    ids=[f"row-{row}-{code}" for row, _enter, code, *_rest in ROWS],
)
def test_what_is_entered_is_read_on_the_page_of_its_figure(signed_in, enter, code, asked, said):
    director = signed_in("director")
    make_visit(day=DAY)  # at another place: a count of the year exists
    enter()
    page = director.get(reverse("reports:figure", args=[code]), asked).content.decode()
    assert [words for words in said if words not in page] == []
