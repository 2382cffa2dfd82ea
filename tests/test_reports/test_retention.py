"""A year's rows about visitors go so many months after its self-assessment was validated; its figures stay."""

from datetime import date

import pytest
from django.db.models import Sum

from citedesmetiers import anonymity, forgetting
from citedesmetiers.factories import make_profile_value, make_purpose, make_site
from citedesmetiers.models import Forgotten, Site
from counselling import programmes
from counselling.factories import make_desk, make_interview, make_theme, make_unmet_request
from counselling.models import Interview, KeptCount, UnmetRequest
from partners.factories import make_body, make_programme
from reception.factories import make_group_visit, make_station_use, make_visit
from reception.models import GroupMarginal, GroupVisit, StationUse, Visit
from reports import figures, retention
from reports.evidence import _known
from reports.factories import make_self_assessment
from reports.figures import FIGURES, Scope, table_of
from reports.key_figures import KeyFigures
from reports.models import State

pytestmark = pytest.mark.django_db
YEAR = figures.whole_year(2024)
ROWS = [Visit, GroupVisit, GroupMarginal, Interview, UnmetRequest]
OF_VISITORS = [code for code, figure in FIGURES.items()
               if figure.counted and figure.room in ("reception", "desks", "programmes")]  # fmt: skip


def validated(year, day):
    return make_self_assessment(
        year=year, state=State.VALIDATED, submitted_on=day, validated_on=day, validated_by=make_body(),
        frozen={}, checksum="x",
    )  # fmt: skip


@pytest.fixture
def town(centre):
    """Two places with everything that a year may leave, at its edges too; 2023 and 2025 beside it."""
    centre.retention_months, centre.suppression_threshold = 13, 3
    centre.save()
    here, there = make_site(name="Here"), make_site(name="There")
    women, men = make_profile_value(list="gender", code="woman"), make_profile_value(list="gender", code="man")
    job, pay, desk = make_purpose(name="Job"), make_theme(name="Pay"), make_desk(site=here, name="Jobs")
    pathway = make_programme(starts_on=date(2023, 1, 1))
    for year in (2023, 2024, 2025):
        for number, day in enumerate(
            (date(year, 1, 1), date(year, 2, 29 if year == 2024 else 28), date(year, 12, 31))
        ):
            for people in (1, 2, 6):
                make_visit(site=here, day=day, hour=8 + people, people=people, purpose=job, gender=women)
            make_visit(site=there, day=day, people=9, gender=men, sent_to=["desk"])
            make_visit(site=here, day=day, people=70, undone=True)
            group = make_group_visit(site=here, day=day, people=24, classes=2, purposes=[job.pk])
            group.set_marginals({women: 13, men: 11})
            make_unmet_request(site=here, day=day, purpose=job, people=2)
            make_station_use(site=here, day=day, started=5)
            for minutes in (10, 25, 60):
                make_interview(
                    desk=desk, day=day, minutes=minutes, waiting_minutes=minutes // 5 + number, themes=[pay.pk],
                    programme=pathway, gender=women if minutes < 60 else men,
                    kind="diagnostic" if minutes == 10 else "individual",
                )  # fmt: skip
            make_interview(desk=desk, day=day, state="left")
    here.pathway, here.there = pathway, there
    return here


def everything(places):
    """All figures about visitors of 2023 to 2025, year by year and in all, and what is made of them."""
    found = {}
    for period in [figures.whole_year(year) for year in (2023, 2024, 2025)]:
        for code in OF_VISITORS:
            table = table_of(FIGURES[code], Scope(tuple(places), period, side_by_side=True))
            found[code, period.first.year] = [
                (str(row.label), [cell.n for cell in row.cells], row.total.n) for row in table.rows
            ]
        key = KeyFigures(year=period.first.year, sites=Site.objects.all(), today=date(2026, 6, 1))
        found["key figures", period.first.year] = (key.visits, key.hours, key.groups, key.stated)
    return found


def evidence():
    """All that a self-assessment shows of the year."""
    sites = Site.objects.all()
    return {code: [(fact.key, fact.value) for fact in one.function(sites, YEAR)] for code, one in _known.items()}


@pytest.mark.thorough
def test_figures_are_equal_before_and_after_and_the_rows_are_gone(town):
    places = [town, town.there]
    validated(2024, date(2025, 3, 10))
    before, told = everything(places), evidence()
    shares = [(str(words), share.people, share.known) for words, share in programmes.shares(town.pathway)]
    of_programme = programmes.figures(town.pathway)
    assert before["visits_by_month", 2024] != before["visits_by_month", 2023]
    assert any(n for _label, _cells, n in before["wait_median_by_desk", 2024])
    assert retention.rows_of_years(date(2026, 4, 10)) == 0  # thirteen months are not over
    assert Visit.objects.filter(day__year=2024).count() == 15
    gone = retention.rows_of_years(date(2026, 4, 11))
    assert gone == 15 + 3 + 12 + 3  # visits, groups, interviews with those who left, unmet requests
    for model in (Visit, GroupVisit, Interview, UnmetRequest):
        assert not model.objects.filter(day__year=2024).exists(), model
        assert model.objects.filter(day__year=2023).exists(), model
        assert model.objects.filter(day__year=2025).exists(), model
    assert not GroupMarginal.objects.filter(group__day__year=2024).exists()
    assert everything(places) == before
    assert evidence() == told
    del town.pathway.interview_figures
    assert programmes.figures(town.pathway) == of_programme
    assert [(str(words), share.people, share.known) for words, share in programmes.shares(town.pathway)] == shares
    assert StationUse.objects.filter(day__year=2024).aggregate(n=Sum("started"))["n"] == 15  # a tally already


@pytest.mark.thorough
def test_a_second_night_finds_nothing_and_late_rows_go_the_next_one_and_still_count(town):
    places = [town, town.there]
    validated(2024, date(2025, 3, 10))
    retention.rows_of_years(date(2026, 5, 1))
    kept = KeptCount.objects.count()
    assert retention.rows_of_years(date(2026, 5, 2)) == 0
    assert KeptCount.objects.count() == kept
    before = figures.visits(places, YEAR)
    desk_before = programmes.figures(town.pathway)["interviews"]
    make_visit(site=town, day=date(2024, 6, 6), people=4)
    make_interview(desk=make_desk(site=town), day=date(2024, 6, 6), minutes=9, programme=town.pathway)
    assert retention.rows_of_years(date(2026, 5, 3)) == 2
    assert figures.visits(places, YEAR) == before + 4
    del town.pathway.interview_figures
    assert programmes.figures(town.pathway)["interviews"] == desk_before + 1


def test_a_draft_keeps_its_rows_and_the_night_leaves_its_proof(town):
    make_self_assessment(year=2023)
    validated(2024, date(2025, 3, 10))
    forgetting.forget(date(2026, 4, 11))
    assert Visit.objects.filter(day__year=2023).exists()
    assert Forgotten.objects.get(kind="rows_of_years").rows == 33
    assert "validated" in str(forgetting.WORDS["rows_of_years"])


@pytest.mark.thorough
def test_a_centre_that_keeps_rows_longer_than_it_promised_is_told(town):
    validated(2024, date(2025, 3, 10))
    promise = next(one for one in anonymity.promises(date(2026, 4, 20)) if one.kind == "rows_of_years")
    assert (promise.kept, promise.overdue) == (False, 33)
    assert Visit.objects.filter(day__year=2024).exists()  # looked at, not touched
    retention.rows_of_years(date(2026, 4, 20))
    assert next(one for one in anonymity.promises(date(2026, 4, 20)) if one.kind == "rows_of_years").kept
