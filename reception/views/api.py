"""What the counter's script talks to; docs/api.md describes it for other programs."""

import json

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from reception.entries import BadBatch, Batch
from reception.today import today_at


@allow("log_visits")
@csrf_exempt  # instead: JSON only, which another origin cannot send unasked, and the origin itself is looked at
@require_POST
def entries(request):
    """Store a batch of entries, each once; answer for each by its key."""
    if request.content_type != "application/json":
        return JsonResponse({"error": "content_type"}, status=415)
    if not from_here(request):
        return JsonResponse({"error": "origin"}, status=403)
    try:
        batch = Batch(json.loads(request.body), user=request.user, site=lambda: shell.of(request).site)
    except (BadBatch, ValueError, RecursionError) as error:
        return JsonResponse({"error": "batch", "message": str(error)[:200]}, status=400)
    results = batch.store()
    return JsonResponse({"results": results, "skew_seconds": round(batch.skew.total_seconds())})


entries.speaks_json = True


def from_here(request):
    """True unless the browser says that another site sent the request."""
    origin = request.headers.get("Origin")
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none") and (
        origin is None or origin == f"{request.scheme}://{request.get_host()}"
    )


@allow("log_visits")
@require_safe
def state(request):
    """The place's day so far, for the narrow column of the counter; people by hour, and the same weekday's usual."""
    site = shell.of(request).site
    if site is None:
        return JsonResponse({"error": "no_site"}, status=404)
    return JsonResponse(today_at(site, timezone.localtime()))


state.speaks_json = True
