"""Bibliographies: which documents, in which order, with what said of them."""

from django import forms
from django.db import transaction
from django.db.models import Count, Max
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.house import HouseForm
from citedesmetiers.views.settings_page import done, step_of
from documentation import booklet
from documentation.filters import HoldingsFilter
from documentation.models import Bibliography, BibliographyItem, Resource
from documentation.prints import can_print
from documentation.views.pages import confirm_page, form_page

SHOWN = 20
LIST = (gettext_lazy("Bibliographies"), "documentation:bibliographies")


class BibliographyForm(HouseForm):
    """Title and frame."""

    groups = ((gettext_lazy("The list"), ("title", "subtitle", "introduction", ("purpose", "day"), "published")),)

    class Meta:
        model = Bibliography
        fields = ["title", "subtitle", "introduction", "purpose", "day", "published"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 4})}


class ItemForm(HouseForm):
    """What is said of a document here."""

    groups = ((gettext_lazy("In this list"), ("section", "comment")),)

    class Meta:
        model = BibliographyItem
        fields = ["section", "comment"]
        widgets = {"comment": forms.Textarea(attrs={"rows": 3})}


def to_list(found):
    return [LIST, (found.title, "documentation:bibliography", found.pk)]


@allow("edit_catalogue")
@require_safe
def bibliographies(request):
    """All lists."""
    rows = Bibliography.objects.select_related("purpose").annotate(n=Count("items"))
    return render(request, "documentation/bibliographies.html", {"rows": rows})


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def bibliography_add(request):
    """A new list."""
    form = BibliographyForm(request.POST or None, centre=shell.of(request).centre)
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("“%(title)s” is there. Now add documents.") % {"title": made}, *to_list(made)[1][1:])
    return form_page(request, form, title=_("New bibliography"), way=[LIST])


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def bibliography_edit(request, pk):
    """Title and frame."""
    found = get_object_or_404(Bibliography, pk=pk)
    title, way = found.title, to_list(found)
    form = BibliographyForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("“%(title)s” is saved.") % {"title": found}, "documentation:bibliography", pk)
    return form_page(request, form, title=title, way=way, delete=("documentation:bibliography_delete", pk))


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def bibliography_delete(request, pk):
    """Take a list away; its documents stay."""
    found = get_object_or_404(Bibliography, pk=pk)
    if request.method == "POST":
        found.delete()
        return done(request, _("“%(title)s” is deleted.") % {"title": found}, "documentation:bibliographies")
    n = found.items.count()
    said = ngettext("%(n)s comment is lost; its document stays.", "%(n)s comments are lost; their documents stay.", n)
    return confirm_page(
        request, title=_("Delete %(title)s?") % {"title": found}, sentences=[said % {"n": n}], button=_("Delete"),
        way=to_list(found),
    )  # fmt: skip


@allow("edit_catalogue")
@require_safe
def bibliography(request, pk):
    """The list with its documents, and a search for more of them."""
    found = get_object_or_404(Bibliography.objects.select_related("purpose"), pk=pk)
    asked = request.GET.get("q", "").strip()
    more = []
    if asked:
        rows = HoldingsFilter(request.GET, queryset=Resource.objects.exclude(bibliography_items__bibliography=found))
        more = rows.rows.select_related("medium")[:SHOWN]
    return render(
        request,
        "documentation/bibliography.html",
        {
            "bibliography": found, "asked": asked, "more": more,
            "items": found.items.select_related("resource__medium"),
            "prints": [(size, reverse("documentation:bibliography_pdf", args=[pk, size])) for size in ("a5", "a4")]
            if can_print() else [],
            "sections": booklet.CHOICES.items(),
            "crumbs": [(LIST[0], reverse(LIST[1]))],
        },
    )  # fmt: skip


@allow("edit_catalogue")
@require_POST
def bibliography_item_add(request, pk):
    """One more document, at the end."""
    found = get_object_or_404(Bibliography, pk=pk)
    key = request.POST.get("resource", "")
    resource = get_object_or_404(Resource, pk=int(key) if key.isascii() and key.isdigit() and len(key) < 12 else 0)
    rank = (found.items.aggregate(last=Max("rank"))["last"] or 0) + 1
    found.items.get_or_create(resource=resource, defaults={"rank": rank})
    return done(request, _("“%(title)s” is in the list.") % {"title": resource}, "documentation:bibliography", pk)


def item_of(pk):
    return get_object_or_404(BibliographyItem.objects.select_related("bibliography", "resource"), pk=pk)


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def bibliography_item_edit(request, pk):
    """What is said of a document in this list."""
    item = item_of(pk)
    form = ItemForm(request.POST or None, instance=item, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("Saved."), "documentation:bibliography", item.bibliography_id)
    return form_page(request, form, title=item.resource.title, way=to_list(item.bibliography))


@allow("edit_catalogue")
@require_POST
@transaction.atomic
def bibliography_item_move(request, pk):
    """One place up or down."""
    item, step = item_of(pk), step_of(request)
    items = list(item.bibliography.items.select_for_update(of=("self",)))
    place = items.index(item)
    if 0 <= place + step < len(items):
        items.insert(place + step, items.pop(place))
    for rank, each in enumerate(items, start=1):
        each.rank = rank
    BibliographyItem.objects.bulk_update(items, ["rank"])
    return done(request, _("Moved."), "documentation:bibliography", item.bibliography_id)


@allow("edit_catalogue")
@require_POST
def bibliography_item_delete(request, pk):
    """Out of this list."""
    item = item_of(pk)
    item.delete()
    said = _("“%(title)s” is out of the list.") % {"title": item.resource}
    return done(request, said, "documentation:bibliography", item.bibliography_id)
