"""Declared figures: the list, one more, put right, taken away."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from reports.evidence import CRITERION
from reports.figures import FIGURES
from reports.forms_declared import DeclaredFigureForm
from reports.models import DeclaredFigure
from reports.pages import confirm_page, form_page

LIST = (gettext_lazy("Declared figures"), "reports:declared")


@allow("see_figures")
@require_safe
def declared(request):
    """All of them: opening balances first, then the latest."""
    rows = list(DeclaredFigure.objects.select_related("site", "programme", "noted_by"))
    for row in rows:
        row.beside = beside(row.figure)
    balances = [row for row in rows if row.is_opening_balance]
    others = [row for row in rows if not row.is_opening_balance]
    return render(request, "reports/declared/list.html", {"balances": balances, "others": others})


def beside(code):
    """What a declared figure stands beside, in words; "" for nothing."""
    if code.startswith(CRITERION):
        return _("Criterion %(code)s") % {"code": code.removeprefix(CRITERION)}
    return FIGURES[code].heading if code in FIGURES else ""


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def declared_add(request):
    """One more."""
    row = DeclaredFigure(noted_on=timezone.localdate(), noted_by=request.user)
    form = DeclaredFigureForm(request.POST or None, instance=row, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The figure is noted."), "reports:declared")
    return form_page(request, form, title=_("Note a declared figure"), way=[LIST])


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def declared_edit(request, pk):
    """Put one right; what it was before stays under the changes."""
    row = get_object_or_404(DeclaredFigure, pk=pk)
    form = DeclaredFigureForm(request.POST or None, instance=row, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The figure is saved."), "reports:declared")
    return form_page(request, form, title=_("Declared figure"), way=[LIST], delete=("reports:declared_delete", pk))


@allow("write_self_assessment")
@require_http_methods(["GET", "HEAD", "POST"])
def declared_delete(request, pk):
    """Take one away that was noted by mistake."""
    row = get_object_or_404(DeclaredFigure, pk=pk)
    if request.method == "POST":
        row.delete()
        return done(request, _("The figure is deleted. You find it under the changes."), "reports:declared")
    words = {"title": row.title, "value": row.words}
    return confirm_page(
        request,
        title=_("Delete this figure?"),
        sentences=[
            _("%(title)s: %(value)s") % words,
            _("It no longer stands beside computed figures; reports that were frozen keep it."),
        ],
        button=_("Delete"),
        way=[LIST],
    )
