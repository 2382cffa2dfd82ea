"""Pages that open without the network: a service worker for each room that has an outbox.

A page that may be kept says so with `keepable`; the header tells it from a captive portal, which answers 200 too.
"""

import json
from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import render
from django.templatetags.static import static

# What every staff page needs.
FRAME = [
    "js-lib-bootstrap5/css/bootstrap.min.css",
    "theme.css",
    "icons.svg",
    "favicon.svg",
    "staff.js",
    "once.js",
    "django_htmx/htmx-2.min.js",
    "outbox.js",
]


def keepable(response):
    """Mark the page `response` as ours."""
    response["X-Counter"] = "1"
    return response


def service_worker(request, *, name, outbox, entries, pages, assets):
    """The script of a room's service worker; it holds nothing about anyone.

    name: of its cache.  outbox: of its database.  entries: where the outbox sends.  assets: the room's own files.
    pages: {path of a page: path of the page that stands in for it when the server is gone}.
    """
    files = [static(file) for file in [*FRAME, *assets]]
    config = {
        "name": name,
        "version": sha256("".join([*files, *pages]).encode()).hexdigest()[:12],
        "outbox": {"name": outbox, "url": entries},
        "pages": pages,
        "script": static("outbox.js"),
        "assets": files,
    }
    body = render(request, "citedesmetiers/service_worker.js", {"config": json.dumps(config)}).content
    return HttpResponse(body, content_type="text/javascript; charset=utf-8")
