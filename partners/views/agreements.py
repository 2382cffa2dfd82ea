"""Agreements: the list, the page of one, what it commits, its renewal."""

from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.sorting import Sorting, by_name
from citedesmetiers.views.settings_page import done
from partners.filters import AgreementFilter
from partners.forms.agreement import AgreementForm, CommitmentForm, DocumentForm
from partners.models import Agreement, AgreementCommitment, Institution
from partners.views.pages import confirm_page, crumbs, form_page, to_agreement, to_institution

ROWS_A_PAGE = 50
COLUMNS = {
    "end": "ends_on",
    "institution": by_name("institution__name"),
    "signed": "signed_on",
    "charter": "charter_accepted_on",
}


@allow("see_partners")
@require_safe
def agreement_list(request):
    """All agreements, those that end first on top."""
    today = timezone.localdate()
    rows = Agreement.objects.select_related("institution", "renewed_by")
    chosen = AgreementFilter(request.GET, queryset=rows, today=today)
    sorting = Sorting(COLUMNS, request.GET.get("order"))
    page = Paginator(sorting.applied(chosen.rows), ROWS_A_PAGE).get_page(request.GET.get("page"))
    expiring = Agreement.objects.to_renew(today).count()
    return render(
        request,
        "partners/agreement_list.html",
        {"filter": chosen, "sorting": sorting, "page": page, "to_renew": expiring, "today": today},
    )


def found_agreement(pk):
    return get_object_or_404(Agreement.objects.select_related("institution", "renews", "renewed_by"), pk=pk)


@allow("see_partners")
@require_safe
def agreement(request, pk):
    """One agreement: dates, what it commits, its documents, what came before and after."""
    return agreement_page(request, found_agreement(pk), DocumentForm())


def agreement_page(request, found, document_form):
    return render(
        request,
        "partners/agreement.html",
        {
            "agreement": found,
            "commitments": found.commitments.select_related("purpose"),
            "documents": found.documents.select_related("uploaded_by"),
            "chain": found.chain(),
            "form": document_form,
            "crumbs": crumbs(to_institution(found.institution)),
        },
    )


def agreement_form_page(request, form, institution, **context):
    """The form of an agreement, and beside it what is known of the institution."""
    today = timezone.localdate()
    known = {
        "institution": institution,
        "in_force": institution.agreements.in_force(today).order_by("ends_on"),
        "people": institution.professionals.active(today).count(),
    }
    return form_page(request, form, template="partners/agreement_form.html", known=known, **context)


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_add(request, pk):
    """A new agreement with one institution."""
    institution = get_object_or_404(Institution, pk=pk)
    form = AgreementForm(
        request.POST or None, instance=Agreement(institution=institution), centre=shell.of(request).centre
    )
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("The agreement is saved. Note now what it commits."), "partners:agreement", made.pk)
    return agreement_form_page(request, form, institution, title=_("New agreement"), way=[to_institution(institution)])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request, pk):
    """Put an agreement right."""
    found = found_agreement(pk)
    way = to_agreement(found)
    form = AgreementForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The agreement is saved."), "partners:agreement", pk)
    return agreement_form_page(
        request,
        form,
        found.institution,
        title=_("Edit the agreement"),
        way=way,
        delete=("partners:agreement_delete", pk),
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_renew(request, pk):
    """The agreement that follows, filled in: it begins the day after, lasts as long, and promises the same."""
    former = found_agreement(pk)
    if former.is_renewed:
        return redirect("partners:agreement", former.renewed_by.pk)
    successor = former.successor()
    form = AgreementForm(request.POST or None, instance=successor, centre=shell.of(request).centre)
    if request.method == "POST":
        with transaction.atomic():
            made = form.saved()
            if made:
                made.take_over_commitments(former)
        if made:
            said = _("The agreement is renewed. Look through what it commits.")
            return done(request, said, "partners:agreement", made.pk)
    note = _("It follows “%(object)s” and takes over what that one commits; both can be changed.")
    return agreement_form_page(
        request,
        form,
        former.institution,
        title=_("Renew the agreement"),
        way=to_agreement(former),
        note=note % {"object": former.object},
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def agreement_delete(request, pk):
    """Take away an agreement that was entered by mistake, with what it commits and its documents."""
    found = found_agreement(pk)
    if found.is_renewed:
        said = _("Another agreement renews this one. Delete that one first.")
        return done(request, said, "partners:agreement", pk)
    commitments, documents = found.commitments.count(), list(found.documents.all())
    if request.method == "POST":
        files = [document.file for document in documents]
        with transaction.atomic():
            found.delete()
            transaction.on_commit(lambda: [file.storage.delete(file.name) for file in files])
        said = _("The agreement is deleted. The director finds it under the changes.")
        return done(request, said, "partners:institution", found.institution_id)
    return confirm_page(
        request,
        title=_("Delete this agreement?"),
        sentences=[
            f"{found}",
            ngettext("%(n)s commitment goes with it.", "%(n)s commitments go with it.", commitments)
            % {"n": commitments},
            ngettext("%(n)s document is erased.", "%(n)s documents are erased.", len(documents))
            % {"n": len(documents)},
        ],
        button=_("Delete"),
        way=to_agreement(found),
    )


# ── What it commits ──────────────────────────────────────────────────────────────────────────────────


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_add(request, pk):
    """One more thing that the agreement promises; the next one can follow at once."""
    found = found_agreement(pk)
    form = CommitmentForm(
        request.POST or None, instance=AgreementCommitment(agreement=found), centre=shell.of(request).centre
    )
    if request.method == "POST" and form.saved():
        if "another" in request.POST:
            return done(request, _("Saved. And what else?"), "partners:commitment_add", pk)
        return done(request, _("The commitment is saved."), "partners:agreement", pk, anchor="commitments")
    return form_page(
        request,
        form,
        title=_("What does it commit?"),
        way=to_agreement(found),
        template="partners/commitment_form.html",
        is_new=True,
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_edit(request, pk):
    """Put right what was promised."""
    commitment = get_object_or_404(AgreementCommitment.objects.select_related("agreement__institution"), pk=pk)
    form = CommitmentForm(request.POST or None, instance=commitment, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        said = _("The commitment is saved.")
        return done(request, said, "partners:agreement", commitment.agreement_id, anchor="commitments")
    return form_page(
        request,
        form,
        title=_("What does it commit?"),
        way=to_agreement(commitment.agreement),
        template="partners/commitment_form.html",
        is_new=False,
        delete=("partners:commitment_delete", pk),
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_delete(request, pk):
    """Take a promise back."""
    commitment = get_object_or_404(AgreementCommitment.objects.select_related("agreement__institution"), pk=pk)
    if request.method == "POST":
        commitment.delete()
        said = _("The commitment is deleted.")
        return done(request, said, "partners:agreement", commitment.agreement_id, anchor="commitments")
    return confirm_page(
        request,
        title=_("Delete this commitment?"),
        sentences=[f"{commitment}", _("It counts no more, also not in past years.")],
        button=_("Delete"),
        way=to_agreement(commitment.agreement),
    )
