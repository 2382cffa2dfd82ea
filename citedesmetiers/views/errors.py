"""Error pages: what happened, whether anything is lost, and where to go on. They ask nothing of the database."""

import errno
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg2.errors
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from citedesmetiers.away import is_collision
from citedesmetiers.middleware import wants_json


def answer(request, status, code, page=None, **context):
    """The error page `page` (`status`.html when left out), or the same as JSON when a program asks."""
    if wants_json(request):
        response = JsonResponse({"error": code}, status=status)
    else:
        # Whether somebody works here is guessed from the cookie alone: the session lies in the database.
        context["works_here"] = settings.SESSION_COOKIE_NAME in request.COOKIES
        response = render(request, page or f"{status}.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None):
    """400; or 413 when more was sent than any form of ours holds."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return answer(request, 413, "too_large", "413.html")
    return answer(request, 400, "bad_request")


def forbidden(request, exception=None):
    return answer(request, 403, "forbidden")


def csrf_failure(request, reason=""):
    """A form that waited too long, or came from elsewhere; what was typed is still in the browser's history."""
    return answer(request, 403, "csrf", "403_csrf.html")


def not_found(request, exception=None):
    """404. For what was sent from one of our pages, the way back to it: what it showed is gone since."""
    if request.method == "POST":
        return answer(request, 404, "not_found", "404_gone.html", came_from=came_from(request))
    return answer(request, 404, "not_found")


def came_from(request):
    """The path of our page on which the form stood; empty when that is unknown, or when that page is gone too."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, allowed_hosts={request.get_host()}):  # or it cannot be read
        return ""
    page = urlsplit(referer)
    if page.path == request.path or page.path.startswith("//"):  # which, without its host, would be another host
        return ""
    return urlunsplit(page._replace(scheme="", netloc="", fragment=""))


def in_words(get_response):
    """Middleware: a 405, to which Django gives no page, says what it is; it stands for an address that only sends."""

    def middleware(request):
        refused = get_response(request)
        if refused.status_code != 405 or refused.content:
            return refused
        response = answer(request, 405, "method_not_allowed", "405.html")
        response["Allow"] = refused["Allow"]
        return response

    return middleware


def disk_full(request):
    """503: somebody has to make room first; see citedesmetiers.disk."""
    response = answer(request, 503, "disk_full", "503_disk.html")
    response["Retry-After"] = "60"
    return response


def server_error(request):
    """500; or 503 with Retry-After when the database is away, the disk is full, or two saved at the same moment."""
    error = sys.exc_info()[1]
    reason = getattr(error, "__cause__", None)
    if isinstance(reason, psycopg2.errors.DiskFull) or getattr(error, "errno", None) == errno.ENOSPC:
        return disk_full(request)
    if is_collision(error):
        written = getattr(request, "written", None)
        response = answer(
            request, 503, "collision", "503_collision.html", part_is_stored=written is not None and written.something
        )
        response["Retry-After"] = "1"
        return response
    if isinstance(error, OperationalError | InterfaceError):
        response = answer(request, 503, "database_away")
        response["Retry-After"] = "5"
        return response
    return answer(request, 500, "server_error")
