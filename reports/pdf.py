"""Prints: a template becomes a tagged PDF. WeasyPrint may read our static files and pictures we hand over, no more."""

import base64
import mimetypes
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string

ORIGIN = "https://app.invalid"  # a name that can never resolve; a scheme WeasyPrint knows, or relative links break
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
DATA_PICTURES = tuple(f"data:{kind};base64," for kind in ("image/svg+xml", *PICTURES.values()))

OPTIONS = {"pdf_variant": "pdf/ua-1", "custom_metadata": True}


class ForbiddenAsset(Exception):
    """A print asked for something that is neither a static file of ours nor a picture we handed over."""


def render(request, template, context):
    """The print `template` as the bytes of a PDF/UA.

    The template is a whole HTML document in the language that is active, with a title. Links to static files are
    written "/static/…", unhashed. Raises ForbiddenAsset when the document asks for anything else.
    """
    return pdf_of(render_to_string(template, context | {"origin": ORIGIN}, request=request))


def render_to_fit(request, template, contexts, most_pages=1):
    """The print `template` with the first of the `contexts` that takes at most `most_pages` pages; see `render`."""
    documents = (render_to_string(template, context | {"origin": ORIGIN}, request=request) for context in contexts)
    return first_that_fits(documents, most_pages)


def pdf_of(html):
    """The HTML document `html` (a string) as the bytes of a tagged PDF; see `render`."""
    return first_that_fits([html])


def first_that_fits(documents, most_pages=None):
    """The bytes of the first of the HTML `documents` that takes at most `most_pages` pages, else of the last one.

    Each is laid out when its turn comes, about half a second a page; see `render`.
    """
    for html in documents:
        made = laid_out(html)
        if most_pages is None or len(made.pages) <= most_pages:
            break
    return made.write_pdf(**OPTIONS)


def laid_out(html):
    """The HTML document `html` on its pages, not yet written."""
    from weasyprint import HTML  # noqa: PLC0415 -- takes half a second; most processes never print
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415

    try:
        return HTML(string=html, base_url=f"{ORIGIN}/", url_fetcher=static_only()).render(**OPTIONS)
    except FatalURLFetchingError as error:  # a BaseException, which would pass every handler up to the server
        raise ForbiddenAsset(str(error)) from error


def whole_sheets(written, pages):
    """The bytes of a booklet whose sheets hold `pages` pages each: its last page is the outside of the last sheet.

    written: `written(blanks)` returns the HTML with that many blank pages before the last one; see `render`.
    """
    made = laid_out(written(0))
    missing = -len(made.pages) % pages
    return (laid_out(written(missing)) if missing else made).write_pdf(**OPTIONS)


def static_only():
    """A WeasyPrint fetcher that opens static files and inline pictures, and refuses all else."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- see pdf_of

    class StaticOnly(URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith(DATA_PICTURES):
                kind, content = url.removeprefix("data:").split(";base64,", 1)
                return URLFetcherResponse(url, base64.b64decode(content), {"Content-Type": kind})
            found = static_file(url)
            # Without a content type WeasyPrint drops a style sheet and only logs it.
            return URLFetcherResponse(url, found.read_bytes(), {"Content-Type": mimetypes.guess_type(found)[0]})

    return StaticOnly(fail_on_errors=True)  # else a refused picture is a silent hole in the page


def static_file(url):
    """The file behind a static address of ours. Raises ForbiddenAsset for everything else."""
    prefix = ORIGIN + settings.STATIC_URL
    name = url.removeprefix(prefix)
    if name == url or "%" in name:
        raise ForbiddenAsset(url)
    try:
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise ForbiddenAsset(url) from error
    if not found or not Path(found).is_file():
        raise ForbiddenAsset(url)
    return Path(found)


def data_address(content, kind):
    """An address that carries the picture `content` (text or bytes) itself."""
    content = content.encode() if isinstance(content, str) else content
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def logo_address(centre):
    """The uploaded logo of `centre` as an address for a print; "" when there is none or it is no PNG or JPEG."""
    if not centre or not centre.logo:
        return ""
    try:
        with centre.logo.open("rb") as file:
            content = file.read()
    except OSError:  # the file was lost; the name stands as text instead
        return ""
    kind = next((kind for start, kind in PICTURES.items() if content.startswith(start)), "")
    return data_address(content, kind) if kind else ""
