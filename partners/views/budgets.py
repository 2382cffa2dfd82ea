"""Budgets: the list, the two columns with what does not add up, and the grid in which they are typed."""

from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from partners import money
from partners.filters_programmes import BudgetFilter
from partners.forms.budget import BudgetForm, Sheet
from partners.forms.rows import with_more_rows
from partners.models import Budget
from partners.prints import print_of
from partners.views.pages import confirm_page, crumbs

ROWS_A_PAGE = 30
BUDGETS = (gettext_lazy("Budgets"), "partners:budget_list")


@allow("see_partners")
@require_safe
def budget_list(request):
    """Budgets with their totals, and whether their sides balance."""
    rows = Budget.objects.with_totals().select_related("programme", "site")
    rows = rows.order_by("-year", "programme__name", "site__name", "stage", "pk")
    chosen = BudgetFilter(request.GET, queryset=rows, today=timezone.localdate())
    page = Paginator(chosen.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    for budget in page:
        budget.warnings = money.warnings(budget)
    return render(
        request,
        "partners/budgets/budget_list.html",
        {"filter": chosen, "page": page, "there_is_one": Budget.objects.exists()},
    )


@allow("see_partners")
@require_safe
def budget(request, pk):
    """One budget in two columns."""
    found = get_object_or_404(Budget.objects.with_totals().select_related("programme", "site"), pk=pk)
    lines = found.lines.select_related("funder")
    return render(
        request,
        "partners/budgets/budget.html",
        {
            "budget": found,
            "sections": money.two_columns(lines),
            "warnings": money.warnings(found),
            "print": print_of("budget", pk),
            "crumbs": crumbs(BUDGETS),
        },
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def budget_add(request):
    """A new budget with all its lines."""
    programme = request.GET.get("programme", "")
    initial = {"programme": int(programme)} if programme.isdecimal() else {}
    return grid_page(request, Budget(), initial=initial, title=_("Add a budget"), way=[BUDGETS])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def budget_edit(request, pk):
    found = get_object_or_404(Budget, pk=pk)
    return grid_page(request, found, initial={}, title=str(found), way=[BUDGETS, (str(found), "partners:budget", pk)])


def grid_page(request, budget, *, initial, title, way):
    """The page on which a budget is typed; more empty rows can be asked for, with or without JavaScript."""
    data, wants_more = request.POST or None, request.POST.get("more", "")
    if wants_more:
        data = with_more_rows(request.POST, wants_more)
    form = BudgetForm(data, instance=budget, centre=shell.of(request).centre, initial=initial)
    sheet = Sheet(data, budget)
    if data is None:
        form.fields["programme"].widget.attrs["autofocus"] = True
    if request.method == "POST" and not wants_more:
        saved = save(form, sheet)
        if saved:
            return done(request, _("The budget is saved."), "partners:budget", saved.pk)
    return render(
        request,
        "partners/budgets/grid.html",
        {
            "form": form,
            "sheet": sheet,
            "shows_errors": not wants_more and request.method == "POST",
            "names": sorted(sheet.names.labels.values()),
            "title": title,
            "crumbs": crumbs(*way),
            "back": reverse(way[-1][1], args=way[-1][2:]),
            "is_new": budget.pk is None,
            "pk": budget.pk,
        },
    )


def save(form, sheet):
    """Save the budget and both sides, or nothing; returns it, None when something is wrong."""
    sheets_are_right = sheet.is_valid()
    with transaction.atomic():
        if not form.is_valid() or not sheets_are_right or not (saved := form.saved()):
            return None
        sheet.save(saved)
    return saved


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def budget_delete(request, pk):
    found = get_object_or_404(Budget.objects.with_totals(), pk=pk)
    if request.method == "POST":
        found.delete()
        return done(request, _("The budget is deleted."), "partners:budget_list")
    n = found.lines.count()
    return confirm_page(
        request,
        title=_("Delete the budget %(budget)s?") % {"budget": found},
        sentences=[
            ngettext("%(n)s line goes with it.", "%(n)s lines go with it.", n) % {"n": n},
            _("Charges of %(charges)s and income of %(income)s are then counted nowhere.")
            % {"charges": money.euros(found.charges), "income": money.euros(found.income)},
            _("The audit trail keeps what stood in them."),
        ],
        button=_("Delete"),
        way=[BUDGETS, (str(found), "partners:budget", pk)],
    )
