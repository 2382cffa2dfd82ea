"""Reading the roster: a week, a month, one session."""

from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from citedesmetiers import access
from citedesmetiers.access import allow
from citedesmetiers.models import Site
from counselling import roster_closures, roster_grid
from counselling.filters_roster import RosterFilter
from counselling.models import DutySession
from counselling.roster_conflicts import Plan, conflicts
from counselling.roster_replacements import replacements
from counselling.session import desks_of, own_institution
from counselling.views.place import at_place
from partners.prints import print_of

FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)  # days that a page can show


def visible(request, site=None):
    """The duty sessions that the person may see, at all their places."""
    own, desks = None, []
    if roster_grid.is_counsellor_only(request.user):
        own = own_institution(request)
        desks = desks_of(request, site) if site else []
    found = roster_grid.visible(request.user, own, desks)
    return found.filter(site__in=Site.objects.for_user(request.user))


def asked_day(request, today):
    """The day in the address, today without one. Raises Http404 for what is no day, or far away."""
    asked = request.GET.get("day")
    try:
        day = date.fromisoformat(asked) if asked else today
    except ValueError:
        raise Http404 from None
    if not FIRST <= day <= LAST:
        raise Http404
    return day


def chosen_rows(request):
    return roster_grid.INSTITUTION if request.GET.get("by") == roster_grid.INSTITUTION else roster_grid.DESK


@allow("see_roster")
@require_safe
@at_place
def roster(request, site):
    """A week of the place, by desk or by institution."""
    now = timezone.localtime()
    day = roster_grid.monday_of(asked_day(request, now.date()))
    by = chosen_rows(request)
    chosen = RosterFilter(
        request.GET, queryset=visible(request, site), site=site, first=day, last=day + timedelta(days=6)
    )
    own_only = roster_grid.is_counsellor_only(request.user)
    # A desk whose sessions are hidden must not look like one without any.
    all_rows = not chosen.is_narrow and not own_only
    week = roster_grid.week(site, day, now.date(), chosen.rows, by=by, all_rows=all_rows)
    return render(
        request,
        "counselling/roster/week.html",
        {
            "site": site,
            "roster": week,
            "filter": chosen,
            "by": by,
            "monday": day,
            "before": day - roster_grid.WEEK,
            "after": day + roster_grid.WEEK,
            "to_confirm": 0 if own_only else visible(request).filter(site=site).to_confirm(now).count(),
            "print": "" if own_only else print_of("roster_week", site.pk),
            "own_only": own_only,
            "missing": None if week.count else roster_grid.missing(site, day),
            "closures": roster_closures.to_say(visible(request, site), site, now.date()),
        },
    )


@allow("see_roster")
@require_safe
@at_place
def roster_month(request, site):
    """A month of the place, day by day."""
    today = timezone.localdate()
    day = asked_day(request, today).replace(day=1)
    after = (day + timedelta(days=31)).replace(day=1)
    chosen = RosterFilter(
        request.GET, queryset=visible(request, site), site=site, first=day, last=after - timedelta(days=1)
    )
    month = roster_grid.month(site, day, today, chosen.rows)
    return render(
        request,
        "counselling/roster/month.html",
        {
            "site": site,
            "roster": month,
            "missing": None if month.count else roster_grid.missing(site, day),
            "filter": chosen,
            "month": day,
            "before": (day - timedelta(days=1)).replace(day=1),
            "after": after,
            "print": "" if roster_grid.is_counsellor_only(request.user) else print_of("roster_month", site.pk),
            "closures": roster_closures.to_say(visible(request, site), site, today),
        },
    )


def session_of(request, pk):
    """The duty session `pk`, if the person may see it."""
    rows = DutySession.objects.select_related("site", "institution", "series").prefetch_related(
        "desks", "professionals__institution", "replaced"
    )
    found = get_object_or_404(rows.filter(site__in=Site.objects.for_user(request.user)), pk=pk)
    if not visible(request, found.site).filter(pk=pk).exists():
        raise Http404
    return found


@allow("see_roster")
@require_safe
def roster_session(request, pk):
    """One duty session: what stands against it, what became of it, who replaces whom."""
    session, now = session_of(request, pk), timezone.localtime()
    coming = session.is_planned and not session.is_over(now)
    return render(
        request,
        "counselling/roster/session.html",
        {
            "session": session,
            "site": session.site,
            "is_over": session.is_over(now),
            "conflicts": conflicts(plan_of(session)) if coming else [],
            "replacements": replacements(session) if access.may(request.user, "edit_roster") else [],
            "in_series": session.series.sessions.count() if session.series_id else 0,
        },
    )


def plan_of(session):
    """The session as a plan, to see what stands against it by now."""
    return Plan(
        site=session.site,
        days=[session.day],
        starts=session.starts,
        ends=session.ends,
        desks=list(session.desks.all()),
        institution=session.institution,
        professionals=list(session.professionals.all()),
        besides={session.pk},
        in_school_holidays=session.series_id is None,
    )
