"""All public pages: as a page for people, as a file for search engines."""

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers import addresses, shell
from citedesmetiers.access import public
from citedesmetiers.models import Purpose, Site

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


@public
@require_safe
@cache_control(public=True, max_age=3600)
def site_map(request):
    """The pages that one cannot guess from the navigation, under headings."""
    today = timezone.localdate()
    context = {"purposes": Purpose.objects.doors().in_force(today), "places": Site.objects.not_over(today)}
    return render(request, "citedesmetiers/site_map.html", context)


@public
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request):
    """Every public page in every language that the centre offers, each with its other languages (sitemaps.org)."""
    languages = shell.of(request).centre.languages or ["fr", "en"]
    lines = [HEAD]
    for path in addresses.every():
        whole = [(language, addresses.in_language(request, path, language)) for language in languages]
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
            for language, address in whole
        )
        lines += [f"<url><loc>{escape(address)}</loc>{others}</url>\n" for _language, address in whole]
    return HttpResponse("".join([*lines, "</urlset>\n"]), content_type="application/xml; charset=utf-8")
