"""What the door forgets: the keys that devices made, and entries that were taken back, both after a week.

A digest of each key stays for a while (SpentKey), so that a device that comes back late counts nothing twice.
"""

from datetime import timedelta

from django.contrib.postgres.functions import RandomUUID
from django.db.models import Q

from citedesmetiers.forgetting import deleted
from citedesmetiers.models import SpentKey
from reception.models import GroupVisit, Visit

KEY_DAYS = 7  # as long as a device may send again, or somebody may think again


def device_keys(today):
    """Give visits that arrived more than a week ago a random key; nothing links them to a device any more."""
    due = Q(received_on__lt=today - timedelta(days=KEY_DAYS))
    groups = GroupVisit.objects.filter(due).update(received_on=None, fingerprint=None)
    # Of those that were taken back as well: somebody may put one back before the next line gives it another key.
    SpentKey.objects.keep(Visit.objects.filter(due).values_list("pk", flat=True), today)
    visits = Visit.objects.filter(due, undone=False).update(uid=RandomUUID(), received_on=None, fingerprint=None)
    return visits + groups


def taken_back(today):
    """Delete what was taken back, once nobody thinks again."""
    before = today - timedelta(days=KEY_DAYS)
    due = Q(undone=True) & (Q(received_on__lt=before) | Q(received_on__isnull=True, day__lt=before))
    rows = 0
    for model in (Visit, GroupVisit):
        gone = list(model.objects.filter(due).values_list("pk", flat=True))
        SpentKey.objects.keep(gone, today, taken_back=True)
        rows += deleted(model.objects.filter(pk__in=gone))
    return rows
