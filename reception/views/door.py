"""The counter at the door: readings by day, and how much of it reception caught."""

from calendar import monthrange
from datetime import date, timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from citedesmetiers.access import allow
from reception import door as readings
from reception.forms.door import MonthForm
from reception.places import at_place

FIRST_MONTH = date(1993, 1, 1)


@allow("log_visits")
@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def door(request, site):
    """A month of readings, typed in, beside what reception counted."""
    today = timezone.localdate()
    month = asked_month(request, today)
    last = month.replace(day=monthrange(month.year, month.month)[1])
    there, counted = readings.readings_by_day(site, month, last), readings.counted_by_day(site, month, last)
    form = MonthForm(
        request.POST if request.method == "POST" else None, site=site, month=month, today=today, readings=there
    )
    if request.method == "POST" and form.is_valid():
        say_what_was_stored(request, *form.save())
        return redirect(f"{reverse('reception:door')}?month={month:%Y-%m}")
    rows = [
        (day, field, counted.get(day, 0), readings.capture_of(counted, {day: there[day]}) if day in there else None)
        for day, field in form.fields_by_day()
    ]
    context = {
        "site": site,
        "month": month,
        "before": month - timedelta(days=1) if month > FIRST_MONTH else None,
        "after": last + timedelta(days=1) if last < today else None,
        "form": form,
        "rows": rows,
        "capture": readings.capture_of(counted, there),
        "counted": sum(counted.values()),
    }
    return render(request, "reception/door.html", context)


def asked_month(request, today):
    """The first day of the month in the URL, this month when it names none that is over or runs."""
    try:
        month = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return min(max(month, FIRST_MONTH), today.replace(day=1))


def say_what_was_stored(request, written, removed):
    if written:
        words = ngettext("%(n)s reading stored.", "%(n)s readings stored.", written)
        messages.success(request, words % {"n": written})
    if removed:
        words = ngettext("%(n)s reading taken away.", "%(n)s readings taken away.", removed)
        messages.success(request, words % {"n": removed})
    if not written and not removed:
        messages.info(request, _("Nothing was changed."))
