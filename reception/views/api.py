"""What the counter's script talks to; docs/api.md describes it for other programs."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.entries import answer
from events.today import on_today
from reception.entries import Batch
from reception.events import workshops_of
from reception.today import today_at


@allow("log_visits")
@csrf_exempt  # instead: JSON only, which another origin cannot send unasked, and the origin itself is looked at
@require_POST
def entries(request):
    """Store a batch of entries, each once; answer for each by its key."""
    return answer(request, Batch, site=lambda: shell.of(request).site)


entries.speaks_json = True


@allow("log_visits")
@require_safe
def state(request):
    """The place's day so far, for the narrow column of the counter; people by hour, and the same weekday's usual."""
    site = shell.of(request).site
    if site is None:
        return JsonResponse({"error": "no_site"}, status=404)
    now = timezone.localtime()
    return JsonResponse(today_at(site, now) | {"workshops": workshops_of(on_today(site, now))})


state.speaks_json = True
