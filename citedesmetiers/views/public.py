"""The public face: no session, no cookie, nothing from other origins."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers.access import public
from citedesmetiers.models import Centre, Purpose, Site
from citedesmetiers.opening import calendars


@public
@require_safe
@cache_control(public=True, max_age=60)
def home(request):
    """What this place is, whether it is open now, and the doors."""
    now = timezone.localtime()
    sites = Site.objects.open_on(now.date())
    return render(
        request,
        "citedesmetiers/home.html",
        {
            "purposes": Purpose.objects.doors().in_force(now.date()),
            "places": [(calendar.site, calendar.state_at(now)) for calendar in calendars(sites, now.date())],
            "now": now,
        },
    )


@public
@require_safe
@cache_control(public=True, max_age=3600)
def accessibility(request):
    """The statement that the law asks for; "not compliant" until someone has audited the site."""
    return render(request, "citedesmetiers/accessibility.html")


@public
@require_safe
@cache_control(public=True, max_age=86400)
def robots(request):
    """Staff pages are not for search engines."""
    lines = ["User-agent: *", *(f"Disallow: /{path}/" for path in ("sign-in", "today", "reception", "reports"))]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public
@require_safe
@cache_control(public=True, max_age=86400)
def favicon(request):
    """Browsers that ask for the old address get the drawing."""
    return redirect(static("favicon.svg"))


@public
@require_safe
@cache_control(public=True, max_age=3600)
def manifest(request):
    """Lets a browser keep the counter on its start screen."""
    centre = Centre.objects.current()
    return JsonResponse(
        {
            "name": centre.name if centre else "Cité des métiers",
            "short_name": "Cité des métiers",
            "start_url": "/today/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#1b1917",
            "icons": [{"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
