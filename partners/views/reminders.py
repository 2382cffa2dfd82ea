"""What somebody should think about: agreements that end, have ended, lack the charter; and the same as a calendar."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import allow, may, public
from citedesmetiers.sorting import by_name
from citedesmetiers.views.settings_page import done
from partners import calendar_feed
from partners.models import Agreement, ExpiryFeed

ADDRESS = "expiry_feed_address"  # in the session, from the moment it is made until it is shown once


@allow("see_partners")
@require_safe
def reminders(request):
    """Agreements that end within 90 days, that ended without being followed, that lack the charter."""
    today = timezone.localdate()
    rows = Agreement.objects.select_related("institution").order_by("ends_on", by_name("institution__name"))
    return render(
        request,
        "partners/reminders.html",
        {
            "to_renew": rows.to_renew(today),
            "lapsed": rows.lapsed(today),
            "without_charter": rows.without_charter(today),
            "feed": ExpiryFeed.objects.filter(owner=request.user).first(),
            "address": request.session.pop(ADDRESS, None),
        },
    )


@allow("see_partners")
@require_POST
def reminders_address(request):
    """Make a private address for the calendar; the one before answers no more."""
    token = ExpiryFeed.objects.renew(request.user)
    request.session[ADDRESS] = request.build_absolute_uri(reverse("partners:expiries_ics", args=[token]))
    return redirect(reverse("partners:reminders") + "#calendar")


@allow("see_partners")
@require_POST
def reminders_revoke(request):
    """Let the address answer no more."""
    ExpiryFeed.objects.filter(owner=request.user).delete()
    return done(request, _("The address answers no more."), "partners:reminders", anchor="calendar")


@public
@require_safe
def expiries_ics(request, token):
    """The calendar behind a private address: whoever knows it reads it, without a session.

    A wrong address, a revoked one, and one whose owner may not see partners any more are all alike: not found.
    """
    feed = ExpiryFeed.objects.open_to(token)
    if feed is None or not may(feed.owner, "see_partners"):
        raise Http404
    with translation.override(feed.owner.language):
        content = calendar_feed.expiries(
            timezone.localdate(),
            host=request.get_host(),
            address_of=lambda agreement: request.build_absolute_uri(
                reverse("partners:agreement", args=[agreement.pk])
            ),
        )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="agreements.ics"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer
