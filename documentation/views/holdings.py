"""The holdings: the list that staff work with, one resource, what is added, changed, weeded or deleted."""

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.sorting import Sorting, by_name
from citedesmetiers.views.settings_page import done, refused
from documentation import kiosk, loans, standard_numbers, weeding
from documentation.alike import alike
from documentation.filters import HoldingsFilter
from documentation.forms.resource import ResourceForm, WeedForm
from documentation.models import Resource, Subject
from documentation.search import index
from documentation.views.pages import confirm_page, crumbs, form_page, to_resource

ROWS_A_PAGE = 50
COLUMNS = {
    "title": by_name("title"), "year": "year", "medium": "medium__rank", "verified": "verified_on",
    "added": "acquired_on",
}  # fmt: skip


def chosen_of(request):
    """The HoldingsFilter of the page's query string."""
    return HoldingsFilter(request.GET, queryset=Resource.objects.all())


@allow("lend")
@require_safe
def holdings(request):
    """Everything that the centre holds, whether or not visitors see it."""
    chosen = chosen_of(request)
    sorting = Sorting(COLUMNS, request.GET.get("order"))
    page = Paginator(sorting.applied(chosen.rows).with_details(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    for resource in page:
        resource.kept_copies = [copy for copy in resource.copies.all() if copy.state != copy.State.WITHDRAWN]
    return render(
        request,
        "documentation/holdings.html",
        {
            "filter": chosen,
            "sorting": sorting,
            "page": page,
            "there_is_one": bool(page.object_list) or Resource.objects.exists(),
            "screen_address": request.build_absolute_uri(f"{reverse('catalogue:search')}?{kiosk.SIGN}=1"),
        },
    )


@allow("lend")
@require_safe
def resource(request, pk):
    """All that is known of one resource."""
    found = get_object_or_404(Resource.objects.with_details(), pk=pk)
    site = shell.of(request).site
    return render(
        request,
        "documentation/resource.html",
        {
            "resource": found,
            "copies": found.copies.select_related("site", "node", "loan").order_by("state", "site", "pk"),
            "opinions": found.opinions.select_related("officer"),
            "reports": found.reports.filter(settled_on__isnull=True),
            "link_checks": found.link_checks.all()[:5],
            "site": site,
            "may_reserve": site in loans.places_to_wait_at(found, day=timezone.localdate()),
            "reservations": found.reservations.select_related("site").count(),
            "crumbs": crumbs(),
        },
    )


def resource_form(request, form, **page):
    """The page of a resource's form, with the subjects to choose from."""
    names = Subject.objects.filter(retired=False).values_list("name", flat=True)
    return form_page(request, form, template="documentation/resource_form.html", subject_names=names, **page)


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def resource_add(request):
    """A new resource; doubles are asked about."""
    form = ResourceForm(request.POST or None, centre=shell.of(request).centre)
    if request.method == "POST" and (made := form.saved()):
        index.refresh([made.pk])
        said = _("“%(title)s” is added. Now say where its copies stand.") % {"title": made}
        return done(request, said, "documentation:resource", made.pk)
    return resource_form(request, form, title=_("Add a document"), way=[])


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def resource_edit(request, pk):
    """Put a resource right."""
    found = get_object_or_404(Resource, pk=pk)
    title, way = found.title, [to_resource(found)]
    form = ResourceForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        index.refresh([pk])
        return done(request, _("“%(title)s” is saved.") % {"title": found}, "documentation:resource", pk)
    return resource_form(request, form, title=title, way=way, delete=("documentation:resource_delete", pk))


@allow("edit_catalogue")
@require_safe
def resource_alike(request):
    """What looks the same as what is being typed: a fragment that the form asks for."""
    try:
        isbn = standard_numbers.isbn13(request.GET.get("isbn", ""))
    except ValidationError:
        isbn = ""
    title = request.GET.get("title", "").replace("\0", "").strip()[:400]
    found = alike(title=title, isbn=isbn) if title or isbn else []
    return render(request, "documentation/_alike.html", {"found": found})


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def resource_weed(request, pk):
    """Take a resource out of the holdings; it stays in the figures."""
    found = get_object_or_404(Resource.objects.kept(), pk=pk)
    leaving = Resource.objects.filter(pk=pk)
    form = WeedForm(request.POST or None, leaving=leaving)
    if request.method == "POST" and form.is_valid():
        try:
            weeding.weed(leaving, day=timezone.localdate(), **form.cleaned_data)
        except ValidationError as error:
            return refused(request, error, "documentation:resource", pk)
        return done(request, _("“%(title)s” is weeded.") % {"title": found}, "documentation:resource", pk)
    n = found.copies.kept().count()
    note = ngettext(
        "%(n)s copy is withdrawn with it. Visitors find it no more; figures keep it.",
        "%(n)s copies are withdrawn with it. Visitors find it no more; figures keep it.",
        n,
    ) % {"n": n}
    return form_page(
        request, form, title=_("Weed %(title)s") % {"title": found}, way=[to_resource(found)], note=note,
        template="documentation/weed.html",
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def resource_unweed(request, pk):
    """Undo a weeding."""
    found = get_object_or_404(Resource, pk=pk, weeded_on__isnull=False)
    if request.method == "POST":
        weeding.take_back_in(found)
        return done(request, _("“%(title)s” is held again.") % {"title": found}, "documentation:resource", pk)
    n = found.copies.filter(withdrawn_on=found.weeded_on).count()
    return confirm_page(
        request,
        title=_("Take %(title)s back in?") % {"title": found},
        sentences=[ngettext("%(n)s copy comes back with it.", "%(n)s copies come back with it.", n) % {"n": n}],
        button=_("Take back in"),
        way=[to_resource(found)],
    )


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def resource_delete(request, pk):
    """Take away a resource that was entered by mistake; one that has left traces is weeded instead."""
    found = get_object_or_404(Resource, pk=pk)
    tied = rows_pointing_at(found) - found.opinions.count() - found.link_checks.count() - in_search(found)
    if tied > 0:
        said = ngettext(
            "%(title)s has left %(n)s trace (a copy, a loan, a list…). Weed it instead.",
            "%(title)s has left %(n)s traces (copies, loans, lists…). Weed it instead.",
            tied,
        )
        return done(request, said % {"n": tied, "title": found}, "documentation:resource_edit", pk)
    if request.method == "POST":
        found.delete()
        return done(request, _("“%(title)s” is deleted.") % {"title": found}, "documentation:holdings")
    opinions = found.opinions.count()
    return confirm_page(
        request,
        title=_("Delete %(title)s?") % {"title": found},
        sentences=[
            _("It has no copy and was never lent or consulted."),
            ngettext("%(n)s opinion goes with it.", "%(n)s opinions go with it.", opinions) % {"n": opinions},
        ],
        button=_("Delete"),
        way=[to_resource(found)],
    )


def in_search(found):
    """How many rows of the search's own tables point at it; they go with it."""
    return 1 if hasattr(found, "search_row") else 0
