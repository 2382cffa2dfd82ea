"""What the door forgets after a week, without changing a figure, and the proof that it did."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from citedesmetiers.forgetting import forget, forget_when_due
from citedesmetiers.models import Forgotten, Heartbeat
from reception.factories import make_group_marginal, make_group_visit, make_visit
from reception.models import GroupVisit, Visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


def test_a_device_key_is_gone_after_a_week_and_the_visit_still_counts():
    old = make_visit(day=TODAY, received_on=TODAY - timedelta(days=8), fingerprint=b"x" * 16, people=3)
    fresh = make_visit(day=TODAY, received_on=TODAY - timedelta(days=7), fingerprint=b"y" * 16)
    assert forget(TODAY)["device_keys"] == 1
    assert not Visit.objects.filter(pk=old.pk).exists()
    assert Visit.objects.filter(pk=fresh.pk, fingerprint__isnull=False).exists()
    assert Visit.objects.counted().people() == 4
    assert Visit.objects.filter(received_on=None, fingerprint=None).count() == 1


def test_a_group_keeps_its_marginals():
    group = make_group_visit(received_on=TODAY - timedelta(days=8), fingerprint=b"x" * 16)
    make_group_marginal(group=group, people=13)
    forget(TODAY)
    kept = GroupVisit.objects.get()
    assert (kept.fingerprint, kept.received_on) == (None, None)
    assert kept.marginals.get().people == 13


def test_what_was_taken_back_goes_once_no_replay_can_come():
    make_visit(undone=True, received_on=TODAY - timedelta(days=8))
    make_visit(undone=True, day=TODAY - timedelta(days=8))
    kept = make_visit(undone=True, received_on=TODAY - timedelta(days=7))
    make_group_visit(undone=True, received_on=TODAY - timedelta(days=8))
    assert forget(TODAY)["taken_back"] == 3
    assert list(Visit.objects.all()) == [kept]


def test_each_purge_leaves_a_line_and_a_second_one_adds_to_it():
    for _ in range(2):
        make_visit(received_on=TODAY - timedelta(days=30))
        forget(TODAY)
    forget(TODAY)
    assert list(Forgotten.objects.values_list("day", "kind", "rows")) == [(TODAY, "device_keys", 2)]


@pytest.mark.parametrize(
    ("hour", "last", "due"), [(2, None, False), (3, None, True), (9, 0, False), (9, 1, True), (2, 1, False)]
)
def test_forgetting_is_due_once_a_night(hour, last, due):
    now = datetime(2026, 11, 20, hour, 30, tzinfo=ZoneInfo("Europe/Paris"))
    if last is not None:
        Heartbeat.objects.create(name="forget", beaten_at=now - timedelta(days=last))
    assert (forget_when_due(now) is not None) is due
