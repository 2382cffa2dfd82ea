"""What a counter sends: visits, groups, qualifications and second thoughts, each stored exactly once.

The contract is docs/api.md. A batch is never refused because of one entry; every entry gets its own answer, and only
"stored" and "already" allow the device to forget it.
"""

import hashlib
import json
import uuid
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from citedesmetiers.models import ProfileList, ProfileValue, Purpose, Site
from counselling.models import Desk, Interview, Ticket
from partners.models import Institution, InstitutionKind
from reception.models import PROFILE_FIELDS, GroupVisit, SentTo, Visit
from reception.models.visits import MOST_PEOPLE
from reception.reading import aware, listed, mapped, read_uuid

STORED, ALREADY, CONFLICT, REFUSED = "stored", "already", "conflict", "refused"
KINDS = ("visit", "group", "undo", "qualify")
MOST_ENTRIES = 500  # in one batch; a day's outbox drains in a few
MOST_PURPOSES = 9
RIGHT_CLOCK = timedelta(minutes=2)  # a difference below this is the way through the network, not a wrong clock
FUTURE = timedelta(minutes=5)
FRESH = timedelta(minutes=30)  # who was sent to a desk longer ago has been received, or is gone: no ticket
OLDEST = timedelta(days=92)  # later than that a sheet of paper is the better witness


class BadBatch(Exception):
    """The batch as a whole cannot be read; the text says why. Nothing was stored."""


@dataclass
class Entry:
    """One entry as it was sent, and what became of it."""

    raw: dict
    uid: uuid.UUID | None = None
    kind: str = ""
    site_id: int | None = None
    moment: datetime | None = None
    target: uuid.UUID | None = None
    values: dict = field(default_factory=dict)
    ticket: Ticket | None = None
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
        answer = {"uid": self.raw.get("uid"), "status": self.status, "errors": self.errors}
        if self.ticket:
            answer["ticket"] = {"colour": self.ticket.get_colour_display(), "number": self.ticket.number}
        return answer


class Batch:
    """A batch of entries from one device, signed in as one person.

    payload: the decoded JSON.  user: who is signed in.  site: the place chosen in the bar, for entries that name none
    (or a function that finds it, asked only when needed).
    now: aware datetime of arrival.  Raises BadBatch when the payload has not the shape of docs/api.md.
    """

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
        self._look_up()
        for entry in self.entries:
            self._read(entry)
        self._store_visits([e for e in self.entries if e.kind == "visit" and not e.status])
        for entry in self.entries:
            if entry.status:
                continue
            {"group": self._store_group, "qualify": self._qualify, "undo": self._undo}[entry.kind](entry)
        return [entry.answer for entry in self.entries]

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────

    def _skew(self, sent_at):
        """How far the device's clock is behind ours (negative: ahead); zero when it is right or not told."""
        try:
            skew = self.now - aware(sent_at)
        except ValueError:
            return timedelta(0)
        return skew if abs(skew) > RIGHT_CLOCK else timedelta(0)

    def _chosen_site_id(self):
        site = self._chosen() if callable(self._chosen) else self._chosen
        return site.pk if site else None

    def _look_up(self):
        """Fetch the rows that the batch's codes name: one query per kind of code, whatever the batch's size."""
        raws = [entry.raw for entry in self.entries]
        self.sites = Site.objects.codes_for(self.user)
        codes = {str(code) for raw in raws for code in listed(raw.get("purposes"))}
        self.purposes = dict(Purpose.objects.filter(code__in=codes).values_list("code", "pk")) if codes else {}
        values = {str(code) for raw in raws for code in mapped(raw.get("profile")).values()}
        for raw in raws:
            values.update(str(code) for counts in mapped(raw.get("marginals")).values() for code in mapped(counts))
        found = ProfileValue.objects.filter(code__in=values) if values else []
        self.profile = {(value.list, value.code): value for value in found}
        desks = {str(raw["desk"]) for raw in raws if raw.get("desk")}
        found = Desk.objects.at(self.sites.values()).filter(code__in=desks) if desks else []
        self.desks = {(desk.site_id, desk.code): desk for desk in found}
        kinds = {str(raw["sent_to_kind"]) for raw in raws if raw.get("sent_to_kind")}
        self.kinds = dict(InstitutionKind.objects.filter(code__in=kinds).values_list("code", "pk")) if kinds else {}
        schools = {str(raw["institution"]) for raw in raws if raw.get("institution")}
        self.institutions = (
            dict(Institution.objects.filter(code__in=schools).values_list("code", "pk")) if schools else {}
        )

    def _read(self, entry):
        """Check one entry and turn its codes into rows; what is wrong with it goes to entry.errors."""
        raw = entry.raw
        entry.uid = read_uuid(raw.get("uid"))
        if entry.uid is None:
            entry.refuse(_("The entry has no valid key."))
        entry.kind = raw.get("kind") if raw.get("kind") in KINDS else ""
        if not entry.kind:
            entry.refuse(_("The kind of entry is not known."))
            return
        if entry.kind in ("undo", "qualify"):
            # An undo may name what it takes back, or carry the key of the entry itself.
            entry.target = read_uuid(raw.get("target")) or entry.uid
        else:
            self._read_place_and_time(entry)
            self._read_people(entry)
        if entry.kind != "undo":
            self._read_purposes(entry)
            self._read_profile(entry)
            self._read_desk(entry)

    def _read_place_and_time(self, entry):
        code = entry.raw.get("site")
        entry.site_id = self._chosen_site_id() if code in (None, "") else self.sites.get(str(code))
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
            entry.refuse(_("The entry is too old. Add it under “Past visits”."))
            return
        entry.moment = timezone.localtime(moment)

    def _read_people(self, entry):
        people = entry.raw.get("people", 1)
        least = 2 if entry.kind == "group" else 1
        if not isinstance(people, int) or isinstance(people, bool) or not least <= people <= MOST_PEOPLE:
            entry.refuse(
                _("The number of people goes from %(least)d to %(most)d.") % {"least": least, "most": MOST_PEOPLE}
            )
        entry.values["people"] = people

    def _read_purposes(self, entry):
        codes = [str(code) for code in listed(entry.raw.get("purposes"))]
        unknown = [code for code in codes if code not in self.purposes]
        if unknown or len(codes) > MOST_PURPOSES:
            message = ngettext(
                "This purpose is not known: %(codes)s.", "These purposes are not known: %(codes)s.", len(unknown)
            )
            entry.refuse(message % {"codes": ", ".join(unknown)[:200]})
        entry.values["purposes"] = list(dict.fromkeys(self.purposes[code] for code in codes if code in self.purposes))

    def _read_profile(self, entry):
        profile = {}
        for name, code in mapped(entry.raw.get("profile")).items():
            value = self.profile.get((name, str(code)))
            if code in (None, "", "not_stated"):
                continue
            if value is None:
                entry.refuse(_("This value is not known: %(value)s.") % {"value": f"{name} / {code}"[:200]})
            else:
                profile[name] = value
        entry.values["profile"] = profile
        sent_to = [str(code) for code in listed(entry.raw.get("sent_to"))]
        if not set(sent_to) <= set(SentTo.values):
            entry.refuse(_("One of the directions is not known."))
        entry.values["sent_to"] = list(dict.fromkeys(sent_to))
        kind = entry.raw.get("sent_to_kind")
        entry.values["sent_to_kind"] = self.kinds.get(str(kind)) if kind else None
        if kind and not entry.values["sent_to_kind"]:
            entry.refuse(_("This kind of institution is not known."))

    def _read_desk(self, entry):
        """Which desk the visitor was sent to, as its code; which place's desk it is shows when the entry is stored."""
        code = str(entry.raw.get("desk") or "")
        entry.values["desk"] = code
        if not code:
            return
        places = {entry.site_id} if entry.site_id else set(self.sites.values())
        if not any((place, code) in self.desks for place in places):
            entry.refuse(_("This desk is not known here."))
        if SentTo.DESK not in entry.values["sent_to"]:
            entry.values["sent_to"].append(SentTo.DESK.value)
        if entry.kind == "qualify":  # says when somebody was sent; without it nobody waits
            try:
                entry.moment = timezone.localtime(aware(entry.raw.get("recorded_at")) + self.skew)
            except (ValueError, OverflowError):
                entry.moment = None

    # ── storing ──────────────────────────────────────────────────────────────────────────────────────

    def _store_visits(self, entries):
        visits = {}
        for entry in entries:
            visits.setdefault(entry.uid, self._visit(entry))
        sent = any(entry.values["desk"] for entry in entries)
        with transaction.atomic() if sent else nullcontext():  # a ticket and its visit, or neither
            self._judge(entries, Visit.objects.store(visits.values()), Visit)
            for entry in entries:
                if entry.status == STORED and entry.values["desk"]:
                    self._let_wait(entry, visits[entry.uid])

    def _let_wait(self, entry, visit):
        """A waiting ticket for whom `visit` counts: copies of what was noted, and no way back to the visit."""
        today = timezone.localdate(self.now)
        desk = self.desks.get((visit.site_id, entry.values["desk"]))
        if desk is None or entry.moment is None or entry.moment.date() != today or entry.moment < self.now - FRESH:
            return
        if desk.valid_from <= today and (desk.valid_until is None or today <= desk.valid_until):
            purposes = [pk for pk in (visit.purpose_id, *visit.further_purposes) if pk]
            interview = Interview.objects.send(
                desk=desk, purposes=purposes, profile=entry.values["profile"], people=visit.people, now=self.now
            )
            entry.ticket = interview.ticket

    def _visit(self, entry):
        purposes = entry.values["purposes"]
        return Visit(
            uid=entry.uid,
            site_id=entry.site_id,
            day=entry.moment.date(),
            hour=entry.moment.hour,
            people=entry.values["people"],
            received_on=timezone.localdate(self.now),
            fingerprint=entry.fingerprint,
            **noted(purposes, entry.values),
        )

    def _judge(self, entries, inserted, model):
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

    def _store_group(self, entry):
        raw = entry.raw
        institution = self.institutions.get(str(raw.get("institution"))) if raw.get("institution") else None
        if raw.get("institution") and institution is None:
            entry.refuse(_("This school or institution is not known."))
            return
        classes = raw.get("classes")
        group = GroupVisit(
            uid=entry.uid,
            site_id=entry.site_id,
            day=entry.moment.date(),
            hour=entry.moment.hour,
            people=entry.values["people"],
            classes=classes if isinstance(classes, int) and not isinstance(classes, bool) else None,
            institution_id=institution,
            purposes=entry.values["purposes"],
            received_on=timezone.localdate(self.now),
            fingerprint=entry.fingerprint,
        )
        try:
            counts = self._marginals(raw)
            group.full_clean(validate_unique=False)
            with transaction.atomic():
                inserted = GroupVisit.objects.store([group])
                if inserted:
                    group.set_marginals(counts)
        except ValidationError as error:
            for message in error.messages:
                entry.refuse(message)
            return
        self._judge([entry], inserted, GroupVisit)

    def _marginals(self, raw):
        """The group's marginals as ProfileValue → people. Raises ValidationError for an unknown value or number."""
        counts = {}
        for name, values in mapped(raw.get("marginals")).items():
            for code, people in mapped(values).items():
                value = self.profile.get((name, str(code)))
                if value is None or name not in ProfileList.values:
                    raise ValidationError(
                        _("This value is not known: %(value)s.") % {"value": f"{name} / {code}"[:200]}
                    )
                if not isinstance(people, int) or isinstance(people, bool) or people < 0:
                    raise ValidationError(_("Numbers of people are whole and not negative."))
                counts[value] = people
        return counts

    def _qualify(self, entry):
        """Replace what is noted about a visit; the visit may have come from any counter of the person's places."""
        purposes = entry.values["purposes"]
        changes = noted(purposes, entry.values)
        if not purposes:  # a qualification that names no purpose leaves the purposes as they are
            del changes["purpose_id"], changes["further_purposes"]
        visits = Visit.objects.filter(pk=entry.target, site__in=self.sites.values())
        changed = self._qualify_and_send(entry, visits, changes) if entry.values["desk"] else visits.update(**changes)
        if changed:
            entry.status = STORED
        else:
            entry.refuse(_("The visit to be qualified is not known here."))

    @transaction.atomic
    def _qualify_and_send(self, entry, visits, changes):
        """Qualify, and let the visitor wait if the visit was not sent to a desk before: a replay gives no ticket."""
        visit = visits.select_for_update(of=("self",)).first()
        if visit is None:
            return 0
        was_sent = SentTo.DESK in visit.sent_to
        visits.update(**changes)
        visit.refresh_from_db()
        if not was_sent and not visit.undone:
            self._let_wait(entry, visit)
        return 1

    def _undo(self, entry):
        """Take an entry back. One that has not arrived yet is met by a tombstone, so that order does not matter."""
        for model in (Visit, GroupVisit):
            found = model.objects.filter(pk=entry.target, site__in=self.sites.values()).first()
            if found:
                entry.status = ALREADY if found.undone else STORED
                if not found.undone:
                    found.take_back()
                return
        site_id = self._chosen_site_id() or next(iter(self.sites.values()), None)
        if site_id is None or Visit.objects.filter(pk=entry.target).exists():
            entry.refuse(_("This place is not one of yours."))
            return
        today = timezone.localtime(self.now)
        tombstone = Visit(
            uid=entry.target, site_id=site_id, day=today.date(), hour=today.hour, undone=True, received_on=today.date()
        )
        entry.status = STORED if Visit.objects.store([tombstone]) else ALREADY


def noted(purposes, values):
    """The columns of a visit that reception fills in: purposes, profile, directions."""
    return {
        "purpose_id": purposes[0] if purposes else None,
        "further_purposes": purposes[1:],
        **{f"{name}_id": value.pk if (value := values["profile"].get(name)) else None for name in PROFILE_FIELDS},
        "sent_to": values["sent_to"],
        "sent_to_kind_id": values["sent_to_kind"],
    }
