"""Programmes: the list, the page that tells everything, and the pages on which their parts are written."""

from django.core.paginator import Paginator
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Prefetch, ProtectedError
from django.db.models.deletion import Collector
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.sorting import by_name
from citedesmetiers.views.settings_page import done
from partners import programme_pages
from partners.filters_programmes import ProgrammeFilter
from partners.forms.programme import PARTS, PreparationForm, ProgrammeForm, ProgrammeMeetingsForm
from partners.forms.rows import with_more_rows
from partners.models import Programme, ProgrammeRole
from partners.preparation import Sheet
from partners.prints import print_of
from partners.views.pages import confirm_page, crumbs, form_page

ROWS_A_PAGE = 30
PROGRAMMES = (gettext_lazy("Programmes"), "partners:programme_list")


def to_programme(programme):
    """The steps of the way to a programme's page."""
    return [PROGRAMMES, (programme.name, "partners:programme", programme.pk)]


@allow("see_partners")
@require_safe
def programme_list(request):
    """Programmes, the latest first: kind, edition, places, partners, how many objectives are closed."""
    leads = ProgrammeRole.objects.filter(role=ProgrammeRole.Role.LEAD).select_related("institution")
    rows = Programme.objects.with_counts().order_by("-starts_on", by_name(), "pk")
    rows = rows.prefetch_related("sites", Prefetch("roles", leads, to_attr="leads"))
    chosen = ProgrammeFilter(request.GET, queryset=rows, today=timezone.localdate())
    return render(
        request,
        "partners/programmes/programme_list.html",
        {
            "filter": chosen,
            "page": Paginator(chosen.rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
            "there_is_one": Programme.objects.exists(),
        },
    )


@allow("see_partners")
@require_safe
def programme(request, pk):
    """Everything about a programme."""
    found = get_object_or_404(Programme.objects.prefetch_related("sites", "targets"), pk=pk)
    report = print_of("ephemeral" if found.is_ephemeral else "programme", pk)
    return render(
        request,
        "partners/programmes/programme.html",
        {"programme": found, "crumbs": crumbs(PROGRAMMES), "print": report, **programme_pages.context(found)},
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_add(request):
    """A new programme; its partners, objectives and figures follow on its page."""
    form = ProgrammeForm(request.POST or None, centre=shell.of(request).centre)
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("%(name)s is added.") % {"name": made}, "partners:programme", made.pk)
    return form_page(request, form, title=_("Add a programme"), way=[PROGRAMMES])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request, pk):
    found = get_object_or_404(Programme, pk=pk)
    form = ProgrammeForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("%(name)s is saved.") % {"name": found}, "partners:programme", pk)
    found = get_object_or_404(Programme, pk=pk)
    return form_page(
        request, form, title=found.name, way=to_programme(found), delete=("partners:programme_delete", pk)
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_meetings(request, pk):
    """Which meetings and trainings belong to it."""
    found = get_object_or_404(Programme, pk=pk)
    form = ProgrammeMeetingsForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("%(name)s is saved.") % {"name": found}, "partners:programme", pk, anchor="meetings")
    title = _("Meetings and trainings")
    note = _("Offered are those from a year before the first day to the last one. Others are added under Meetings.")
    return form_page(request, form, title=title, way=to_programme(found), note=note)


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_part(request, pk, part):
    """One part of a programme in rows: partners, modules, objectives, figures, communication."""
    found = get_object_or_404(Programme, pk=pk)
    if part not in PARTS:
        raise Http404
    wants_more = "more" in request.POST
    data = with_more_rows(request.POST, "rows") if wants_more else request.POST or None
    rows = PARTS[part].formset(data, found)
    if data is None:
        rows.forms[0].visible_fields()[0].field.widget.attrs["autofocus"] = True
    if request.method == "POST" and not wants_more and rows.is_valid():
        rows.save()
        return done(
            request, _("%(part)s: saved.") % {"part": PARTS[part].title}, "partners:programme", pk, anchor=part
        )
    return render(
        request,
        "partners/programmes/rows.html",
        {
            "programme": found,
            "part": PARTS[part],
            "rows": rows,
            "shows_errors": not wants_more and rows.has_errors,
            "names": sorted(rows.names.labels.values()) if PARTS[part].has_institutions else [],
            "title": PARTS[part].title,
            "crumbs": crumbs(*to_programme(found)),
            "back": reverse("partners:programme", args=[pk]),
        },
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_preparation(request, pk):
    """What an ephemeral Cité asks for, step by step and stakeholder by stakeholder."""
    found = get_object_or_404(Programme, pk=pk, kind=Programme.Kind.EPHEMERAL_PREPARATION)
    sheet = Sheet(found)
    form = PreparationForm(request.POST or None, programme=found, sheet=sheet)
    if request.method == "POST" and form.is_valid():
        form.save(take_over="take_over" in request.POST)
        if "take_over" in request.POST:
            return redirect("partners:programme_preparation", pk)
        return done(request, _("The preparation is saved."), "partners:programme", pk, anchor="preparation")
    return render(
        request,
        "partners/programmes/preparation.html",
        {
            "programme": found,
            "form": form,
            "general": programme_pages.with_fields(form, sheet.general),
            "each": [programme_pages.with_fields(form, row) for row in sheet.each],
            "trained": any(cell.trained_on and not cell.done_on for row in sheet.each for cell in row.cells),
            "missing": list(sheet.missing()),
            "crumbs": crumbs(*to_programme(found)),
            "back": reverse("partners:programme", args=[pk]),
        },
    )


def held_by_others(programme):
    """How many rows that must stay (interviews, events) lead to `programme`."""
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect([programme])
    except ProtectedError as error:
        return len(error.protected_objects)
    return 0


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def programme_delete(request, pk):
    """Delete a programme, unless there is money tied to it."""
    found = get_object_or_404(Programme, pk=pk)
    budgets = found.budgets.count()
    held = 0 if budgets else held_by_others(found)
    if request.method == "POST" and not budgets and not held:
        found.delete()
        return done(request, _("%(name)s is deleted.") % {"name": found}, "partners:programme_list")
    if budgets:
        sentences = [
            ngettext(
                "%(n)s budget belongs to it. Delete that first; or give the programme a last day: it stays as past.",
                "%(n)s budgets belong to it. Delete them first; or give the programme a last day: it stays as past.",
                budgets,
            )
            % {"n": budgets}
        ]
    elif held:
        sentences = [
            ngettext(
                "%(n)s entry of another room belongs to it. Give the programme a last day: it stays as past.",
                "%(n)s entries of other rooms belong to it. Give the programme a last day: it stays as past.",
                held,
            )
            % {"n": held}
        ]
    else:
        n = found.roles.count() + found.objectives.count() + found.figures.count() + found.modules.count()
        sentences = [
            ngettext(
                "%(n)s row goes with it: roles of institutions, objectives, figures, modules.",
                "%(n)s rows go with it: roles of institutions, objectives, figures, modules.",
                n,
            )
            % {"n": n},
            _("Institutions, meetings and trainings stay."),
        ]
    return confirm_page(
        request,
        title=_("Delete %(name)s?") % {"name": found},
        sentences=sentences,
        button=_("Delete"),
        way=to_programme(found),
    )
