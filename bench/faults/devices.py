"""Devices at the counter that send visits while something breaks, and the count of what became of them.

A careful device does what docs/api.md asks: a key for each visit, sent again until it reads "stored" or "already". A
careless one takes what it sent for stored, and gives a visit a new key when it sends it again. Both lose one answer in
ten on the way, as networks do.
"""

import http.client
import json
import random
import socket
import threading
import time
import uuid
from dataclasses import dataclass, field

LOST_ANSWERS = 0.1
SECONDS_TO_DRAIN = 60


@dataclass
class Tally:
    """What devices and database say after a fault.

    acknowledged: visits that a device was told, or believed, to be stored.  stored: rows.  lost: acknowledged and not
    there.  twice: rows beyond the first of a visit.  failures: requests without a success.  away: the longest time, in
    seconds, in which no device was told of a success.
    """

    acknowledged: int = 0
    stored: int = 0
    lost: int = 0
    twice: int = 0
    failures: int = 0
    away: float = 0.0


@dataclass
class Visit:
    keys: list = field(default_factory=list)
    acknowledged: bool = False


class Devices:
    """`number` devices that send visits until `stop` is called; then careful ones drain what they kept.

    broken: how many answers are lost on the way (0 to 1).
    """

    def __init__(self, house, *, number=6, careful=True, broken=LOST_ANSWERS, pause=0.005):
        self.house, self.careful, self.broken, self.pause = house, careful, broken, pause
        self.visits, self.successes, self.failures = [], [time.monotonic()], 0
        self._over, self._lock = threading.Event(), threading.Lock()
        self._threads = [threading.Thread(target=self._work, args=(seed,)) for seed in range(number)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.stop()

    def stop(self):
        """Let each finish what it is at, and wait for them."""
        self._over.set()
        for thread in self._threads:
            thread.join(SECONDS_TO_DRAIN + 30)

    def tally(self):
        """Compare what was acknowledged with what is in the database."""
        rows = {str(uid) for (uid,) in self.house.query("select uid from reception_visit")}
        found = Tally(failures=self.failures)
        for visit in self.visits:
            there = sum(key in rows for key in visit.keys)
            found.acknowledged += visit.acknowledged
            found.stored += there
            found.lost += visit.acknowledged and not there
            found.twice += max(0, there - 1)
        moments = sorted(self.successes)
        found.away = max((after - before for before, after in zip(moments, moments[1:], strict=False)), default=0.0)
        return found

    def _work(self, seed):
        chance = random.Random(seed)
        while not self._over.is_set():
            visit = Visit()
            with self._lock:
                self.visits.append(visit)
            (self._send_until_told if self.careful else self._send_and_believe)(visit, chance)
            time.sleep(self.pause)

    def _send_until_told(self, visit, chance):
        visit.keys.append(str(uuid.uuid4()))
        at = now()
        end = None
        while not visit.acknowledged:
            if self._over.is_set() and end is None:
                end = time.monotonic() + SECONDS_TO_DRAIN
            if end and time.monotonic() > end:
                return
            visit.acknowledged = self._send(visit.keys[0], at, read=chance.random() >= self.broken)
            if not visit.acknowledged:
                time.sleep(0.05)

    def _send_and_believe(self, visit, chance):
        visit.acknowledged = True
        visit.keys.append(str(uuid.uuid4()))
        if chance.random() < self.broken:  # it heard nothing: a new entry, with a new key
            self._send(visit.keys[0], now(), read=True)
            visit.keys.append(str(uuid.uuid4()))
        self._send(visit.keys[-1], now(), read=True)

    def _send(self, key, at, *, read):
        """Send one visit; True when the answer was read and says that it is stored."""
        entry = {"uid": key, "kind": "visit", "site": "main", "recorded_at": at, "people": 1}
        body = json.dumps({"entries": [entry | {"purposes": ["employment"]}]})
        client = http.client.HTTPConnection("127.0.0.1", self.house.port, timeout=10)
        try:
            headers = {"Content-Type": "application/json", "Cookie": self.house.cookie}
            client.request("POST", "/reception/entries/", body, headers)
            if not read:  # as if the line broke between the commit and the answer
                client.sock.shutdown(socket.SHUT_WR)
                client.getresponse().read()
                return False
            answer = client.getresponse()
            told = answer.read()
            if answer.status == 200 and json.loads(told)["results"][0]["status"] in ("stored", "already"):
                self.successes.append(time.monotonic())
                return True
        except (OSError, http.client.HTTPException, ValueError):
            pass
        finally:
            client.close()
        with self._lock:
            self.failures += 1
        return False


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime())
