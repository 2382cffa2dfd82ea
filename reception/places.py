"""What a request asks for: which place the page is about, and whether a form was sent."""

from functools import wraps

from django.shortcuts import render

from citedesmetiers import page_place
from citedesmetiers.models import Site


def at_place(view):
    """Hand `view(request, site, …)` the place of the page; without any, the page says who can help."""
    return page_place.about_a_place(view, without="reception/no_site.html")


def places(request):
    """All places of the signed-in person, also those that exist no longer: their past can still be put right."""
    return Site.objects.for_user(request.user)


def at_asked_place(view):
    """Hand `view(request, site, …)` the place whose code stands in the URL (?place=), else the one of the bar.

    For pages about the past, which may belong to a place that exists no longer. A code of a place that is not the
    person's is passed over.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        asked = request.GET.get("place")
        site = places(request).filter(code=asked).first() if asked else None
        site = site or page_place.of_page(request) or places(request).last()
        if site is None:
            return render(request, "reception/no_site.html")
        return view(request, site, *args, **kwargs)

    return wrapped


def posted(request):
    """What a form sent, None when the page was only asked for; an empty form is still a form."""
    return request.POST if request.method == "POST" else None
