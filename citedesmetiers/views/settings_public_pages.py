"""The public pages that staff write: list, form with preview, versions with what changed, taking one up again."""

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Prefetch
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import markup, shell, starting_lists
from citedesmetiers.access import allow
from citedesmetiers.forms.page import PageForm
from citedesmetiers.models import Page, PageVersion
from citedesmetiers.views.settings_page import confirm_page, crumbs, done, form_page
from citedesmetiers.views.text_versions import Addresses, fields_for, take_up, version_page, versions_page

PAGES = (gettext_lazy("Public pages"), "page_list")
ADDRESSES = Addresses(PAGES, "page_edit", "page_versions", "page_version", "page_restore")
FORM = "citedesmetiers/settings/page_edit.html"
NAMES = dict(settings.LANGUAGES)


@allow("edit_pages")
@require_safe
def page_list(request):
    """All pages with their state, the languages they are missing in, and who saved them last."""
    offered = shell.of(request).centre.offered_languages
    latest = PageVersion.objects.order_by("page_id", "-number").distinct("page_id").select_related("saved_by")
    pages = Page.objects.select_related("site").prefetch_related(Prefetch("versions", latest, to_attr="latest"))
    rows = [
        (page, next(iter(page.latest), None), [code for code in offered if code not in page.languages])
        for page in pages
    ]
    there = {page.kind for page in pages}
    missing = [label for kind, label in Page.Kind.choices if kind not in there and kind != Page.Kind.FREE]
    context = {"rows": rows, "missing": missing, "crumbs": crumbs()}
    return render(request, "citedesmetiers/settings/page_list.html", context)


@allow("edit_pages")
@require_POST
def page_start(request):
    """Add the pages that a site must have and that are not there, with the texts that a new centre starts with."""
    n = starting_lists.load_pages()
    return done(request, ngettext("%(n)s page is added.", "%(n)s pages are added.", n) % {"n": n}, "page_list")


@allow("edit_pages")
@require_http_methods(["GET", "HEAD", "POST"])
def page_add(request):
    """A new page of the centre's own."""
    last = Page.objects.aggregate(last=Max("rank"))["last"] or 0
    form = PageForm(request.POST or None, instance=Page(rank=last + 10), centre=shell.of(request).centre)
    if request.method == "POST" and not wants_preview(request) and (page := saved(form, request.user)):
        return done(request, _("“%(page)s” is added.") % {"page": page}, "page_list")
    return form_page(request, form, title=_("Add a page"), way=[PAGES], template=FORM, **aids(request, form))


@allow("edit_pages")
@require_http_methods(["GET", "HEAD", "POST"])
def page_edit(request, pk):
    """The texts of a page; each save is kept as a version."""
    page = get_object_or_404(Page, pk=pk)
    title = f"{page}"
    form = PageForm(request.POST or None, instance=page, centre=shell.of(request).centre)
    if request.method == "POST" and not wants_preview(request) and saved(form, request.user):
        return done(request, _("“%(page)s” is saved.") % {"page": page}, "page_list", anchor=f"row-{pk}")
    return form_page(
        request,
        form,
        title=title,
        way=[PAGES],
        template=FORM,
        **aids(request, form)
        | {
            "written": get_object_or_404(Page, pk=pk),
            "versions": (ADDRESSES.versions, pk),
            "delete": ("page_delete", pk) if page.is_free else None,
        },
    )


@transaction.atomic
def saved(form, user):
    """The page or piece of news, saved as a new version; None with an error to show."""
    text = form.saved()
    if text:
        text.save_version(user)
    return text


def wants_preview(request):
    return "preview" in request.POST


def aids(request, form):
    """What stands around the form of a page or of news: the fields in braces, and the preview that was asked for."""
    fields = fields_for(request, form.instance)
    preview = []
    if request.method == "POST" and wants_preview(request) and form.is_valid():
        for code in form.centre.offered_languages:
            title, body = form.instance.in_language(code)
            if title:
                preview.append((code, NAMES[code], title, markup.html(body, fields)))
    return {
        "preview": preview,
        "fields": [(f"{{{name}}}", words, fields[name]) for name, words in markup.FIELDS.items()],
        "delete": None,
        "written": None,
        "versions": None,
        "note": "",
    }


@allow("edit_pages")
@require_safe
def page_versions(request, pk):
    return versions_page(request, get_object_or_404(Page, pk=pk), ADDRESSES)


@allow("edit_pages")
@require_safe
def page_version(request, pk, number):
    return version_page(request, get_object_or_404(Page, pk=pk), number, ADDRESSES)


@allow("edit_pages")
@require_POST
def page_restore(request, pk, number):
    return take_up(request, get_object_or_404(Page, pk=pk), number, ADDRESSES)


@allow("edit_pages")
@require_http_methods(["GET", "HEAD", "POST"])
def page_delete(request, pk):
    """Take a page of the centre's own away, with its versions. The pages that a site must have stay."""
    page = get_object_or_404(Page.objects.annotate(kept=Count("versions")), pk=pk, kind=Page.Kind.FREE)
    if request.method == "POST":
        name = f"{page}"
        page.delete()
        return done(request, _("“%(page)s” is deleted.") % {"page": name}, "page_list")
    return confirm_page(
        request,
        title=_("Delete “%(page)s”?") % {"page": page},
        sentences=[
            ngettext("%(n)s version of it goes with it.", "%(n)s versions of it go with it.", page.kept)
            % {"n": page.kept},
            _("Whoever follows a link to it finds nothing."),
            _("To take it off the site and keep it, make it a draft instead."),
        ],
        button=_("Delete"),
        way=[PAGES, (f"{page}", "page_edit", pk)],
    )
