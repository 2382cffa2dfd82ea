"""The addresses of a public page: one that counts, one per language, and the list of them all for search engines.

Rooms register the pages that they add from AppConfig.ready(); the list names no room above it.
"""

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils import timezone

from citedesmetiers.models import Page, Purpose, Site

_sources = []


def register_addresses(source):
    """Add public pages to the sitemap. source: function() that gives paths without a language, for example /desks/.

    A room's ready() may run more than once; the same function stands once.
    """
    if source not in _sources:
        _sources.append(source)


def plain(path):
    """`path` (of reverse()) without the language that the request's address begins with."""
    prefix = get_script_prefix()
    return "/" + path.removeprefix(prefix) if prefix != "/" else path


def in_language(request, path, language):
    """The whole address of `path` (without a language) in `language`."""
    return f"{request.scheme}://{request.get_host()}/{language}{path}"


def of_page(request, languages):
    """The addresses of the page of `request` without its query: (the one that counts, [(language, address)])."""
    path = request.path_info
    here = f"{request.scheme}://{request.get_host()}"
    return (
        in_language(request, path, request.LANGUAGE_CODE),
        [*((language, in_language(request, path, language)) for language in languages), ("x-default", here + path)],
    )


def own_pages():
    """The pages of the centre itself."""
    today = timezone.localdate()
    yield from (plain(reverse(name)) for name in ("home", "places", "news", "accessibility", "privacy", "site_map"))
    for page in Page.objects.published().defer(*BODIES):
        yield plain(page.get_absolute_url())
    for code in Purpose.objects.doors().in_force(today).values_list("code", flat=True):
        yield plain(reverse("purpose", args=[code]))
    for code in Site.objects.not_over(today).values_list("code", flat=True):
        yield plain(reverse("place", args=[code]))


def every():
    """The paths of all public pages without a language, in order; at most as many as one file may hold."""
    found = dict.fromkeys(own_pages())
    for source in _sources:
        found.update(dict.fromkeys(source()))
    return list(found)[:MOST]


BODIES = [f"body_{code}" for code, _name in settings.LANGUAGES]
MOST = 50_000 // len(settings.LANGUAGES)  # a sitemap holds 50,000 addresses
