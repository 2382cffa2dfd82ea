"""Which place a page of the room is about."""

from functools import wraps

from django.shortcuts import render

from citedesmetiers import shell


def at_place(view):
    """Hand `view(request, site, …)` the place chosen in the bar; without any, the page says who can help."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        site = shell.of(request).site
        if site is None:
            return render(request, "counselling/no_site.html")
        return view(request, site, *args, **kwargs)

    return wrapped
