"""Free computers: a session begins, a session ends, and the last press of this device taken back."""

from datetime import date

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citedesmetiers.access import allow
from reception.models import StationUse
from reception.places import at_place
from reception.stations import KEPT_PRESS, last_press, stations_now


@allow("log_visits")
@require_POST
@at_place
def stations(request, site):
    """Tally one session that begins or ends, or one press less; answers a fragment to htmx, else the counter again."""
    moment = timezone.localtime()
    today, asked, said = moment.date(), request.POST.get("session"), ""
    if asked == "ends":
        if StationUse.objects.stop(site, moment):
            keep_press(request.session, "ended", site, moment)
        else:
            said = _("No session is running today.")
    elif asked == "begins":
        StationUse.objects.start(site, moment)
        keep_press(request.session, "started", site, moment)
    elif asked == "undo":
        said = take_back(request.session, site, today)
    if request.htmx:
        context = {"stations": stations_now(site, today), "said": said,
                   "pressed": last_press(request.session, site, today)}  # fmt: skip
        return render(request, "reception/_stations.html", context)
    if said:
        messages.info(request, said)
    return redirect("reception:counter")


def keep_press(session, field, site, moment):
    """Remember what this device pressed last: the tally itself knows no presses, only sums of hours."""
    session[KEPT_PRESS] = {"field": field, "site": site.pk, "day": moment.date().isoformat(), "hour": moment.hour}


def take_back(session, site, today):
    """Take the last press of this device back, once; returns a sentence that says what became of it."""
    if not last_press(session, site, today):
        return _("There is nothing to take back.")
    press = session.pop(KEPT_PRESS)
    day = date.fromisoformat(press["day"])
    if StationUse.objects.take_back(press["field"], site, day, press["hour"]):
        return _("Taken back.")
    return _("It cannot be taken back: no session is running today.")
