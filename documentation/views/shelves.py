"""The shelving plan: its shelves, and in which row of each place they stand."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from documentation import words_and_shelves
from documentation.floor import drawing, rows_of
from documentation.forms.lists import ShelfForm, ShelfSpotForm
from documentation.forms.resource import sites_of
from documentation.models import ClassificationNode, Copy, ShelfSpot
from documentation.views.pages import confirm_page, crumbs, form_page
from documentation.views.subjects import LISTS

PLAN = (gettext_lazy("Shelving plan"), "documentation:shelves")


def to_shelf(shelf):
    return (str(shelf), "documentation:shelf", shelf.pk)


@allow("edit_catalogue")
@require_safe
def shelves(request):
    """The whole plan with the number of copies on each shelf."""
    return render(
        request,
        "documentation/shelves.html",
        {"rows": words_and_shelves.counted_shelves(), "crumbs": crumbs(LISTS)},
    )


@allow("edit_catalogue")
@require_safe
def shelf(request, pk):
    """One shelf: what is under it, where it stands."""
    found = get_object_or_404(ClassificationNode.objects.select_related("purpose", "parent"), pk=pk)
    reachable = found.spots.filter(site__in=sites_of(request.user)).select_related("site", "node")
    return render(
        request,
        "documentation/shelf.html",
        {
            "shelf": found, "parts": found.parts.all(), "see": found.see.all(),
            "n": words_and_shelves.copies_marked(found.code).count(),
            "spots": [(spot, drawing(spot, rows_of(spot.site_id))) for spot in reachable],
            "crumbs": crumbs(LISTS, PLAN),
        },
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def shelf_add(request):
    """A new shelf; ?parent= puts it under another one."""
    key = request.GET.get("parent", "")
    start = {"parent": key} if key.isascii() and key.isdigit() and len(key) < 10 else {}
    form = ShelfForm(request.POST or None, centre=shell.of(request).centre, initial=start)
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("“%(name)s” is added.") % {"name": made}, "documentation:shelf", made.pk)
    return form_page(request, form, title=_("Add a shelf"), way=[LISTS, PLAN])


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def shelf_edit(request, pk):
    """Another name, code or place in the plan. Labels on copies stay as they are printed."""
    found = get_object_or_404(ClassificationNode, pk=pk)
    title, code = str(found), found.code
    n = words_and_shelves.copies_marked(code).count()
    form = ShelfForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        said = _("“%(name)s” is saved.") % {"name": found}
        if found.code != code and n:
            more = ngettext(
                "The label of %(n)s copy still begins with %(code)s.",
                "The labels of %(n)s copies still begin with %(code)s.",
                n,
            )
            messages.warning(request, more % {"n": n, "code": code})
        return done(request, said, "documentation:shelf", pk)
    return form_page(
        request, form, title=title, way=[LISTS, PLAN, to_shelf(found)], delete=("documentation:shelf_delete", pk)
    )


@allow("edit_catalogue")
@require_POST
def shelf_retire(request, pk):
    """No longer offer a shelf for copies, or offer it again."""
    found = get_object_or_404(ClassificationNode, pk=pk)
    found.retired = not found.retired
    found.save(update_fields=["retired"])
    said = _("“%(name)s” is no longer offered; copies keep it.") if found.retired else _("“%(name)s” is offered.")
    return done(request, said % {"name": found}, "documentation:shelf", pk)


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def shelf_delete(request, pk):
    """Take an empty shelf out of the plan."""
    found = get_object_or_404(ClassificationNode, pk=pk)
    if Copy.objects.filter(node=found).exists() or found.parts.exists():
        messages.error(request, _("Copies or other shelves belong to it. Retire it instead."))
        return redirect("documentation:shelf", pk)
    if request.method == "POST":
        found.delete()
        return done(request, _("“%(name)s” is deleted.") % {"name": found}, "documentation:shelves")
    return confirm_page(
        request, title=_("Delete %(name)s?") % {"name": found}, sentences=[_("No copy stands there.")],
        button=_("Delete"), way=[LISTS, PLAN, to_shelf(found)],
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def shelf_spot_add(request, pk):
    """Say in which row of a place the shelf stands, for the drawing on the public pages."""
    found = get_object_or_404(ClassificationNode, pk=pk)
    here = shell.of(request)
    form = ShelfSpotForm(
        request.POST or None, instance=ShelfSpot(node=found), centre=here.centre, sites=sites_of(request.user),
        initial={"site": here.site},
    )  # fmt: skip
    if request.method == "POST" and form.saved():
        return done(request, _("The place of the shelf is saved."), "documentation:shelf", pk)
    return form_page(request, form, title=_("Where it stands"), way=[LISTS, PLAN, to_shelf(found)])


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def shelf_spot_edit(request, pk):
    """The shelf was moved."""
    spot = spot_in_reach(request, pk)
    form = ShelfSpotForm(
        request.POST or None, instance=spot, centre=shell.of(request).centre, sites=sites_of(request.user)
    )
    if request.method == "POST" and form.saved():
        return done(request, _("The place of the shelf is saved."), "documentation:shelf", spot.node_id)
    return form_page(request, form, title=_("Where it stands"), way=[LISTS, PLAN, to_shelf(spot.node)])


@allow("edit_catalogue")
@require_POST
def shelf_spot_delete(request, pk):
    """The shelf stands at this place no longer."""
    spot = spot_in_reach(request, pk)
    spot.delete()
    return done(request, _("The shelf is off the drawing."), "documentation:shelf", spot.node_id)


def spot_in_reach(request, pk):
    """The spot, when it is at a place of the person; else 404."""
    return get_object_or_404(ShelfSpot.objects.select_related("node"), pk=pk, site__in=sites_of(request.user))
