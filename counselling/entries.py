"""Interviews that a desk recorded while the server was away: each stored exactly once, by the outbox's rules.

The contract is docs/api.md. What may be noted is read by the form of the desk board itself, so that both ways in keep
the same rules. An entry whose key is that of a waiting or received interview closes that one.
"""

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citedesmetiers import entries
from citedesmetiers.entries import ALREADY, CONFLICT, STORED
from citedesmetiers.reading import listed, mapped
from counselling.forms.interview import InterviewForm
from counselling.models import Desk, DutySession, Interview
from counselling.models.interview import MOST_MINUTES
from partners.models import Institution

State = Interview.State
OPEN = (State.WAITING, State.RECEIVED, State.LEFT)  # the counsellor was there: what they recorded holds


class Batch(entries.Batch):
    """Interviews of one screen; see citedesmetiers.entries.Batch. institution: for which the session
    records, None for the centre itself."""

    kinds = ("interview",)
    too_old = gettext_lazy("The interview is too old. Add it under “From paper”.")

    def __init__(self, payload, *, institution=None, **arguments):
        super().__init__(payload, **arguments)
        self.institution = institution
        self.on_roster = {}  # (place, day): keys of the institutions that lend somebody

    def look_up(self):
        super().look_up()
        codes = {str(entry.raw.get("desk")) for entry in self.entries}
        desks = Desk.objects.at(self.sites.values()).filter(code__in=codes).select_related("site")
        self.desks = {(desk.site_id, desk.code): desk for desk in desks}
        codes = {code for entry in self.entries if isinstance(code := entry.raw.get("institution"), str)}
        self.institutions = {row.code: row for row in Institution.objects.filter(code__in=codes)}

    def read(self, entry):
        self.read_place_and_time(entry)
        desk = self.desks.get((entry.site_id, str(entry.raw.get("desk"))))
        if desk is None or not entry.moment:
            if entry.site_id and desk is None:
                entry.refuse(_("This desk is not known here."))
            return
        day = entry.moment.date()
        if day < desk.valid_from or (desk.valid_until and day > desk.valid_until):
            entry.refuse(_("This desk did not exist on that day."))
        entry.values["desk"] = desk
        entry.values["institution"] = self.institution_of(entry, desk.site_id, day)

    def institution_of(self, entry, site, day):
        """For which institution the entry was recorded, None for the centre itself; refused when it cannot be.

        As it says itself: the session is that of whoever is signed in now. Entries of before did not say it.
        """
        said = entry.raw.get("institution")
        if said is None:
            return self.institution
        if said == "":
            return None
        found = self.institutions.get(said) if isinstance(said, str) else None
        if found is None:
            entry.refuse(_("This institution is not known here."))
        elif found != self.institution and found.pk not in self.roster(site, day):
            words = _("%(institution)s was not on the roster of that day. Sign in with the account that recorded it.")
            entry.refuse(words % {"institution": found})
        return found

    def roster(self, site, day):
        """Keys of the institutions that lent somebody to the place on that day; asked once for a batch."""
        if (site, day) not in self.on_roster:
            there = DutySession.objects.at([site]).between(day, day).staffed()
            self.on_roster[site, day] = set(there.order_by().values_list("institution", flat=True))
        return self.on_roster[site, day]

    def keep(self, found):
        for entry in found:
            with transaction.atomic():
                self._keep(entry)

    def _keep(self, entry):
        row = Interview.objects.select_for_update(of=("self",)).filter(pk=entry.uid).first()
        if row is None:
            self._store(entry)
        elif row.site_id not in self.sites.values():
            entry.refuse(_("This place is not one of yours."))
        elif row.fingerprint is not None:
            same = bytes(row.fingerprint) == entry.fingerprint
            entry.status = ALREADY if same else CONFLICT
            if not same:
                entry.errors.append(_("Another entry with this key is stored already. Both are kept."))
        elif row.state in OPEN or (row.state == State.DONE and row.minutes is None):
            self._close(entry, row)  # or the night closed it before the entry could arrive
        else:
            entry.status = CONFLICT
            entry.errors.append(_("This interview was recorded at another screen. Both are kept."))

    def _noted(self, entry, row):
        """What the form of the board makes of the entry's fields, None when it refuses them."""
        data = QueryDict(mutable=True)
        for name, values in mapped(entry.raw.get("fields")).items():
            data.setlist(str(name), [str(value) for value in (listed(values) or [values])])
        for name, value in {"people": "1", "kind": Interview.Kind.INDIVIDUAL, "channel": row.channel}.items():
            data.setdefault(name, value)
        form = InterviewForm(data, interview=row, desks=[row.desk], day=entry.moment.date())
        if not form.is_valid():
            for name, messages in form.errors.items():
                label = form.fields[name].label if name in form.fields else ""
                for message in messages:
                    entry.refuse(_("%(field)s: %(message)s") % {"field": label, "message": message})
            return None
        return form.noted()

    def _store(self, entry):
        desk = entry.values["desk"]
        row = Interview(
            uid=entry.uid,
            site=desk.site,
            desk=desk,
            day=entry.moment.date(),
            hour=entry.moment.hour,
            institution=entry.values["institution"],
            **self.from_device(entry),
        )
        noted = self._noted(entry, row)
        if noted is not None:
            purposes = list(desk.purposes.values_list("pk", flat=True)[:2])
            row.purpose_id = purposes[0] if len(purposes) == 1 else None
            row.note(**noted)
            self.judge([entry], Interview.objects.store([row]), Interview)

    def _close(self, entry, row):
        """Record an interview that began with a ticket; its day and hour stay those at which it was taken."""
        noted = self._noted(entry, row)
        if noted is None:
            return
        row.note(**noted)
        row.institution = row.institution or entry.values["institution"]
        row.minutes = row.minutes or measured(entry)
        row.state = State.DONE
        for name, value in self.from_device(entry).items():
            setattr(row, name, value)
        row.save()
        entry.status = STORED


def measured(entry):
    """The minutes that the device measured, None without a usable number."""
    minutes = entry.raw.get("measured")
    if not isinstance(minutes, int) or isinstance(minutes, bool):
        return None
    return max(1, min(MOST_MINUTES, minutes))
