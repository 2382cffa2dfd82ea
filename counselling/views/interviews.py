"""Interviews after the conversation: put right within a week, and added from a paper list."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import allow
from counselling.filters import InterviewFilter
from counselling.forms.interview import InterviewForm
from counselling.forms.paper import MOST_ROWS, paper_list
from counselling.models import PROFILE_FIELDS, Interview, Outcome, Theme
from counselling.session import desks_at, desks_of, institution_of, places
from counselling.views.place import at_place

ROWS_A_PAGE = 50
DAYS_TO_CORRECT = timedelta(days=7)


def correctable(request):
    """Interviews of the session's own institution at the person's places, held in the last seven days."""
    since = timezone.localdate() - DAYS_TO_CORRECT
    return Interview.objects.held().at(places(request)).filter(day__gte=since, institution=institution_of(request))


@allow("record_interviews")
@require_safe
@at_place
def interviews(request, site):
    """What was recorded at the place in the last week, for the session's institution."""
    rows = correctable(request).filter(site=site).select_related("desk", *PROFILE_FIELDS)
    chosen = InterviewFilter(request.GET, queryset=rows.order_by("-day", "-hour", "uid"), site=site)
    page = Paginator(chosen.qs, ROWS_A_PAGE).get_page(request.GET.get("page"))
    themes, outcomes = (dict(model.objects.values_list("pk", "name")) for model in (Theme, Outcome))
    for row in page:
        row.theme_names = [themes[pk] for pk in row.themes if pk in themes]
        row.outcome_names = [outcomes[pk] for pk in row.outcomes if pk in outcomes]
    context = {"site": site, "filter": chosen, "page": page, "institution": institution_of(request)}
    return render(request, "counselling/interviews.html", context)


@allow("record_interviews")
@require_http_methods(["GET", "HEAD", "POST"])
def interview_edit(request, uid):
    """Put one interview right."""
    interview = get_object_or_404(correctable(request).select_related("desk", "site"), pk=uid)
    form = InterviewForm(request.POST or None, interview=interview, desks=[interview.desk], day=interview.day)
    if request.method == "POST" and form.is_valid():
        interview.note(**form.noted())
        interview.save()
        messages.success(request, _("Saved. The figures of the day follow."))
        return redirect("counselling:interviews")
    return render(request, "counselling/interview_edit.html", {"form": form, "interview": interview})


@allow("record_interviews")
@require_http_methods(["GET", "HEAD", "POST"])
def interview_delete(request, uid):
    """An interview that did not take place counts no longer."""
    interview = get_object_or_404(correctable(request).select_related("desk", "site"), pk=uid)
    if request.method == "POST":
        interview.take_back()
        messages.success(request, _("Deleted: the interview no longer counts."))
        return redirect("counselling:interviews")
    return render(request, "counselling/interview_delete.html", {"interview": interview})


@allow("record_interviews")
@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def paper(request, site):
    """Interviews of past days, row by row from a paper list."""
    mine = desks_of(request, site) or list(desks_at(site))
    sent = request.POST if "row-TOTAL_FORMS" in request.POST else None
    wants_more = bool(sent) and "more" in sent
    first = mine[0] if mine else None
    rows = paper_list(sent, site=site, desk=first, today=timezone.localdate(), wants_more=wants_more)
    key = read_key(request.POST.get("key", ""))
    if sent and not wants_more and rows.is_valid():
        say_what_was_stored(request, rows.interviews(key, institution_of(request)))
        return redirect("counselling:paper")
    context = {
        "site": site, "rows": rows, "key": key, "desks": mine, "institution": institution_of(request),
        "shows_errors": bool(sent) and not wants_more and bool(rows.total_error_count()),
        "can_grow": len(rows.forms) < MOST_ROWS,
    }  # fmt: skip
    return render(request, "counselling/paper.html", context)


def read_key(text):
    """The key of the list that was sent, else a new one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.uuid4()


def say_what_was_stored(request, rows):
    stored = len(Interview.objects.store(rows))
    before = len(rows) - stored
    if stored:
        sentence = ngettext("Stored: %(n)s interview.", "Stored: %(n)s interviews.", stored)
        messages.success(request, sentence % {"n": stored})
    if before:
        sentence = ngettext(
            "%(n)s interview was stored before with this list; it counts once.",
            "%(n)s interviews were stored before with this list; they count once.",
            before,
        )
        messages.info(request, sentence % {"n": before})
