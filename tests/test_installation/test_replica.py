"""Heavy reading on a second server: one that really follows by streaming, is held up, killed and started again."""

import json
import urllib.request
import uuid
from datetime import UTC, datetime

import pytest

from bench.faults.house import House
from citedesmetiers.installation import Installation, InstallationError
from tests.collected import lent_to
from tests.test_installation.following import Pair
from tests.test_installation.processes import Application, eventually, manage

pytestmark = pytest.mark.installation
FIGURES = "/reports/key-figures/by-month.csv"
HEAVY = [
    FIGURES, "/reports/key-figures/", "/reports/figures/visits_by_month/", "/reports/figures/visits_by_month.xlsx",
    "/reports/figures/open-data.zip", "/reports/network/key-figures.json", "/documentation/figures/",
    "/documentation/holdings.csv", "/catalogue/", "/catalogue/?q=emploi+formation&format=json",
    "/catalogue/suggestions/?q=em", "/catalogue/oai?verb=ListRecords&metadataPrefix=oai_dc",
]  # fmt: skip
LAG = 15  # seconds
BROKE_OFF = "The read replica broke off"
DOCTOR = "from citedesmetiers.doctor import read_replica; found = read_replica(); print(found.level, found.words)"


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pair")
    for each in (folder, *folder.parents[:2]):
        each.chmod(0o711)  # as root the servers run as another user, who must be able to pass through
    pair = Pair(folder)
    yield pair
    pair.stop()


@pytest.fixture(scope="module")
def house(pair, tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    variables = pair.urls | {"REPLICA_LAG": LAG}
    application = Application(lent_to(folder / "data"), output=folder / "output", **variables)
    try:
        house = House(application.wait_until_running(), pair.urls["DATABASE_URL"])
        house.variables = variables
        yield house
    finally:
        application.end()


def visits(house, *, cookie=""):
    """How many visits the file of the key figures counts; as somebody whose browser has the cookie as well."""
    address = f"http://127.0.0.1:{house.port}{FIGURES}"
    request = urllib.request.Request(address, headers={"Cookie": house.cookie + cookie})
    with urllib.request.urlopen(request, timeout=15) as response:
        _headers, *lines = response.read().decode("utf-8-sig").splitlines()
    return sum(int(line.rpartition(";")[2]) for line in lines)


def count_one(house):
    """Count a visitor at the door; the cookies that the answer sets."""
    now = datetime.now(UTC).isoformat()
    entry = {"uid": str(uuid.uuid4()), "kind": "visit", "site": "main", "people": 1, "purposes": ["employment"]}
    request = urllib.request.Request(
        f"http://127.0.0.1:{house.port}/reception/entries/",
        json.dumps({"entries": [entry | {"recorded_at": now}]}).encode(),
        {"Cookie": house.cookie, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=15) as response:
        assert json.loads(response.read())["results"][0]["status"] == "stored"
        return response.headers.get_all("Set-Cookie") or []


def doctor(house, **variables):
    return manage(house.data, "shell", "-v", "0", "-c", DOCTOR, **(house.variables | variables)).strip()


def readers(pair):
    """How many connections of the application the second server has."""
    return pair.ask(pair.second, "select count(*) from pg_stat_activity where usename = 'citedesmetiers'")


def test_every_heavy_page_is_answered_by_the_replica(house, pair):
    assert pair.ask(pair.first, "select count(*) from pg_stat_replication") == 1
    assert [(path, house.ask(path)[0]) for path in HEAVY] == [(path, 200) for path in HEAVY]
    assert readers(pair) > 0
    assert BROKE_OFF not in house.application.said()
    assert doctor(house).startswith("good")


def test_a_replica_that_is_held_up_is_noticed_and_left_alone_until_it_has_caught_up(house, pair):
    before = eventually(lambda: visits(house) + 1) - 1
    pair.pause()
    try:
        cookies = count_one(house)
        assert visits(house) == before  # it is read over there, where the visit has not arrived
        [wrote] = [cookie for cookie in cookies if cookie.startswith("wrote=1")]
        assert f"Max-Age={LAG + 4}" in wrote
        assert visits(house, cookie="; wrote=1") == before + 1  # who stored it sees it
        eventually(lambda: visits(house) == before + 1, seconds=LAG + 30, what="noticing that it is held up")
        assert doctor(house).startswith("bad It is too far behind")
    finally:
        pair.resume()
    eventually(lambda: doctor(house).startswith("good"), seconds=60, what="catching up")
    assert visits(house) == before + 1


def test_pages_are_answered_without_the_replica_and_by_it_again_when_it_is_back(house, pair):
    now = visits(house)
    pair.kill_second()
    assert [visits(house) for _ in range(8)] == [now] * 8
    assert [house.ask(path)[0] for path in HEAVY] == [200] * len(HEAVY)
    assert doctor(house).startswith("bad It does not answer")
    pair.second.start()
    eventually(lambda: visits(house) == now and readers(pair), seconds=60, what="reading over there")
    assert doctor(house).startswith("good")


def test_a_server_that_follows_nobody_is_not_read_from(house, pair):
    found = doctor(house, DATABASE_REPLICA_URL=pair.urls["DATABASE_URL"])
    assert found.startswith("bad The server at DATABASE_REPLICA_URL follows no other one")


def test_visitors_get_no_cookie(house):
    with urllib.request.urlopen(f"http://127.0.0.1:{house.port}/catalogue/", timeout=15) as response:
        assert response.headers.get_all("Set-Cookie") is None


def test_no_replica_can_follow_our_own_database():
    with pytest.raises(InstallationError, match="needs DATABASE_URL"):
        Installation.from_environ({"DATABASE_REPLICA_URL": "postgres://one@two/three"})
