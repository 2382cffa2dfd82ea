"""What happens to every request: language by URL, headers, and doors that are closed unless marked open."""

import logging
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from citedesmetiers import access
from citedesmetiers.models import Centre

log = logging.getLogger("citedesmetiers.accounts")
LANGUAGES = {code for code, _name in settings.LANGUAGES}
UNSENT = "unsent"  # in the address of the sign-in page: a form was sent after the session had ended
PERMISSIONS = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))


def wants_json(request):
    """True when a program asks, not a person reading a page."""
    if getattr(request, "speaks_json", False):  # the view answers programs only
        return True
    return request.accepts("application/json") and not request.accepts("text/html")


def security_headers(get_response):
    """Headers that Django does not send by itself."""

    def middleware(request):
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def language_by_url(get_response):
    """Choose the language: a leading /en/ (or fr, it, es, pt) wins, else what the browser asks for, else the centre's.

    The leading part becomes the script prefix, so every link on the page stays in the language. No cookie is read or
    set. AccessMiddleware later gives signed-in people the language of their account.
    """

    def middleware(request):
        head = request.path_info.lstrip("/").partition("/")[0]
        chosen = head if head in LANGUAGES and request.path_info.startswith(f"/{head}/") else None
        request.language_in_url = chosen
        outside = get_script_prefix()
        if chosen:
            request.path_info = request.path_info[len(chosen) + 1 :]
            set_script_prefix(f"{outside}{chosen}/")
        try:
            with translation.override(chosen or asked_language(request)):
                request.LANGUAGE_CODE = translation.get_language()
                response = get_response(request)
                response.setdefault("Content-Language", translation.get_language())
        finally:
            set_script_prefix(outside)
        if not chosen:
            patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def asked_language(request):
    """The first language of the browser that we speak, else French (the language of most users)."""
    header = request.headers.get("Accept-Language", "")
    for part in sorted(header.split(","), key=lambda part: -quality(part)):
        code = part.split(";")[0].strip().lower().partition("-")[0]
        if code in LANGUAGES:
            return code
    return "fr"


def quality(part):
    """The q value of one part of an Accept-Language header, 1 when it has none, 0 when it is malformed."""
    _language, _sign, q = part.partition(";q=")
    try:
        return float(q) if q else 1.0
    except ValueError:
        return 0.0


class AccessMiddleware:
    """Close every door that is not marked open; see citedesmetiers.access."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if getattr(request, "access", None) not in (None, "public"):
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(self, request, view, args, kwargs):
        request.access = getattr(view, "access", None)
        request.speaks_json = getattr(view, "speaks_json", False)
        if request.access == "public":
            return None
        if request.access is None and view.__module__.startswith("django.contrib.admin"):
            request.access = "edit_users"  # Django's admin, when it is switched on: same door, same second factor
        if request.access is None:
            raise PermissionDenied(f"{view.__module__}.{view.__name__} carries no access mark")
        return self.door(request, view)

    def door(self, request, view):
        """None when the signed-in person may pass, else the response that sends them where they can go on."""
        user = request.user
        if not user.is_authenticated:
            if SESSION_KEY in request.session:
                request.session.flush()  # of an account that was closed or has expired: it must not come back to life
            return self.sign_in(request)
        translation.activate(request.language_in_url or user.language)
        request.LANGUAGE_CODE = translation.get_language()
        if request.access != "staff" and not access.may(user, request.access):
            log.warning("account %d may not %s", user.pk, request.access)
            if wants_json(request):
                return JsonResponse({"error": "forbidden"}, status=403)
            raise PermissionDenied
        if not getattr(view, "before_second_factor", False) and second_factor_is_due(request):
            if wants_json(request):
                return JsonResponse({"error": "second_factor"}, status=401)
            return go_by_way_of("second_factor", request)
        return None

    def sign_in(self, request):
        if wants_json(request):
            return JsonResponse({"error": "sign_in"}, status=401)
        if request.headers.get("HX-Request"):
            response = HttpResponse(_("You are signed out."), status=401)
            response["HX-Refresh"] = "true"
            return response
        return go_by_way_of("sign_in", request)


def go_by_way_of(url_name, request):
    """Send the person to `url_name`, and on from there to the page they asked for.

    Whoever has sent a form comes back to the page on which it stands, and is told that what they sent is not saved.
    """
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path(), url_name)
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host() or request.resolver_match.url_name == "sign_out":
        return redirect(url_name)
    there = urlunsplit(("", "", page.path, page.query, ""))
    return redirect(f"{reverse(url_name)}?{urlencode({'next': there, UNSENT: 1})}")


def second_factor_is_due(request):
    """True when this person must still show (or set up) a second factor before going on.

    Signing in notes it in the session for whoever has set one up; directors and administrators are asked again here,
    because they must have one in a real installation.
    """
    if request.user.is_verified():
        return False
    if request.session.get("second_factor_due"):
        return True
    return second_factor_is_mandatory(request.user)


def second_factor_is_mandatory(user):
    """True for directors and administrators of a real installation that is set up."""
    if not user.needs_second_factor:
        return False
    centre = Centre.objects.current()
    return centre is not None and centre.set_up_at is not None and not centre.demonstration
