"""The figures of the room: what was offered, held and cancelled, who came; and the sessions behind each number."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Purpose, Site
from events import agenda, counts
from events.filters import FiguresFilter
from events.forms.figures import FiguresForm
from events.models import EventKind, SessionResult, Topic
from partners.models import Programme

ROWS_A_PAGE = 50


def tables(sites, first, last):
    """[(name of the filter, title, [(row, Volumes), …])]: each way to divide the sessions that has a row."""
    of_one = counts.volumes_by
    of_many = counts.volumes_by_many
    divided = (
        ("kind", _("By kind"), EventKind, of_one("event__kind", sites, first, last)),
        ("purpose", _("By purpose"), Purpose, of_many("purposes", sites, first, last)),
        ("topic", _("By theme"), Topic, of_many("topics", sites, first, last)),
        ("programme", _("By programme"), Programme, of_one("event__programme", sites, first, last)),
        ("week", _("By thematic week"), Programme, of_one("event__thematic_week", sites, first, last)),
        ("site", _("By place"), Site, of_one("site", sites, first, last)),
    )
    for code, title, model, volumes in divided:
        rows = [(row, volumes[row.pk]) for row in model.objects.filter(pk__in=volumes)] if volumes else []
        if rows:
            yield code, title, rows


@allow("see_room_figures")
@require_safe
def figures(request):
    """A period at the places of the person, this year unless another one is asked for."""
    form = FiguresForm(request.GET, user=request.user, today=timezone.localdate())
    (first, last), sites = form.period, form.sites
    made, held = counts.co_produced(sites, first, last)
    schools, classes, pupils = counts.classes(sites, first, last)
    kinds = dict(SessionResult.Kind.choices)
    return render(
        request,
        "events/figures.html",
        {
            "form": form,
            "first": first,
            "last": last,
            "volumes": counts.volumes(sites, first, last),
            "tables": list(tables(sites, first, last)),
            "query": urlencode(form.query),
            "co_produced": made,
            "co_produced_percent": round(100 * made / held) if held else None,
            "companies": counts.companies(sites, first, last),
            "repeats": counts.repeat_editions(sites, first, last),
            "schools": schools,
            "classes": classes,
            "pupils": pupils,
            "booked": counts.seats_booked(sites, first, last),
            "results": [(kinds[kind], n) for kind, n in sorted(counts.results(sites, first, last).items())],
        },
    )


@allow("see_room_figures")
@require_safe
def figures_sessions(request):
    """The sessions that a figure counts, the latest first."""
    form = FiguresForm(request.GET, user=request.user, today=timezone.localdate())
    first, last = form.period
    chosen = FiguresFilter(request.GET, queryset=counts.offered(form.sites, first, last), user=request.user)
    sessions = agenda.with_names(chosen.rows).order_by("-starts_at", "-pk").distinct()
    return render(
        request,
        "events/figures_sessions.html",
        {
            "form": form,
            "first": first,
            "last": last,
            "filter": chosen,
            "query": urlencode(form.query),
            "page": Paginator(sessions, ROWS_A_PAGE).get_page(request.GET.get("page")),
        },
    )
