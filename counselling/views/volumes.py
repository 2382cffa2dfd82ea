"""Volumes of the desks for the whole team: waiting, themes, outcomes, what nobody on duty could take."""

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from counselling.forms.volumes import VolumesForm
from counselling.views.place import at_place
from counselling.volumes import ENOUGH, Volumes


@allow("see_desks")
@require_safe
@at_place
def volumes(request, site):
    """A period of the place against the one before, kept in the URL; no figures while that cannot be read."""
    form = VolumesForm(request.GET, site=site, today=timezone.localdate())
    shown = Volumes(site, form.period, form.compared, form.cleaned_data["desk"]) if form.is_valid() else None
    return render(
        request, "counselling/volumes.html", {"site": site, "form": form, "volumes": shown, "enough": ENOUGH}
    )
