"""Prints of this room. A room above makes the PDF and says here how; this room brings templates and content."""

import base64

import segno
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

_engines = []


def register_engine(render):
    """Have `render(request, template, context, sheet)`, which returns the bytes of a PDF, make this room's prints.

    It adds `centre`, `logo` and `blanks`, the blank pages that fill the last sheet, to the context. Called from an
    AppConfig.ready(), which may run more than once.
    """
    _engines[:] = [render]


def printed(request, template, context, *, name, sheet=1):
    """The print `template` as a response that a browser shows. name: of the file, without its ending.

    sheet: how many of its pages a sheet of paper holds: 4 for a booklet that is printed two up and folded.
    Raises Http404 in an installation without a room that prints.
    """
    if not _engines:
        raise Http404
    response = HttpResponse(_engines[0](request, template, context, sheet), content_type="application/pdf")
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
