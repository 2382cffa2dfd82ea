"""A record's page, what is exported of it, "tell us that it is missing", and public reading lists."""

import json

import segno
from django.db.models import F
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers.access import public
from citedesmetiers.own_pages import from_our_page
from documentation import citing, consultations, kiosk, loans, pace
from documentation.floor import floors
from documentation.models import Bibliography, Report, Resource
from documentation.views.catalogue import question_of, slow_down

FORMATS = {
    "ris": ("application/x-research-info-systems", citing.ris),
    "bib": ("application/x-bibtex", citing.bibtex),
    "dc.xml": ("application/xml", citing.dublin_core),
    "jsonld": ("application/ld+json", citing.json_ld_text),
}


def found(public_id):
    """The public resource of this id; a draft or weeded one is not found."""
    return get_object_or_404(Resource.objects.public().with_details(), public_id=public_id)


def replaced(public_id):
    """What visitors find in place of the weeded resource of this id, None unless there is something."""
    old = Resource.objects.filter(public_id=public_id, weeded_on__isnull=False).select_related("replaced_by").first()
    newer = old.replaced_by if old else None
    return newer if newer and newer.published and newer.weeded_on is None else None


@public
@require_safe
@cache_control(public=True, max_age=300)
def record(request, public_id):
    """One resource: where it stands, whether it is in, what it is about, what the officers think."""
    try:
        resource = found(public_id)
    except Http404:
        if newer := replaced(public_id):
            return redirect(kiosk.address_on(request, newer.get_absolute_url()))
        raise
    address = request.build_absolute_uri(resource.get_absolute_url())
    linked = citing.json_ld(resource, address)
    copies = [copy for copy in resource.copies.all() if copy.state != "withdrawn"]
    return render(
        request,
        "catalogue/record.html",
        {
            "resource": resource,
            "copies": copies,
            "floors": floors(copies),
            "waiting_at": loans.places_to_wait_at(resource, day=timezone.localdate()),
            "is_in": any(copy.is_there for copy in resource.copies.all()),
            "opinions": resource.opinions.select_related("officer"),
            "related": related_to(resource),
            "citation": citing.citation(resource),
            "coins": citing.coins(resource),
            # Characters that could end the element are written as escapes, so that no text of a record gets out of it.
            "linked": mark_safe(json.dumps(linked, ensure_ascii=True).replace("<", "\\u003c")),  # noqa: S308 -- above
            "formats": list(FORMATS),
            "kinds": Report.Kind.choices,
            "today": timezone.localdate(),
            "told": "told" in request.GET,
            "back": question_of(request.GET),
        },
    )


def related_to(resource):
    """Up to five resources that staff have tied to it, then those that share most subjects with it."""
    tied = list(resource.related.public().select_related("medium")[:5])
    subjects = [subject.pk for subject in resource.subjects.all()]
    taken = [resource.pk, *(row.pk for row in tied)]
    alike = Resource.objects.public().filter(subjects__in=subjects).exclude(pk__in=taken).select_related("medium")
    return [*tied, *alike.distinct().order_by(F("year").desc(nulls_last=True), "-pk")[: 5 - len(tied)]]


@public
@require_safe
@cache_control(public=True, max_age=300)
def export(request, public_id, suffix):
    """The record as RIS, BibTeX, Dublin Core or JSON-LD."""
    resource = found(public_id)
    kind, written = FORMATS[suffix]
    text = written([resource], request.build_absolute_uri)
    response = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{public_id}.{suffix}"'
    return response


@public
@require_safe
@cache_control(public=True, max_age=86400)
def qr(request, public_id):
    """The address of the record as a QR code, for the shelf."""
    resource = found(public_id)
    code = segno.make(request.build_absolute_uri(resource.get_absolute_url()), error="m")
    return HttpResponse(code.svg_inline(scale=6, border=4).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), content_type="image/svg+xml")  # fmt: skip  # noqa: E501


@public
@require_safe
@cache_control(public=True, max_age=300)
def label(request, public_id):
    """The QR code with the title and its shelf marks, to print and stand on the shelf."""
    resource = found(public_id)
    marks = {copy.shelf_mark for copy in resource.copies.all() if copy.shelf_mark and copy.state != "withdrawn"}
    return render(request, "catalogue/label.html", {"resource": resource, "marks": sorted(marks)})


@public
@from_our_page
@require_http_methods(["POST"])
def tell(request, public_id):
    """Count that a visitor found it missing or out of date: a closed choice, nothing about who told."""
    resource = found(public_id)
    if seconds := pace.too_fast(request):
        return slow_down(request, seconds, as_json=False)
    kind = request.POST.get("kind")
    here = resource.get_absolute_url()
    if kind not in Report.Kind.values:
        return HttpResponseNotAllowed(["POST"]) if kind is None else redirect(kiosk.address_on(request, here))
    Report.objects.bulk_create(
        [Report(resource=resource, kind=kind, day=timezone.localdate(), n=0)], ignore_conflicts=True
    )
    Report.objects.filter(resource=resource, kind=kind, day=timezone.localdate(), n__lt=1000).update(n=F("n") + 1)
    return redirect(f"{kiosk.address_on(request, here, told=1)}#tell")


@public
@from_our_page
@require_http_methods(["POST"])
def opened(request, public_id):
    """Its web address was opened: count it. Sent by the page beside the link itself, so that nothing is redirected."""
    resource = found(public_id)
    if resource.url and not pace.too_fast(request):
        consultations.count_opening(resource, day=timezone.localdate())
    return HttpResponse(status=204)


@public
@require_safe
@cache_control(public=True, max_age=300)
def bibliographies(request):
    """The reading lists that are published."""
    rows = Bibliography.objects.filter(published=True).select_related("purpose")
    return render(request, "catalogue/bibliographies.html", {"bibliographies": rows})


@public
@require_safe
@cache_control(public=True, max_age=300)
def bibliography(request, public_id):
    """One reading list in its order, with what is said of each document."""
    row = get_object_or_404(Bibliography.objects.select_related("purpose"), public_id=public_id, published=True)
    return render(request, "catalogue/bibliography.html", {"bibliography": row, "items": items_of(row)})


@public
@require_safe
@cache_control(public=True, max_age=300)
def bibliography_ris(request, public_id):
    """All documents of a reading list as RIS."""
    row = get_object_or_404(Bibliography, public_id=public_id, published=True)
    text = citing.ris([item.resource for item in items_of(row)], request.build_absolute_uri)
    response = HttpResponse(text, content_type="application/x-research-info-systems; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{public_id}.ris"'
    return response


def items_of(bibliography):
    """The items whose documents are public."""
    return (
        bibliography.items.filter(resource__published=True, resource__weeded_on__isnull=True)
        .select_related("resource__medium", "resource__sector", "resource__level")
        .prefetch_related("resource__copies__site", "resource__subjects")
    )
