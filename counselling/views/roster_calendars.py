"""Private addresses of the roster's calendars: who has one, a new one, none any more; and what stands behind them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import allow, may, public
from citedesmetiers.models import Centre
from citedesmetiers.sorting import by_name
from citedesmetiers.views.settings_page import done
from counselling.models import Desk, RosterFeed
from counselling.roster_calendar import calendar_of
from counselling.session import desks_at
from counselling.views.place import at_place
from partners.models import Professional

ADDRESS = "roster_calendar_address"  # in the session, from the moment it is made until it is shown once


def people_for(request, site):
    """The professionals whose calendar the person may hand out: everybody's of the place, else only their own."""
    today = timezone.localdate()
    rows = Professional.objects.active(today).select_related("institution")
    if may(request.user, "edit_roster"):
        return rows.filter(functions__overlap=["counsellor", "digital_facilitator"]).order_by(by_name(), "pk")
    return rows.filter(user=request.user)


@allow("see_roster")
@require_safe
@at_place
def roster_calendars(request, site):
    """Who and which desk has a calendar. An address is shown once, when it is made."""
    people = list(people_for(request, site))
    desks = list(desks_at(site)) if may(request.user, "edit_roster") else []
    feeds = RosterFeed.objects.all()
    of_people = {feed.professional_id: feed for feed in feeds.filter(professional__in=people)}
    of_desks = {feed.desk_id: feed for feed in feeds.filter(desk__in=desks)}
    address, of = request.session.pop(ADDRESS, (None, None))
    return render(
        request,
        "counselling/roster/calendars.html",
        {
            "site": site,
            "groups": [
                (_("Of one person"), [("person", person, of_people.get(person.pk)) for person in people]),
                (_("Of one desk"), [("desk", desk, of_desks.get(desk.pk)) for desk in desks]),
            ],
            "address": address,
            "of": of,
        },
    )


def owner_asked(request, site):
    """The person or desk that the posted form names, as {"professional": …} or {"desk": …}. Raises Http404."""
    key = request.POST.get("key", "")
    if not key.isdecimal():
        raise Http404
    if request.POST.get("kind") == "person":
        return {"professional": get_object_or_404(people_for(request, site), pk=key)}
    if not may(request.user, "edit_roster"):
        raise Http404
    return {"desk": get_object_or_404(Desk.objects.at([site]), pk=key)}


@allow("see_roster")
@require_POST
@at_place
def roster_calendar_make(request, site):
    """Make a private address; the one before answers no more."""
    owner = owner_asked(request, site)
    token = RosterFeed.objects.renew(**owner)
    address = request.build_absolute_uri(reverse("counselling:roster_ics", args=[token]))
    request.session[ADDRESS] = (address, str(next(iter(owner.values()))))
    return redirect("counselling:roster_calendars")


@allow("see_roster")
@require_POST
@at_place
def roster_calendar_revoke(request, site):
    """Let an address answer no more."""
    RosterFeed.objects.filter(**owner_asked(request, site)).delete()
    return done(request, _("The address answers no more."), "counselling:roster_calendars")


@public
@require_safe
def roster_ics(request, token):
    """The calendar behind a private address: whoever knows it reads it, without a session.

    A wrong address, a revoked one, and that of somebody who works here no more are all alike: not found.
    """
    feed = RosterFeed.objects.open_to(token)
    if feed is None:
        raise Http404
    centre = Centre.objects.current()
    user = feed.professional.user if feed.professional else None
    with translation.override(user.language if user else centre.default_language if centre else None):
        content = calendar_of(
            feed,
            timezone.localdate(),
            host=request.get_host(),
            address_of=lambda session: request.build_absolute_uri(
                reverse("counselling:roster_session", args=[session.pk])
            ),
        )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="roster.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
