"""Today's desks, for anybody: purposes, institutions, times. No names."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers.access import public
from citedesmetiers.models import Purpose, Site
from citedesmetiers.opening import calendars
from counselling.duty import sessions_of_days
from counselling.roster_closures import is_closed_out_of_turn

DAYS = 7


@public
@require_safe
@cache_control(public=True, max_age=300)
def today(request):
    """Which institution receives at which desk, today and on the next days, by place."""
    now = timezone.localtime()
    places = Site.objects.open_on(now.date())
    opening = calendars(places, now.date())
    asked = request.GET.get("place", "")
    shown = [each for each in opening if each.site.code == asked] or opening
    sessions = list(sessions_of_days([each.site for each in shown], now.date(), DAYS))
    doors = set(Purpose.objects.doors().in_force(now.date()).values_list("pk", flat=True))
    return render(
        request,
        "desks/today.html",
        {
            "places": [(each.site, each.state_at(now), days_of(each, sessions, now, doors)) for each in shown],
            "all_places": [each.site for each in opening],
            "asked": asked if len(shown) < len(opening) or len(opening) == 1 else "",
            "now": now,
            "today": now.date(),
            "clock": now.time(),
        },
    )


def days_of(opening, sessions, now, doors):
    """The days of one place that have sessions or opening hours: (date, intervals, rows).

    A row is (desk, what it serves, its sessions).
    """
    found = []
    for number in range(DAYS):
        day = now.date() + timedelta(days=number)
        # On a day that is closed after all nobody should come for a session that still stands on the roster.
        closed = is_closed_out_of_turn(opening, day)
        here = [] if closed else [s for s in sessions if s.site_id == opening.site.pk and s.day == day]
        if number == 0:
            here = [s for s in here if s.ends > now.time()]
        by_desk = {}
        for session in here:
            for desk in session.desks.all():
                by_desk.setdefault(desk, []).append(session)
        rows = [
            (desk, desk.serves(doors), by_desk[desk])
            for desk in sorted(by_desk, key=lambda desk: (desk.rank, desk.pk))
        ]
        intervals = opening.intervals(day)
        if number == 0 or rows or intervals:
            found.append((day, intervals, rows))
    return found
