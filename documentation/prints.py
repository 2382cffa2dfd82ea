"""Prints of this room. A room above makes the PDF and says here how; this room brings templates and content."""

import base64

import segno
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

_engines = []


def register_engine(render):
    """Have `render(request, template, context)`, which returns the bytes of a PDF, make this room's prints.

    It adds `centre` and `logo` to the context. Called from an AppConfig.ready(), which may run more than once.
    """
    _engines[:] = [render]


def printed(request, template, context, *, name):
    """The print `template` as a response that a browser shows. name: of the file, without its ending.

    Raises Http404 in an installation without a room that prints.
    """
    if not _engines:
        raise Http404
    response = HttpResponse(_engines[0](request, template, context), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{name}.pdf")
    return response


def can_print():
    return bool(_engines)


def qr_picture(text):
    """A QR code of `text` as an address that carries the picture itself."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=2).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )  # fmt: skip
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.encode()).decode()
