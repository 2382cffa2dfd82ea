"""A device whose clock is wrong: its visits are counted at the day and hour at which they were."""

import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

CENTRE = ZoneInfo("Europe/Paris")


@dataclass
class Wrong:
    """right: visits at their own day and hour.  of: visits sent.  refused: visits that were not taken.

    told: the skew in seconds that the server answered.
    """

    right: int = 0
    of: int = 0
    refused: int = 0
    told: int = 0


def wrong_clock(house, ahead, *, tells=True):
    """Send visits of the last three hours from a device whose clock is `ahead` (a timedelta, negative: behind).

    tells: the device says what its clock shows while it sends, as ours does; a control does not.
    """
    found = Wrong()
    expected, entries = {}, []
    now = datetime.now(CENTRE)
    for hours in range(3):
        was = now - timedelta(hours=hours)
        uid = str(uuid.uuid4())
        expected[uid] = (was.date(), was.hour)
        entry = {"uid": uid, "kind": "visit", "site": "main", "people": 1, "purposes": ["employment"]}
        entries.append(entry | {"recorded_at": (was + ahead).isoformat()})
    batch = {"entries": entries} | ({"sent_at": (datetime.now(CENTRE) + ahead).isoformat()} if tells else {})
    status, body, _seconds = house.ask("/reception/entries/", batch, accept="application/json")
    if status != 200:
        raise RuntimeError(f"{status}: {body[:200]}")
    answer = json.loads(body)
    found.told, found.of = answer["skew_seconds"], len(entries)
    found.refused = sum(result["status"] == "refused" for result in answer["results"])
    rows = house.query("select uid::text, day, hour from reception_visit where uid::text = any(%s)", list(expected))
    found.right = sum(expected[uid] == (day, hour) for uid, day, hour in rows)
    return found
