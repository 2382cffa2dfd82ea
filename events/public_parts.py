"""What the events say on the public pages: what is on in the days ahead, also for one purpose or at one place."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import ngettext

from citedesmetiers.addresses import register_addresses
from citedesmetiers.public_parts import register_door_note, register_public_part
from events.models import Session
from events.programme import rows

SHOWN = 6
DAYS_ON_HOME = 7
DAYS_AHEAD = 60  # for one purpose or place, where less is on


def register():
    """Called from AppConfig.ready(), which may run more than once."""
    register_addresses(pages)
    register_public_part(template="programme/_public_next.html", context=coming, rank=20)
    register_door_note(counts, rank=20)


def coming(request, scope):
    """The next sessions; on the welcome page those of a week. Left out for a purpose or place that has none."""
    today = scope.now.date()
    days = DAYS_ON_HOME if scope.is_home else DAYS_AHEAD
    found = Session.objects.public().within(today, today + timedelta(days=days - 1)).filter(ends_at__gt=scope.now)
    found = found.exclude(state=Session.State.CANCELLED)
    if scope.purpose:
        found = found.filter(event__purposes=scope.purpose)
    if scope.site:
        found = found.filter(site=scope.site)
    next_ones = found.order_by("starts_at", "pk").values_list("pk", flat=True)[:SHOWN]
    shown = rows(Session.objects.filter(pk__in=list(next_ones)), scope.now)
    return {"rows": shown, "today": today} if shown else None


def counts(scope):
    """How many workshops of the days ahead stand behind each door, in words; one query for all."""
    today = scope.now.date()
    found = Session.objects.public().within(today, today + timedelta(days=DAYS_AHEAD - 1))
    found = found.filter(ends_at__gt=scope.now, event__purposes__isnull=False).exclude(state=Session.State.CANCELLED)
    return {
        purpose: ngettext("%(n)s workshop", "%(n)s workshops", n) % {"n": n}
        for purpose, n in found.order_by().values_list("event__purposes").annotate(n=Count("pk", distinct=True))
    }


def pages():
    """The programme and the events that are still to come, for search engines."""
    yield "/programme/"
    coming = Session.objects.public().filter(ends_at__gt=timezone.now())
    yield from (f"/programme/{pk}/" for pk in coming.order_by("event").values_list("event", flat=True).distinct())
