"""Two questions that a supervisor or a monitor asks; plain answers, no session."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from citedesmetiers.access import public
from citedesmetiers.models import Heartbeat


@public
@require_safe
@never_cache
def live(request):
    """200 as long as this process answers at all."""
    return JsonResponse({"live": True})


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
