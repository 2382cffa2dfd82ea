"""Forms of public pages: taken from our own pages alone, without a cookie."""

from functools import wraps

from django.views.decorators.csrf import csrf_exempt

from citedesmetiers.entries import from_here
from citedesmetiers.views.errors import csrf_failure


def from_our_page(view):
    """A form without a cookie: there is no session to ride on, so Django's token has nothing to protect.

    What is left to keep out is another site that lets its visitors' browsers send. Browsers say where a form comes
    from: in Origin always, in Sec-Fetch-Site over HTTPS; whoever says nothing is no browser.
    """

    @csrf_exempt
    @wraps(view)
    def checked(request, *args, **kwargs):
        says = "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
        if request.method == "POST" and not (says and from_here(request)):
            return csrf_failure(request, reason="a form from elsewhere")
        return view(request, *args, **kwargs)

    return checked
