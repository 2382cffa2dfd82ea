"""Unmet requests at the desk board: somebody asked for what no desk on duty serves. One press, nothing about them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from citedesmetiers.access import allow
from citedesmetiers.models import Purpose
from counselling.models import Theme, UnmetRequest
from counselling.session import LAST_UNMET
from counselling.views.board import read_uuid
from counselling.views.place import at_place


@allow("record_interviews")
@require_POST
@at_place
def unmet_add(request, site):
    """Note a request for a purpose, perhaps a theme of it. The same form sent twice counts once."""
    now = timezone.localtime()
    purpose = get_object_or_404(Purpose.objects.in_force(now.date()), code=request.POST.get("purpose", ""))
    theme = request.POST.get("theme", "")
    row = UnmetRequest(
        site=site,
        day=now.date(),
        hour=now.hour,
        purpose=purpose,
        theme=Theme.objects.filter(pk=theme).first() if theme.isdecimal() and len(theme) < 10 else None,
        received_on=now.date(),
    )
    row.uid = read_uuid(request.POST.get("uid", "")) or row.uid
    if UnmetRequest.objects.store([row]):
        request.session[LAST_UNMET] = str(row.uid)
        messages.success(request, _("Noted: %(purpose)s was asked for, nobody on duty.") % {"purpose": purpose})
    else:
        messages.info(request, _("This request was noted already; it counts once."))
    return redirect("counselling:board")


@allow("record_interviews")
@require_POST
@at_place
def unmet_take_back(request, site):
    """Take back the last request that this session noted."""
    last = read_uuid(request.session.pop(LAST_UNMET, ""))
    found = UnmetRequest.objects.counted().filter(pk=last, site=site).first()
    if found:
        found.take_back()
        messages.success(request, _("Taken back: the request no longer counts."))
    return redirect("counselling:board")
