"""Free computers: a session begins, a session ends."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citedesmetiers.access import allow
from reception.models import StationUse
from reception.places import at_place
from reception.stations import stations_now


@allow("log_visits")
@require_POST
@at_place
def stations(request, site):
    """Tally one session that begins or ends; answers a fragment to htmx, else the counter again."""
    moment = timezone.localtime()
    said = ""
    if request.POST.get("session") == "ends":
        if not StationUse.objects.stop(site, moment):
            said = _("No session is running today.")
    elif request.POST.get("session") == "begins":
        StationUse.objects.start(site, moment)
    if request.htmx:
        context = {"stations": stations_now(site, moment.date()), "said": said}
        return render(request, "reception/_stations.html", context)
    if said:
        messages.info(request, said)
    return redirect("reception:counter")
