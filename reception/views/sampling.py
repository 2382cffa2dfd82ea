"""Sampling: a place may qualify everyone in some weeks and only count in the others."""

from datetime import date

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import allow
from reception.forms.sampling import SamplingPeriodForm
from reception.models import SamplingPeriod, Visit
from reception.places import at_place, places, posted
from reception.sampling import sampling_note


@allow("log_visits")
@require_safe
@at_place
def sampling(request, site):
    """The periods of a place, and what they mean."""
    today = timezone.localdate()
    periods = SamplingPeriod.objects.filter(site=site)
    return render(
        request,
        "reception/sampling.html",
        {
            "site": site,
            "today": today,
            "periods": periods,
            "note": sampling_note(site, date(today.year, 1, 1), today),
            "year": today.year,
        },
    )


@allow("plan_sampling")
@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def sampling_add(request, site):
    """Add a period to the place of the bar."""
    return period_form(request, SamplingPeriod(site=site))


@allow("plan_sampling")
@require_http_methods(["GET", "HEAD", "POST"])
def sampling_edit(request, pk):
    """Move a period."""
    return period_form(request, of_mine(request, pk))


def of_mine(request, pk):
    return get_object_or_404(SamplingPeriod.objects.filter(site__in=places(request)).select_related("site"), pk=pk)


def period_form(request, period):
    form = SamplingPeriodForm(posted(request), instance=period)
    is_new = period.pk is None
    if request.method == "POST" and form.is_valid():
        form.save()
        words = _("Every visit is to be qualified from %(first)s to %(last)s; the counter says so by itself.")
        span = {"first": date_format(period.starts_on), "last": date_format(period.ends_on)}
        messages.success(request, words % span)
        return redirect("reception:sampling")
    context = {"form": form, "period": period, "site": period.site, "is_new": is_new}
    return render(request, "reception/sampling_form.html", context)


@allow("plan_sampling")
@require_http_methods(["GET", "HEAD", "POST"])
def sampling_delete(request, pk):
    """Take a period away; what was noted in it stays."""
    period = of_mine(request, pk)
    if request.method == "POST":
        period.delete()
        messages.success(request, _("The period is deleted; what was noted in it stays."))
        return redirect("reception:sampling")
    visits = Visit.objects.counted().filter(site=period.site, day__range=(period.starts_on, period.ends_on)).people()
    is_last = SamplingPeriod.objects.filter(site=period.site).count() == 1
    sentences = [
        ngettext(
            "%(n)s visit was counted in these days; it stays, with what was noted about it.",
            "%(n)s visits were counted in these days; they stay, with what was noted about them.",
            visits,
        )
        % {"n": visits},
        _("It is the only period: without it this place qualifies visits on any day again.")
        if is_last
        else _("On these days the counter will ask for nothing but the purpose."),
    ]
    return render(request, "reception/sampling_delete.html", {"period": period, "sentences": sentences})
