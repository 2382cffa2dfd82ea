"""The place that a page is about: the one chosen in the bar, or, for a form, the one its page was opened for.

Somebody with two tabs may choose another place in one of them and then send what they typed in the other; it belongs
where the page said. Such a form includes citedesmetiers/_page_place.html.
"""

from functools import wraps

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from citedesmetiers import shell

FIELD = "page_place"


def of_page(request):
    """The Site of the page: what its form says, when that is one of the person's places, else the one of the bar."""
    sent, here = request.POST.get(FIELD), shell.of(request)
    return next((site for site in here.sites if site.code == sent), here.site)


def about_a_place(view, *, without):
    """Hand `view(request, site, …)` the place of the page. without: the template for somebody who works at none."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        site = of_page(request)
        if site is None:
            return render(request, without)
        response = view(request, site, *args, **kwargs)
        if response.status_code == 302:
            say_where(request, site)
        return response

    return wrapped


def say_where(request, site):
    """Tell who goes on at another place that what they sent was about `site`."""
    chosen = shell.of(request).site
    if request.method == "POST" and site != chosen:
        words = {"page": site.name, "chosen": chosen.name}
        said = _("That page was about %(page)s. Since it was opened you have gone to %(chosen)s in the bar above.")
        messages.info(request, said % words)
