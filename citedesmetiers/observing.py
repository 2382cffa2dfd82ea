"""What an engineer sees of a running installation: a number for each request, and metrics for Prometheus.

Neither holds anything about visitors: routes stand without their keys and questions, and nobody is named.
"""

import contextlib
import re
import shutil
import time
import uuid

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError, connection
from django.db.models import Count
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from citedesmetiers import replica
from citedesmetiers.logs import current_request
from citedesmetiers.models import BackupRun, Heartbeat

FROM_PROXY = re.compile(r"[0-9A-Za-z._-]{8,64}")

seconds = Histogram(
    "citedesmetiers_request_seconds",
    "Time to answer a request, by method, route and status.",
    ["method", "route", "status"],
    buckets=[0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.6, 1, 2.5, 5, 10],
)


def numbered(get_response):
    """Give each request a number that stands in its log lines, in its answer and on the page of a fault.

    A proxy in front may give it (X-Request-Id); from anybody else it is not taken.
    """

    def middleware(request):
        given = request.headers.get("X-Request-Id", "") if settings.BEHIND_PROXY else ""
        request.number = given if FROM_PROXY.fullmatch(given) else uuid.uuid4().hex[:12]
        token = current_request.set(request.number)
        try:
            response = get_response(request)
        finally:
            current_request.reset(token)
        response["X-Request-Id"] = request.number
        return response

    return middleware


def probed(get_response):
    """Let probes ask for /health/ by whatever name or address they know us: a container asks itself at 127.0.0.1.

    All other pages are given to the names of ALLOWED_HOSTS alone, as links in letters are made of the name asked for.
    """

    def middleware(request):
        name = settings.ALLOWED_HOSTS[0].lstrip(".")
        if request.path_info.startswith("/health/") and name != "*":
            request.META["HTTP_HOST"] = name
            request.META.pop("HTTP_X_FORWARDED_HOST", None)
        return get_response(request)

    return middleware


def measured(get_response):
    """Measure how long answers take; only where somebody reads the metrics."""
    if not settings.METRICS_TOKEN:
        raise MiddlewareNotUsed

    def middleware(request):
        began = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        route = match.view_name if match else "unknown"
        seconds.labels(request.method, route, response.status_code).observe(time.perf_counter() - began)
        return response

    return middleware


def exposition():
    """The metrics in Prometheus' text format, as bytes: requests of all processes, and the state of the house."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(House())
    return generate_latest(registry)


class House:
    """Gauges that are read at the moment they are asked for."""

    def collect(self):
        now = timezone.now()
        ages = GaugeMetricFamily(
            "citedesmetiers_last_sign_seconds", "Seconds since a background process last said that it is alive.",
            labels=["process"],
        )  # fmt: skip
        for beat in Heartbeat.objects.all():
            ages.add_metric([beat.name], (now - beat.beaten_at).total_seconds())
        yield ages
        last = BackupRun.objects.last_success()
        if last:
            age = (now - last.began_at).total_seconds()
            yield GaugeMetricFamily("citedesmetiers_backup_age_seconds", "Seconds since the last backup.", age)
            yield GaugeMetricFamily("citedesmetiers_backup_bytes", "Size of the last backup.", last.bytes or 0)
        tasks = GaugeMetricFamily("citedesmetiers_tasks", "Background tasks by status.", labels=["status"])
        for status, n in DBTaskResult.objects.order_by().values_list("status").annotate(n=Count("pk")):
            tasks.add_metric([status.lower()], n)
        yield tasks
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
        yield GaugeMetricFamily("citedesmetiers_database_bytes", "Size of the database.", size)
        if replica.is_set_up():
            with contextlib.suppress(DatabaseError, replica.NoReplica):  # without it the line is missing
                behind = replica.seconds_behind()
                name = "citedesmetiers_replica_seconds_behind"
                yield GaugeMetricFamily(name, "Seconds that the read replica is behind, at most.", behind)
        left = shutil.disk_usage(settings.INSTALLATION.data).free
        yield GaugeMetricFamily("citedesmetiers_disk_free_bytes", "Room left where the data folder lies.", left)
