"""The budget as funders know it: two columns, what is given in kind on both sides."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citedesmetiers.access import allow
from citedesmetiers.models import Centre
from partners.models import Budget
from partners.money import two_columns, warnings
from reports import pdf


@allow("see_partners")
@require_safe
def budget_pdf(request, pk):
    """One budget on paper."""
    budget = get_object_or_404(Budget.objects.with_totals().select_related("programme", "site"), pk=pk)
    lines = list(budget.lines.select_related("funder"))
    centre = Centre.objects.current()
    context = {
        "budget": budget,
        "sections": two_columns(lines),
        "with_cents": any(line.amount % 1 for line in lines),
        "share_in_kind": round(100 * budget.charges_in_kind / budget.charges) if budget.charges else 0,
        "warnings": warnings(budget),
        "centre": centre,
        "logo": pdf.logo_address(centre),
        "now": timezone.localtime(),
    }
    response = HttpResponse(pdf.render(request, "reports/budget.html", context), content_type="application/pdf")
    name = f"{slugify(_('Budget %(budget)s') % {'budget': budget})}.pdf"
    response["Content-Disposition"] = content_disposition_header(False, name)
    return response
