"""How the events' room prints: its templates, made into a PDF here."""

from citedesmetiers.models import Centre
from reports import pdf


def render(request, template, context):
    """The bytes of a print of the programme, with the centre and its logo added to `context`."""
    centre = Centre.objects.current()
    return pdf.render(request, template, {"centre": centre, "logo": pdf.logo_address(centre)} | context)
