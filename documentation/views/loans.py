"""Lending: a card, a scanner, and what is out."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import page_place
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done, refused
from documentation import loans as lending
from documentation.forms.resource import sites_of
from documentation.models import Loan, Reservation, Resource
from documentation.views.pages import form_page

ROWS_A_PAGE = 50


class BarcodeForm(forms.Form):
    """What the scanner reads."""

    barcode = forms.CharField(
        label=gettext_lazy("Barcode"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args, sites, **kwargs):
        super().__init__(*args, **kwargs)
        self.sites = sites

    def clean_barcode(self):
        self.copy = lending.copy_with(self.cleaned_data["barcode"], self.sites)
        return self.cleaned_data["barcode"]


class LendForm(BarcodeForm):
    """A copy, and the card on which it goes out."""

    number = forms.IntegerField(
        label=gettext_lazy("Card number"), min_value=1, max_value=999_999,
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    field_order = ["number", "barcode"]


def loans_page(request, lend_form=None, return_form=None, status=200):
    """What is out at the person's places, overdue first, with the two small forms."""
    sites, today = sites_of(request.user), timezone.localdate()
    only = request.GET.get("show", "")
    rows = Loan.objects.filter(copy__site__in=sites).select_related("copy__resource", "copy__site")
    overdue = rows.filter(due_on__lt=today).count()
    number = request.GET.get("card", "")
    if only == "overdue":
        rows = rows.filter(due_on__lt=today)
    if number.isascii() and number.isdigit() and len(number) <= 6:
        rows = rows.filter(number=number)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    waiting = Reservation.objects.filter(site__in=sites).select_related("resource", "site", "copy")
    lend_form = lend_form or LendForm(sites=sites, auto_id="lend_%s")
    takes_back = return_form is not None or "return" in request.GET
    return_form = return_form or BarcodeForm(sites=sites, auto_id="return_%s")
    lies_in_wait(return_form if takes_back else lend_form)
    return render(
        request,
        "documentation/loans.html",
        {
            "lend_form": lend_form,
            "return_form": return_form,
            "page": page,
            "overdue": overdue,
            "shown": only,
            "card": number,
            "today": today,
            "waiting": waiting,
        },
        status=status,
    )


def lies_in_wait(form):
    """Let the scanner write into the first field of `form`, or into the one that was refused."""
    name = next(iter(form.errors), next(iter(form.fields)))
    form.fields[name].widget.attrs["autofocus"] = True


@allow("lend")
@require_safe
def loans(request):
    """What is out, what is overdue, who waits."""
    return loans_page(request)


@allow("lend")
@require_POST
def loan_add(request):
    """Lend a copy."""
    sites = list(sites_of(request.user))
    form = LendForm(request.POST, sites=sites, auto_id="lend_%s")
    if form.is_valid():
        try:
            loan = lending.lend(form.copy, form.cleaned_data["number"], day=timezone.localdate())
        except ValidationError as error:
            form.add_error("barcode", error.messages)
        else:
            said = _("“%(title)s” is lent on card %(number)s until %(day)s.")
            words = {"title": form.copy.resource, "number": loan.number, "day": date_format(loan.due_on)}
            return done(request, said % words, "documentation:loans")
    return loans_page(request, lend_form=form, status=422)


def and_for_whom(said, waiting):
    """What was `said`, and the code for which the copy has to be kept aside now, if somebody waits."""
    if waiting is None:
        return said
    return _("%(said)s Keep it aside for code %(code)s until %(day)s.") % {
        "said": said, "code": waiting.code, "day": date_format(waiting.kept_until),
    }  # fmt: skip


@allow("lend")
@require_POST
def loan_return(request):
    """Take a copy back; nothing of who had it stays."""
    form = BarcodeForm(request.POST, sites=list(sites_of(request.user)), auto_id="return_%s")
    if form.is_valid():
        try:
            waiting = lending.give_back(form.copy, day=timezone.localdate())
        except ValidationError as error:
            form.add_error("barcode", error.messages)
        else:
            said = _("“%(title)s” is back.") % {"title": form.copy.resource}
            messages.success(request, and_for_whom(said, waiting))
            return redirect(f"{reverse('documentation:loans')}?return=1")  # the next of the pile
    return loans_page(request, return_form=form, status=422)


@allow("lend")
@require_POST
def loan_renew(request, pk):
    """Once more."""
    loan = get_object_or_404(
        Loan.objects.select_related("copy__resource__medium"), pk=pk, copy__site__in=sites_of(request.user)
    )
    try:
        due = lending.renew(loan, day=timezone.localdate())
    except ValidationError as error:
        return refused(request, error, "documentation:loans")
    said = _("“%(title)s” is lent until %(day)s.") % {"title": loan.copy.resource, "day": date_format(due)}
    return done(request, said, "documentation:loans")


@allow("lend")
@require_POST
def loan_back(request, pk):
    """Take back without a scanner."""
    loan = get_object_or_404(
        Loan.objects.select_related("copy__resource"), pk=pk, copy__site__in=sites_of(request.user)
    )
    waiting = lending.give_back(loan.copy, day=timezone.localdate())
    said = _("“%(title)s” is back.") % {"title": loan.copy.resource}
    return done(request, and_for_whom(said, waiting), "documentation:loans")


class CardForm(forms.Form):
    """A card, for a copy that is chosen already."""

    number = forms.IntegerField(
        label=gettext_lazy("Card number"), min_value=1, max_value=999_999,
        widget=forms.NumberInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


@allow("lend")
@require_http_methods(["GET", "HEAD", "POST"])
def reservation_fetch(request, pk):
    """Whoever brings the code takes the copy that is kept aside."""
    found = get_object_or_404(
        Reservation.objects.select_related("copy__resource__medium", "resource"),
        pk=pk, copy__isnull=False, site__in=sites_of(request.user),
    )  # fmt: skip
    form = CardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            loan = lending.fetch(found, form.cleaned_data["number"], day=timezone.localdate())
        except ValidationError as error:
            return refused(request, error, "documentation:loans")
        said = _("“%(title)s” is lent on card %(number)s until %(day)s.")
        words = {"title": found.resource, "number": loan.number, "day": date_format(loan.due_on)}
        return done(request, said % words, "documentation:loans")
    return form_page(
        request, form, title=_("Code %(code)s: lend") % {"code": found.code},
        way=[(_("Loans"), "documentation:loans")], template="documentation/small_form.html",
        note=found.resource.full_title,
    )  # fmt: skip


@allow("lend")
@require_POST
def reservation_drop(request, pk):
    """Nobody waits any more."""
    found = get_object_or_404(Reservation.objects.select_related("copy"), pk=pk, site__in=sites_of(request.user))
    waiting = lending.drop(found, day=timezone.localdate())
    return done(request, and_for_whom(_("The reservation is forgotten."), waiting), "documentation:loans")


@allow("lend")
@require_POST
def reservation_add(request, pk):
    """Wait for a title at the place that the page named."""
    resource = get_object_or_404(Resource.objects.kept(), pk=pk)
    site = page_place.of_page(request)
    if site is None:
        return done(request, _("Choose a place first."), "documentation:resource", pk)
    try:
        made = lending.reserve(resource, site, day=timezone.localdate())
    except ValidationError as error:
        return refused(request, error, "documentation:resource", pk)
    said = _("Reserved at %(site)s. The code is %(code)s: it is all that has to be said to fetch it.")
    return done(request, said % {"site": site, "code": made.code}, "documentation:resource", pk)
