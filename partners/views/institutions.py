"""The list of institutions, and the page that tells the whole relation with one of them."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models.references import rows_pointing_at
from citedesmetiers.sorting import Sorting
from citedesmetiers.views.settings_page import done
from partners import institution_rows, relations
from partners.filters import InstitutionFilter
from partners.forms.institution import ContactForm, InstitutionForm, PresenceForm
from partners.models import Contact, Institution, Presence
from partners.views.pages import confirm_page, crumbs, form_page, to_institution

ROWS_A_PAGE = 50


def chosen_of(request):
    """The InstitutionFilter of the page's query string."""
    today = timezone.localdate()
    rows = institution_rows.for_list(Institution.objects.all(), today)
    return InstitutionFilter(request.GET, queryset=rows, today=today)


@allow("see_partners")
@require_safe
def institution_list(request):
    """Everybody around the Cité: partners, companies, schools."""
    chosen = chosen_of(request)
    sorting = Sorting(institution_rows.COLUMNS, request.GET.get("order"))
    page = Paginator(sorting.applied(chosen.rows), ROWS_A_PAGE).get_page(request.GET.get("page"))
    for institution in page:
        institution.agreement_end = institution_rows.end_of(institution)
        institution.ends_soon = institution_rows.ends_soon(institution, timezone.localdate())
    return render(
        request,
        "partners/institution_list.html",
        {
            "filter": chosen,
            "sorting": sorting,
            "page": page,
            "sorts": institution_rows.sorts(chosen.rows),
            "today": timezone.localdate(),
            "there_is_one": bool(page.object_list) or Institution.objects.exists(),
        },
    )


@allow("see_partners")
@require_safe
def institution_csv(request):
    """The list as it is filtered, for a spreadsheet."""
    rows = Sorting(institution_rows.COLUMNS, request.GET.get("order")).applied(chosen_of(request).rows)
    return institution_rows.as_csv(rows, timezone.localdate())


@allow("see_partners")
@require_safe
def institution(request, pk):
    """The whole relation with one institution, on one page."""
    found = get_object_or_404(Institution.objects.select_related("kind"), pk=pk)
    parts = list(relations.parts_of(found, request))
    return render(
        request,
        "partners/institution.html",
        {
            "institution": found,
            "main": [(relation, part) for relation, part in parts if not relation.side],
            "side": [(relation, part) for relation, part in parts if relation.side],
            "crumbs": crumbs(),
        },
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def institution_add(request):
    """A new institution."""
    form = InstitutionForm(request.POST or None, centre=shell.of(request).centre)
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("“%(name)s” is added.") % {"name": made}, "partners:institution", made.pk)
    return institution_form(request, form, title=_("Add an institution"), way=[])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def institution_edit(request, pk):
    """Put an institution right, or note that it takes part no more."""
    found = get_object_or_404(Institution, pk=pk)
    title, way = found.name, [to_institution(found)]
    form = InstitutionForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("“%(name)s” is saved.") % {"name": found}, "partners:institution", pk)
    return institution_form(request, form, title=title, way=way, delete=("partners:institution_delete", pk))


def institution_form(request, form, **page):
    form.fields["municipality"].widget.attrs["list"] = "municipalities"
    return form_page(request, form, template="partners/institution_form.html", **page)


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def institution_delete(request, pk):
    """Take away an institution that was entered by mistake; one that has left traces is ended instead."""
    found = get_object_or_404(Institution, pk=pk)
    tied = rows_pointing_at(found) - found.contacts.count() - found.presences.count()
    if tied:
        said = ngettext(
            "%(name)s has left %(n)s trace (an agreement, a person, a meeting…). Note its last day instead.",
            "%(name)s has left %(n)s traces (agreements, people, meetings…). Note its last day instead.",
            tied,
        )
        return done(request, said % {"n": tied, "name": found}, "partners:institution_edit", pk)
    contacts = found.contacts.count()
    if request.method == "POST":
        found.delete()
        return done(request, _("“%(name)s” is deleted.") % {"name": found}, "partners:institution_list")
    return confirm_page(
        request,
        title=_("Delete %(name)s?") % {"name": found},
        sentences=[
            _("Nothing is tied to it: no agreement, no person, no meeting."),
            ngettext("%(n)s contact goes with it.", "%(n)s contacts go with it.", contacts) % {"n": contacts},
        ],
        button=_("Delete"),
        way=[to_institution(found)],
    )


# ── Contacts and places ──────────────────────────────────────────────────────────────────────────────


def part_form(request, form, institution, *, title, said, anchor, delete=None):
    """The page of a form about one contact or place of `institution`."""
    if request.method == "POST" and form.saved():
        return done(request, said, "partners:institution", institution.pk, anchor=anchor)
    return form_page(request, form, title=title, way=[to_institution(institution)], delete=delete)


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_add(request, pk):
    """Somebody to write to."""
    found = get_object_or_404(Institution, pk=pk)
    form = ContactForm(request.POST or None, instance=Contact(institution=found), centre=shell.of(request).centre)
    return part_form(
        request, form, found, title=_("Add a contact"), said=_("The contact is added."), anchor="contacts"
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request, pk):
    """Put a contact right."""
    contact = get_object_or_404(Contact.objects.select_related("institution"), pk=pk)
    form = ContactForm(request.POST or None, instance=contact, centre=shell.of(request).centre)
    return part_form(
        request,
        form,
        contact.institution,
        title=_("Contact"),
        said=_("The contact is saved."),
        anchor="contacts",
        delete=("partners:contact_delete", pk),
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def contact_delete(request, pk):
    """Forget a contact: who has left, or does not want to be kept."""
    contact = get_object_or_404(Contact.objects.select_related("institution"), pk=pk)
    if request.method == "POST":
        contact.delete()
        said = _("The contact is deleted.")
        return done(request, said, "partners:institution", contact.institution_id, anchor="contacts")
    return confirm_page(
        request,
        title=_("Delete this contact?"),
        sentences=[f"{contact}", _("Name, e-mail address and telephone number are erased.")],
        button=_("Delete"),
        way=[to_institution(contact.institution)],
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def presence_add(request, pk):
    """The institution comes to a place."""
    found = get_object_or_404(Institution, pk=pk)
    form = PresenceForm(request.POST or None, instance=Presence(institution=found), centre=shell.of(request).centre)
    return part_form(request, form, found, title=_("Add a place"), said=_("The place is added."), anchor="places")


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def presence_edit(request, pk):
    """Since when, until when."""
    presence = get_object_or_404(Presence.objects.select_related("institution"), pk=pk)
    form = PresenceForm(request.POST or None, instance=presence, centre=shell.of(request).centre)
    return part_form(
        request,
        form,
        presence.institution,
        title=_("Presence at a place"),
        said=_("The place is saved."),
        anchor="places",
        delete=("partners:presence_delete", pk),
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def presence_delete(request, pk):
    """Take back what was noted by mistake; whoever has left a place gets a last day instead."""
    presence = get_object_or_404(Presence.objects.select_related("institution", "site"), pk=pk)
    if request.method == "POST":
        presence.delete()
        said = _("The presence is deleted.")
        return done(request, said, "partners:institution", presence.institution_id, anchor="places")
    return confirm_page(
        request,
        title=_("Delete this presence?"),
        sentences=[
            f"{presence}",
            _("It then counts on no day, also not in past years. Whoever has left gets a last day instead."),
        ],
        button=_("Delete"),
        way=[to_institution(presence.institution)],
    )
