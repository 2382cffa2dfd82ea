"""News for the public, written by staff."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.forms.page import NewsForm
from citedesmetiers.models import NewsItem
from citedesmetiers.views.settings_page import confirm_page, crumbs, done, form_page
from citedesmetiers.views.settings_public_pages import FORM, aids, saved, wants_preview
from citedesmetiers.views.text_versions import Addresses, take_up, version_page, versions_page

NEWS = (gettext_lazy("News"), "news_list")
ADDRESSES = Addresses(NEWS, "news_edit", "news_versions", "news_version", "news_restore")
MOST = 200  # rows of the list


@allow("edit_pages")
@require_safe
def news_list(request):
    """All news, the newest first, each with whether the public sees it today."""
    today = timezone.localdate()
    offered = shell.of(request).centre.offered_languages
    rows = [
        (item, state_on(item, today), [code for code in offered if code not in item.languages])
        for item in NewsItem.objects.select_related("site")[:MOST]
    ]
    return render(request, "citedesmetiers/settings/news_list.html", {"rows": rows, "crumbs": crumbs()})


def state_on(item, today):
    """What becomes of a piece of news on the day `today`: "draft", "coming", "shown" or "over"."""
    if not item.is_published:
        return "draft"
    if item.day > today:
        return "coming"
    return "over" if item.until and item.until < today else "shown"


@allow("edit_pages")
@require_http_methods(["GET", "HEAD", "POST"])
def news_add(request):
    form = NewsForm(
        request.POST or None, instance=NewsItem(state=NewsItem.State.PUBLISHED), centre=shell.of(request).centre
    )
    if request.method == "POST" and not wants_preview(request) and (item := saved(form, request.user)):
        return done(request, _("“%(news)s” is added.") % {"news": item}, "news_list")
    return form_page(request, form, title=_("Add a piece of news"), way=[NEWS], template=FORM, **aids(request, form))


@allow("edit_pages")
@require_http_methods(["GET", "HEAD", "POST"])
def news_edit(request, pk):
    item = get_object_or_404(NewsItem, pk=pk)
    title = f"{item}"
    form = NewsForm(request.POST or None, instance=item, centre=shell.of(request).centre)
    if request.method == "POST" and not wants_preview(request) and saved(form, request.user):
        return done(request, _("“%(news)s” is saved.") % {"news": item}, "news_list")
    around = aids(request, form) | {"versions": (ADDRESSES.versions, pk), "delete": ("news_delete", pk)}
    return form_page(request, form, title=title, way=[NEWS], template=FORM, **around)


@allow("edit_pages")
@require_safe
def news_versions(request, pk):
    return versions_page(request, get_object_or_404(NewsItem, pk=pk), ADDRESSES)


@allow("edit_pages")
@require_safe
def news_version(request, pk, number):
    return version_page(request, get_object_or_404(NewsItem, pk=pk), number, ADDRESSES)


@allow("edit_pages")
@require_POST
def news_restore(request, pk, number):
    return take_up(request, get_object_or_404(NewsItem, pk=pk), number, ADDRESSES)


@allow("edit_pages")
@require_http_methods(["GET", "HEAD", "POST"])
def news_delete(request, pk):
    """Take a piece of news away for good, with its versions."""
    item = get_object_or_404(NewsItem.objects.annotate(kept=Count("versions")), pk=pk)
    if request.method == "POST":
        name = f"{item}"
        item.delete()
        return done(request, _("“%(news)s” is deleted.") % {"news": name}, "news_list")
    return confirm_page(
        request,
        title=_("Delete “%(news)s”?") % {"news": item},
        sentences=[
            ngettext("%(n)s version of it goes with it.", "%(n)s versions of it go with it.", item.kept)
            % {"n": item.kept},
            _("Nobody can read it any more. To end it and keep it, give it a last day."),
        ],
        button=_("Delete"),
        way=[NEWS],
    )
