"""Which place a page of the room is about."""

from citedesmetiers import page_place


def at_place(view):
    """Hand `view(request, site, …)` the place of the page; without any, the page says who can help."""
    return page_place.about_a_place(view, without="counselling/no_site.html")
