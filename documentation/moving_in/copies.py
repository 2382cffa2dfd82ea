"""The copies that a row of a holdings list speaks of, and what has to happen so that they are there."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from citedesmetiers.imports.cells import yes_or_no
from documentation.models import Copy

ABOUT_COPIES = ("copies", "site", "shelf_mark", "barcode", "copy_state", "lendable", "copy_added")
MOST = 500


@dataclass
class Wanted:
    """A copy that should be there; None: the row does not say."""

    site: object
    mark: str | None
    barcode: str | None
    state: str | None
    lendable: bool | None
    added_on: date | None


def wanted(row, lists):
    """[Wanted, …] of a row of the import, None when it says nothing of copies. Raises ValidationError.

    Each column has one value for each place, or a single one for all of them.
    """
    given = {name: row[name] for name in ABOUT_COPIES if row[name] is not None}
    if not given:
        return None
    places = max(len(values) for values in given.values())
    if set(given) == {"site"}:
        given["copies"] = [1]
    numbers = spread("copies", given, places) or [1] * places
    if sum(numbers) > MOST:
        raise ValidationError({"copies": _("Write a number of copies from 0 to %(most)s.") % {"most": MOST}})
    barcodes = given.get("barcode")
    if barcodes and len(barcodes) == sum(numbers) > places:
        barcodes = iter(barcodes)  # one for each copy, not for each place
        given.pop("barcode")
    else:
        barcodes = None
    sites, marks = spread("site", given, places), spread("shelf_mark", given, places)
    codes, states = spread("barcode", given, places), spread("copy_state", given, places)
    lendable, added = spread("lendable", given, places), spread("copy_added", given, places)
    found = []
    for place, n in enumerate(numbers):
        site = lists.one("site", lists.sites, sites[place]) if sites and sites[place] else lists.usual_site
        if site is None:
            raise ValidationError({"site": _("There is no place yet. Add one in the settings.")})
        for number in range(n):
            code = next(barcodes) if barcodes else codes[place] if codes and number == 0 else None
            if codes and codes[place] and n > 1:
                raise ValidationError({"barcode": _("Write one barcode for each copy, with bars between them.")})
            found.append(
                Wanted(
                    site, marks[place] if marks else None, code or None,
                    state_of(states[place]) if states and states[place] else None,
                    may_be_lent(lendable[place]) if lendable and lendable[place] else None,
                    day_of(added[place]) if added and added[place] else None,
                )
            )  # fmt: skip
    return found


def spread(name, given, places):
    """The values of a column, one for each place; None when it is not given."""
    values = given.get(name)
    if values is None or len(values) == places:
        return values
    if len(values) == 1:
        return values * places
    raise ValidationError(
        {name: _("Here are %(n)s values for %(places)s places.") % {"n": len(values), "places": places}}
    )


def state_of(text):
    if text not in Copy.State.values:
        raise ValidationError({"copy_state": _("Known are: %(known)s.") % {"known": ", ".join(Copy.State.values)}})
    return text


def may_be_lent(text):
    try:
        return yes_or_no(text)
    except ValidationError as error:
        raise ValidationError({"lendable": error.messages}) from error


def day_of(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError({"copy_added": _("This is no date. Write it as 2026-03-14.")}) from error


class CopyPlan:
    """What becomes of a resource's copies: some change, some are added; none is taken away by a list."""

    def __init__(self, resource, there, asked, lists):
        """there: the Copy rows of the resource.  asked: [Wanted, …]."""
        self.resource, self.lists, self.added, self.changed = resource, lists, [], []
        self.before = described(there)
        rest = list(there)
        left = []
        for want in asked:
            # The surest first: the same barcode, then the same shelf at the same place, then only the place.
            found = want.barcode and next((copy for copy in rest if copy.barcode == want.barcode), None)
            if found:
                self.keep(found, want, rest)
            else:
                left.append(want)
        for test in (self.same_shelf, self.same_place):
            still = []
            for want in left:
                found = next((copy for copy in rest if test(copy, want)), None)
                if found:
                    self.keep(found, want, rest)
                else:
                    still.append(want)
            left = still
        for want in left:
            self.add(want)
        self.after = described([*there, *self.added])

    def same_shelf(self, copy, want):
        same = copy.site_id == want.site.pk and copy.shelf_mark == (want.mark or copy.shelf_mark)
        withdrawn = copy.state == Copy.State.WITHDRAWN
        return same and (not want.barcode or not copy.barcode) and withdrawn == (want.state == Copy.State.WITHDRAWN)

    def same_place(self, copy, want):
        same = copy.site_id == want.site.pk and copy.state != Copy.State.WITHDRAWN
        return same and (not want.barcode or not copy.barcode)

    def keep(self, copy, want, rest):
        rest.remove(copy)
        values = {
            "shelf_mark": want.mark, "barcode": want.barcode, "state": want.state, "lendable": want.lendable,
            "added_on": want.added_on,
        }  # fmt: skip
        if want.site.pk != copy.site_id:
            values["site_id"] = want.site.pk
        changes = {name: value for name, value in values.items() if value is not None and getattr(copy, name) != value}
        for name, value in changes.items():
            setattr(copy, name, value)
        if "shelf_mark" in changes:
            copy.node = self.lists.node_of(copy.shelf_mark)
        if "state" in changes:
            copy.withdrawn_on = timezone.localdate() if copy.state == Copy.State.WITHDRAWN else None
        if changes:
            self.changed.append(copy)

    def add(self, want):
        state = want.state or Copy.State.SHELF
        lendable = self.resource.medium.may_be_lent if want.lendable is None else want.lendable
        self.added.append(
            Copy(
                resource=self.resource, site=want.site, shelf_mark=want.mark or "", barcode=want.barcode or "",
                node=self.lists.node_of(want.mark) if want.mark else None, state=state,
                lendable=lendable, added_on=want.added_on or timezone.localdate(),
                withdrawn_on=timezone.localdate() if state == Copy.State.WITHDRAWN else None,
            )
        )  # fmt: skip

    @property
    def changes(self):
        """{column name: (before, after)} for the report; empty when nothing happens."""
        return {"copies": (self.before, self.after)} if self.added or self.changed else {}


def described(copies):
    """Copies in a few words, for the report: "2 × Main O20 VID"."""
    counts = Counter(
        " ".join(filter(None, [str(copy.site), copy.shelf_mark, copy.barcode]))
        for copy in copies
        if copy.state != Copy.State.WITHDRAWN
    )
    return "; ".join(f"{n} × {words}" for words, n in sorted(counts.items()))
