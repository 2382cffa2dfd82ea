"""The statement for a partner: as a page, on paper, as a workbook."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from partners.models import Institution
from reports import exports, pdf, statement, statement_document
from reports.forms_statement import StatementFilter


def asked_for(request, pk):
    """(institution, the filter bound to the address)."""
    institution = get_object_or_404(Institution, pk=pk)
    return institution, StatementFilter(request.GET, today=timezone.localdate())


def document_of(institution, chosen):
    return statement_document.document(statement.Statement(institution, chosen.period, chosen.today))


@allow("edit_partners")
@require_safe
def statement_page(request, pk):
    """The statement of an institution on a screen; the twin of the print."""
    institution, chosen = asked_for(request, pk)
    context = {"institution": institution, "filter": chosen, "document": None, "query": "", "years": []}
    context["crumbs"] = [
        (_("Partners"), reverse("partners:institution_list")),
        (str(institution), reverse("partners:institution", args=[pk])),
    ]
    if chosen.is_valid():
        context["document"] = document_of(institution, chosen)
        context["query"] = urlencode({name: day.isoformat() for name, day in chosen.cleaned_data.items()})
    this = chosen.today.year
    context["years"] = [str(year) for year in (this, this - 1, this - 2)]
    return render(request, "reports/statement.html", context)


@allow("edit_partners")
@require_safe
def statement_pdf(request, pk):
    """The same on paper; a period that makes no sense goes back to the page, which says why."""
    institution, chosen = asked_for(request, pk)
    if not chosen.is_valid():
        return back(request, pk)
    made = document_of(institution, chosen)
    content = pdf.render(request, "reports/documents/print.html", {"document": made})
    return attached(content, "application/pdf", f"{made.filename}.pdf", inline=True)


@allow("edit_partners")
@require_safe
def statement_xlsx(request, pk):
    """Its tables as a workbook, with typed numbers."""
    institution, chosen = asked_for(request, pk)
    if not chosen.is_valid():
        return back(request, pk)
    made = document_of(institution, chosen)
    content = exports.written(made.sheets, "xlsx")
    return attached(content, exports.TYPES["xlsx"], f"{made.filename}.xlsx", inline=False)


def back(request, pk):
    return redirect(f"{reverse('reports:statement', args=[pk])}?{urlencode(request.GET)}")


def attached(content, content_type, name, *, inline):
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name)
    return response
