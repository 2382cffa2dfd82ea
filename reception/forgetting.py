"""What the door forgets: the keys that devices made, and entries that were taken back, both after a week."""

from datetime import timedelta

from django.contrib.postgres.functions import RandomUUID
from django.db.models import Q

from citedesmetiers.forgetting import deleted
from reception.models import GroupVisit, Visit

KEY_DAYS = 7  # as long as a device may send again, or somebody may think again


def device_keys(today):
    """Give visits that arrived more than a week ago a random key; nothing links them to a device any more."""
    due = Q(received_on__lt=today - timedelta(days=KEY_DAYS))
    groups = GroupVisit.objects.filter(due).update(received_on=None, fingerprint=None)
    visits = Visit.objects.filter(due, undone=False).update(uid=RandomUUID(), received_on=None, fingerprint=None)
    return visits + groups


def taken_back(today):
    """Delete what was taken back, once no late replay can bring it back."""
    before = today - timedelta(days=KEY_DAYS)
    due = Q(undone=True) & (Q(received_on__lt=before) | Q(received_on__isnull=True, day__lt=before))
    return deleted(Visit.objects.filter(due)) + deleted(GroupVisit.objects.filter(due))
