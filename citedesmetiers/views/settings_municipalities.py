"""The municipalities of the labelled territory; they feed the list "Comes from"."""

from django.core.paginator import Paginator
from django.db.models import F, Sum
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.filters import MunicipalityFilter
from citedesmetiers.forms.municipality import MunicipalityForm, MunicipalityImportForm
from citedesmetiers.models import Municipality
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.views.settings_page import confirm_page, crumbs, done, form_page

ROWS_A_PAGE = 50
MUNICIPALITIES = (gettext_lazy("Municipalities"), "municipality_list")


@allow("edit_lists")
@require_safe
def municipality_list(request):
    """The territory, its largest municipality first."""
    rows = Municipality.objects.order_by(F("population").desc(nulls_last=True), "name", "pk")
    chosen = MunicipalityFilter(request.GET, queryset=rows)
    return render(
        request,
        "citedesmetiers/settings/municipality_list.html",
        {
            "filter": chosen,
            "page": Paginator(chosen.qs, ROWS_A_PAGE).get_page(request.GET.get("page")),
            "population": Municipality.objects.aggregate(people=Sum("population"))["people"],
            "crumbs": crumbs(),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def municipality_add(request):
    """A municipality, which reception can then choose."""
    form = MunicipalityForm(request.POST or None, centre=shell.of(request).centre)
    if request.method == "POST" and (municipality := form.saved()):
        return done(request, _("%(name)s is added.") % {"name": municipality}, "municipality_list")
    return form_page(request, form, title=_("Add a municipality"), way=[MUNICIPALITIES])


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def municipality_edit(request, pk):
    """Its name and population."""
    municipality = get_object_or_404(Municipality, pk=pk)
    title = municipality.name
    form = MunicipalityForm(request.POST or None, instance=municipality, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("%(name)s is saved.") % {"name": municipality}, "municipality_list")
    return form_page(request, form, title=title, way=[MUNICIPALITIES], delete=("municipality_remove", pk))


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def municipality_remove(request, pk):
    """Take a municipality out of the territory. Its value ends; what was counted with it stays."""
    municipality = get_object_or_404(Municipality, pk=pk)
    if request.method == "POST":
        municipality.leave(on=timezone.localdate())
        return done(request, _("%(name)s is removed.") % {"name": municipality}, "municipality_list")
    value = municipality.list_value
    n = rows_pointing_at(value) if value else 0
    return confirm_page(
        request,
        title=_("Remove %(name)s?") % {"name": municipality},
        sentences=[
            _("From tomorrow reception can no longer choose it."),
            ngettext("%(n)s entry keeps it.", "%(n)s entries keep it.", n) % {"n": formats.localize(n)}
            if n
            else _("Nothing has been counted with it."),
            _("If it merged into another one, end its value in the list “Comes from” first and say which takes over."),
        ],
        button=_("Remove"),
        way=[MUNICIPALITIES],
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def municipality_import(request):
    """Many at once, from a pasted list; nothing is saved while a line is wrong."""
    form = MunicipalityImportForm(request.POST or None, initial={"country": shell.of(request).centre.country})
    if request.method == "POST" and (counts := form.saved()) is not None:
        added, changed = counts
        said = [
            ngettext("%(n)s municipality is added.", "%(n)s municipalities are added.", added) % {"n": added},
            ngettext("%(n)s was there and is saved.", "%(n)s were there and are saved.", changed) % {"n": changed},
        ]
        return done(request, " ".join(said if changed else said[:1]), "municipality_list")
    return form_page(request, form, title=_("Paste a list of municipalities"), way=[MUNICIPALITIES])
