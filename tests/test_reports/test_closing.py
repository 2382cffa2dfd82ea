"""A closed period: frozen figures, dated adjustments beside them, and a trace when it is reopened."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse

from citedesmetiers.factories import make_purpose, make_site, make_user
from counselling.factories import make_desk, make_duty_session, make_interview
from documentation.factories import make_consultation_count, make_loan_count
from events.factories import make_attendance, make_session
from reception.factories import make_station_use, make_visit
from reports import closing, figures, rollup, yearly, yearly_figures
from reports.factories import make_adjustment, make_closed_period
from reports.figures.period import Period
from reports.figures.scope import period_called
from reports.models import Adjustment, ClosedPeriod

pytestmark = pytest.mark.django_db
MARCH = period_called("2025-03")
LATER = date(2025, 6, 1)


@pytest.fixture
def march():
    """A closed March with three visits (two of them for a job) and an interview."""
    march = make_site(code="town", name="Town")
    march.job = make_purpose(code="job", name="Job")
    march.visit = make_visit(site=march, day=date(2025, 3, 31), hour=23, people=2, purpose=march.job)
    make_visit(site=march, day=date(2025, 3, 1), hour=0, people=1)
    make_visit(site=march, day=date(2025, 4, 1), hour=0, people=50)
    make_interview(desk=make_desk(site=march, name="Jobs"), day=date(2025, 3, 5))
    march.closed = closing.close(MARCH, by=make_user(), today=LATER)
    return march


def test_what_is_frozen_are_the_figures_of_that_moment(march):
    frozen = march.closed.figures
    assert frozen["visits_by_month"] == {"town": {"2025-03-01": 3}}
    assert frozen["visits_by_purpose"] == {"town": {str(march.job.pk): 2}}
    assert sum(frozen["interviews_by_desk"]["town"].values()) == 1
    assert march.closed.is_intact
    assert closing.changes(march.closed) == []


def test_frozen_figures_that_somebody_changes_no_longer_fit_their_checksum(march):
    march.closed.figures["visits_by_month"]["town"]["2025-03-01"] = 4
    march.closed.save()
    assert not ClosedPeriod.objects.get().is_intact


@pytest.mark.thorough
def test_a_late_correction_stands_beside_and_leaves_what_was_frozen(march):
    march.visit.people = 7
    march.visit.save()
    found = {(change.figure, change.row): (change.frozen, change.now) for change in closing.changes(march.closed)}
    assert found["visits_by_month", "2025-03-01"] == (3, 8)
    assert found["visits_by_purpose", str(march.job.pk)] == (2, 7)
    assert ClosedPeriod.objects.get().figures["visits_by_month"]["town"]["2025-03-01"] == 3
    assert figures.visits([march], MARCH) == 8


@pytest.mark.thorough
def test_adjustments_are_dated_and_each_is_noted_once(march):
    march.visit.people = 7
    march.visit.save()
    closing.note_adjustments(date(2025, 6, 2))
    assert closing.note_adjustments(date(2025, 6, 3)) == 0
    make_visit(site=march, day=date(2025, 3, 31), hour=9, people=1)
    closing.note_adjustments(date(2025, 6, 4))
    months = Adjustment.objects.filter(figure="visits_by_month").values_list("noted_on", "by")
    assert list(months) == [(date(2025, 6, 2), 5), (date(2025, 6, 4), 1)]


@pytest.mark.thorough
def test_a_correction_that_is_put_right_again_is_noted_both_ways(march):
    for people, day in ((7, 2), (2, 3)):
        march.visit.people = people
        march.visit.save()
        closing.note_adjustments(date(2025, 6, day))
    assert list(Adjustment.objects.filter(figure="visits_by_month").values_list("by", flat=True)) == [5, -5]
    assert closing.changes(march.closed) == []


@pytest.mark.thorough
def test_what_the_other_rooms_count_is_frozen_too_and_corrected_with_a_date(march):
    march.closed.reopen(by=make_user(), reason="A sheet was found.")
    at = {"site": march, "day": date(2025, 3, 5)}
    attendance = make_attendance(session=make_session(**at, state="held"), present=9)
    make_session(**at, state="cancelled", reason="speaker")
    make_duty_session(desks=[make_desk(site=march)], day=date(2025, 3, 5), state="held",
                      starts=time(9), ends=time(12))  # fmt: skip
    loans = make_loan_count(**at, n=4)
    make_consultation_count(**at, n=7)
    make_station_use(**at, started=2)
    closed = closing.close(MARCH, by=make_user(), today=LATER)
    assert {code: closed.figures[code]["town"]["2025-03-01"] for code in closing.FROZEN_LATER} == {
        "participations_by_month": 9, "held_by_month": 1, "cancelled_by_month": 1, "loans_by_month": 4,
        "consultations_by_month": 7, "sessions_held_by_month": 1, "hours_held_by_month": 3, "stations_by_month": 2,
    }  # fmt: skip
    attendance.present = 12
    attendance.save()
    loans.delete()
    closing.note_adjustments(date(2025, 6, 2))
    assert set(Adjustment.objects.values_list("figure", "row", "by")) == {
        ("participations_by_month", "2025-03-01", 3), ("loans_by_month", "2025-03-01", -4),
    }  # fmt: skip


@pytest.mark.thorough
def test_what_a_period_did_not_freeze_when_it_was_closed_is_no_correction(march):
    for code in closing.FROZEN_LATER:
        del march.closed.figures[code]
    march.closed.save()
    make_loan_count(site=march, day=date(2025, 3, 5), n=4)
    assert closing.changes(march.closed) == []


@pytest.mark.thorough
def test_forgetting_the_rows_is_no_change(march):
    rollup.collapse([march], MARCH)
    assert closing.changes(march.closed) == []


@pytest.mark.parametrize("period", [Period(date(2025, 3, 1), date(2025, 3, 30)), period_called("2025-q1")])
def test_only_months_and_years_are_closed(period):
    with pytest.raises(ValueError, match=r"^Period|\d"):
        closing.close(period, by=make_user(), today=LATER)


def test_what_still_runs_is_not_closed():
    with pytest.raises(closing.NotOver):
        closing.close(period_called("2025"), by=make_user(), today=LATER)
    closed = closing.close(period_called("2025"), by=make_user(), today=date(2026, 1, 1))
    assert not any(closed.figures.values())


def test_a_period_is_closed_once(march):
    with pytest.raises(ValidationError, match="closed already"):
        closing.close(MARCH, by=make_user(), today=LATER)
    with pytest.raises(IntegrityError, match="closedperiod_closed_once"):
        make_closed_period(first=MARCH.first, last=MARCH.last)


@pytest.mark.thorough
def test_reopening_leaves_a_trace_and_allows_to_close_again(march):
    with pytest.raises(ValidationError):
        march.closed.reopen(by=make_user(), reason="")
    march.closed.refresh_from_db()
    march.closed.reopen(by=make_user(), reason="A sheet was found.")
    again = closing.close(MARCH, by=make_user(), today=LATER)
    assert ClosedPeriod.objects.of(MARCH) == again
    assert ClosedPeriod.objects.count() == 2


# ── On the pages ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.thorough
def test_a_month_is_closed_and_reopened_on_the_page(signed_in, march):
    client = signed_in("director")
    last_year = str(date.today().year - 1)  # noqa: DTZ011 -- any year that is over
    answer = client.post(reverse("reports:closed_period_add"), {"period": last_year}, follow=True)
    html = answer.content.decode()
    assert f"{last_year} is closed; its figures are frozen." in html
    assert "The checksum holds" in html
    closed = ClosedPeriod.objects.order_by("-pk").first()
    form = reverse("reports:closed_period_reopen", args=[closed.pk])
    assert "This field is required" in client.post(form, {"reason": ""}).content.decode()
    assert " 0 adjustments" not in client.get(form).content.decode()
    assert "telephone" in client.post(form, {"reason": "Ring 06 12 34 56 78"}).content.decode()
    client.post(form, {"reason": "A sheet was found."})
    assert "A sheet was found." in client.get(reverse("reports:closed_periods")).content.decode()


@pytest.mark.many_cases
@pytest.mark.parametrize("period", ["", "2025-q1", "1066", "2999"])
def test_nothing_else_can_be_closed_on_the_page(signed_in, period):
    answer = signed_in("director").post(reverse("reports:closed_period_add"), {"period": period})
    assert "field-error" in answer.content.decode()
    assert not ClosedPeriod.objects.exists()


def test_the_page_shows_frozen_and_present_numbers_and_adjustments(signed_in, march):
    make_adjustment(period=march.closed, row="2025-03-01", by=5)
    march.visit.people = 7
    march.visit.save()
    html = signed_in("director").get(reverse("reports:closed_period", args=[march.closed.pk])).content.decode()
    assert "<td>March 2025</td>" in html
    assert '<td class="n">3</td><td class="n">8</td>' in html
    assert '<td class="n">+5</td>' in html


@pytest.mark.thorough
def test_a_figure_of_a_closed_month_says_so(signed_in, march):
    page = reverse("reports:figure", args=["visits_by_purpose"])
    query = {"period": "dates", "first": "2025-03-01", "last": "2025-03-31"}
    assert "Closed on" in signed_in("director").get(page, query).content.decode()


@pytest.mark.thorough
def test_the_report_says_in_words_what_was_corrected_after_its_year_was_closed(march, centre):
    closing.close(figures.whole_year(2025), by=make_user(), today=date(2026, 2, 3))
    make_visit(site=march, day=date(2025, 4, 2), people=7, purpose=march.job)
    annex = yearly_figures.annexes(yearly.Year(2025, date(2026, 3, 1)))
    [table] = [block for block in annex.blocks if getattr(block, "caption", "") == "Corrections after the closing"]
    told = [[cell.words for cell in row] for row in table.rows]
    assert ["Visits by month", "Town", "April 2025", "50", "+7"] in told
    assert ["Visits by purpose", "Town", "Job", "2", "+7"] in told
