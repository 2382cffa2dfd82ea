"""The catalogue of figures, each figure with the table behind it, and both as files."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citedesmetiers import access
from citedesmetiers.access import allow
from citedesmetiers.models import Centre, Site
from citedesmetiers.replica import reads_from_replica
from reports import charts, exports, figure_parts, figure_sheets, open_data, svg
from reports.figures import FIGURES, ROOMS, VERSION, table_of
from reports.forms_figures import FigureFilter
from reports.models import ClosedPeriod

IN_TIME = ("month", "year")


def may_see(user, figure):
    return any(access.may(user, act) for act in figure.acts)


@allow("see_room_figures")
@require_safe
def figures(request):
    """All figures with their definitions, room by room; those with a table of their own lead there."""
    rooms = []
    for code, title in ROOMS.items():
        entries = [(figure, bool(figure.page) and may_see(request.user, FIGURES[figure.page]))
                   for figure in FIGURES.values() if figure.room == code]  # fmt: skip
        if entries:
            rooms.append((code, title, entries))
    return render(request, "reports/figures/catalogue.html", {"rooms": rooms, "version": VERSION})


@allow("see_room_figures")
@require_safe
@reads_from_replica
def figure(request, code):
    """One figure: the table behind it, drawn and written out, with its definition and its completeness."""
    one = asked_figure(request, code)
    chosen = asked_for(request, one)
    context = {"figure": one, "filter": chosen, "table": None, "query": request.GET.urlencode()}
    if chosen.is_valid():
        table = table_of(one, chosen.scope)
        context |= page_context(one, table, chosen)
    return render(request, "reports/figures/figure.html", context)


def page_context(one, table, chosen):
    sentence = figure_sheets.sentence(one, table)
    measured = sum(row.total.n is not None for row in table.rows)
    draw = charts.in_time if one.counted.by in IN_TIME and measured > 2 else charts.rows_of_table
    has_chart = any(row.total.n for row in table.rows if not row.is_rest)
    return {
        "table": table,
        "scope": table.scope,
        "side_by_side": len(table.columns) > 1,
        "sentence": sentence,
        "drawings": [draw(table, frame, sentence) for frame in (svg.WIDE, svg.NARROW)] if has_chart else [],
        "days": figure_sheets.days(table.scope.period),
        "days_before": figure_sheets.days(table.scope.compared) if table.scope.compared else "",
        "notes": figure_sheets.notes(table),
        "completeness": figure_sheets.completeness(one, table, chosen.today),
        "week": figure_parts.week(one, table.scope),
        "ten_years": figure_parts.ten_years(one, table.scope),
        "declared": figure_parts.declared(one, table.scope),
        "closed": ClosedPeriod.objects.of(table.scope.period),
        "is_running": chosen.asked_period.last >= chosen.today,
    }


@allow("see_room_figures")
@require_safe
@reads_from_replica
def figure_file(request, code, ending):
    """The table of a figure as a file; a filter that makes no sense goes back to the page, which says why."""
    one = asked_figure(request, code)
    chosen = asked_for(request, one)
    if not chosen.is_valid():
        return redirect(f"{reverse('reports:figure', args=[code])}?{urlencode(request.GET)}")
    sheet = figure_sheets.sheet(one, table_of(one, chosen.scope))
    return attached(
        exports.written([sheet], ending), f"{sheet.title} {figure_sheets.days(chosen.scope.period)}", ending
    )


@allow("see_figures")
@require_safe
@reads_from_replica
def open_data_zip(request):
    """What the centre may give away: a year's tables, masked, with a dictionary of their columns."""
    today = timezone.localdate()
    year = request.GET.get("year", "")
    year = int(year) if year.isdecimal() and 1990 <= int(year) <= today.year else today.year
    sites = Site.objects.for_user(request.user)
    content = open_data.bundle_of(year, sites, today, Centre.objects.current())
    return attached(content, _("Open data %(year)s") % {"year": str(year)}, "zip")


def asked_figure(request, code):
    """The Figure with a table of its own; 404 for any other code, 403 when the person's roles do not see it."""
    one = FIGURES.get(code)
    if one is None or one.counted is None:
        raise Http404
    if not may_see(request.user, one):
        raise PermissionDenied
    return one


def asked_for(request, one):
    names = FigureFilter.base_fields
    return FigureFilter(
        {name: request.GET.get(name, "") for name in names},
        sites=Site.objects.for_user(request.user),
        today=timezone.localdate(),
        figure=one,
    )


def attached(content, name, ending):
    """A response with `content` (bytes) as a file whose name says what it is."""
    response = HttpResponse(content, content_type=exports.TYPES[ending])
    response["Content-Disposition"] = content_disposition_header(True, f"{slugify(name)}.{ending}")
    return response
