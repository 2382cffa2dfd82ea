"""Prints: what there is, asking for one, how far it is, the file; and the HTML twin of each."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import access
from citedesmetiers.access import allow
from citedesmetiers.models import Heartbeat
from reports import prints as work
from reports.models import PrintJob

SHOWN = 30


def way(*steps):
    """The way to a page of prints; the room's first page is not for everybody who prints."""
    return [(_("Prints"), reverse("reports:prints")), *steps]


def chosen_before(request):
    """What an address says the form should begin with, for example ?programme=4."""
    return {name: value for name, value in request.GET.items() if value}


def asked_kind(request, code):
    """The kind of print; 404 when there is none, 403 when it is not for this person."""
    try:
        kind = work.kind_of(code)
    except KeyError:
        raise Http404(code) from None
    if not access.may(request.user, kind.act):
        raise PermissionDenied
    return kind


def asked_job(request, pk):
    job = get_object_or_404(PrintJob.objects.select_related("asked_by"), pk=pk)
    asked_kind(request, job.kind)
    return job


@allow("edit_partners")
@require_safe
def prints(request):
    """What can be printed, and what was."""
    kinds = work.kinds_for(request.user)
    jobs = list(PrintJob.objects.of_kinds([kind.code for kind in kinds]).select_related("asked_by")[:SHOWN])
    return render(request, "reports/prints/prints.html", {"kinds": kinds, "jobs": jobs, "stopped": work.stopped(jobs)})


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def print_ask(request, code):
    """Ask for one print."""
    kind = asked_kind(request, code)
    form = kind.form(request.POST if request.method == "POST" else None, initial=chosen_before(request))
    if request.method == "POST" and form.is_valid():
        if "page" in request.POST:
            return redirect(f"{reverse('reports:print_page', args=[code])}?{urlencode(form.parameters)}")
        return redirect("reports:print_job", work.ask(kind, form, request.user).pk)
    return render(
        request, "reports/prints/ask.html", {"form": form, "title": kind.title, "about": kind.about, "crumbs": way()}
    )


@allow("edit_partners")
@require_safe
def print_page(request, code):
    """The same as a page, for whoever cannot use a PDF."""
    kind = asked_kind(request, code)
    form = kind.form(request.GET)
    if not form.is_valid():
        return redirect("reports:print_ask", code)
    document = kind.build(form.parameters, work.quietly)
    steps = way((kind.title, reverse("reports:print_ask", args=[code])))
    return render(request, "reports/documents/page.html", {"document": document, "crumbs": steps})


@allow("edit_partners")
@require_safe
def print_job(request, pk):
    """How far a print is; htmx asks again by itself, a link does it without."""
    job = asked_job(request, pk)
    asked, queued = urlencode(job.parameters), work.in_queue(job)
    context = {
        "job": job,
        "has_stopped": bool(work.stopped([job])),
        "before": work.before(queued) if queued else 0,
        "nobody_works": bool(queued) and not Heartbeat.is_alive("worker"),
        "twin": f"{reverse('reports:print_page', args=[job.kind])}?{asked}",
        "asked_again": f"{reverse('reports:print_ask', args=[job.kind])}?{asked}",
    }
    if request.headers.get("HX-Request"):
        return render(request, "reports/prints/_progress.html", context)
    return render(request, "reports/prints/job.html", context | {"crumbs": way()})


@allow("edit_partners")
@require_safe
def print_file(request, pk):
    """The file, to those who may have its kind; 404 when it is not there or no longer what was made."""
    job = asked_job(request, pk)
    content = work.content_of(job) if job.is_ready else None
    if content is None:
        raise Http404(job.title)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, job.filename)
    response["Cache-Control"] = "private, no-store"
    return response


@allow("edit_partners")
@require_POST
def print_again(request, pk):
    """Make a print anew that failed or whose process died."""
    job = asked_job(request, pk)
    work.begin_again(job)
    return redirect(reverse("reports:print_job", args=[pk]))
