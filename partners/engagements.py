"""When a professional is taken: each room says so for its own rows, and each room asks before it takes them again.

A duty session and an event of the same person at the same hour are a conflict for either room, and neither knows the
other.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Engagement:
    """One stretch of time of one person.

    words: what they do then, for a message.  starts, ends: aware datetimes, the end not included.
    key: tells the row that it comes from, so that a row does not collide with itself.
    """

    professional_id: int
    words: str
    starts: datetime
    ends: datetime
    key: str = ""

    def overlaps(self, starts, ends):
        return self.starts < ends and starts < self.ends


_sources = []


def register_engagement(source):
    """Add a source of engagements; called from a room's AppConfig.ready(), which may run more than once.

    source: function(professional_ids, start, end) → the Engagements of these people that touch the stretch from
    `start` to `end` (aware datetimes), with a number of queries that does not depend on how many people are asked for.
    """
    if source not in _sources:
        _sources.append(source)


def engagements(professional_ids, start, end, *, besides=()):
    """What all rooms know of these people between `start` and `end`, in order of time.

    besides: keys of rows that are left out, those that are being edited.
    """
    people = set(professional_ids)
    if not people:
        return []
    found = [
        engagement
        for source in _sources
        for engagement in source(people, start, end)
        if engagement.key not in besides or not engagement.key
    ]
    return sorted(found, key=lambda engagement: (engagement.starts, engagement.professional_id))
