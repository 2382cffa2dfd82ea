"""Copies of a resource, and the opinions on it."""

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.views.settings_page import done
from documentation import loans as lending
from documentation.forms.resource import CopyForm, OpinionForm, sites_of
from documentation.models import Copy, Opinion, Resource
from documentation.search import index
from documentation.views.loans import and_for_whom
from documentation.views.pages import confirm_page, form_page, to_resource


def copy_in_reach(request, pk):
    """The copy, when it stands at a place of the person; else 404."""
    return get_object_or_404(Copy.objects.select_related("resource", "site"), pk=pk, site__in=sites_of(request.user))


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def copy_add(request, pk):
    """One copy more, or several alike."""
    found = get_object_or_404(Resource.objects.kept().select_related("medium"), pk=pk)
    here = shell.of(request)
    start = Copy(resource=found, lendable=found.medium.may_be_lent)
    form = CopyForm(
        request.POST or None, instance=start, centre=here.centre, sites=sites_of(request.user),
        initial={"site": here.site},
    )  # fmt: skip
    if request.method == "POST" and (made := form.saved()):
        n = form.cleaned_data["n"]
        copies = [made, *Copy.objects.bulk_create(alike_of(made) for _more in range(n - 1))]
        said = ngettext("%(n)s copy is added.", "%(n)s copies are added.", n) % {"n": n}
        for copy in copies:
            said = and_for_whom(said, lending.settle(copy, day=timezone.localdate()))
        index.refresh([pk])
        return done(request, said, "documentation:resource", pk, anchor="copies")
    return form_page(request, form, title=_("Add copies"), way=[to_resource(found)])


def alike_of(copy):
    """Another copy that stands beside `copy`, not yet saved."""
    return Copy(
        resource=copy.resource, site=copy.site, shelf_mark=copy.shelf_mark, node=copy.node, state=copy.state,
        lendable=copy.lendable, added_on=copy.added_on,
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def copy_edit(request, pk):
    """Put a copy right, or say that it is missing or in repair."""
    found = copy_in_reach(request, pk)
    form = CopyForm(
        request.POST or None, instance=found, centre=shell.of(request).centre, sites=sites_of(request.user)
    )
    if request.method == "POST" and (made := form.saved()):
        withdrawn = timezone.localdate() if made.state == Copy.State.WITHDRAWN else None
        if bool(made.withdrawn_on) != bool(withdrawn):
            made.withdrawn_on = withdrawn
            made.save(update_fields=["withdrawn_on"])
        said = and_for_whom(_("The copy is saved."), lending.settle(made, day=timezone.localdate()))
        index.refresh([found.resource_id])
        return done(request, said, "documentation:resource", found.resource_id, anchor="copies")
    return form_page(
        request, form, title=_("Copy %(copy)s") % {"copy": found}, way=[to_resource(found.resource)],
        delete=("documentation:copy_delete", pk),
    )  # fmt: skip


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def copy_delete(request, pk):
    """Take away a copy that was entered by mistake; one that has been there is withdrawn."""
    found = copy_in_reach(request, pk)
    resource = found.resource
    if rows_pointing_at(found):
        said = _("This copy is on loan, kept aside or was scanned. Withdraw it instead.")
        return done(request, said, "documentation:copy_edit", pk)
    if request.method == "POST":
        found.delete()
        index.refresh([resource.pk])
        return done(request, _("The copy is deleted."), "documentation:resource", resource.pk, anchor="copies")
    return confirm_page(
        request,
        title=_("Delete this copy?"),
        sentences=[
            _("%(copy)s at %(site)s.") % {"copy": found, "site": found.site},
            _("It then never was there, also not in the figures. A copy that goes is withdrawn instead."),
        ],
        button=_("Delete"),
        way=[to_resource(resource)],
    )


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_add(request, pk):
    """What the person who is signed in thinks of it."""
    found = get_object_or_404(Resource, pk=pk)
    opinion = Opinion(resource=found, officer=request.user)
    return opinion_form(request, opinion, title=_("Add an opinion"), said=_("The opinion is added."))


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_edit(request, pk):
    """Put an opinion right; it keeps its author."""
    opinion = get_object_or_404(Opinion.objects.select_related("resource"), pk=pk)
    return opinion_form(
        request, opinion, title=_("Opinion"), said=_("The opinion is saved."),
        delete=("documentation:opinion_delete", pk),
    )  # fmt: skip


def opinion_form(request, opinion, *, title, said, delete=None):
    form = OpinionForm(request.POST or None, instance=opinion, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        index.refresh([opinion.resource_id])
        return done(request, said, "documentation:resource", opinion.resource_id, anchor="opinions")
    note = _("It stands on the public page with the first name and the initial of its author, and the day.")
    return form_page(request, form, title=title, way=[to_resource(opinion.resource)], delete=delete, note=note)


@allow("edit_catalogue")
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_delete(request, pk):
    """Take an opinion away."""
    opinion = get_object_or_404(Opinion.objects.select_related("resource"), pk=pk)
    if request.method == "POST":
        opinion.delete()
        index.refresh([opinion.resource_id])
        said = _("The opinion is deleted.")
        return done(request, said, "documentation:resource", opinion.resource_id, anchor="opinions")
    return confirm_page(
        request, title=_("Delete this opinion?"), sentences=[opinion.text], button=_("Delete"),
        way=[to_resource(opinion.resource)],
    )  # fmt: skip
