"""What the teams of the demonstration hand over: their notes, and what was asked for while nobody was on duty."""

from datetime import timedelta
from uuid import UUID

from citedesmetiers.models import Purpose
from counselling.models import Notice, UnmetRequest
from reception.models import Visit
from reports.demo.bulk import copy
from reports.demo.centre import read
from reports.demo.chance import stream

ASKED_IN_VAIN = 0.015  # of the visits for a purpose that were not sent to a desk
# Where desks are thinly staffed: creating a business, changing job.
THIN = {"business": 3.0, "career_change": 1.6}


def fill(seed, sites, day):
    """Store the notes that hang on `day`, and the unmet requests of all stored visits; returns how many requests."""
    Notice.objects.bulk_create(
        Notice(
            site=sites[entry["site"]],
            day=day - timedelta(days=entry["days"]),
            text=entry["text"],
            pinned=entry.get("pinned", False),
        )
        for entry in read("notices")["notices"]
    )
    return copy(UnmetRequest, requests(seed))


def requests(seed):
    """Unsaved requests; each depends on the seed and one visit, and keeps nothing of it but place, hour, purpose."""
    codes = dict(Purpose.objects.values_list("pk", "code"))
    visits = Visit.objects.filter(purpose__is_door=True).exclude(sent_to__contains=["desk"]).order_by("day", "uid")
    for uid, site, day, hour, purpose in visits.values_list("uid", "site", "day", "hour", "purpose").iterator():
        rng = stream(seed, "unmet", uid)
        if rng.random() < ASKED_IN_VAIN * THIN.get(codes[purpose], 1):
            key = UUID(int=rng.getrandbits(128), version=4)
            yield UnmetRequest(uid=key, site_id=site, day=day, hour=hour, purpose_id=purpose)
