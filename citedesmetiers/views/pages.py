"""Pages and news that staff write, as the public reads them."""

from datetime import time

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import feedgenerator, timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers import markup, page_fields, shell
from citedesmetiers.access import public
from citedesmetiers.models import NewsItem, Page
from citedesmetiers.opening import at

MOST_NEWS = 50
NEWS_ON_HOME = 3


@public
@require_safe
@cache_control(public=True, max_age=300)
def page(request, slug):
    """A published page; 404 for a draft."""
    found = get_object_or_404(Page.objects.published().select_related("site"), slug=slug)
    if found.kind == Page.Kind.ACCESSIBILITY:
        return redirect("accessibility", permanent=True)
    return page_response(request, found)


@public
@require_safe
@cache_control(public=True, max_age=300)
def accessibility(request):
    """The statement that the law asks for. Before the centre has its own, it says that nobody has audited the site."""
    found = Page.objects.published().filter(kind=Page.Kind.ACCESSIBILITY).first()
    if found:
        return page_response(request, found)
    return render(request, "citedesmetiers/accessibility.html")


def page_response(request, found):
    """The page in the reader's language, else in one that it exists in, which it says."""
    fields = page_fields.of(request, found)
    return render(request, "citedesmetiers/page.html", {"page": found} | reading(request, found, fields))


def reading(request, text, fields):
    """What a template needs to show a Page or NewsItem: language, title, body, summary, and a note on the language.

    only_in: the names of the languages that it exists in, when the reader's is not among them.
    """
    centre = shell.of(request).centre
    code = text.language_for(request.LANGUAGE_CODE, centre.default_language)
    title, body = text.in_language(code)
    names = [translation.get_language_info(each)["name_translated"] for each in text.languages]
    return {
        "language": code,
        "title": title,
        "body": markup.html(body, fields),
        "summary": markup.summary(body, fields) or title,
        "only_in": "" if code == request.LANGUAGE_CODE else ", ".join(f"{name}" for name in names),
    }


def news_of(request, items):
    """`items` as [(NewsItem, what reading() says of it)]."""
    items = list(items)
    fields = page_fields.of(request) if any("{" in body for each in items for body in bodies(each)) else {}
    return [(each, reading(request, each, fields)) for each in items]


def bodies(text):
    """What a text says in each of its languages, without the titles."""
    return [said["body"] for said in text.texts.values()]


@public
@require_safe
@cache_control(public=True, max_age=300)
def news(request):
    """What is new, the newest first."""
    items = NewsItem.objects.current(timezone.localdate()).select_related("site")[:MOST_NEWS]
    return render(request, "citedesmetiers/news.html", {"items": news_of(request, items)})


@public
@require_safe
@cache_control(public=True, max_age=300)
def news_feed(request):
    """The same as an Atom feed (RFC 4287), for whoever has a feed reader."""
    centre = shell.of(request).centre
    here = f"{request.scheme}://{request.get_host()}"
    feed = feedgenerator.Atom1Feed(
        title=_("News of %(centre)s") % {"centre": centre.name},
        link=here + reverse("news"),
        description="",
        language=request.LANGUAGE_CODE,
        feed_url=here + reverse("news_feed"),
        author_name=centre.name,
    )
    for item, said in news_of(request, NewsItem.objects.current(timezone.localdate())[:MOST_NEWS]):
        feed.add_item(
            title=said["title"],
            link=f"{here}{reverse('news')}#news-{item.pk}",
            description=said["body"],
            # A tag URI (RFC 4151): the same in every language, and whatever becomes of the address.
            unique_id=f"tag:{request.get_host().partition(':')[0]},2026:news-{item.pk}",
            pubdate=at(item.day, time()),
            updateddate=item.changed_at,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def news_part(request, scope):
    """The part of the welcome page and of a place's page; left out when nothing is new."""
    if scope.purpose is not None:
        return None
    items = NewsItem.objects.current(scope.now.date()).select_related("site")
    items = items.at(scope.site) if scope.site else items
    items = news_of(request, items[:NEWS_ON_HOME])
    return {"items": items} if items else None


def place_pages(request, scope):
    """The part of a place's page: the pages written about it."""
    if scope.site is None:
        return None
    pages = list(Page.objects.published().filter(site=scope.site))
    return {"pages": pages} if pages else None
