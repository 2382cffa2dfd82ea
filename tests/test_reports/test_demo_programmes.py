"""The demonstration's programmes: balanced money, dates that fit, the same every time."""

from datetime import date

import pytest
from django.utils import translation

from citedesmetiers.models import Site
from citedesmetiers.starting_lists import load
from events.models import Session
from partners import money
from partners.models import Budget, Programme, ProgressFigure, TargetTag
from partners.preparation import Sheet
from reports.demo import centre, events, partners, programmes, surveys
from reports.models import Survey
from reports.survey_results import results

pytestmark = pytest.mark.thorough

DAY = date(2026, 10, 14)


@pytest.fixture
def filled(db):
    """The centre with its partners and programmes, without visits."""

    def fill(day=DAY):
        with translation.override("fr"):
            sites = centre.build(day.year, "a long password")
            partners.fill(1, sites, day)
            programmes.fill(sites, day)

    return fill


def test_the_sessions_of_a_pathway_count_for_its_modules(filled):
    filled()
    events.fill(1, {site.code: site for site in Site.objects.all()}, DAY)
    sessions = Session.objects.filter(event__programme__kind="pathway")
    assert sessions.count() == sessions.filter(event__module__isnull=False).count() > 0
    assert sessions.values("event__module").distinct().count() == 3


def test_every_budget_balances_and_mirrors_what_is_given_in_kind(filled):
    filled()
    budgets = list(Budget.objects.with_totals())
    assert [money.warnings(budget) for budget in budgets] == [[]] * 7
    assert {(budget.year, budget.stage) for budget in budgets if budget.programme} == {
        (2026, "planned"),
        (2025, "actual"),
    }
    of_the_cite = {(budget.year, budget.stage) for budget in budgets if not budget.programme}
    assert of_the_cite == {(2024, "actual"), (2025, "actual"), (2026, "planned")}
    assert all(budget.charges_in_kind for budget in budgets)


def test_nothing_is_known_before_it_happened(filled):
    filled()
    assert ProgressFigure.objects.filter(as_of__gt=DAY).count() == 0
    week = Programme.objects.get(kind="thematic_week")
    assert (week.state_on(DAY), set(week.objectives.values_list("status", flat=True))) == ("coming", {"not_started"})
    project = Programme.objects.get(kind="european_project")
    assert project.meetings.count() == 2  # the third is on the day after
    assert project.objectives.filter(status="nearly").count() == 1


def test_the_ephemeral_cite_lacks_what_its_file_says(filled):
    filled()
    ephemeral = Programme.objects.get(kind="ephemeral_preparation")
    [sentence] = Sheet(ephemeral).missing()
    assert sentence.startswith("At least one desk shadowing: 2 of 15 stakeholders lack it")
    assert [(figure.label, int(figure.value)) for figure in ephemeral.figures.filter(label="bénéficiaires")] == [
        ("bénéficiaires", 286)
    ]


def test_a_year_later_everything_has_moved_on(filled):
    filled(date(2027, 1, 4))
    assert Programme.objects.get(kind="thematic_week").edition == 12
    assert Budget.objects.filter(year=2027, programme__isnull=False).count() == 3


def test_the_surveys_of_the_ephemeral_cite_were_counted_on_paper_and_belong_to_it(filled):
    filled()
    surveys.fill_programmes(DAY)
    ephemeral = Programme.objects.get(kind="ephemeral_preparation")
    asked = {survey.audience: survey for survey in Survey.objects.filter(programme=ephemeral)}
    assert set(asked) == {"visitors", "participants", "partners"}
    [overall] = [each for each in results(asked["visitors"], 5) if each.question.code == "overall"]
    assert (overall.returned, overall.answered, round(overall.top_share, 1)) == (118, 115, 90.4)
    assert asked["visitors"].closes_on == ephemeral.ends_on


def test_before_a_programme_is_over_nobody_was_asked(filled):
    filled()
    surveys.fill_programmes(date(2025, 7, 4))  # its last day
    assert not Survey.objects.exists()


def test_the_starting_lists_hold_every_target_of_the_demonstration(db):
    load()
    named = {code for entry in centre.read("programmes")["programmes"] for code in entry["targets"]}
    assert set(TargetTag.objects.filter(code__in=named).values_list("code", flat=True)) == named
