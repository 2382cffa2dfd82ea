"""Places and their computer stations."""

from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.site import SiteForm, StationCountForm
from citedesmetiers.models import Site, StationCount
from citedesmetiers.models.site import ALL_SERVICES
from citedesmetiers.opening import calendars
from citedesmetiers.views.settings_page import crumbs, done, form_page

PLACES = (gettext_lazy("Places"), "site_list")


@allow("edit_sites")
@require_safe
def site_list(request):
    """All places: those of today with whether they are open now, then those of the past or to come."""
    now = timezone.localtime()
    stations = StationCount.objects.filter(site=OuterRef("pk"), since__lte=now.date()).order_by("-since")
    places = (
        Site.objects.for_user(request.user)
        .select_related("parent")
        .annotate(stations_now=Subquery(stations.values("stations")[:1]))
    )
    present, others = [], []
    for calendar in calendars(places, now.date()):
        site = calendar.site
        exists = (not site.opened_on or site.opened_on <= now.date()) and (
            not site.closed_on or now.date() <= site.closed_on
        )
        (present if exists else others).append((site, calendar.state_at(now)))
    return render(
        request,
        "citedesmetiers/settings/site_list.html",
        {"present": present, "others": others, "now": now, "crumbs": crumbs()},
    )


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def site_add(request):
    """A new place; the code that it gets stays for good."""
    centre, places = shell.of(request).centre, Site.objects.for_user(request.user)
    main = places.filter(kind=Site.Kind.MAIN).first()
    new = {"country": centre.country, "services": ALL_SERVICES, "parent": main}
    if main is None:
        new["kind"] = Site.Kind.MAIN
    form = SiteForm(request.POST or None, centre=centre, places=places, initial=new)
    if request.method == "POST" and (site := form.saved()):
        said = _("%(place)s is added. Now give its opening hours.") % {"place": site}
        return done(request, said, "opening_hours", site.pk)
    return form_page(request, form, title=_("Add a place"), way=[PLACES])


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def site_edit(request, pk):
    """One place, with what the guide advises against."""
    places = Site.objects.for_user(request.user)
    site = get_object_or_404(places, pk=pk)
    form = SiteForm(request.POST or None, instance=site, centre=shell.of(request).centre, places=places)
    if request.method == "POST" and form.saved():
        return done(request, _("%(place)s is saved.") % {"place": site}, "site_edit", pk)
    return page(request, get_object_or_404(places, pk=pk), form=form)


@allow("edit_sites")
@require_POST
def station_add(request, pk):
    """Note how many computer stations stand there from a day on."""
    places = Site.objects.for_user(request.user)
    site = get_object_or_404(places, pk=pk)
    centre = shell.of(request).centre
    form = StationCountForm(request.POST, instance=StationCount(site=site), centre=centre, prefix="stations")
    if form.saved():
        return done(request, _("The number of computer stations is noted."), "site_edit", pk, anchor="stations")
    return page(request, site, form=SiteForm(instance=site, centre=centre, places=places), station_form=form)


@allow("edit_sites")
@require_POST
def station_remove(request, pk, count):
    """Take back a number of computer stations that was noted by mistake."""
    site = get_object_or_404(Site.objects.for_user(request.user), pk=pk)
    get_object_or_404(site.station_counts, pk=count).delete()
    return done(request, _("The number is taken back."), "site_edit", pk, anchor="stations")


def page(request, site, *, form, station_form=None):
    """The page of one place: its form, and its computer stations beside."""
    centre = shell.of(request).centre
    return form_page(
        request,
        form,
        title=site.name,
        way=[PLACES],
        template="citedesmetiers/settings/site_edit.html",
        site=site,
        warnings=site.warnings(),
        stations=site.station_counts.all(),
        station_form=station_form
        or StationCountForm(centre=centre, prefix="stations", initial={"since": timezone.localdate()}),
    )
