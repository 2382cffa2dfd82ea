"""Public pages of the places and of the purposes: where, when, what is there for somebody who comes for this."""

from datetime import timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers import hours_in_words, json_ld, public_parts, shell
from citedesmetiers.access import public
from citedesmetiers.models import Purpose, Site
from citedesmetiers.models.site import SERVICES
from citedesmetiers.opening import calendars

NEXT_DAYS = 7


@public
@require_safe
@cache_control(public=True, max_age=60)
def purpose(request, code):
    """What there is for one purpose: who receives, what is on, what to read; 404 for one that is not in force."""
    now = timezone.localtime()
    every = list(Purpose.objects.doors().in_force(now.date()))
    found = next((each for each in every if each.code == code), None)
    if found is None:
        raise Http404
    opening = calendars(Site.objects.open_on(now.date()), now.date())
    scope = public_parts.Scope(now=now, purpose=found, sites=tuple(each.site for each in opening))
    context = {
        "purpose": found,
        "others": [each for each in every if each != found],
        "places": [(each.site, each.state_at(now)) for each in opening],
        "slots": public_parts.slots_of(request, scope),
        "scope": scope,
        "now": now,
    }
    return render(request, "citedesmetiers/purpose.html", context)


@public
@require_safe
@cache_control(public=True, max_age=60)
def places(request):
    """All places with their usual hours, those of the days ahead included that are not open yet."""
    now = timezone.localtime()
    opening = calendars(Site.objects.not_over(now.date()), now.date())
    rows = [(each.site, each.state_at(now), hours_in_words.usual(each, now.date())) for each in opening]
    context = {"places": rows, "now": now, "json_ld": organisation(request, opening, now)}
    return render(request, "citedesmetiers/places.html", context)


def organisation(request, opening, now):
    """The centre and its places, for search engines."""
    return json_ld.script_text(json_ld.organisation(request, shell.of(request).centre, opening, now.date()))


@public
@require_safe
@cache_control(public=True, max_age=60)
def place(request, code):
    """One place: address, hours, how to come, what is there; 404 once it is closed for good."""
    now = timezone.localtime()
    get_object_or_404(Site.objects.not_over(now.date()), code=code)
    opening = calendars(Site.objects.not_over(now.date()).filter(code=code), now.date())[0]
    site = opening.site
    scope = public_parts.Scope(now=now, site=site, sites=(site,))
    described = {"@context": "https://schema.org"} | json_ld.place(
        request, shell.of(request).centre, opening, now.date()
    )
    context = {
        "site": site,
        "state": opening.state_at(now),
        "usual": hours_in_words.usual(opening, now.date()),
        "days": list(next_days(opening, now.date())),
        "services": [label for service, label in SERVICES if service in site.services],
        "stations": site.station_counts.filter(since__lte=now.date()).order_by("-since").first(),
        "slots": public_parts.slots_of(request, scope),
        "scope": scope,
        "now": now,
        "json_ld": json_ld.script_text(described),
    }
    return render(request, "citedesmetiers/place.html", context)


def next_days(opening, first):
    """The hours of the days from `first` on as they will be: (day, times in words, why it is closed)."""
    for number in range(NEXT_DAYS):
        day = first + timedelta(days=number)
        intervals = opening.intervals(day)
        yield day, hours_in_words.times(intervals), "" if intervals else opening.why_closed(day)
