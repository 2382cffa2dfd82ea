"""How the events' and the documentation's rooms print: their templates, made into a PDF here."""

from django.template.loader import render_to_string

from citedesmetiers.models import Centre
from reports import pdf


def written(request, template, context):
    """The HTML of a print, with the centre and its logo added to `context`."""
    centre = Centre.objects.current()
    context = {"centre": centre, "logo": pdf.logo_address(centre), "origin": pdf.ORIGIN} | context
    return render_to_string(template, context, request=request)


def render(request, template, context, sheet):
    """The bytes of a print; see `written`. sheet: how many of its pages a sheet of paper holds, folded."""
    return pdf.whole_sheets(lambda blanks: written(request, template, context | {"blanks": range(blanks)}), sheet)
