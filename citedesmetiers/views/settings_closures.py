"""Closures and exceptional openings of all places, and the public holidays that count by themselves."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.filters import ClosureFilter
from citedesmetiers.forms.closure import ClosureForm, ClosuresForm
from citedesmetiers.models import Closure, Site
from citedesmetiers.opening import public_holidays
from citedesmetiers.views.settings_page import confirm_page, crumbs, done, form_page

ROWS_A_PAGE = 50
CLOSURES = (gettext_lazy("Closures and exceptional openings"), "closure_list")


def visible(request):
    return Closure.objects.filter(site__in=Site.objects.for_user(request.user))


@allow("edit_lists")
@require_safe
def closure_list(request):
    """Days that do not follow the weekly hours, this year's unless others are asked for."""
    today = timezone.localdate()
    places = Site.objects.for_user(request.user)
    rows = visible(request).select_related("site").order_by("starts_on", "site", "pk")
    chosen = ClosureFilter(request.GET, queryset=rows, places=places, today=today)
    page = Paginator(chosen.qs, ROWS_A_PAGE).get_page(request.GET.get("page"))
    year = chosen.form.cleaned_data.get("year") if chosen.form.is_valid() else ""
    return render(
        request,
        "citedesmetiers/settings/closure_list.html",
        {
            "filter": chosen,
            "page": page,
            "today": today,
            "year": int(year or today.year),
            "holidays": holidays_of(places.open_on(today), int(year or today.year)),
            "crumbs": crumbs(),
        },
    )


def holidays_of(places, year):
    """For each country of `places`: (country, [(day, name), …], places that close on them, places that do not)."""
    by_country = {}
    for site in places:
        by_country.setdefault(site.country, []).append(site)
    return [
        (
            country,
            sorted(public_holidays(country, (year,), get_language()).items()),
            [site for site in sites if site.closed_on_public_holidays],
            [site for site in sites if not site.closed_on_public_holidays],
        )
        for country, sites in sorted(by_country.items())
    ]


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def closure_add(request):
    """The same days for one place or several at once."""
    places = Site.objects.for_user(request.user)
    form = ClosuresForm(
        request.POST or None,
        centre=shell.of(request).centre,
        places=places,
        initial={"sites": [site.pk for site in places] if places.count() == 1 else []},
    )
    if request.method == "POST" and (rows := form.saved()):
        said = ngettext("Saved for one place.", "Saved for %(n)s places.", len(rows)) % {"n": len(rows)}
        return done(request, said, "closure_list")
    return form_page(request, form, title=_("Add a closure or an exceptional opening"), way=[CLOSURES])


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def closure_edit(request, pk):
    """Days of one place."""
    closure = get_object_or_404(visible(request).select_related("site"), pk=pk)
    first = closure.starts_on
    form = ClosureForm(request.POST or None, instance=closure, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The days are saved."), "closure_list")
    title = _("%(place)s, %(day)s") % {"place": closure.site, "day": formats.date_format(first)}
    return form_page(request, form, title=title, way=[CLOSURES], delete=("closure_delete", pk))


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def closure_delete(request, pk):
    """Take days back; the weekly hours hold again."""
    closure = get_object_or_404(visible(request).select_related("site"), pk=pk)
    days = (closure.ends_on - closure.starts_on).days + 1
    if request.method == "POST":
        closure.delete()
        return done(request, _("Deleted: the weekly hours hold again on these days."), "closure_list")
    sentence = ngettext(
        "On one day %(place)s follows its weekly hours again.",
        "On %(n)s days %(place)s follows its weekly hours again.",
        days,
    )
    return confirm_page(
        request,
        title=_("Delete this entry?"),
        sentences=[f"{closure}", sentence % {"n": days, "place": closure.site}],
        button=_("Delete"),
        way=[CLOSURES],
    )
