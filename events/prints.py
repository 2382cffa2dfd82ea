"""Prints of the programme. A room above makes the PDF and says here how; this room brings templates and content."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header

from events import kept_prints

FRESH_SECONDS = 600
_engines = []


def register_engine(written, fitted):
    """Have a room above make this room's prints. Called from an AppConfig.ready(), which may run more than once.

    written: `written(request, template, context)` returns the HTML; it adds `centre` and `logo` to the context.
    fitted: `fitted(documents, most_pages)` returns the bytes of the PDF of the first of the HTML `documents` that
    takes at most so many pages, or else of the last one.
    """
    _engines[:] = [(written, fitted)]


def printed(request, template, whole, contexts, *, name, twin, most_pages=1):
    """A print as a response that a browser shows: the first of `contexts` with which `template` fits.

    whole: the context that holds all there is to show, by which a print is recognised; tried when it is one of the
    `contexts`.  name: of the file, without its ending.  twin: the address of the page that says the same, for those
    who would have to wait.
    Raises Http404 in an installation without a room that prints.
    """
    if not _engines:
        raise Http404
    [(written, fitted)] = _engines
    all_of_it = written(request, template, whole)
    documents = (all_of_it if context is whole else written(request, template, context) for context in contexts)
    version = kept_prints.version_of(all_of_it)
    try:
        content = kept_prints.kept_or_made(request, version, lambda: fitted(documents, most_pages))
    except kept_prints.Busy as busy:
        return asked_to_wait(request, busy.seconds, twin)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf")
    response["ETag"] = f'"{version}"'
    patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response


def asked_to_wait(request, seconds, twin):
    """503: the print comes in a moment, the page is there now."""
    response = render(request, "programme/wait.html", {"seconds": seconds, "twin": twin}, status=503)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def can_print():
    return bool(_engines)
