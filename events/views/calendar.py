"""The calendar over all places, and what needs a decision."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Site
from events import agenda
from events.filters import SessionFilter
from events.models import Session
from events.programme import LAYOUTS, LIST, MONTH, WEEK, Period

ROWS_A_PAGE = 50


def asked_day(request):
    """The day of the query string, today when there is none or it is far away."""
    today = timezone.localdate()
    try:
        day = timezone.datetime.fromisoformat(request.GET.get("day", "")).date()
    except ValueError:
        return today
    return day if abs(day.year - today.year) <= 10 else today


@allow("count_attendance")
@require_safe
def calendar(request):
    """Sessions of all places of the person: a week by room, a month, or a list from a day on."""
    layout = request.GET.get("layout")
    layout = layout if layout in dict(LAYOUTS) else WEEK
    day, today = asked_day(request), timezone.localdate()
    period = Period.of(layout, day)
    mine = Session.objects.for_user(request.user)
    chosen = SessionFilter(request.GET, queryset=mine.within(period.first, period.last), user=request.user)
    sessions = agenda.with_names(chosen.rows)
    context = {
        "layout": layout,
        "layouts": LAYOUTS,
        "period": period,
        "today": today,
        "filter": chosen,
        "to_decide": agenda.to_decide(mine),
    }
    if layout == LIST:
        context["page"] = Paginator(sessions, ROWS_A_PAGE).get_page(request.GET.get("page"))
        context["number"] = context["page"].paginator.count
    else:
        sessions = list(sessions)
        context["number"] = len(sessions)
        if layout == MONTH:
            context["weeks"] = agenda.month_grid(period, sessions)
        else:
            [days] = period.weeks()
            sites = Site.objects.for_user(request.user).open_on(period.last)
            if chosen.is_narrow:
                sites = sites.filter(pk__in={session.site_id for session in sessions})
            held = {session.day for session in sessions}
            days = [each for each in days if each.weekday() < 6 or each in held]
            context["days"] = days
            context["lanes"] = agenda.lanes(sites, sessions, days)
    return render(request, f"events/calendar_{layout}.html", context)


@allow("count_attendance")
@require_safe
def decide(request):
    """What needs a decision, the earliest first."""
    mine = Session.objects.for_user(request.user)
    found = agenda.decisions(mine, timezone.now())
    past = [each for each in found if each.reasons == (agenda.NOT_COUNTED,)]
    return render(
        request,
        "events/decide.html",
        {
            "ahead": [each for each in found if each not in past],
            "past": list(reversed(past))[:ROWS_A_PAGE],
            "past_number": len(past),
        },
    )
