"""Inventories: what a scanner read against what should stand there."""

import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from documentation import loans
from documentation.models import Copy, InventoryScan
from documentation.search import index

BETWEEN = re.compile(r"[\s,;]+")
MOST_AT_ONCE = 5_000


@dataclass
class Result:
    """Lists of copies, and of barcodes that no copy has."""

    found: list
    absent: list
    elsewhere: list  # scanned here, but they belong to another place or shelf
    withdrawn: list  # scanned, though they are out of the holdings
    on_loan: list  # scanned, though they are lent
    unknown: list

    @property
    def still_missing(self):
        """What was not read and is missing: after the round, what nobody has found since."""
        return [copy for copy in self.absent if copy.state == Copy.State.MISSING]


def codes_in(text):
    """The barcodes in a text of scans, each once, in their order."""
    return list(dict.fromkeys(code[:40] for code in BETWEEN.split(text.replace("\0", "")) if code))


def scan(inventory, codes):
    """Note scans; a code that was read already counts once. Returns how many are new."""
    known = {copy.barcode: copy for copy in Copy.objects.filter(barcode__in=codes)}
    rows = [InventoryScan(inventory=inventory, barcode=code, copy=known.get(code)) for code in codes]
    before = inventory.scans.count()
    InventoryScan.objects.bulk_create(rows, ignore_conflicts=True)
    return inventory.scans.count() - before


def expected(inventory):
    """Copies with a barcode that should stand there: not withdrawn, in repair or on loan."""
    rows = Copy.objects.filter(site=inventory.site, loan__isnull=True).exclude(barcode="")
    rows = rows.filter(state__in=[Copy.State.SHELF, Copy.State.MISSING])
    return rows.filter(shelf_mark__istartswith=inventory.shelf) if inventory.shelf else rows


def result(inventory):
    """Compare; copies come with their resource."""
    scans = inventory.scans.select_related("copy__resource", "copy__site", "copy__loan").order_by("pk")
    copies = [each.copy for each in scans if each.copy]
    due = {copy.pk: copy for copy in expected(inventory).select_related("resource").order_by("shelf_mark", "pk")}
    seen = {copy.pk for copy in copies}
    lent = [copy for copy in copies if copy.is_on_loan]
    withdrawn = [copy for copy in copies if copy.state == Copy.State.WITHDRAWN]
    others = {copy.pk for copy in (*lent, *withdrawn)}
    return Result(
        found=[copy for copy in copies if copy.pk in due],
        absent=[copy for pk, copy in due.items() if pk not in seen],
        elsewhere=[copy for copy in copies if copy.pk not in due and copy.pk not in others],
        withdrawn=withdrawn,
        on_loan=lent,
        unknown=[each.barcode for each in scans if each.copy is None],
    )


@transaction.atomic
def found_again(resources, sites, *, day):
    """Put the missing copies of `resources` at `sites` back on the shelf. Returns how many."""
    missing = Copy.objects.filter(resource__in=resources, site__in=sites, state=Copy.State.MISSING)
    changed = dict(missing.values_list("pk", "resource_id"))
    missing.update(state=Copy.State.SHELF)
    settle(changed, day=day)
    index.refresh(set(changed.values()))
    return len(changed)


def settle(keys, *, day):
    """Keep what came back aside for whoever waits, and what is gone for nobody; copies by their keys."""
    for copy in Copy.objects.filter(pk__in=keys):
        loans.settle(copy, day=day)


@transaction.atomic
def finish(inventory, *, day):
    """Close the round: what is absent is missing from now on, what was missing and is found stands there again."""
    compared = result(inventory)
    absent = [copy.pk for copy in compared.absent]
    back = [copy.pk for copy in compared.found if copy.state == Copy.State.MISSING]
    Copy.objects.filter(pk__in=absent).update(state=Copy.State.MISSING)
    Copy.objects.filter(pk__in=back).update(state=Copy.State.SHELF)
    promised = Copy.objects.filter(pk__in=absent, reservation__isnull=False)
    settle([*back, *promised.values_list("pk", flat=True)], day=day)
    inventory.finished_on = day
    inventory.expected, inventory.found = len(compared.found) + len(compared.absent), len(compared.found)
    inventory.save(update_fields=["finished_on", "expected", "found"])
    changed = Copy.objects.filter(Q(pk__in=absent) | Q(pk__in=back)).values_list("resource_id", flat=True)
    index.refresh(list(changed.distinct()))
    return compared
