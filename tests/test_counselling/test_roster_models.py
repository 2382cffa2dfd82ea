"""The duty roster itself: series and their sessions, what became of them, hours, who is taken."""

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from citedesmetiers.factories import make_closure, make_opening_hours, make_school_holiday, make_site
from citedesmetiers.opening import at
from citedesmetiers.recurrence import Rhythm
from counselling import duty, hours
from counselling.factories import make_desk, make_duty_series, make_duty_session
from counselling.models import DutySeries, DutySession
from counselling.roster_conflicts import Plan, conflicts
from partners.engagements import engagements
from partners.factories import make_agreement, make_institution, make_professional

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 10)
LATE = datetime(2026, 12, 31, tzinfo=timezone.get_fixed_timezone(0))


def open_site(**fields):
    """A place that is open from nine to five on every day of the week."""
    site = make_site(**fields)
    for weekday in range(7):
        make_opening_hours(site=site, weekday=weekday)
    return site


@pytest.fixture
def desk():
    return make_desk(site=open_site(), name="Find a job")


def days(series):
    return [f"{day:%d.%m}" for day in series.sessions.order_by("day").values_list("day", flat=True)]


def test_a_series_brings_its_sessions_with_desks_and_people(desk):
    person = make_professional()
    series = make_duty_series(desks=[desk], professionals=[person], last_day=date(2026, 3, 24))
    assert series.spread() == (3, 0, 0)
    assert days(series) == ["10.03", "17.03", "24.03"]
    assert [list(s.desks.all()) + list(s.professionals.all()) for s in series.sessions.all()] == [[desk, person]] * 3


def test_closures_and_school_holidays_take_days_from_a_series(desk):
    make_closure(site=desk.site, starts_on=date(2026, 3, 17))
    make_school_holiday(starts_on=date(2026, 3, 23), ends_on=date(2026, 3, 29))
    series = make_duty_series(desks=[desk], last_day=date(2026, 4, 1), pauses_in_school_holidays=True)
    series.spread()
    assert days(series) == ["10.03", "31.03"]
    assert series.open_days()[1] == [(date(2026, 3, 17), "closed"), (date(2026, 3, 24), "school_holidays")]


def test_a_monthly_session_comes_once_a_month(desk):
    """The agreement of Guadeloupe: one session a month at the desk "find a job"."""
    series = make_duty_series(
        desks=[desk],
        first_day=date(2026, 5, 1),
        last_day=date(2026, 12, 31),
        rhythm=Rhythm.NTH_WEEKDAY,
        weekday=1,
        nth=1,
    )
    series.spread()
    assert days(series) == ["05.05", "02.06", "07.07", "04.08", "01.09", "06.10", "03.11", "01.12"]


def test_spreading_again_leaves_what_was_changed_by_hand_or_confirmed(desk):
    series = make_duty_series(desks=[desk], last_day=date(2026, 4, 7))
    series.spread()
    first, second, *_rest = series.sessions.order_by("day")
    first.set_state(DutySession.State.HELD, now=LATE)
    second.starts, second.changed_alone = time(10), True
    second.save()
    series.starts = time(9)
    series.save()
    assert series.spread() == (0, 3, 0)
    assert list(series.sessions.order_by("day").values_list("starts", flat=True)) == [
        time(9, 30), time(10), time(9), time(9), time(9),
    ]  # fmt: skip


def test_another_weekday_moves_what_is_planned(desk):
    series = make_duty_series(desks=[desk], last_day=date(2026, 3, 24))
    series.spread()
    series.weekday = 3
    series.save()
    assert series.spread() == (2, 0, 3)
    assert days(series) == ["12.03", "19.03"]


def test_a_series_is_split_and_keeps_its_rhythm_of_two_weeks(desk):
    series = make_duty_series(desks=[desk], rhythm=Rhythm.FORTNIGHTLY, last_day=date(2026, 5, 5))
    series.spread()
    new = series.split(date(2026, 4, 1))
    assert (days(series), days(new)) == (["10.03", "24.03"], ["07.04", "21.04", "05.05"])
    assert new.spread() == (0, 3, 0)
    assert list(new.desks.all()) == [desk]


def test_a_session_taken_out_does_not_come_back(desk):
    series = make_duty_series(desks=[desk], last_day=date(2026, 3, 24))
    series.spread()
    series.leave_out(series.sessions.get(day=date(2026, 3, 17)))
    series.spread()
    assert days(series) == ["10.03", "24.03"]


def test_ending_a_series_keeps_what_was_held(desk):
    series = make_duty_series(desks=[desk], professionals=[make_professional()], last_day=date(2026, 3, 31))
    series.spread()
    series.sessions.get(day=date(2026, 3, 17)).set_state(DutySession.State.HELD, now=LATE)
    assert series.end_before(date(2026, 3, 17)) == 2
    assert days(series) == ["10.03", "17.03"]
    assert series.last_day == date(2026, 3, 16)


def test_a_series_that_ends_before_its_first_session_goes(desk):
    series = make_duty_series(desks=[desk], last_day=date(2026, 3, 24))
    series.spread()
    assert series.end_before(TUESDAY) == 3
    assert not DutySeries.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {"starts": time(12), "ends": time(12)},
        {"state": "held", "confirmed_at": None},
        {"state": "planned", "confirmed_at": LATE},
        {"state": "gone"},
    ],
)
def test_the_database_refuses_a_session_that_cannot_be(desk, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_duty_session(desks=[desk], **fields)


def test_nobody_can_say_before_its_end_that_a_session_was_held(desk):
    session = make_duty_session(desks=[desk])
    with pytest.raises(ValidationError, match="once it is over"):
        session.set_state(DutySession.State.HELD, now=at(TUESDAY, time(12)))
    session.set_state(DutySession.State.MISSED, now=at(TUESDAY, time(12, 30)))
    session.set_state(DutySession.State.PLANNED, now=at(TUESDAY, time(13)))
    assert DutySession.objects.get().confirmed_at is None


def test_the_day_is_confirmed_at_once_with_the_missed_ones_marked(desk):
    held, missed = make_duty_session(desks=[desk]), make_duty_session(desks=[desk])
    afternoon = make_duty_session(desks=[desk], starts=time(14), ends=time(17))
    now = at(TUESDAY, time(13))
    assert DutySession.objects.all().confirm(missed=[missed.pk], now=now) == (1, 1)
    assert [DutySession.objects.get(pk=s.pk).state for s in (held, missed, afternoon)] == ["held", "missed", "planned"]


def test_a_replacement_taken_back_is_none(desk):
    nadia, hugo = make_professional(name="Nadia"), make_professional(name="Hugo")
    session = make_duty_session(desks=[desk], professionals=[nadia])
    session.replace(nadia, hugo)
    assert (list(session.professionals.all()), list(session.replaced.all())) == ([hugo], [nadia])
    session.replace(hugo, nadia)
    assert (list(session.professionals.all()), list(session.replaced.all())) == ([nadia], [])


def test_who_is_on_duty_is_told_by_the_clock(desk):
    cio = make_institution(name="CIO")
    make_duty_session(desks=[desk], institution=cio)
    make_duty_session(desks=[desk], state=DutySession.State.CANCELLED)
    make_duty_session(desks=[desk], starts=time(14), ends=time(17))
    afternoon = DutySession.objects.get(starts=time(14)).institution.name
    moments = [at(TUESDAY, clock) for clock in (time(9, 30), time(12, 30), time(18))]
    turns = [duty.turns_of_day(desk.site, moment)[desk.pk] for moment in moments]
    assert [(each.now, each.next) for each in turns] == [
        (["CIO"], (time(14), afternoon)), ([], (time(14), afternoon)), ([], None)
    ]  # fmt: skip
    assert duty.turns_of_day(make_desk().site, at(TUESDAY, time(9, 30))) == {}
    assert duty.institution_on_duty(desk, at(TUESDAY, time(10))) == cio
    (row,) = duty.duty_of_day(desk.site, at(TUESDAY, time(10)))
    assert (row.institutions, len(row.later)) == (["CIO"], 1)


def test_hours_are_counted_planned_held_and_missed(desk):
    other = make_desk(site=desk.site)
    cio = make_institution()
    make_duty_session(desks=[desk, other], institution=cio, state="held")
    make_duty_session(desks=[desk], institution=cio, state="missed", starts=time(14), ends=time(15, 30))
    make_duty_session(desks=[desk], state="cancelled")
    make_duty_session(desks=[other])
    found = hours.total([desk.site], TUESDAY, TUESDAY)
    assert (found.hours_planned, found.hours_held, found.hours_missed, found.open) == (7.5, 3, 1.5, 1)
    assert hours.by_desk([desk.site], TUESDAY, TUESDAY)[other.pk].hours_planned == 6
    assert hours.by_institution([desk.site], TUESDAY, TUESDAY)[cio.pk].share_held == 0.5
    assert hours.of_institution(cio, TUESDAY, TUESDAY + timedelta(days=1)).planned == 2
    assert hours.by_month([desk.site], TUESDAY, TUESDAY) == {date(2026, 3, 1): found}


def test_people_hours_count_everybody_who_came(desk):
    cio = make_institution()
    make_duty_session(
        desks=[desk], institution=cio, state="held", professionals=[make_professional() for _ in range(2)]
    )
    make_duty_session(desks=[desk], institution=cio, state="held")
    assert hours.people_hours([desk.site], TUESDAY, TUESDAY) == {cio.pk: timedelta(hours=9)}


def plan(desk, **fields):
    institution = fields.pop("institution", None) or make_institution(name="CIO")
    given = {"days": [TUESDAY], "starts": time(10), "ends": time(12), "professionals": []} | fields
    return Plan(site=desk.site, desks=[desk], institution=institution, **given)


def said(desk, **fields):
    return [(each.field, each.message, each.is_error) for each in conflicts(plan(desk, **fields))]


def test_nothing_is_said_of_a_plan_without_conflict(desk):
    cio = make_institution()
    make_agreement(institution=cio, starts_on=date(2026, 1, 1))
    person = make_professional(institution=cio)
    assert said(desk, institution=cio, professionals=[person]) == []


def test_a_person_is_taken_once_at_a_time(desk):
    cio = make_institution()
    person = make_professional(institution=cio, name="Nadia")
    session = make_duty_session(desks=[make_desk()], professionals=[person])
    place = session.site
    words = f"Nadia is taken on 10 March 2026: duty session at {place}."
    assert said(desk, institution=cio, professionals=[person]) == [("professionals", words, False)]
    assert said(desk, institution=cio, professionals=[person], besides={session.pk}) == []
    assert said(desk, institution=cio, professionals=[person], starts=time(12, 30), ends=time(13)) == []


def test_engagements_leave_out_what_was_cancelled(desk):
    person = make_professional()
    make_duty_session(desks=[desk], professionals=[person], state="cancelled")
    make_duty_session(desks=[desk], professionals=[person], starts=time(14), ends=time(15))
    found = engagements([person.pk], at(TUESDAY, time(8)), at(TUESDAY, time(20)))
    assert [each.starts for each in found] == [at(TUESDAY, time(14))]


def test_a_desk_that_does_not_exist_on_the_day_is_an_error(desk):
    desk.valid_until = date(2026, 3, 11)
    days = [TUESDAY, date(2026, 3, 12), date(2026, 3, 13)]
    words = "Find a job does not exist on 12 March 2026 and one more day."
    assert said(desk, days=days) == [("desks", words, True)]


def test_a_person_who_has_left_is_an_error(desk):
    cio = make_institution()
    person = make_professional(institution=cio, name="Nadia", active_until=date(2026, 3, 9))
    words = "Nadia does not work here on 10 March 2026."
    assert said(desk, institution=cio, professionals=[person]) == [("professionals", words, True)]


def test_a_closed_place_an_ended_agreement_and_school_holidays_are_warnings(desk):
    cio = make_institution(name="CIO")
    make_agreement(institution=cio, starts_on=date(2025, 1, 1), ends_on=date(2026, 2, 28))
    make_closure(site=desk.site, starts_on=TUESDAY)
    make_school_holiday(starts_on=TUESDAY)
    assert said(desk, institution=cio) == [
        ("day", f"{desk.site} is closed on 10 March 2026.", False),
        ("institution", "No agreement with CIO holds on 10 March 2026.", False),
        ("day", "School holidays: 10 March 2026.", False),
    ]


def test_a_session_outside_the_hours_and_one_planned_twice_are_warnings(desk):
    cio = make_institution(name="CIO")
    make_duty_session(desks=[desk], institution=cio)
    assert said(desk, institution=cio, starts=time(8)) == [
        ("starts", f"{desk.site} is not open all this time on 10 March 2026.", False),
        ("institution", "CIO is at this desk at this time already: 10 March 2026.", False),
    ]
