"""The demonstration shows the label's life: two years validated, one being written, surveys that were answered."""

import json
from datetime import date

import pytest
from django.utils import translation

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_centre, make_user
from partners.factories import make_body
from partners.models import Body
from reports import assessment as work
from reports import survey_results
from reports.demo import assessment, surveys
from reports.demo.centre import read
from reports.label import next_due
from reports.models import (
    Contribution,
    DeclaredFigure,
    FrozenReport,
    LabelFile,
    SelfAssessment,
    Stage,
    Survey,
    SurveyComment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]
TODAY = date(2026, 11, 21)


@pytest.fixture
def filled():
    make_centre(languages=["fr"], default_language="fr")
    starting_lists.load()
    make_body(name="Comité de pilotage")
    for account in read("accounts")["accounts"]:
        make_user(email=account["email"], name=account["name"], roles=account["roles"])
    surveys.fill(1, TODAY)
    assessment.fill(TODAY)


def test_two_years_are_validated_and_intact_and_one_is_a_draft(filled):
    draft, second, first = SelfAssessment.objects.all()
    assert [(row.year, row.state) for row in (draft, second, first)] == [
        (2026, "draft"), (2025, "sent"), (2024, "sent")
    ]  # fmt: skip
    assert work.is_intact(first)
    assert work.is_intact(second)
    for row in (first, second):
        assert not [each for each in work.missing(row) if not each.is_soft]
    assert work.missing(draft)


def test_the_draft_has_contributions_in_every_state_and_validated_years_name_the_teams(filled):
    draft, second, first = SelfAssessment.objects.all()
    assert {each.stage for each in draft.contributions.all()} == set(Stage.values)
    awaited = [each for each in draft.contributions.all() if each.is_awaited]
    assert [each.due_on for each in awaited if each.due_on < TODAY] == [date(2026, 11, 17)]
    for row in (first, second):
        taken = row.contributions.filter(stage=Stage.TAKEN_OVER).select_related("criterion")
        assert taken.count() >= 3
        for each in taken:
            assert each.text in row.ratings.get(criterion=each.criterion).narrative
        report = json.dumps(FrozenReport.objects.of_year(row.year).in_language("fr"), ensure_ascii=False)
        with translation.override("fr"):
            assert all(each.team in report for each in taken)
        assert Contribution.objects.filter(assessment=row, changed_at__date__gte=row.submitted_on).count() == 0


def test_the_report_of_the_running_year_is_due_next(filled):
    file = LabelFile.objects.get()
    due = next_due(file, list(file.steps.all()), TODAY)
    assert (due.year, due.due_on) == (2026, date(2027, 3, 31))


def test_surveys_of_past_years_are_closed_and_told_with_enough_answers(filled):
    assert Survey.objects.count() == 9
    assert Survey.objects.open_on(TODAY).count() == 3
    for survey in Survey.objects.filter(opens_on__year__lt=2026):
        assert not any(result.withheld for result in survey_results.results(survey, 20)), survey
    assert SurveyComment.objects.to_read().exists()
    assert DeclaredFigure.objects.opening_balances().count() == 1


def test_before_the_days_of_a_year_have_come_nothing_is_submitted(filled):
    assert not SelfAssessment.objects.filter(sent_on__gt=TODAY).exists()
    assert Body.objects.get() == SelfAssessment.objects.get(year=2025).validated_by


def test_what_was_frozen_knows_nothing_that_came_after_it(filled):
    rows = {row.year: row for row in SelfAssessment.objects.finished()}
    frozen = {year: FrozenReport.objects.of_year(year) for year in rows}
    for year, row in rows.items():
        pages = json.dumps(frozen[year].in_language("fr"))
        assert f"Rapport annuel {year}" not in pages
        late = row.actions.filter(due_on__gt=row.validated_on)
        assert set(late.values_list("status", flat=True)) == {"planned"}
    assert "Rapport annuel 2024" in json.dumps(frozen[2025].in_language("fr"))


def test_the_label_file_ends_with_the_reports_that_were_sent(filled):
    steps = list(LabelFile.objects.current().steps.filter(kind="yearly_report").order_by("year"))
    assert [(step.year, step.decision, step.submitted_on) for step in steps] == [
        (2024, "noted", date(2025, 3, 25)),
        (2025, "noted", date(2026, 3, 27)),
    ]
