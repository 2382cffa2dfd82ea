"""The public catalogue: one box, doors, facets, pages, everything in the address; the same as JSON."""

from dataclasses import dataclass
from datetime import date

from django.db import OperationalError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers
from psycopg2.errors import QueryCanceled

from citedesmetiers.access import public
from citedesmetiers.models import Purpose
from citedesmetiers.replica import reads_from_replica
from documentation import pace
from documentation.models import Resource
from documentation.search import question as questions
from documentation.search.facets import TITLES, Facets
from documentation.search.find import CAP, PAGE, SORTS, Found, find
from documentation.search.highlight import extract, marked
from documentation.search.suggest import suggestions

MOST_PAGES = CAP // PAGE
NEW = 6  # documents that the first page shows
ORDERS = {
    "relevance": _("closest first"),
    "newest": _("newest first"),
    "title": _("by title"),
    "added": _("last acquired first"),
}
JSON_MOST = 100
ASKS = {"q", "exact", "sort", "page", *TITLES}  # what of an address makes its answer


@public
@require_safe
@cache_control(public=True, max_age=60)
@vary_on_headers("Accept")
@reads_from_replica
def search(request):
    """Answer a question, or show what there is by purpose."""
    as_json = wants_json(request)
    if seconds := pace.too_fast(request):
        return slow_down(request, seconds, as_json=as_json)
    query = request.GET
    text = query.get("q", "")
    facets = Facets()
    chosen = facets.chosen(query)
    asked = questions.read(text, correcting="exact" not in query)
    sort = query.get("sort", "relevance")
    sort = sort if sort in SORTS else "relevance"
    page = whole(query.get("page"), 1, MOST_PAGES)
    size = whole(query.get("size"), PAGE, JSON_MOST) if as_json else PAGE
    too_long = False
    if not as_json and not (text.strip() or chosen or "sort" in query):
        return home(request)
    try:
        found = find(asked, chosen, sort=sort, start=(page - 1) * size, page=size)
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        found, too_long = Found([], 0, {name: {} for name in ("subject",)}, False), True
        found.facets = dict.fromkeys(
            ("purpose", "medium", "subject", "sector", "level", "language", "year", "site", "shelf"), {}
        )
    rows = in_order(found.ids)
    shown = facets.of(found, chosen)
    if as_json:
        return JsonResponse(answer(asked, found, rows, shown), json_dumps_params={"ensure_ascii": False})
    context = {
        "text": asked.text,
        "asked": asked,
        "has_asked": bool(asked.text or chosen),
        "in_order_of": ORDERS[sort],
        "found": found,
        "too_long": too_long,
        "results": [
            (row, marked(row.title, asked.shown), marked(extract(row.abstract, asked.shown), asked.shown),
             copies_of(row)) for row in rows
        ],
        "facets": shown,
        "chosen": chosen,
        "sort": sort,
        "page": page,
        "first": (page - 1) * size + 1,
        "last": (page - 1) * size + len(rows),
        "has_next": page * size < found.total,
        "purposes": Purpose.objects.doors().in_force(timezone.localdate()),
        "today": timezone.localdate(),
        "exact": "exact" in query,
        "question": question_of(query),
    }  # fmt: skip
    return render(request, "catalogue/catalogue.html", context)


def question_of(query):
    """The part of the QueryDict `query` that leads to the same answer again, written as in an address."""
    kept = query.copy()
    for name in query.keys() - ASKS:
        del kept[name]
    return kept.urlencode()


def home(request):
    """The first page: one box, the doors by purpose, what was acquired last."""
    rows = Resource.objects.public().select_related("medium")
    new = rows.filter(acquired_on__isnull=False).order_by("-acquired_on", "-pk")[:NEW] or rows.order_by("-pk")[:NEW]
    return render(
        request,
        "catalogue/home.html",
        {"purposes": Purpose.objects.doors().in_force(timezone.localdate()), "new": new},
    )


@dataclass
class Place:
    """Where a result stands. due_on: the day on which a lent copy is expected, when none is on the shelf."""

    site: str
    mark: str
    shelf: str
    there: bool = False
    due_on: date | None = None


def copies_of(resource):
    """The copies of a result, one Place for each place."""
    places = {}
    for copy in resource.copies.all():
        if copy.state != "withdrawn":
            place = places.setdefault(
                copy.site_id, Place(copy.site.name, copy.shelf_mark, copy.node.name if copy.node else "")
            )
            place.there = place.there or copy.is_there
            if copy.is_on_loan:
                place.due_on = min(filter(None, [place.due_on, copy.loan.due_on]))
    return list(places.values())


def in_order(ids):
    """The resources of `ids` with all that a result shows, in this order."""
    rows = Resource.objects.with_details().in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows]


def wants_json(request):
    """True when the address or the browser asks for JSON."""
    asked = request.GET.get("format")
    return asked == "json" or (not asked and request.headers.get("Accept", "").startswith("application/json"))


def whole(text, default, most):
    """`text` as a number from 1 to `most`, `default` when it is none."""
    text = str(text or "")
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 9 else default


def answer(asked, found, rows, shown):
    """The answer for programs."""
    return {
        "count": found.total,
        "more_than": found.capped,
        "results": [as_json_row(row) for row in rows],
        "facets": {
            name: [{"code": value.code, "name": str(value.name), "count": value.n} for value in values]
            for name, _title, values, _open in shown
        },
        "corrected": dict(asked.corrected),
        "approximate": found.approximate,
        "exact": found.exact,
        "message": str(asked.message),
    }


def as_json_row(row):
    """One resource for programs."""
    return {
        "id": row.public_id,
        "source_id": row.source_id,
        "title": row.title,
        "subtitle": row.subtitle,
        "creators": row.creators,
        "publisher": row.publisher,
        "year": row.year,
        "isbn": row.isbn,
        "issn": row.issn,
        "medium": row.medium.code,
        "sector": row.sector.code if row.sector else None,
        "level": row.level.code if row.level else None,
        "language": row.language,
        "purposes": [purpose.code for purpose in row.purposes.all()],
        "subjects": [subject.name for subject in row.subjects.all()],
        "abstract": row.abstract,
        "url": row.get_absolute_url(),
        "link": row.url,
        "copies": [
            {"site": place.site, "shelf_mark": place.mark, "on_shelf": place.there} for place in copies_of(row)
        ],
    }


def slow_down(request, seconds, *, as_json):
    """Too many questions from one address: kindly, and with the seconds to wait."""
    if as_json:
        response = JsonResponse({"error": "slow_down", "seconds": seconds}, status=429)
    else:
        response = render(request, "catalogue/slow_down.html", {"seconds": seconds}, status=429)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


@public
@require_safe
@cache_control(public=True, max_age=300)
@reads_from_replica
def suggest(request):
    """What to offer while somebody types: JSON [{"text", "kind"}]."""
    if seconds := pace.too_fast(request):
        return slow_down(request, seconds, as_json=True)
    found = suggestions(request.GET.get("q", "")[:80])
    return JsonResponse(
        [{"text": text, "kind": kind} for text, kind in found], safe=False, json_dumps_params={"ensure_ascii": False}
    )


@public
@require_safe
@cache_control(public=True, max_age=86400)
def opensearch(request):
    """Lets a browser search the catalogue from its address line."""
    address = request.build_absolute_uri("/catalogue/")
    return HttpResponse(
        '<?xml version="1.0" encoding="UTF-8"?><OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">'
        "<ShortName>Catalogue</ShortName><Description>Catalogue</Description><InputEncoding>UTF-8</InputEncoding>"
        f'<Url type="text/html" template="{address}?q={{searchTerms}}"/></OpenSearchDescription>',
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
