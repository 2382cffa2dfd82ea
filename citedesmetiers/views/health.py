"""Two questions that a supervisor or a monitor asks; plain answers, no session."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citedesmetiers.access import public
from citedesmetiers.models import Heartbeat
from citedesmetiers.observing import exposition


@public
@require_safe
@never_cache
def live(request):
    """200 as long as this process answers at all."""
    return JsonResponse({"live": True})


@public
@require_safe
@never_cache
def metrics(request):
    """Metrics for Prometheus, for whoever shows the token METRICS_TOKEN; for anybody else there is no such page."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, settings.METRICS_TOKEN):
        raise Http404
    return HttpResponse(exposition(), content_type="text/plain; version=0.0.4; charset=utf-8")


@public
@require_safe
@never_cache
def ready(request):
    """200 when the database answers, its schema is up to date and the background worker is alive; else 503.

    The body names each of the three with true or false.
    """
    state = {"database": False, "migrations": False, "worker": False}
    try:
        executor = MigrationExecutor(connection)
        state["database"] = True
        state["migrations"] = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        state["worker"] = state["migrations"] and Heartbeat.is_alive("worker")
    except DatabaseError:
        pass
    return JsonResponse(state, status=200 if all(state.values()) else 503)
