"""Forms of pages without a cookie: there is no session to ride on, so a token would protect nothing."""

from functools import wraps

from django.conf import settings
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt


def from_our_page(view):
    """Take a form only where the browser says that it comes from a page of ours."""

    @csrf_exempt
    @wraps(view)
    def checked(request, *args, **kwargs):
        if request.method == "POST" and request.headers.get("Sec-Fetch-Site") not in {"same-origin", "none"}:
            return import_string(settings.CSRF_FAILURE_VIEW)(request, reason="from elsewhere")
        return view(request, *args, **kwargs)

    return checked
