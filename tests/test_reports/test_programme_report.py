"""The report of a programme tells what was counted for it, and nothing that was not."""

import re
from datetime import date

import pytest
from bs4 import BeautifulSoup

from citedesmetiers.factories import make_site
from counselling.factories import make_desk, make_interview
from events.factories import make_attendance, make_event, make_session
from partners.factories import (
    make_institution,
    make_institution_kind,
    make_objective,
    make_programme,
    make_programme_role,
    make_progress_figure,
)
from reception.factories import make_visit
from reports import prints, programme_report

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2025, 5, 20), date(2025, 5, 22)


def report(programme):
    return programme_report.build({"programme": programme.pk}, prints.quietly)


def words(client, programme, kind="programme"):
    page = client.get(f"/reports/prints/page/{kind}/", {"programme": programme.pk})
    return re.sub(r"\s+", " ", BeautifulSoup(page.content, "html.parser").main.get_text(" "))


@pytest.mark.thorough
def test_visits_and_interviews_at_an_ephemeral_cite_are_counted_for_its_programme(signed_in):
    site = make_site(name="Les Aubiers", kind="ephemeral", opened_on=FIRST, closed_on=LAST)
    programme = make_programme(kind="ephemeral_preparation")
    programme.sites.set([site, make_site(name="Town")])
    make_visit(site=site, day=FIRST, people=7)
    make_visit(site=site, day=LAST, people=4)
    make_interview(desk=make_desk(site=site), day=LAST, people=3)
    make_visit(site=make_site(), day=LAST, people=50)  # elsewhere
    said = words(signed_in("director"), programme, "ephemeral")
    assert "Visits, Les Aubiers 11" in said
    assert "Interviews, Les Aubiers 1" in said
    assert "Town" not in said.split("Activity")[1]


def test_a_programme_for_which_nothing_is_counted_has_no_table_of_zeros(signed_in):
    assert "Activity" not in words(signed_in("director"), make_programme())


def test_partners_are_named_beside_their_kind_each_once(signed_in):
    programme, school = make_programme(), make_institution_kind(name="School")
    lead, other = (make_institution(name=name, kind=school) for name in ("Lead", "Other"))
    make_programme_role(programme=programme, institution=lead, role="lead")
    for institution in (lead, other, make_institution(name="Club", kind=make_institution_kind(name="Association"))):
        make_programme_role(programme=programme, institution=institution, role="partner")
    assert "Kind Partners Number School Lead, Other 2 Association Club 1 Together 3" in words(
        signed_in("director"), programme
    )


def test_what_was_counted_stands_in_large_type_when_nothing_is_declared():
    programme = make_programme()
    make_attendance(session=make_session(event=make_event(programme=programme), state="held"), present=31)
    large = [tile.big for tile in programme_report.tiles(programme_report.Found(programme)).tiles]
    assert large == ["0", "1", "31"]
    make_progress_figure(programme=programme, label="people", value=60)
    large = [tile.big for tile in programme_report.tiles(programme_report.Found(programme)).tiles]
    assert large == ["0", "60"]


def test_how_far_the_objectives_are_is_said_one_after_the_other(signed_in):
    programme = make_programme()
    make_objective(programme=programme, status="achieved")
    make_objective(programme=programme, status="not_started")
    assert "1 of 2: Not started; 1 of 2: Achieved" in words(signed_in("director"), programme)


def test_a_long_name_is_cut_in_the_head_of_the_pages_with_a_sign_of_it():
    name = "TRAVERSA: receiving and counselling on both sides of a border, in five languages"
    running = report(make_programme(name=name)).name
    assert len(running) == 60
    assert running.endswith("…")
    assert name.startswith(running[:-1])
