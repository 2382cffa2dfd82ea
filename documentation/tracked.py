"""What the audit trail notes of the catalogue: what leaves it. Records come in by thousands and change daily."""

import pghistory
import pgtrigger
from django.utils.translation import gettext_lazy as _

from citedesmetiers.audit import ACTS, Act, track
from documentation.models import Copy, Resource, Subject

ACTS["weeded"] = Act(_("weeded"), "minus", "bad", shows=("weeded_because", "replaced_by"))
ACTS["taken_back"] = Act(_("taken back in"), "plus", "ok")

track(
    Resource,
    # A merge weeds the double: its reason and what replaces it say so.
    pghistory.UpdateEvent("weeded", condition=pgtrigger.Q(old__weeded_on__isnull=True, new__weeded_on__isnull=False)),
    pghistory.UpdateEvent(
        "taken_back", condition=pgtrigger.Q(old__weeded_on__isnull=False, new__weeded_on__isnull=True)
    ),
    pghistory.DeleteEvent(),
    fields=["id", "title", "subtitle", "weeded_because", "replaced_by"],
)
track(Copy, pghistory.DeleteEvent(), fields=["id", "resource", "site", "shelf_mark", "barcode"])
track(Subject, pghistory.DeleteEvent(), exclude=["code", "retired"])
