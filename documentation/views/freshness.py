"""Keeping the holdings fresh: lists of work, and what is done with many at once."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from documentation import freshness as work
from documentation import inventory, link_rounds, weeding
from documentation.forms.resource import WeedForm, sites_of
from documentation.models import Copy, Resource

ROWS_A_PAGE = 50
ACTIONS = ("verify", "weed", "follow", "check", "settle", "found")


class AsksForm(forms.Form):
    """How old, or before which day."""

    years = forms.IntegerField(label=gettext_lazy("At least (years)"), min_value=1, max_value=100, required=False)
    before = forms.DateField(
        label=gettext_lazy("Verified before"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@allow("edit_catalogue")
@require_safe
def freshness(request):
    """Every list of work with its number."""
    lists = work.counts(timezone.localdate())
    return render(request, "documentation/freshness.html", {"lists": lists})


@allow("edit_catalogue")
@require_safe
def freshness_list(request, code):
    """One list of work, with what can be done to the rows that are ticked."""
    found = work.worklist(code)
    if found is None:
        raise Http404
    form = AsksForm(request.GET or None, initial={"years": work.YEARS})
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    for name in ("years", "before"):
        if name != found.asks:
            del form.fields[name]
    rows = found.rows(timezone.localdate(), asked.get("years") or work.YEARS, asked.get("before"))
    rows = rows.select_related("medium").prefetch_related("copies__site", "link_checks", "reports").order_by("pk")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    for resource in page:
        checks = [check for check in resource.link_checks.all() if check.url == resource.url]
        resource.last_check = checks[0] if checks else None
        resource.missing_copies = [copy for copy in resource.copies.all() if copy.state == Copy.State.MISSING]
        resource.open_reports = [report for report in resource.reports.all() if report.settled_on is None]
    return render(
        request,
        "documentation/freshness_list.html",
        {
            "list": found, "page": page, "form": form, "years": asked.get("years") or work.YEARS,
            "asked": request.GET.urlencode(),
            "crumbs": [(_("Freshness"), reverse("documentation:freshness"))],
        },
    )  # fmt: skip


@allow("edit_catalogue")
@require_POST
def freshness_apply(request, code):
    """Do one thing to all that are ticked; weeding asks first, in numbers."""
    found = work.worklist(code)
    if found is None:
        raise Http404
    keys = [int(key) for key in request.POST.getlist("pk") if key.isascii() and key.isdigit() and len(key) < 12]
    rows = Resource.objects.kept().filter(pk__in=keys)
    action, n, today = request.POST.get("action"), rows.count(), timezone.localdate()
    if not n or action not in ACTIONS:
        return back_to_list(request, _("Nothing was ticked."), code)
    try:
        if action == "weed":
            form = WeedForm(request.POST if "reason" in request.POST else None, leaving=rows)
            if not form.is_valid():
                return ask_before_weeding(request, found, rows, form)
            said = weed(rows, today, form)
        elif action == "found":
            said = found_again(rows, sites_of(request.user), today)
        else:
            said = SAID[action](rows, today)
    except ValidationError as error:
        return back_to_list(request, " ".join(error.messages), code, say=messages.error)
    return back_to_list(request, said, code)


def back_to_list(request, said, code, *, say=messages.success):
    """To the list as it was narrowed; its page may be another one by now."""
    say(request, said)
    query = request.GET.copy()
    query.pop("page", None)
    address = reverse("documentation:freshness_list", args=[code])
    return redirect(f"{address}?{query.urlencode()}" if query else address)


def ask_before_weeding(request, found, rows, form):
    n, copies = rows.count(), Copy.objects.kept().filter(resource__in=rows).count()
    return render(
        request,
        "documentation/freshness_weed.html",
        {
            "list": found, "rows": rows, "n": n, "copies": copies, "form": form, "asked": request.GET.urlencode(),
            "crumbs": [
                (_("Freshness"), reverse("documentation:freshness")),
                (found.title, reverse("documentation:freshness_list", args=[found.code])),
            ],
        },
        status=422 if form.errors else 200,
    )  # fmt: skip


def verify(rows, today):
    n = weeding.verify(rows, day=today)
    return ngettext(
        "%(n)s document is noted as verified today.", "%(n)s documents are noted as verified today.", n
    ) % {"n": n}


def weed(rows, today, form):
    n = weeding.weed(rows, day=today, **form.cleaned_data)
    return ngettext("%(n)s document is weeded.", "%(n)s documents are weeded.", n) % {"n": n}


def follow(rows, today):
    n = work.follow(rows, today)
    return ngettext(
        "%(n)s address is replaced by its new one.", "%(n)s addresses are replaced by their new ones.", n
    ) % {"n": n}


def check(rows, today):
    keys = list(rows.exclude(url="").values_list("pk", flat=True)[:100])
    link_rounds.check_these.enqueue(keys)
    n = len(keys)
    return ngettext("%(n)s link is being checked.", "%(n)s links are being checked.", n) % {"n": n}


def settle(rows, today):
    n = work.settle(rows, today)
    return ngettext("%(n)s report is settled.", "%(n)s reports are settled.", n) % {"n": n}


def found_again(rows, sites, today):
    n = inventory.found_again(rows, sites, day=today)
    return ngettext("%(n)s copy stands on the shelf again.", "%(n)s copies stand on the shelf again.", n) % {"n": n}


SAID = {"verify": verify, "follow": follow, "check": check, "settle": settle}


@allow("edit_catalogue")
@require_POST
def resource_verify(request, pk):
    """It was looked at today, and is right."""
    found = get_object_or_404(Resource.objects.kept(), pk=pk)
    weeding.verify(Resource.objects.filter(pk=pk), day=timezone.localdate())
    return done(request, _("“%(title)s” is noted as verified today.") % {"title": found}, "documentation:resource", pk)


@allow("edit_catalogue")
@require_POST
def reports_settle(request, pk):
    """What visitors told was dealt with."""
    get_object_or_404(Resource, pk=pk)
    return done(request, settle(Resource.objects.filter(pk=pk), timezone.localdate()), "documentation:resource", pk)
