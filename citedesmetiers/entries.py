"""What a device's outbox sends: batches of entries, each stored exactly once, whichever room they are for.

The contract is docs/api.md. A batch is never refused because of one entry; every entry gets its own answer, and only
"stored" and "already" allow the device to forget it. A room subclasses Batch: what it reads and how it stores.
"""

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from citedesmetiers.models import Site
from citedesmetiers.reading import aware, read_uuid

STORED, ALREADY, CONFLICT, REFUSED = "stored", "already", "conflict", "refused"
MOST_ENTRIES = 500  # in one batch; a day's outbox drains in a few
RIGHT_CLOCK = timedelta(minutes=2)  # a difference below this is the way through the network, not a wrong clock
FUTURE = timedelta(minutes=5)
OLDEST = timedelta(days=92)  # later than that a sheet of paper is the better witness


class BadBatch(Exception):
    """The batch as a whole cannot be read; the text says why. Nothing was stored."""


@dataclass
class Entry:
    """One entry as it was sent, and what became of it. said: further words of the answer, for example the ticket."""

    raw: dict
    uid: uuid.UUID | None = None
    kind: str = ""
    site_id: int | None = None
    moment: datetime | None = None
    target: uuid.UUID | None = None
    values: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)
    status: str = ""
    errors: list = field(default_factory=list)

    @property
    def fingerprint(self):
        text = json.dumps(self.raw, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).digest()[:16]

    def refuse(self, message):
        self.status = REFUSED
        self.errors.append(str(message))

    @property
    def answer(self):
        return {"uid": self.raw.get("uid"), "status": self.status, "errors": self.errors, **self.said}


class Batch:
    """A batch of entries from one device, signed in as one person.

    payload: the decoded JSON.  user: who is signed in.  site: the place chosen in the bar, for entries that name none
    (or a function that finds it, asked only when needed).
    now: aware datetime of arrival.  Raises BadBatch when the payload has not the shape of docs/api.md.
    """

    kinds = ()
    too_old = None  # what to do with an entry that is older than OLDEST

    def __init__(self, payload, *, user, site, now=None):
        self.now = now or timezone.now()
        self.user, self._chosen = user, site
        if not isinstance(payload, dict) or not isinstance(payload.get("entries"), list):
            raise BadBatch('expected {"entries": […]}')
        if len(payload["entries"]) > MOST_ENTRIES:
            raise BadBatch(f"at most {MOST_ENTRIES} entries at once")
        if not all(isinstance(raw, dict) for raw in payload["entries"]):
            raise BadBatch("an entry is an object")
        self.skew = self._skew(payload.get("sent_at"))
        self.entries = [Entry(raw) for raw in payload["entries"]]

    def store(self):
        """Read, check and store every entry; return their answers in the order they were sent."""
        self.look_up()
        for entry in self.entries:
            entry.uid = read_uuid(entry.raw.get("uid"))
            if entry.uid is None:
                entry.refuse(_("The entry has no valid key."))
            entry.kind = entry.raw.get("kind") if entry.raw.get("kind") in self.kinds else ""
            if entry.kind:
                self.read(entry)
            else:
                entry.refuse(_("The kind of entry is not known."))
        self.keep([entry for entry in self.entries if not entry.status])
        return [entry.answer for entry in self.entries]

    def look_up(self):
        """Fetch the rows that the batch's codes name; a room adds its own lists."""
        self.sites = Site.codes_for(self.user)

    def read(self, entry):
        """Check one entry and turn its codes into rows; what is wrong with it is refused in words."""
        raise NotImplementedError

    def keep(self, entries):
        """Store those that were read without complaint, and say of each what became of it."""
        raise NotImplementedError

    def _skew(self, sent_at):
        """How far the device's clock is behind ours (negative: ahead); zero when it is right or not told."""
        try:
            skew = self.now - aware(sent_at)
        except ValueError:
            return timedelta(0)
        return skew if abs(skew) > RIGHT_CLOCK else timedelta(0)

    def chosen_site_id(self):
        site = self._chosen() if callable(self._chosen) else self._chosen
        return site.pk if site else None

    def read_place_and_time(self, entry):
        code = entry.raw.get("site")
        entry.site_id = self.chosen_site_id() if code in (None, "") else self.sites.get(str(code))
        if entry.site_id is None:
            entry.refuse(_("This place is not one of yours."))
        try:
            moment = aware(entry.raw.get("recorded_at")) + self.skew
        except (ValueError, OverflowError):
            entry.refuse(_("The time of the entry cannot be read."))
            return
        if moment > self.now + FUTURE:
            entry.refuse(_("The entry lies in the future: check the clock of the device."))
            return
        if moment < self.now - OLDEST:
            entry.refuse(self.too_old)
            return
        entry.moment = timezone.localtime(moment)

    def from_device(self, entry):
        """The columns of citedesmetiers.models.once.FromDevice."""
        return {"received_on": timezone.localdate(self.now), "fingerprint": entry.fingerprint}

    def judge(self, entries, inserted, model):
        """Say of each entry whether it was stored now, was there already, or meets another under its key."""
        fresh = set(inserted)
        others = [entry.uid for entry in entries if entry.uid not in inserted]
        doubled = len({entry.uid for entry in entries}) < len(entries)
        known = {}
        if others or doubled:
            rows = model.objects.filter(pk__in=[entry.uid for entry in entries])
            known = {uid: bytes(print_) if print_ else None for uid, print_ in rows.values_list("pk", "fingerprint")}
        for entry in entries:
            if known.get(entry.uid) not in (None, entry.fingerprint):
                entry.status = CONFLICT
                entry.errors.append(_("Another entry with this key is stored already. Both are kept."))
            elif entry.uid in fresh:
                entry.status = STORED
                fresh.discard(entry.uid)
            else:
                entry.status = ALREADY


def answer(request, batch_class, **further):
    """Store the batch in the body of `request` and answer for each entry, as docs/api.md says.

    further: arguments of `batch_class` beside the payload.
    """
    if request.content_type != "application/json":
        return JsonResponse({"error": "content_type"}, status=415)
    if not from_here(request):
        return JsonResponse({"error": "origin"}, status=403)
    try:
        batch = batch_class(json.loads(request.body), user=request.user, **further)
    except RequestDataTooBig:
        return JsonResponse({"error": "too_large"}, status=413)
    except (BadBatch, ValueError, RecursionError) as error:
        return JsonResponse({"error": "batch", "message": str(error)[:200]}, status=400)
    results = batch.store()
    return JsonResponse({"results": results, "skew_seconds": round(batch.skew.total_seconds())})


def from_here(request):
    """True unless the browser says that another site sent the request."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none") and (
        origin is None or origin == f"{request.scheme}://{request.get_host()}"
    )
