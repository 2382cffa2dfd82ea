"""The centre: names, languages, privacy, logo."""

from django.db import transaction
from django.http import FileResponse, Http404
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import allow, public
from citedesmetiers.forms.centre import CentreForm
from citedesmetiers.models import Centre
from citedesmetiers.views.settings_page import done, form_page


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def settings_centre(request):
    """Everything about the centre itself; the director's too, who may set the privacy threshold."""
    centre = Centre.objects.current()
    if centre is None:
        raise Http404
    former = centre.logo.name
    form = CentreForm(request.POST or None, request.FILES or None, instance=centre, centre=centre)
    if request.method == "POST" and form.saved():
        if former and former != centre.logo.name:
            transaction.on_commit(lambda: centre.logo.storage.delete(former))
        return done(request, _("The centre is saved."), "settings_centre")
    return form_page(
        request,
        form,
        title=_("The centre"),
        way=[],
        template="citedesmetiers/settings/settings_centre.html",
        has_logo=bool(former),
    )


@public
@require_safe
@cache_control(public=True, max_age=300)
def logo(request):
    """The centre's own logo, as drawn anew at upload; 404 until there is one."""
    centre = Centre.objects.current()
    if centre is None or not centre.logo:
        raise Http404
    try:
        return FileResponse(centre.logo.open("rb"))
    except FileNotFoundError as error:
        raise Http404 from error
