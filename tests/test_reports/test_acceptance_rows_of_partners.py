"""Rows 6, 45 to 47, 57, 63 to 67, 71 and 72 of the acceptance table, typed as people do, read in figures and prints.

Sources: the network's guide and its newsletters (Annemasse, Saint-Quentin-en-Yvelines, Guadeloupe, Paris, Belfort).
"""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_purpose, make_site
from partners.models import Budget
from tests.test_partners.test_budgets import typed as typed_budget
from tests.test_reports.entering import (
    agreement,
    as_text,
    figure,
    figure_of,
    institution,
    meetings,
    part,
    post,
    printed,
    programme,
    read,
    shown,
    training,
)

pytestmark = pytest.mark.thorough

OPENED = date(1993, 11, 29)
YEAR = ("2018-01-01", "2018-12-31")


@pytest.fixture
def manager(signed_in, centre, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    starting_lists.load()
    return signed_in("partnership", sites=[make_site(code="main", name="Main site", opened_on=OPENED)])


def report_of(manager, programme):
    return printed(manager, "programme", programme=programme.pk)


def partners_of(manager, programme, number, *, role="partner"):
    names = [institution(manager, f"Organisation {n}", "project_partner").name for n in range(number)]
    part(manager, programme, "partners", *({"institution": name, "role": role} for name in names))


def test_row_6_nine_partners_at_a_centre_of_five_years(manager):
    site = make_site(
        code="annemasse", name="Annemasse", kind="associated_centre", services=["interviews"], opened_on=OPENED
    )
    manager.user.sites.add(site)
    for number in range(9):
        made = institution(manager, f"Present {number}", "desk_partner", since="2013-09-01")
        post(manager, "presence_add", made.pk, site=site.pk, since="2013-09-01")
    assert re.search(r"Annemasse\D*\b9\b", figure(manager, "partners_by_place", *YEAR, place="annemasse"))
    assert not re.search(
        r"Annemasse\D*\b9\b", figure(manager, "partners_by_place", "2012-01-01", "2012-12-31", place="annemasse")
    )
    there = manager.get(reverse("reports:statement", args=[made.pk]), {"first": YEAR[0], "last": YEAR[1]})
    assert "Present 8" in as_text(there)


def test_row_45_eight_partners_of_a_programme(manager):
    pathway = programme(manager, "Digital pathway", starts_on="2018-01-08", ends_on="2018-12-31")
    partners_of(manager, pathway, 8)
    assert re.search(r"Digital pathway 8\b", figure(manager, "programme_partners", *YEAR))
    assert "8 partners took part" in report_of(manager, pathway)


def test_row_46_a_volunteer_in_civic_service(manager):
    house = institution(manager, "Cité des métiers", "holder", since="2010-01-01")
    for name, contract in (("Camille", "civic_service"), ("Jonas", "employee"), ("Dominique", "employee")):
        days = {"active_from": "2018-01-01", "active_until": "2018-12-31"}
        post(manager, "professional_add", institution=house.pk, name=name, contract=contract, **days)
    assert re.search(r"Civic service 1\b", figure(manager, "people_by_contract", *YEAR))
    pathway = programme(manager, "Digital pathway")
    part(manager, pathway, "figures", figure_of("Volunteers in civic service", "1", as_of="2018-06-30"))
    assert re.search(r"Volunteers in civic service 1 30 June 2018", report_of(manager, pathway))


def test_row_47_a_grant_of_5_000_from_adecco(manager):
    institution(manager, "Fondation Adecco", "funder")
    pathway = programme(manager, "Digital pathway")
    charges = [("Animation", "5 000", "cash", "staff", "")]
    income = [("Subvention", "5000", "cash", "grant", "Fondation Adecco")]
    manager.post(reverse("partners:budget_add"), typed_budget(charges, income, programme=pathway.pk, year=2018))
    budget = Budget.objects.with_totals().get()
    assert (budget.programme, budget.income) == (pathway, 5_000)
    own = read(manager.get(reverse("reports:budget_pdf", args=[budget.pk])).content)
    for paper in (own, report_of(manager, pathway), shown(manager, "budget", budget.pk)):
        assert re.search(r"Adecco\D*5,000", paper)


def test_row_57_one_session_a_month_at_a_desk_by_an_agreement_signed_on_1_may_2017(manager):
    purpose = make_purpose(name_fr="Rechercher un emploi", name_en="Find a job")
    fund = institution(manager, "FAFTT", "desk_partner")
    days = {"signed_on": "2017-05-01", "starts_on": "2017-05-01"}
    signed = agreement(manager, fund, object="Permanence mensuelle", **days)
    post(manager, "commitment_add", signed.pk, kind="sessions", quantity="1", purpose=purpose.pk)
    for page in (shown(manager, "agreement", signed.pk), shown(manager, "institution", fund.pk)):
        assert re.search(r"\b1 session a month (· )?Find a job", page)
    assert "1 May 2017" in shown(manager, "agreement", signed.pk)
    year = {"first": "2017-05-01", "last": "2017-12-31"}
    paper = read(manager.get(reverse("reports:statement_pdf", args=[fund.pk]), year).content)
    assert "FAFTT" in paper
    assert re.search(r"1 session a month", paper)
    moved = figure(manager, "partners_movement", "2017-01-01", "2017-12-31")
    assert re.search(r"with an agreement in force 1\b", moved)
    assert re.search(r"(?i)new[^0-9]* 1\b", moved)


def test_row_63_a_training_of_three_days_with_19_people_of_whom_7_begin(manager):
    cocade = programme(manager, "COCADE", "european_project", starts_on="2017-09-01", ends_on="2019-08-31")
    training(
        manager, "network_school", programme=cocade, title="COCADE", starts_on="2017-12-05", ends_on="2017-12-07",
        half_days="6", further_people="19", further_beginners="7",
    )  # fmt: skip
    december = ("2017-12-01", "2017-12-31")
    assert re.search(r"\b19\b", figure(manager, "people_at_trainings", *december))
    assert re.search(r"\b7\b", figure(manager, "beginners_at_trainings", *december))
    assert re.search(r"\b19 part", shown(manager, "training_list", year="2017"))
    assert re.search(r"school[^0-9]*1\b", report_of(manager, cocade), re.IGNORECASE)


def test_row_64_nine_organisations_six_meetings_four_trainings_and_more_than_85_people(manager):
    cocade = programme(manager, "COCADE", "european_project", starts_on="2017-09-01", ends_on="2019-08-31")
    partners_of(manager, cocade, 9)
    meetings(manager, "transnational_meeting", [f"2018-0{n}-10" for n in range(1, 7)], programme=cocade, people=9)
    for month, people in ((1, 25), (3, 22), (6, 20), (9, 19)):
        day = f"2018-0{month}-20"
        training(manager, "further_training", programme=cocade, starts_on=day, half_days="4", further_people=people)
    part(manager, cocade, "figures", figure_of("Participants", "85", mark="more_than", as_of="2018-12-31"))
    assert re.search(r"Transnational[^0-9]*6\b", figure(manager, "meetings_by_kind", *YEAR))
    assert re.search(r"\b4\b", figure(manager, "trainings_by_kind", *YEAR))
    assert re.search(r"\b86\b", figure(manager, "people_at_trainings", *YEAR))
    paper = report_of(manager, cocade)
    for said in (r"9 partners took part", r"Transnational[^0-9]*6\b", r"[Tt]raining[^0-9]*4\b", r"more than 85"):
        assert re.search(said, paper), said


def test_row_65_three_of_seven_objectives_are_nearly_achieved(manager):
    cocade = programme(manager, "COCADE", "european_project")
    rows = [{"text": f"Objective {n}", "status": "nearly" if n < 3 else "under_way"} for n in range(7)]
    part(manager, cocade, "objectives", *(row | {"as_of": "2018-09-30"} for row in rows))
    for paper in (shown(manager, "programme", cocade.pk), report_of(manager, cocade)):
        assert "3 of 7: Nearly achieved" in paper
        assert "30 September 2018" in paper


def test_row_66_a_second_european_project_with_14_people_nine_organisations_and_four_trainings(manager):
    dimesca = programme(
        manager, "DIMESCA", "european_project", edition="2", funding_scheme="Erasmus+",
        starts_on="2018-09-01", ends_on="2020-08-31",
    )  # fmt: skip
    partners_of(manager, dimesca, 8)
    institution(manager, "Cité des métiers", "lead")
    part(manager, dimesca, "partners", {"institution": "Cité des métiers", "role": "lead"})
    for month in (9, 10, 11, 12):
        training(manager, "further_training", programme=dimesca, starts_on=f"2018-{month:02}-20", further_people=14)
    part(manager, dimesca, "figures", figure_of("People at the opening meeting", "14", as_of="2018-10-30"))
    assert re.search(r"DIMESCA 9\b", figure(manager, "programme_partners", *YEAR))
    assert re.search(r"[Tt]raining[^0-9]*4\b", figure(manager, "trainings_by_kind", *YEAR))
    assert "edition 2" in shown(manager, "programme", dimesca.pk)
    paper = report_of(manager, dimesca)
    for said in (
        r"with 9 partners",
        r"People at the opening meeting 14\b",
        r"[Tt]raining[^0-9]*4\b",
        r"Erasmus\+",
    ):
        assert re.search(said, paper), said


def test_row_67_a_network_meeting_of_about_ten_people_of_six_cites(manager):
    cites = [institution(manager, f"Cité {n}", "project_partner").pk for n in range(6)]
    seminar = programme(manager, "Library seminar", "european_project")
    meetings(manager, "network_meeting", ["2018-11-15"], programme=seminar, people=10, institutions=cites,
             elsewhere="Paris")  # fmt: skip
    part(manager, seminar, "figures", figure_of("People", "10", mark="about", as_of="2018-11-15"))
    assert re.search(r"Network meeting[^0-9]*10\b", figure(manager, "people_at_meetings", *YEAR))
    assert "Paris" in shown(manager, "meeting_list")
    paper = report_of(manager, seminar)
    assert "about 10" in paper
    assert re.search(r"Network meeting 1\b", paper)


def test_row_71_twelve_founding_partners_since_29_november_1993(manager):
    for number in range(12):
        institution(manager, f"Founder {number}", "desk_partner", since="1993-11-29")
    institution(manager, "Later", "desk_partner", since="2005-01-01")
    founded = figure(manager, "partners_movement", "1993-01-01", "1993-12-31")
    assert re.search(r"Partners on the last day 12\b", founded)
    assert re.search(r"(?i)new[^0-9]* 12\b", founded)
    assert re.search(r"Association 12\b", figure(manager, "partners_by_kind", "1993-01-01", "1993-12-31"))


def test_row_72_102_partners_at_two_sites_of_one_label(manager, signed_in):
    towns = [make_site(code=name.lower(), name=name, opened_on=OPENED) for name in ("Belfort", "Montbeliard")]
    manager.user.sites.add(*towns)
    for number in range(102):
        made = institution(manager, f"Partner {number}", "desk_partner", since="2005-01-01")
        if number < 10:
            post(manager, "presence_add", made.pk, site=towns[number % 2].pk, since="2005-01-01")
    assert "102 partners" in shown(manager, "institution_list")
    assert re.search(r"Association 102\b", figure(manager, "partners_by_kind", *YEAR))
    by_place = figure(manager, "partners_by_place", *YEAR)
    assert re.search(r"Belfort 5\b", by_place)
    assert re.search(r"Montbeliard 5\b", by_place)
    director = signed_in("director")
    this_year = printed(director, "yearly", year=str(timezone.localdate().year))
    assert re.search(r"Partners on the last day 102\b", this_year)
