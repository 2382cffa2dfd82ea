"""Short runs of bench/faults: what was acknowledged is stored once, and the controls show that the count can see."""

from datetime import timedelta

import pytest

from bench.faults import clock, disk, kills
from bench.faults.house import house

pytestmark = pytest.mark.installation


@pytest.fixture(scope="module")
def here():
    with house() as running:
        yield running


@pytest.mark.parametrize("fault", [kills.web_process, kills.database])
def test_what_was_acknowledged_is_stored_once_after_a_kill(here, fault):
    tally = fault(here, times=2)
    assert tally.acknowledged > 10
    assert (tally.stored, tally.lost, tally.twice) == (tally.acknowledged, 0, 0)


def test_a_device_that_believes_what_it_sent_loses_and_doubles_visits(here):
    tally = kills.database(here, times=2, careful=False)
    assert tally.lost > 0
    assert tally.twice > 0


def test_a_deployment_fails_no_request(here):
    tally = kills.deployment(here, times=1)
    assert tally.acknowledged > 10
    assert (tally.failures, tally.lost, tally.twice) == (0, 0, 0)


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(hours=-1)])
def test_a_wrong_clock_is_put_right_when_the_device_tells_it(here, ahead):
    found = clock.wrong_clock(here, ahead)
    assert (found.right, found.refused) == (3, 0)
    assert clock.wrong_clock(here, ahead, tells=False).right == 0


def test_a_full_disk_turns_writing_away_and_loses_nothing():
    with disk.house_on_small_disk() as running:
        if running is None:
            pytest.skip("no file system may be mounted here")
        found = disk.full(running, seconds=2)
    assert (found.written, found.read, found.told) == (503, 200, '{"error": "disk_full"}')
    assert (found.lost, found.twice) == (0, 0)
    assert found.stored == found.acknowledged > 0
