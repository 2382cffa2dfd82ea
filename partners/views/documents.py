"""Files of agreements: added, handed out as attachments, erased."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.attachments import attached, erase
from citedesmetiers.views.settings_page import done
from partners.forms.agreement import DocumentForm
from partners.models import AgreementDocument
from partners.views.agreements import agreement_page, found_agreement
from partners.views.pages import confirm_page, to_agreement


@allow("edit_partners")
@require_POST
def document_add(request, pk):
    """Keep a file with the agreement."""
    agreement = found_agreement(pk)
    form = DocumentForm(request.POST, request.FILES)
    if form.stored(agreement, request.user):
        return done(request, _("The document is kept."), "partners:agreement", pk, anchor="documents")
    return agreement_page(request, agreement, form)


@allow("see_partners")
@require_safe
def document(request, pk):
    """The file, always as an attachment and as what it is, so that no browser shows or runs it here."""
    return attached(get_object_or_404(AgreementDocument, pk=pk))


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def document_delete(request, pk):
    """Erase a file."""
    found = get_object_or_404(AgreementDocument.objects.select_related("agreement__institution"), pk=pk)
    if request.method == "POST":
        erase(found, [found])
        said = _("The document is erased.")
        return done(request, said, "partners:agreement", found.agreement_id, anchor="documents")
    return confirm_page(
        request,
        title=_("Erase this document?"),
        sentences=[found.title, _("The file is erased for good; the agreement stays.")],
        button=_("Erase"),
        way=to_agreement(found.agreement),
    )
