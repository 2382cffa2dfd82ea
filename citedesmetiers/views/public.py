"""The public face: no session, no cookie, nothing from other origins."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers import public_parts
from citedesmetiers.access import public
from citedesmetiers.models import Centre, Purpose, Site
from citedesmetiers.opening import calendars
from citedesmetiers.views.places import organisation


@public
@require_safe
@cache_control(public=True, max_age=60)
def home(request):
    """What this place is, whether it is open now, and the doors."""
    now = timezone.localtime()
    opening = sorted(calendars(Site.objects.open_on(now.date()), now.date()), key=main_first)
    scope = public_parts.Scope(now=now, sites=tuple(each.site for each in opening))
    context = {
        "doors": public_parts.doors(Purpose.objects.doors().in_force(now.date()), scope),
        "places": [(each.site, each.state_at(now)) for each in opening],
        "slots": public_parts.slots_of(request, scope),
        "scope": scope,
        "now": now,
        "json_ld": organisation(request, opening, now),
    }
    return render(request, "citedesmetiers/home.html", context)


def main_first(calendar):
    """Puts the main site first, then the others in the order in which they were entered."""
    return calendar.site.kind != Site.Kind.MAIN, calendar.site.pk


@public
@require_safe
@cache_control(public=True, max_age=86400)
def robots(request):
    """Staff pages are not for search engines."""
    closed = ("sign-in", "today", "reception", "counselling", "documentation", "events", "partners", "reports")
    lines = ["User-agent: *", *(f"Disallow: /{path}/" for path in closed)]
    lines.append(f"Sitemap: {request.scheme}://{request.get_host()}/sitemap.xml")
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
