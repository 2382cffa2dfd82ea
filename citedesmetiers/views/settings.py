"""The first page of the settings: what there is, and what is missing."""

from django.db.models import Count, Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models import Closure, Municipality, ProfileList, ProfileValue, Purpose, Site
from citedesmetiers.sections import sections_for


@allow("edit_lists")
@require_safe
def settings(request):
    """The sections of the settings, each with its count, and what the centre still lacks."""
    today = timezone.localdate()
    centre = shell.of(request).centre
    places = Site.objects.for_user(request.user).open_on(today)
    return render(
        request,
        "citedesmetiers/settings/settings.html",
        {
            "places": places.count(),
            "closures": Closure.objects.filter(ends_on__gte=today, site__in=places).count(),
            "purposes": Purpose.objects.in_force(today).count(),
            "values": ProfileValue.objects.in_force(today).count(),
            "lists": len(ProfileList),
            "municipalities": Municipality.objects.count(),
            "sections": sections_for(request.user),
            "missing": list(missing(centre, places, today)) if centre else [],
        },
    )


def missing(centre, places, today):
    """What the centre lacks on the day `today`, as (sentence, hint, address of the page where it can be added)."""
    hours_today = Count(
        "opening_hours", filter=Q(opening_hours__valid_until__isnull=True) | Q(opening_hours__valid_until__gte=today)
    )
    places = list(places.annotate(hours_today=hours_today))
    if not any(place.kind == Site.Kind.MAIN for place in places):
        yield _("There is no main site"), _("Every Cité des métiers has one."), reverse("site_list")
    for place in places:
        if not place.hours_today:
            yield (
                _("%(place)s has no opening hours") % {"place": place},
                _("Without hours no figure can say how much of the opening time is covered."),
                reverse("opening_hours", args=[place.pk]),
            )
        for sentence in place.warnings():
            yield f"{place}", sentence, reverse("site_edit", args=[place.pk])
    if not Purpose.objects.doors().in_force(today).exists():
        yield _("There is no purpose"), _("Reception has nothing to count."), reverse("purpose_list")
    if not Municipality.objects.exists():
        yield (
            _("There is no municipality"),
            _("Reception cannot say which part of the territory a visitor comes from."),
            reverse("municipality_list"),
        )
    yield from nameless(centre)


def nameless(centre):
    """What has no name in one of the languages that the centre offers."""
    languages = [f"name_{code}" for code in centre.offered_languages]
    without = Q()
    for column in languages:
        without |= Q(**{f"{column}__isnull": True}) | Q(**{column: ""})
    sections = (
        (Site.objects.filter(without), "site_list"),
        (Purpose.objects.filter(without), "purpose_list"),
        (ProfileValue.objects.filter(without), "profile_lists"),
    )
    said = (
        lambda n: ngettext("%(n)s place", "%(n)s places", n),
        lambda n: ngettext("%(n)s purpose", "%(n)s purposes", n),
        lambda n: ngettext("%(n)s list value", "%(n)s list values", n),
    )
    for (rows, url), words in zip(sections, said, strict=True):
        n = rows.count()
        if n:
            yield (
                _("%(what)s without a name in each language") % {"what": words(n) % {"n": n}},
                _("Until then the name in another language is shown."),
                reverse(url),
            )
