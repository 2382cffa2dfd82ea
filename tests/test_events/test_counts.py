"""Figures of what was on: offered, held and cancelled stay apart, and every figure says what it counts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from citedesmetiers.factories import make_purpose, make_site
from events import counts
from events.factories import (
    at,
    make_attendance,
    make_event,
    make_event_kind,
    make_organiser,
    make_session,
    make_topic,
)
from events.models import Organiser, Session
from partners.factories import make_institution

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAY = date(2026, 3, 10)
pytestmark = pytest.mark.django_db


def held(present, **fields):
    return make_attendance(session=make_session(state="held", **fields), present=present).session


def test_offered_held_and_cancelled_stay_apart():
    site = make_site()
    held(9, site=site, seats=12)
    held(15, site=site, seats=12)
    held(40, site=site)  # no limit: no part of the fill rate
    make_session(site=site, state="held")  # nobody wrote a number down
    make_session(site=site, state="cancelled", reason="room", seats=12)
    make_session(site=site)  # planned, and neither
    make_session(site=make_site(), state="held")  # elsewhere
    found = counts.volumes([site], FIRST, LAST)
    assert (found.offered, found.held, found.cancelled, found.uncounted) == (6, 4, 1, 1)
    assert (found.participations, found.seats_offered, found.seats_used, found.fill_percent) == (64, 24, 24, 100)


def test_without_any_limited_session_there_is_no_fill_rate():
    assert counts.volumes([make_site()], FIRST, LAST).fill_rate is None


def test_rows_3_and_4_eighty_workshops_offered_and_more_than_600_participants():
    site, kind = make_site(), make_event_kind()
    event = make_event(kind=kind)
    for number in range(76):
        held(8, site=site, event=event, day=DAY + timedelta(days=number))
    for number in range(4):
        make_session(site=site, event=event, state="cancelled", reason="too_few", day=DAY + timedelta(days=number))
    found = counts.volumes_by("event__kind", [site], FIRST, LAST)[kind.pk]
    assert (found.offered, found.held, found.cancelled, found.participations) == (80, 76, 4, 608)


def test_the_year_is_cut_by_the_clock_of_the_centre():
    site = make_site()
    make_session(site=site, starts_at=at(date(2025, 12, 31), 23, 30), state="held")
    make_session(site=site, starts_at=at(date(2026, 1, 1), 0, 15), state="held")
    assert counts.volumes([site], FIRST, LAST).held == 1


def test_a_session_with_two_purposes_counts_for_each_and_once_in_all():
    site, one, two = make_site(), make_purpose(), make_purpose()
    held(10, site=site, event=make_event(purposes=[one, two]))
    held(4, site=site, event=make_event(purposes=[two]))
    found = counts.volumes_by_many("purposes", [site], FIRST, LAST)
    assert (found[one.pk].participations, found[two.pk].participations) == (10, 14)
    assert counts.volumes([site], FIRST, LAST).participations == 14


def test_row_51_events_of_a_theme_to_date():
    topic, site = make_topic(name="Business creation"), make_site()
    event = make_event(topics=[topic])
    for number in range(71):
        make_session(event=event, site=site, state="held", day=FIRST + timedelta(days=number))
    make_session(event=event, site=site, state="held", day=DAY + timedelta(days=100))
    assert counts.held_since(FIRST, DAY + timedelta(days=60), event__topics=topic) == 71
    assert counts.volumes_by_many("topics", [site], FIRST, LAST)[topic.pk].held == 72


def test_the_co_produced_share_leaves_hosts_and_companies_out():
    site = make_site()
    for role in Organiser.Role.values:
        held(5, site=site, event=make_organiser(role=role).event)
    held(5, site=site)
    assert counts.co_produced([site], FIRST, LAST) == (2, 5)


def test_a_company_at_two_events_is_one_company():
    site, company = make_site(), make_institution()
    for _number in range(2):
        held(5, site=site, event=make_organiser(institution=company, role=Organiser.Role.COMPANY).event)
    make_session(site=site, event=make_organiser(role=Organiser.Role.COMPANY).event)  # not held
    assert counts.companies([site], FIRST, LAST) == 1


def test_an_event_that_came_back_is_a_repeat_edition_once():
    site, first = make_site(), make_event(edition=1)
    held(5, site=site, event=first)
    back = make_event(repeats=first)
    held(5, site=site, event=back)
    held(5, site=site, event=back)
    held(5, site=site, event=make_event(edition=3))
    assert counts.repeat_editions([site], FIRST, LAST) == 2


def test_the_database_refuses_more_booked_seats_than_there_are():
    session = make_session(seats=12, seats_taken=12)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(pk=session.pk).update(seats_taken=13)
    Session.objects.filter(pk=session.pk).update(seats=None, seats_taken=13)  # without a limit there is room
    assert Session.objects.get().seats_taken == 13
