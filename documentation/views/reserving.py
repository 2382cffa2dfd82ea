"""A visitor reserves a title that is out: the answer is a code, and nothing is known of who carries it."""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from citedesmetiers.access import public
from citedesmetiers.own_pages import from_our_page
from documentation import kiosk, loans, pace
from documentation.views.catalogue import slow_down
from documentation.views.records import found


@public
@from_our_page
@never_cache  # the code is on the page
@require_POST
def reserve(request, public_id):
    """Reserve at the place that was chosen. The code stands on this answer and nowhere else."""
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
        return render(
            request, "catalogue/reserved.html",
            {"resource": resource, "made": None, "why_not": error.messages, "days": loans.DAYS_KEPT_ASIDE}, status=409,
        )  # fmt: skip
    context = {"resource": resource, "made": made, "why_not": [], "days": loans.DAYS_KEPT_ASIDE}
    return render(request, "catalogue/reserved.html", context)
