"""Rows 7 to 26 of the acceptance table: the ephemeral Cité of Bagnolet, typed as people do, read in figures, prints.

Source: the network's case study “Cité éphémère de Bagnolet”. Each test types only what its row needs.
"""

import re
from datetime import date

import pytest
from django.urls import reverse

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_site
from partners.factories import make_institution_kind
from partners.models import Budget
from reports.models import Survey
from tests.test_partners.test_budgets import CHARGES, IN_KIND, INCOME
from tests.test_partners.test_budgets import typed as typed_budget
from tests.test_reports.entering import (
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

DAY = "2019-04-17"
PREPARING = ("2018-10-01", DAY)


@pytest.fixture
def manager(signed_in, centre, settings, tmp_path):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    settings.MEDIA_ROOT = tmp_path
    starting_lists.load()
    return signed_in("partnership", sites=[make_site(name="Paris La Villette", opened_on=date(1993, 11, 29))])


@pytest.fixture
def bagnolet(manager):
    return programme(
        manager, "Cité éphémère de Bagnolet", "ephemeral_preparation", starts_on=DAY, ends_on=DAY,
        elsewhere="Campus Fonderie de l’image, Bagnolet",
    )  # fmt: skip


def on_paper(manager, bagnolet):
    return printed(manager, "ephemeral", programme=bagnolet.pk)


def page(manager, bagnolet):
    return shown(manager, "programme", bagnolet.pk)


# ── Partners and people ──────────────────────────────────────────────────────────────────────────────


def test_row_7_33_partners_of_which_3_are_maisons_de_l_emploi(manager, bagnolet):
    make_institution_kind(code="employment_house", name="Maison de l’emploi")
    names = [f"Structure {n}" for n in range(30)]
    for name in names:
        institution(manager, name, since="2019-01-10")
    for name in "ABC":
        names.append(institution(manager, name, kind="employment_house", since="2019-01-10").name)
    part(manager, bagnolet, "partners", *({"institution": name, "role": "partner"} for name in names))
    assert re.search(r"Cité éphémère de Bagnolet 33\b", figure(manager, "programme_partners", DAY, DAY))
    assert re.search(r"Maison de l’emploi 3\b", figure(manager, "partners_by_kind", DAY, DAY))
    paper = on_paper(manager, bagnolet)
    assert "33 partners took part" in paper
    assert re.search(r"30 .{0,40}and 3 Maison de l’emploi", paper)
    assert re.search(r"Together 33\b", paper)


def test_row_8_three_organisations_lead(manager, bagnolet):
    names = ["Cité des métiers de Paris", "Est Ensemble", "CD93"]
    for name in names:
        institution(manager, name, "lead")
    part(manager, bagnolet, "partners", *({"institution": name, "role": "lead"} for name in names))
    assert "Lead 3" in page(manager, bagnolet)
    paper = on_paper(manager, bagnolet)
    assert "Led by 3 organisations" in paper
    assert all(name in paper for name in names)


def test_row_9_84_professionals_are_mobilised(manager, bagnolet):
    houses = [institution(manager, f"Structure {n}", since="2019-01-10").pk for n in range(33)]
    for number in range(84):
        days = {"active_from": "2019-04-01", "active_until": "2019-04-30"}
        house, name = houses[number % 33], f"Person {number}"
        post(manager, "professional_add", institution=house, name=name, contract="employee", **days)
    part(manager, bagnolet, "figures", figure_of("Professionals mobilised", "84", as_of=DAY))
    found = figure(manager, "professionals", DAY, DAY)
    assert re.search(r"\b84\b", found)
    assert re.search(r"\b33\b", found)
    assert re.search(r"84 .*Professionals mobilised", on_paper(manager, bagnolet))


def test_row_10_400_beneficiaries_with_the_method_that_says_so(manager, bagnolet):
    part(manager, bagnolet, "figures", figure_of("Beneficiaries", "400", as_of=DAY, source="Counted at the door"))
    assert "Beneficiaries 400" in page(manager, bagnolet)
    assert re.search(r"Beneficiaries 400 17 April 2019 Counted at the door", on_paper(manager, bagnolet))


# ── Meetings and preparation ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("code", "name", "days"),
    [
        pytest.param("presentation_meeting", "Presentation meeting", ["2018-10-20", "2018-11-20", "2018-12-20"],
                     id="row-11-three-presentation-meetings"),
        pytest.param("steering_committee", "Steering committee",
                     ["2019-01-08", "2019-02-08", "2019-03-08", "2019-04-08"], id="row-12-four-steering-committees"),
        pytest.param("presentation_half_day", "presentation half-day",
                     ["2019-01-02", "2019-02-02", "2019-03-02", "2019-04-02"], id="row-13-four-half-days"),
        pytest.param("portal_presentation", "portal", ["2019-03-28"], id="row-15-one-day-on-the-portal"),
    ],
)  # fmt: skip
def test_rows_11_12_13_15_meetings_are_counted_by_kind(manager, bagnolet, code, name, days):
    meetings(manager, code, days, programme=bagnolet, people=12)
    meetings(manager, "team_meeting", ["2019-01-09"])  # no part of the programme
    expected = rf"(?i){name}[^0-9]*\b{len(days)}\b"
    assert re.search(expected, figure(manager, "meetings_by_kind", *PREPARING))
    assert re.search(expected, page(manager, bagnolet))
    assert re.search(expected, on_paper(manager, bagnolet))


def test_row_14_days_of_shadowing_without_a_number_and_with_one(manager, bagnolet):
    part(manager, bagnolet, "figures", figure_of("Days of shadowing", words="several, not counted", as_of=DAY))
    assert "Days of shadowing several, not counted" in on_paper(manager, bagnolet)
    training(manager, "desk_shadowing", programme=bagnolet, starts_on="2019-03-05", further_people="6")
    assert re.search(r"Shadowing[^0-9]*\b1\b", figure(manager, "trainings_by_kind", *PREPARING), re.IGNORECASE)
    assert re.search(r"shadowing at a desk 1\b|Desk shadowing 1\b", on_paper(manager, bagnolet), re.IGNORECASE)


def test_row_16_date_place_and_duration(manager, bagnolet):
    for text in (page(manager, bagnolet), on_paper(manager, bagnolet)):
        assert "17 April 2019" in text
        assert "Campus Fonderie de l’image" in text


def test_row_17_communication_supports(manager, bagnolet):
    kinds = ["brochure", "poster", "programme_page", "social_media", "portal"]
    part(manager, bagnolet, "supports", *({"kind": kind, "done_on": "2019-04-01"} for kind in kinds))
    for text in (page(manager, bagnolet), on_paper(manager, bagnolet)):
        for name in ("Brochure", "Posters", "Programme of the day", "Social networks", "Digital portal"):
            assert name in text


# ── Money ────────────────────────────────────────────────────────────────────────────────────────────


def money(manager, bagnolet):
    """The budget, typed in one go, with all that tells it: its own print, its page, the programme's report."""
    for name in ("CD 93", "Est Ensemble"):
        institution(manager, name, "funder")
    form = typed_budget(CHARGES, [*INCOME, IN_KIND], programme=bagnolet.pk)
    assert manager.post(reverse("partners:budget_add"), form).status_code == 302
    budget = Budget.objects.get()
    own = read(manager.get(reverse("reports:budget_pdf", args=[budget.pk])).content)
    report = manager.get(reverse("reports:print_page", args=["ephemeral"]), {"programme": bagnolet.pk})
    return budget, own, shown(manager, "budget", budget.pk), as_text(report)


def test_row_18_coordination_30_000(manager, bagnolet):
    _budget, *papers = money(manager, bagnolet)
    assert all(re.search(r"Coordination du projet\D*30,000", paper) for paper in papers)


def test_row_19_in_kind_13_500_in_three_lines(manager, bagnolet):
    budget, *papers = money(manager, bagnolet)
    assert Budget.objects.with_totals().get(pk=budget.pk).charges_in_kind == 13_500
    for paper in papers:
        assert re.search(r"Communication\D*8,500", paper)
        assert re.search(r"Bibliothéconomie\D*2,000", paper)
        assert re.search(r"Professionnalisation des acteurs\D*3,000", paper)
        assert "13,500" in paper


def test_row_20_other_charges_1_500(manager, bagnolet):
    _budget, *papers = money(manager, bagnolet)
    assert all(re.search(r"Restauration, déplacements, badges\D*1,500", paper) for paper in papers)


@pytest.mark.parametrize(
    "side", [pytest.param("charges", id="row-21-total-charges"), pytest.param("income", id="row-25-total-income")]
)
def test_rows_21_25_each_side_makes_45_000(manager, bagnolet, side):
    budget, own, page, report = money(manager, bagnolet)
    assert getattr(Budget.objects.with_totals().get(pk=budget.pk), side) == 45_000
    for paper in (own, report):
        assert re.search(rf"(?i)total {side} 45,000", paper)
    assert page.count("45,000") >= 2
    assert "Charges and income balance" in page


def test_row_22_two_grants_of_15_000_with_who_pays(manager, bagnolet):
    _budget, *papers = money(manager, bagnolet)
    for paper in papers:
        assert re.search(r"CD 93\D*15,000|15,000\D*CD 93", paper)
        assert re.search(r"Est Ensemble\D*15,000|15,000\D*Est Ensemble", paper)


def test_row_23_other_current_income_1_500(manager, bagnolet):
    _budget, *papers = money(manager, bagnolet)
    assert all(re.search(r"Autres produits de gestion\s+(courante)?\D*1,500", paper) for paper in papers)


def test_row_24_in_kind_is_mirrored_by_13_500_of_income(manager, bagnolet):
    budget, *papers = money(manager, bagnolet)
    assert Budget.objects.with_totals().get(pk=budget.pk).income_in_kind == 13_500
    assert all(re.search(r"Contributions volontaires\D*13,500", paper) for paper in papers)


# ── What partners said ───────────────────────────────────────────────────────────────────────────────


def test_row_26_82_percent_of_partners_say_that_the_concept_meets_needs(manager, bagnolet, signed_in):
    director = signed_in("director")
    post(director, "reports:survey_begin", starting_set="partners", opens_on=DAY, closes_on="2019-05-31",
         programme=bagnolet.pk)  # fmt: skip
    survey = Survey.objects.get()
    needs = survey.questions.get(code="meets_needs")
    counts = dict(zip([option.code for option in needs.options.all()], (24, 18, 7, 2), strict=True))
    tally = {f"meets_needs.{code}": n for code, n in counts.items()}
    post(director, "reports:survey_tally", survey.pk, day=DAY, questionnaires=51, **tally)
    results = director.get(reverse("reports:survey", args=[survey.pk])).content.decode()
    assert "82.4%" in results
    assert "n = 51" in results
    paper = printed(director, "ephemeral", programme=bagnolet.pk)
    assert re.search(r"82\s?%", paper)
