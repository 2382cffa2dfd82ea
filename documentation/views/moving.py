"""Lists that go out, doubles that become one, and where UNIMARC files keep what is known of copies."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.house import HouseForm
from citedesmetiers.replica import reads_from_replica
from citedesmetiers.views.settings_page import done, refused
from documentation import weeding
from documentation.alike import doubles
from documentation.models import Resource, UnimarcCopyMap
from documentation.moving_in import export
from documentation.views.holdings import chosen_of
from documentation.views.pages import confirm_page, form_page

SHOWN = 50


@allow("lend")
@require_safe
@reads_from_replica
def holdings_export(request, ending):
    """The holdings as they are filtered, as a file that can be sent in again."""
    if ending not in export.KINDS:
        raise Http404
    return export.response(chosen_of(request).rows, ending, request.build_absolute_uri)


@allow("edit_catalogue")
@require_safe
def duplicates(request):
    """Documents that look alike, side by side."""
    groups = doubles()
    return render(
        request,
        "documentation/duplicates.html",
        {
            "groups": groups[:SHOWN], "n": len(groups),
            "crumbs": [(_("Freshness"), reverse("documentation:freshness"))],
        },
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates_merge(request, pk, other):
    """Make `other` one with `pk`."""
    kept = get_object_or_404(Resource.objects.kept(), pk=pk)
    gone = get_object_or_404(Resource.objects.kept(), pk=other)
    if request.method == "POST":
        try:
            moved = weeding.merge(kept, [gone])
        except ValidationError as error:
            return refused(request, error, "documentation:duplicates")
        said = ngettext("Merged. %(n)s copy has moved.", "Merged. %(n)s copies have moved.", moved["copies"])
        return done(request, said % {"n": moved["copies"]}, "documentation:resource", pk)
    copies, opinions = gone.copies.count(), gone.opinions.count()
    return confirm_page(
        request,
        title=_("Merge two documents?"),
        sentences=[
            _("“%(title)s” stays; what it lacks is filled in from the other one.") % {"title": told_apart(kept)},
            _("“%(title)s” is weeded as entered twice.") % {"title": told_apart(gone)},
            ngettext("%(n)s copy moves.", "%(n)s copies move.", copies) % {"n": copies},
            ngettext("%(n)s opinion moves.", "%(n)s opinions move.", opinions) % {"n": opinions},
        ],
        button=_("Merge"),
        way=[(_("Duplicates"), "documentation:duplicates")],
    )


def told_apart(resource):
    """A title with what tells it from one that reads the same: publisher, year, and a number of its own."""
    number = resource.source_id or resource.public_id
    return ", ".join(filter(None, [resource.full_title, resource.publisher, str(resource.year or ""), number]))


class UnimarcForm(HouseForm):
    """The field of a copy, and its subfields."""

    groups = ((gettext_lazy("Fields of a copy"), ("tag", ("barcode", "shelf_mark"), ("site", "medium"))),)

    class Meta:
        model = UnimarcCopyMap
        fields = ["tag", "barcode", "shelf_mark", "site", "medium"]


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def unimarc_fields(request):
    """Library systems fill field 995 in their own ways: say how this one does."""
    row = UnimarcCopyMap.objects.order_by("pk").first() or UnimarcCopyMap()
    form = UnimarcForm(request.POST or None, instance=row, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("Saved. The next file is read like this."), "documentation:imports")
    return form_page(
        request, form, title=_("Copies in UNIMARC files"), way=[(_("Import"), "documentation:imports")],
        note=_("One subfield for each; empty when the files have none. Exports are written the same way."),
    )  # fmt: skip
