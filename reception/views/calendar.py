"""The year by day: what was counted, what was forgotten, and why."""

from datetime import date

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers.access import allow
from reception import completeness
from reception.charts import legend_sign, year_of_days
from reception.completeness import State, hours_covered
from reception.models import DayRemark
from reception.places import at_asked_place, places
from reception.sampling import sampling_note

FIRST_YEAR = 1993
EXPLAINED = (State.EXPLAINED, State.TRUE_ZERO, State.SHUT)


@allow("log_visits")
@require_safe
@at_asked_place
def calendar(request, site):
    """One place's year; open days that nobody counted can be explained or filled in from paper."""
    today = timezone.localdate()
    year = asked_year(request, today)
    days = completeness.days(site, date(year, 1, 1), date(year, 12, 31), today=today)
    covered = hours_covered(days)
    return render(
        request,
        "reception/calendar.html",
        {
            "site": site,
            "places": places(request),
            "year": year,
            "before": year - 1 if year > FIRST_YEAR else None,
            "after": year + 1 if year < today.year else None,
            "covered": covered,
            "last": days[-1].day if days else None,
            "picture": year_of_days("year-title", days, sentence(site, year, days)) if days else "",
            "sentence": sentence(site, year, days),
            "legend": [(legend_sign(state), state.label) for state in State],
            "missing": [day for day in reversed(days) if day.state == State.MISSING],
            "partial": [day for day in reversed(days) if day.state == State.PARTIAL],
            "explained": [day for day in reversed(days) if day.state in EXPLAINED],
            "unexpected": [day for day in reversed(days) if day.is_unexpected],
            "months": months_of(days),
            "reasons": DayRemark.Reason.choices,
            "sampling": sampling_note(site, days[0].day, days[-1].day) if days else "",
        },
    )


def asked_year(request, today):
    """The year in the URL, this year when it names none that makes sense."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else today.year
    return min(max(year, FIRST_YEAR), today.year)


def sentence(site, year, days):
    """What the picture shows, in words."""
    over = [day for day in days if day.is_over and day.opened]
    counted = sum(1 for day in over if day.state == State.FULL)
    missing = sum(1 for day in over if day.state == State.MISSING)
    words = ngettext(
        "%(place)s, %(year)s: %(n)s open day over, %(full)s counted in full, %(missing)s without entry or reason.",
        "%(place)s, %(year)s: %(n)s open days over, %(full)s counted in full, %(missing)s without entry or reason.",
        len(over),
    )
    return words % {"place": site, "year": str(year), "n": len(over), "full": counted, "missing": missing}


def months_of(days):
    """The twin table of the picture: (month's name, days in each State that has a column, HoursCovered)."""
    found = []
    for month in sorted({day.day.month for day in days}):
        of_month = [day for day in days if day.day.month == month]
        counts = [sum(1 for day in of_month if day.state == state) for state in State if state != State.TODAY]
        found.append((MONTHS[month], counts, hours_covered(of_month)))
    return found


def is_explainable(day):
    """True when the completeness.Day was open, is over and has no entry."""
    return day.is_over and bool(day.open_hours) and not day.people


@allow("log_visits")
@require_POST
def calendar_explain(request):
    """Say why an open day has no entries, or take the explanation back (an empty reason)."""
    site = places(request).filter(code=request.POST.get("place", "")).first()
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Http404 from None
    if site is None:
        raise Http404
    back = f"{reverse('reception:calendar')}?place={site.code}&year={day.year}"
    reason = request.POST.get("reason", "")
    if not reason:
        DayRemark.objects.filter(site=site, day=day).delete()
        messages.success(request, _("%(day)s has no explanation any more.") % {"day": date_format(day)})
        return redirect(back)
    found = completeness.days(site, day, day, today=timezone.localdate())
    if reason not in DayRemark.Reason.values or not found or not is_explainable(found[0]):
        messages.error(request, _("Only an open day without entries that is over can be explained."))
        return redirect(back)
    remark, _made = DayRemark.objects.update_or_create(site=site, day=day, defaults={"reason": reason})
    words = _("%(day)s is explained: %(reason)s.")
    messages.success(request, words % {"day": date_format(day), "reason": remark.get_reason_display()})
    return redirect(back)
