"""How the events' and the documentation's rooms print: their templates, made into a PDF here."""

from django.template.loader import render_to_string

from citedesmetiers.models import Centre
from reports import pdf


def written(request, template, context):
    """The HTML of a print, with the centre and its logo added to `context`."""
    centre = Centre.objects.current()
    context = {"centre": centre, "logo": pdf.logo_address(centre), "origin": pdf.ORIGIN} | context
    return render_to_string(template, context, request=request)


def render(request, template, context):
    """The bytes of a print; see `written`."""
    return pdf.pdf_of(written(request, template, context))
