"""The seam for reception: what is on today at a place, and how many seats are left."""

from django.utils import timezone

from events.models import Session
from events.programme import rows


def on_today(site, now):
    """The sessions of today at `site` that have not ended at `now` and were not called off, as rows in order.

    Also those that the public programme does not show: reception receives them too.
    """
    day = timezone.localdate(now)
    found = Session.objects.within(day, day).filter(site=site, ends_at__gt=now).exclude(state=Session.State.CANCELLED)
    return rows(found, now)
