"""On paper: a bibliography as a booklet, labels for what stands on the shelves."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Site
from documentation import barcodes, booklet, prints
from documentation.forms.resource import sites_of
from documentation.models import Bibliography, Copy
from documentation.views.pages import crumbs

PAGES_OF_A_SHEET = {"a4": 1, "a5": 4}
ON_A_SHEET = 24  # labels of 70 × 37 mm: three in a row, eight rows
MOST_LABELS = 40 * ON_A_SHEET


@allow("edit_catalogue")
@require_safe
def bibliography_pdf(request, pk, size):
    """The list on A4, or as a booklet of A5 pages to be printed two up and folded; ?by= says in which sections."""
    if size not in PAGES_OF_A_SHEET:
        raise Http404
    found = get_object_or_404(Bibliography.objects.select_related("purpose"), pk=pk)
    items = found.items.select_related("resource__medium").prefetch_related(
        "resource__copies__site", "resource__copies__node", "resource__opinions__officer", "resource__purposes"
    )
    items = [item for item in items if item.resource.weeded_on is None]
    for item in items:
        kept = [copy for copy in item.resource.copies.all() if copy.state != Copy.State.WITHDRAWN]
        item.copies_kept = kept
        item.mark = next((copy.shelf_mark for copy in kept if copy.shelf_mark), "")
        item.places = list(Counter(copy.site.name for copy in kept).items())
        # What is said in this list comes first; else what an officer says of the document anyway.
        item.opinion = None if item.comment else next(iter(item.resource.opinions.all()), None)
    by = request.GET.get("by")
    context = {
        "bibliography": found, "size": size, "total": len(items),
        "sections": booklet.sections(items, by if by in booklet.CHOICES else "list"),
        "sites": Site.objects.exclude(address="").order_by("pk"),
        "qr": prints.qr_picture(request.build_absolute_uri(found.get_absolute_url())) if found.published else "",
    }  # fmt: skip
    return prints.printed(
        request,
        "documentation/prints/bibliography.html",
        context,
        name=slugify(f"{found.title} {size}"),
        sheet=PAGES_OF_A_SHEET[size],
    )


class LabelForm(forms.Form):
    """Which copies get a label."""

    site = forms.ModelChoiceField(label=gettext_lazy("Place"), queryset=Site.objects.none(), empty_label=None)
    mark = forms.CharField(label=gettext_lazy("Shelf marks beginning with"), max_length=20, required=False)
    since = forms.DateField(
        label=gettext_lazy("Added since"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    first = forms.IntegerField(
        label=gettext_lazy("First free label of the sheet"), min_value=1, max_value=ON_A_SHEET, initial=1
    )

    def chosen(self):
        """The copies that the form asks for, as they stand on the shelf."""
        asked = self.cleaned_data
        rows = Copy.objects.kept().filter(site=asked["site"])
        if asked["mark"]:
            rows = rows.filter(shelf_mark__istartswith=asked["mark"])
        if asked["since"]:
            rows = rows.filter(added_on__gte=asked["since"])
        return rows.select_related("resource").order_by("shelf_mark", "resource__title", "pk")

    def copies(self):
        """Those of them that have something to stand on a label."""
        return self.chosen().exclude(shelf_mark="", barcode="")


def label_form(request):
    """The form as the address fills it; unbound when the address says nothing."""
    form = LabelForm(request.GET or None)
    form.fields["site"].queryset = sites_of(request.user)
    return form


@allow("edit_catalogue")
@require_safe
def labels(request):
    """Choose the copies, see how many labels that makes."""
    form = label_form(request)
    is_asked = form.is_bound and form.is_valid()
    n = form.copies().count() if is_asked else None
    context = {
        "form": form, "n": n, "without": form.chosen().filter(barcode="").count() if is_asked else 0,
        "asked": request.GET.urlencode(), "too_many": (n or 0) > MOST_LABELS, "most": MOST_LABELS, "crumbs": crumbs(),
        "address": f"{reverse('documentation:labels_pdf')}?{request.GET.urlencode()}",
        "sheets": -(-((n or 0) + (form.cleaned_data["first"] - 1 if n else 0)) // ON_A_SHEET),
        "can_print": prints.can_print(),
    }  # fmt: skip
    return render(request, "documentation/labels.html", context)


@allow("edit_catalogue")
@require_POST
def labels_number(request):
    """Give the chosen copies that have no barcode one of the centre's own."""
    form = label_form(request)
    if not form.is_bound or not form.is_valid():
        return redirect("documentation:labels")
    n = barcodes.give(form.chosen())
    said = ngettext("%(n)s copy has a barcode now.", "%(n)s copies have a barcode now.", n) % {"n": n}
    messages.success(request, said)
    return redirect(f"{reverse('documentation:labels')}?{request.GET.urlencode()}")


@allow("edit_catalogue")
@require_safe
def labels_pdf(request):
    """The sheets of labels."""
    form = label_form(request)
    if not form.is_bound or not form.is_valid():
        return redirect("documentation:labels")
    copies = list(form.copies()[:MOST_LABELS])
    for copy in copies:
        # What the counter's scanner reads; without a barcode, the page of the document.
        page = request.build_absolute_uri(copy.resource.get_absolute_url())
        copy.qr = prints.qr_picture(copy.barcode or page)
    places = [None] * (form.cleaned_data["first"] - 1) + copies
    sheets = [places[start : start + ON_A_SHEET] for start in range(0, len(places), ON_A_SHEET)]
    return prints.printed(request, "documentation/prints/labels.html", {"sheets": sheets}, name=slugify(_("Labels")))
