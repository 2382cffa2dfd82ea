"""What the events' room puts on the today page, on an institution's page and on a programme's."""

from datetime import timedelta

from django.utils import timezone

from events import agenda
from events.counts import held_for_programme, people_of_programme
from events.models import Organiser, Session

SHOWN = 6
DAYS_AHEAD = 7


def events_today(request, shell):
    """Today's sessions and how many ask for a decision. None in a centre that never planned one."""
    if not Session.objects.exists():
        return None
    mine = Session.objects.for_user(request.user)
    today = shell.now.date()
    sessions = agenda.with_names(mine.within(today, today + timedelta(days=DAYS_AHEAD)))
    sessions = list(sessions[: SHOWN + 1])
    return {
        "sessions": sessions[:SHOWN],
        "more": len(sessions) > SHOWN,
        "today": today,
        "to_decide": agenda.to_decide(mine, shell.now),
    }


def made_with(institution, request):
    """The events that an institution makes, the latest first. None when there is none."""
    rows = (
        Organiser.objects.filter(institution=institution)
        .select_related("event__kind")
        .order_by("-event__sessions__starts_at")
    )
    found = {}
    for row in rows[:200]:
        found.setdefault((row.event_id, row.role), row)
    roles = list(found.values())
    if not roles:
        return None
    held = Session.objects.filter(
        state=Session.State.HELD, event__organisers__institution=institution, starts_at__lte=timezone.now()
    )
    return {"roles": roles[:SHOWN], "events": len({row.event_id for row in roles}), "held": held.distinct().count()}


PROGRAMME_COUNTS = (held_for_programme, people_of_programme)
