"""Rounds with the scanner: inventories of the shelves, consultations on the tables."""

from django import forms
from django.db.models import Sum
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import page_place, shell
from citedesmetiers.access import allow
from citedesmetiers.forms.house import HouseForm
from citedesmetiers.views.settings_page import done
from documentation import consultations as tables
from documentation import inventory as shelves
from documentation.forms.resource import sites_of
from documentation.models import ConsultationCount, Inventory
from documentation.views.pages import form_page

SHOWN = 100


class ScansForm(forms.Form):
    """What the scanner read: one barcode a line."""

    codes = forms.CharField(
        label=gettext_lazy("Barcodes"), max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        help_text=gettext_lazy("Scan into the field, or paste the scanner's list: one barcode a line."),
    )  # fmt: skip

    def clean_codes(self):
        found = [code[:40] for code in shelves.BETWEEN.split(self.cleaned_data["codes"]) if code]
        if len(found) > shelves.MOST_AT_ONCE:
            raise forms.ValidationError(_("At most %(n)s scans at once.") % {"n": shelves.MOST_AT_ONCE})
        return found


class InventoryForm(HouseForm):
    """Where the round goes."""

    groups = ((gettext_lazy("Where"), ("site", "shelf")),)

    class Meta:
        model = Inventory
        fields = ["site", "shelf"]

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = sites


@allow("edit_catalogue")
@require_safe
def inventories(request):
    """All rounds, the newest first."""
    rows = Inventory.objects.filter(site__in=sites_of(request.user)).select_related("site")[:SHOWN]
    return render(request, "documentation/inventories.html", {"rows": rows})


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def inventory_add(request):
    """Start a round."""
    here = shell.of(request)
    form = InventoryForm(
        request.POST or None, centre=here.centre, sites=sites_of(request.user), initial={"site": here.site}
    )
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("The inventory is open: scan away."), "documentation:inventory", made.pk)
    return form_page(request, form, title=_("Start an inventory"), way=[(_("Inventory"), "documentation:inventories")])


def round_of(request, pk):
    return get_object_or_404(Inventory.objects.select_related("site"), pk=pk, site__in=sites_of(request.user))


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def inventory(request, pk):
    """Scan, and compare with what should be there."""
    found = round_of(request, pk)
    form = ScansForm(request.POST or None)
    if request.method == "POST" and found.finished_on is None and form.is_valid():
        n = shelves.scan(found, list(dict.fromkeys(form.cleaned_data["codes"])))
        said = ngettext("%(n)s new scan.", "%(n)s new scans.", n) % {"n": n}
        return done(request, said, "documentation:inventory", pk)
    compared = shelves.result(found)
    if found.finished_on:  # what went on since belongs to the loans; what is to be looked for is asked for still
        parts = [("absent", _("Still missing"), compared.still_missing)]
    else:
        parts = [
            ("absent", _("Not found"), compared.absent),
            ("elsewhere", _("Stands in the wrong place"), compared.elsewhere),
            ("withdrawn", _("Withdrawn, and yet there"), compared.withdrawn),
            ("lent", _("On loan, and yet there"), compared.on_loan),
        ]
    return render(
        request,
        "documentation/inventory.html",
        {
            "inventory": found, "form": form, "compared": compared, "shown": SHOWN,
            "parts": [(code, title, copies[:SHOWN], len(copies)) for code, title, copies in parts],
            "expected": len(compared.found) + len(compared.absent),
            "crumbs": [(_("Inventory"), reverse("documentation:inventories"))],
        },
    )  # fmt: skip


@allow("edit_catalogue")
@require_POST
def inventory_finish(request, pk):
    """Close the round."""
    found = round_of(request, pk)
    if found.finished_on:
        return done(request, _("This inventory is closed already."), "documentation:inventory", pk)
    n = len(shelves.finish(found, day=timezone.localdate()).absent)
    said = ngettext(
        "Closed. %(n)s copy is marked as missing.", "Closed. %(n)s copies are marked as missing.", n
    ) % {"n": n}  # fmt: skip
    return done(request, said, "documentation:inventory", pk)


@allow("lend")
@require_http_methods(["GET", "HEAD", "POST"])
def consultations(request):
    """Count what lies on the tables of the place in the bar."""
    site, today = page_place.of_page(request), timezone.localdate()
    form = ScansForm(request.POST or None)
    if request.method == "POST" and site is not None and form.is_valid():
        n, unknown = tables.count(form.cleaned_data["codes"], site=site, day=today)
        said = ngettext("%(n)s consultation is counted.", "%(n)s consultations are counted.", n) % {"n": n}
        if unknown:
            said = _("%(said)s No copy has the barcode %(codes)s.") % {"said": said, "codes": ", ".join(unknown[:10])}
        page_place.say_where(request, site)
        return done(request, said, "documentation:consultations")
    rows = ConsultationCount.objects.filter(site=site, day=today).select_related("resource").order_by("-n", "pk")
    month = ConsultationCount.objects.filter(site=site, day__year=today.year, day__month=today.month)
    return render(
        request,
        "documentation/consultations.html",
        {
            "form": form, "site": site, "rows": rows[:SHOWN], "today": rows.aggregate(n=Sum("n"))["n"] or 0,
            "month": month.aggregate(n=Sum("n"))["n"] or 0,
        },
    )  # fmt: skip
