"""All desks of the place at a glance; for the director, how long people waited and spoke."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from citedesmetiers import access
from citedesmetiers.access import allow
from citedesmetiers.models import Purpose
from counselling import counts
from counselling.models import Desk
from counselling.session import desks_of
from counselling.today import desks_today
from counselling.views.place import at_place

FOUR_WEEKS = timedelta(days=28)


@allow("see_desks")
@require_safe
@at_place
def desks(request, site):
    """Who waits where now. A counsellor goes on from here to the desk."""
    now = timezone.localtime()
    today = now.date()
    found = desks_today(site, now)
    doors = set(Purpose.objects.doors().in_force(today).values_list("pk", flat=True))
    chosen = {desk.pk for desk in desks_of(request, site)}
    return render(
        request,
        "counselling/desks.html",
        {
            "site": site,
            "now": now,
            "desks": [(each, each.desk.serves(doors), each.desk.pk in chosen) for each in found],
            "waiting": sum(each.waiting for each in found),
            "has_chosen": bool(chosen),
            "figures": figures(site, today) if access.may(request.user, "see_figures") else None,
        },
    )


def figures(site, today):
    """Today and the last four weeks (today left out), each as (Times of the place, [(desk, Times)])."""
    periods = {"today": (today, today), "weeks": (today - FOUR_WEEKS, today - timedelta(days=1))}
    names = {desk.pk: desk for desk in Desk.objects.at([site])}
    found = {"first": today - FOUR_WEEKS, "last": today - timedelta(days=1)}
    for period, (first, last) in periods.items():
        by_desk = counts.times_by_desk([site], first, last)
        rows = sorted(((names[pk], times) for pk, times in by_desk.items()), key=lambda row: (row[0].rank, row[0].pk))
        found[period] = {"all": counts.times([site], first, last), "rows": rows}
    return found
