"""A visitor reserves a title that is out: the answer is a code, and nothing is known of who carries it."""

from django.core import signing
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import public
from citedesmetiers.own_pages import from_our_page
from documentation import kiosk, loans, pace
from documentation.models import Reservation
from documentation.views.catalogue import slow_down
from documentation.views.records import found

SALT = "documentation.reserved"
MINUTES_SHOWN = 10  # long enough to fetch a pen; whoever finds the address in the browser's history comes too late


@public
@from_our_page
@require_POST
def reserve(request, public_id):
    """Reserve at the place that was chosen; the code stands on the next page, which may be loaded anew."""
    resource, today = found(public_id), timezone.localdate()
    if seconds := pace.too_fast(request):
        return slow_down(request, seconds, as_json=False)
    sites = {str(site.pk): site for site in loans.places_to_wait_at(resource, day=today)}
    site = sites.get(request.POST.get("site", ""))
    if site is None:  # it came back meanwhile
        return redirect(f"{kiosk.address_on(request, resource.get_absolute_url())}#where")
    try:
        made = loans.reserve(resource, site, day=today)
    except ValidationError as error:
        context = {"resource": resource, "why_not": error.messages}
        return render(request, "catalogue/not_reserved.html", context, status=409)
    shown = reverse("catalogue:reserved", args=[public_id, signing.dumps(made.pk, salt=SALT)])
    return redirect(kiosk.address_on(request, shown))


@public
@require_safe
@never_cache  # the code is on the page
def reserved(request, public_id, ticket):
    """The code of a reservation, for some minutes after it was made, and nowhere else.

    ticket: the reservation's key, signed with the time: the address itself does not tell the code.
    """
    resource = found(public_id)
    try:
        pk = signing.loads(ticket, salt=SALT, max_age=MINUTES_SHOWN * 60)
    except signing.BadSignature:
        pk = None
    made = Reservation.objects.select_related("site").filter(pk=pk, resource=resource).first()
    if made is None:
        return render(request, "catalogue/reserved_before.html", {"resource": resource}, status=410)
    context = {"resource": resource, "made": made, "days": loans.DAYS_KEPT_ASIDE, "minutes": MINUTES_SHOWN}
    return render(request, "catalogue/reserved.html", context)
