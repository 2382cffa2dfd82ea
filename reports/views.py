from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models import Centre, Site
from citedesmetiers.replica import reads_from_replica
from reports import (
    charts,
    csv_files,
    declared,
    exports,
    key_figure_sheets,
    other_figures,
    pdf,
    sentences,
    since_opening,
    svg,
)
from reports.figures import FIGURES, whole_year
from reports.forms import KeyFiguresFilter
from reports.key_figures import KeyFigures

DEFINED_ON_THE_PAGE = ["visits", "change", "visits_per_purpose", "opening_days_counted"]


@allow("see_figures")
@require_safe
@reads_from_replica
def key_figures(request):
    """The year in figures, for one place or all of them."""
    chosen = asked_for(request)
    context = {"filter": chosen, "found": None}
    if chosen.is_valid():
        context |= page_context(request, figures_of(request, chosen), [svg.WIDE, svg.NARROW])
    return render(request, "reports/key_figures.html", context)


@allow("see_figures")
@require_safe
@reads_from_replica
def key_figures_of_rooms(request):
    """What the other rooms count: the block that the page fetches once it stands, or a page of its own."""
    chosen = asked_for(request)
    if not chosen.is_valid():
        return back_to_page(request)
    found = figures_of(request, chosen)
    context = {"found": found, "groups": other_figures.groups(found, request.user)} | place_of(found)
    template = "reports/_other_figures.html" if request.htmx else "reports/other_figures.html"
    return render(request, template, context)


@allow("see_figures")
@require_safe
@reads_from_replica
def key_figures_pdf(request):
    """The same page on paper; a filter that makes no sense goes back to the page, which says why."""
    chosen = asked_for(request)
    if not chosen.is_valid():
        return back_to_page(request)
    found = figures_of(request, chosen)
    centre = Centre.objects.current()
    more = {"centre": centre, "logo": pdf.logo_address(centre), "now": timezone.localtime()}
    context = page_context(request, found, [svg.PRINT]) | more
    context["groups"] = other_figures.groups(found, request.user)
    return attached(pdf.render(request, "reports/key_figures_print.html", context), found, "pdf", inline=True)


@allow("see_figures")
@require_safe
@reads_from_replica
def key_figures_file(request, ending):
    """The same tables as a file to work on."""
    chosen = asked_for(request)
    if not chosen.is_valid():
        return back_to_page(request)
    found = figures_of(request, chosen)
    rooms = other_figures.groups(found, request.user)
    definitions = [FIGURES[code] for code in DEFINED_ON_THE_PAGE]
    sheets = key_figure_sheets.sheets(found, rooms, definitions=definitions, **beside(request, found))
    return attached(exports.written(sheets, ending), found, ending, inline=False)


@allow("see_figures")
@require_safe
@reads_from_replica
def key_figures_by_month(request):
    """Visits per month, place and purpose as a CSV table to work on."""
    chosen = asked_for(request)
    if not chosen.is_valid():
        return back_to_page(request)
    found = figures_of(request, chosen)
    content = csv_files.visits_per_month_and_purpose(found)
    return attached(content, found, "csv", inline=False, name=_("Visits per month, place and purpose"))


def back_to_page(request):
    """To the page, which says why a choice makes no sense."""
    return redirect(f"{reverse('reports:key_figures')}?{urlencode(request.GET)}")


def asked_for(request):
    """The filter, bound to the address."""
    return KeyFiguresFilter(
        {"year": request.GET.get("year", ""), "site": request.GET.get("site", "")},
        sites=Site.objects.for_user(request.user),
        today=timezone.localdate(),
    )


def figures_of(request, chosen):
    """The KeyFigures that a valid filter asks for."""
    return KeyFigures(
        year=chosen.cleaned_data["year"],
        sites=chosen.sites,
        site=chosen.cleaned_data["site"],
        today=chosen.today,
    )


def beside(request, found):
    """What was declared: it stands beside the figures of the page, the print and the files, and is in none of them."""
    balance = since_opening.since_opening(found.sites, found.period.last, shell.of(request).centre)
    return {
        "declared": declared.of_period(whole_year(found.year), found.sites),
        "since_opening": since_opening.sentence(balance),
    }


def page_context(request, found, frames):
    """What page and print share. frames: the sizes to draw each chart in."""
    definitions = [FIGURES[code] for code in DEFINED_ON_THE_PAGE]
    context = {
        "found": found,
        "lead": sentences.year_in_short(found),
        "definitions": definitions,
        "sources": list(dict.fromkeys(figure.source for figure in definitions)),
        "opening_days": sentences.opening_days(found.coverage),
        "sampling": sentences.sampling(found.samples),
        "explanations": sentences.explanations(found.coverages),
        **place_of(found),
        **beside(request, found),
    }
    if found.visits:
        context["constant_places"] = sentences.constant_places(found)
        context["charts"] = {
            name: draw(found, chart, sentence(found), frames)
            for name, chart, sentence in [
                ("months", charts.months, sentences.months),
                ("purposes", charts.purposes, sentences.purposes),
                ("hours", charts.hours, sentences.hours),
            ]
        }
    return context


def place_of(found):
    """The place of the KeyFigures `found` in words, and what its addresses ask for."""
    return {
        "query": urlencode({"year": found.year} | ({"site": found.site.code} if found.site else {})),
        "place": found.site.name if found.site else _("All places"),
    }


def draw(found, chart, sentence, frames):
    """One chart: the sentence that says what it shows, and the drawing in each of the `frames`."""
    return {"sentence": sentence, "drawings": [chart(found, frame, sentence) for frame in frames]}


def attached(content, found, ending, *, inline, name=""):
    """A response with `content` (bytes) and a file name that says what it is. name: "Key figures" when left out."""
    parts = [name or _("Key figures"), str(found.year), found.site.code if found.site else ""]
    response = HttpResponse(content, content_type=exports.TYPES.get(ending, "application/pdf"))
    filename = f"{slugify(' '.join(filter(None, parts)))}.{ending}"
    response["Content-Disposition"] = content_disposition_header(not inline, filename)
    return response
