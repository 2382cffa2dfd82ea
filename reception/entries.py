"""What a counter sends: visits, groups, unmet requests, qualifications and second thoughts, each stored exactly once.

The contract is docs/api.md; what all entries have in common is in citedesmetiers/entries.py.
"""

from contextlib import nullcontext
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from citedesmetiers import entries
from citedesmetiers.entries import ALREADY, STORED
from citedesmetiers.models import ProfileList, ProfileValue, Purpose, SpentKey
from citedesmetiers.reading import aware, listed, mapped, read_uuid
from counselling.models import Desk, Interview, Theme, UnmetRequest
from partners.models import Institution, InstitutionKind
from reception.models import PROFILE_FIELDS, GroupVisit, SentTo, Visit
from reception.models.visits import MOST_PEOPLE

MOST_PURPOSES = 9
FORGOTTEN = gettext_lazy(
    "The entry meant arrived more than a week ago and can no longer be told from the others. "
    "Put it right under “Corrections” if need be."
)
FRESH = timedelta(minutes=30)  # who was sent to a desk longer ago has been received, or is gone: no ticket


class Batch(entries.Batch):
    """Entries of a counter; see citedesmetiers.entries.Batch."""

    kinds = ("visit", "group", "unmet", "undo", "qualify")
    too_old = gettext_lazy("The entry is too old. Add it under “Past visits”.")

    def keep(self, found):
        self._store_visits([entry for entry in found if entry.kind == "visit"])
        self._store_unmet([entry for entry in found if entry.kind == "unmet"])
        for entry in found:
            if not entry.status:
                {"group": self._store_group, "qualify": self._qualify, "undo": self._undo}[entry.kind](entry)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────

    def look_up(self):
        """One query per kind of code, whatever the batch's size."""
        super().look_up()
        raws = [entry.raw for entry in self.entries]
        codes = {str(code) for raw in raws for code in listed(raw.get("purposes"))}
        self.purposes = Purpose.by_codes(codes) if codes else {}
        values = {str(code) for raw in raws for code in mapped(raw.get("profile")).values()}
        for raw in raws:
            values.update(str(code) for counts in mapped(raw.get("marginals")).values() for code in mapped(counts))
        found = ProfileValue.objects.filter(code__in=values) if values else []
        self.profile = {(value.list, value.code): value for value in found}
        desks = {str(raw["desk"]) for raw in raws if raw.get("desk")}
        found = Desk.objects.at(self.sites.values()).filter(code__in=desks) if desks else []
        self.desks = {(desk.site_id, desk.code): desk for desk in found}
        themes = {str(raw["theme"]) for raw in raws if raw.get("theme")}
        self.themes = dict(Theme.objects.filter(code__in=themes).values_list("code", "pk")) if themes else {}
        kinds = {str(raw["sent_to_kind"]) for raw in raws if raw.get("sent_to_kind")}
        self.institution_kinds = (
            dict(InstitutionKind.objects.filter(code__in=kinds).values_list("code", "pk")) if kinds else {}
        )
        schools = {str(raw["institution"]) for raw in raws if raw.get("institution")}
        self.institutions = (
            dict(Institution.objects.filter(code__in=schools).values_list("code", "pk")) if schools else {}
        )

    def read(self, entry):
        raw = entry.raw
        if entry.kind in ("undo", "qualify"):
            # An undo may name what it takes back, or carry the key of the entry itself.
            entry.target = read_uuid(raw.get("target")) or entry.uid
        else:
            self.read_place_and_time(entry)
            self._read_people(entry)
        if entry.kind != "undo":
            self._read_purposes(entry)
            self._read_profile(entry)
            self._read_desk(entry)

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
        entry.values["sent_to_kind"] = self.institution_kinds.get(str(kind)) if kind else None
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
            self.judge(entries, Visit.objects.store(visits.values()), Visit)
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
            ticket = interview.ticket
            entry.said["ticket"] = {"colour": ticket.get_colour_display(), "number": ticket.number}

    def _visit(self, entry):
        purposes = entry.values["purposes"]
        return Visit(
            uid=entry.uid,
            site_id=entry.site_id,
            day=entry.moment.date(),
            hour=entry.moment.hour,
            people=entry.values["people"],
            **self.from_device(entry),
            **noted(purposes, entry.values),
        )

    def _store_unmet(self, found):
        """Requests for which no desk was on duty: the first purpose is the one that was asked for."""
        rows = {}
        for entry in found:
            if not entry.values["purposes"]:
                entry.refuse(_("Say what was asked for."))
                continue
            theme = str(entry.raw.get("theme") or "")
            if theme and theme not in self.themes:
                entry.refuse(_("This theme is not known."))
                continue
            rows.setdefault(
                entry.uid,
                UnmetRequest(
                    uid=entry.uid,
                    site_id=entry.site_id,
                    day=entry.moment.date(),
                    hour=entry.moment.hour,
                    people=entry.values["people"],
                    purpose_id=entry.values["purposes"][0],
                    theme_id=self.themes.get(theme),
                    **self.from_device(entry),
                ),
            )
        stored = [entry for entry in found if not entry.status]
        self.judge(stored, UnmetRequest.objects.store(rows.values()), UnmetRequest)

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
            **self.from_device(entry),
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
        self.judge([entry], inserted, GroupVisit)

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
        elif SpentKey.objects.among([entry.target]):
            entry.refuse(FORGOTTEN)
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
        for model in (Visit, GroupVisit, UnmetRequest):
            found = model.objects.filter(pk=entry.target, site__in=self.sites.values()).first()
            if found:
                entry.status = ALREADY if found.undone else STORED
                if not found.undone:
                    found.take_back()
                return
        if SpentKey.objects.among([entry.target]):
            if SpentKey.objects.among([entry.target], taken_back=True):
                entry.status = ALREADY
            else:
                entry.refuse(FORGOTTEN)
            return
        site_id = self.chosen_site_id() or next(iter(self.sites.values()), None)
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
