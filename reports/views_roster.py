"""The duty roster on paper: a week for the team (A4) or for the entrance (A3), a month."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import formats, timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Centre, Site
from counselling import roster_grid
from counselling.models import DutySession
from counselling.views.roster import asked_day, visible
from reports import pdf

ENTRANCE_SIZES = ("largest", "larger", "large", "")  # of the type of the sheet at the entrance


@allow("see_roster")
@require_safe
def roster_week_pdf(request, pk):
    """A week of one place. ?format=a3: large, for the public, without anybody's name."""
    site, now = place(request, pk), timezone.localtime()
    day = roster_grid.monday_of(asked_day(request, now.date()))
    public = request.GET.get("format") == "a3"
    rows = sessions_for(request, site)
    if public:
        rows = rows.filter(state__in=[DutySession.State.PLANNED, DutySession.State.HELD])
    week = roster_grid.week(site, day, now.date(), rows)
    context = {
        "roster": week,
        "rows": [row for row in week.rows if row.sessions],  # a desk without a session would only take room
        "public": public,
        "first": week.days[0].date,
        "last": week.days[-1].date,
    }
    name = _("Roster %(place)s %(day)s") % {"place": site, "day": formats.date_format(day, "Y-m-d")}
    sizes = ENTRANCE_SIZES if public else ("",)
    return answer(request, "reports/roster_week.html", site, context, name, sizes)


@allow("see_roster")
@require_safe
def roster_month_pdf(request, pk):
    """A month of one place."""
    site, now = place(request, pk), timezone.localtime()
    day = asked_day(request, now.date()).replace(day=1)
    month = roster_grid.month(site, day, now.date(), sessions_for(request, site))
    named = {desk.pk: desk for session in month.sessions for desk in session.desks.all()}
    desks = sorted(named.values(), key=lambda desk: (desk.rank, desk.pk))
    context = {"roster": month, "month": day, "desks": desks}
    name = _("Roster %(place)s %(day)s") % {"place": site, "day": formats.date_format(day, "Y-m")}
    return answer(request, "reports/roster_month.html", site, context, name)


def place(request, pk):
    return get_object_or_404(Site.objects.for_user(request.user), pk=pk)


def sessions_for(request, site):
    """The sessions of the roster that the person may read, cancelled ones left out."""
    return visible(request, site).filter(site=site).exclude(state=DutySession.State.CANCELLED)


def answer(request, template, site, context, name, sizes=("",)):
    """The print as a response. sizes: of its type, the largest first; the first that takes one page is used."""
    centre = Centre.objects.current()
    context |= {"site": site, "centre": centre, "now": timezone.localtime()}
    contexts = [context | {"type_size": size} for size in sizes]
    response = HttpResponse(pdf.render_to_fit(request, template, contexts), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{slugify(name)}.pdf")
    return response
