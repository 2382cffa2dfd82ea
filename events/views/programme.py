"""The public programme: week, month, list, a page per event, calendars and news. Read by anybody, no cookie."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers import shell
from citedesmetiers.access import public
from citedesmetiers.json_ld import script_text
from events import feeds, prints, programme
from events.models import Event, Session

NEWEST = 200  # sessions looked at for the news


@public
@require_safe
@cache_control(public=True, max_age=60)
def overview(request):
    """What is on in a week, a month, or from a day on."""
    now = timezone.now()
    chosen = programme.ProgrammeFilter(request.GET, today=timezone.localdate(now))
    period = chosen.period
    found = programme.found_by(chosen, now)
    # Who comes on a Thursday looks for what is still to come: the days before stand folded above it.
    gone_by = chosen.today if period.holds(chosen.today) else period.first
    context = {
        "filter": chosen,
        "period": period,
        "layouts": [(code, label, code == period.layout) for code, label in programme.LAYOUTS],
        "today": chosen.today,
        "over": programme.by_day([row for row in found if row.day < gone_by]),
        "days": programme.by_day([row for row in found if row.day >= gone_by]),
        "weeks": programme.month_grid(period, found) if period.layout == programme.MONTH else [],
        "total": sum(row.state != "cancelled" for row in found),
        "calendar": calendar_address(request),
        "can_print": prints.can_print(),
    }
    return render(request, "programme/programme.html", context)


def calendar_address(request):
    """The address of the calendar with the filters of this page: webcal, so that a program subscribes to it."""
    query = request.GET.copy()
    for name in ("day", "layout", "free"):
        query.pop(name, None)
    asked = f"?{query.urlencode()}" if query else ""
    return request.build_absolute_uri(reverse("programme:calendar_ics") + asked)


@public
@require_safe
@cache_control(public=True, max_age=60)
def event(request, pk):
    """One event with its coming dates; 404 while it is not published."""
    now = timezone.now()
    found = get_object_or_404(
        Event.objects.filter(published=True).select_related("kind", "programme", "thematic_week"), pk=pk
    )
    sessions = Session.objects.public().filter(event=found)
    coming = programme.rows(sessions.filter(ends_at__gt=now), now)
    over = programme.rows(sessions.filter(ends_at__lte=now).order_by("-starts_at"), now)[-1:]
    described = (coming or over)[:1]
    context = {
        "event": found,
        "coming": coming,
        "first": described[0] if described else None,
        "purposes": list(found.purposes.all()),
        "audiences": list(found.audiences.all()),
        "adaptations": list(found.adaptations.all()),
        "topics": list(found.topics.all()),
        "json_ld": json_ld(request, found, coming),
        "can_print": prints.can_print(),
    }
    return render(request, "programme/event.html", context)


def json_ld(request, event, rows):
    """What search engines are told of an event (schema.org Event, one for each date), safe inside a script element."""
    centre = shell.of(request).centre
    said = [
        {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": event.title,
            "description": event.summary or event.title,
            "startDate": row.starts.isoformat(),
            "endDate": row.ends.isoformat(),
            "eventStatus": f"https://schema.org/Event{'Cancelled' if row.session.is_cancelled else 'Scheduled'}",
            "eventAttendanceMode": f"https://schema.org/{attendance_mode(row.session)}",
            "isAccessibleForFree": True,
            "url": request.build_absolute_uri(reverse("programme:event", args=[event.pk])),
            "location": places_of(row.session),
            "organizer": {"@type": "Organization", "name": centre.name, "url": request.build_absolute_uri("/")},
            "offers": {
                "@type": "Offer",
                "price": 0,
                "priceCurrency": "EUR",
                "availability": f"https://schema.org/{'SoldOut' if row.state == 'full' else 'InStock'}",
                "url": request.build_absolute_uri(reverse("programme:event", args=[event.pk])),
            },
        }
        for row in rows
    ]
    return script_text(said)


def attendance_mode(session):
    if session.is_online:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if session.online_url else "OfflineEventAttendanceMode"


def places_of(session):
    """Where a session takes place, for search engines: one place, or a list of a place and its address of the web."""
    online = {"@type": "VirtualLocation", "url": session.online_url}
    if session.is_online:
        return online
    return [place_of(session), online] if session.online_url else place_of(session)


def place_of(session):
    """The place to come to."""
    site = session.site
    if session.elsewhere:
        return {"@type": "Place", "name": session.elsewhere, "address": session.elsewhere}
    return {
        "@type": "Place",
        "name": site.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": site.address,
            "postalCode": site.postcode,
            "addressLocality": site.municipality,
            "addressCountry": site.country,
        },
    }


@public
@require_safe
@cache_control(public=True, max_age=600)
def calendar(request):
    """The programme of the months ahead for a calendar program, narrowed as the page was."""
    now = timezone.now()
    chosen = programme.ProgrammeFilter(request.GET, today=timezone.localdate(now))
    found = programme.rows(chosen.narrow(feeds.coming(now)), now)
    return calendar_file(request, found, name=f"{_('Programme')} – {shell.of(request).centre.name}", file="programme")


@public
@require_safe
@cache_control(public=True, max_age=600)
def session_ics(request, pk):
    """One session as a file for a calendar."""
    row = one_row(Session.objects.public(), pk)
    return calendar_file(request, [row], name="", file=slugify(row.event.title) or "session")


def one_row(sessions, pk):
    """The session `pk` of `sessions` as a row. Raises Http404."""
    found = programme.rows(sessions.filter(pk=pk), timezone.now())
    if not found:
        raise Http404
    return found[0]


def calendar_file(request, rows, *, name, file):
    """A response with `rows` as a calendar."""
    content = feeds.calendar(rows, host=request.get_host().partition(":")[0], address_of=pages_of(request), name=name)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(not name, f"{file}.ics")
    return response


def pages_of(request):
    """A function that gives an event's address with the host."""
    return lambda event: request.build_absolute_uri(reverse("programme:event", args=[event.pk]))


@public
@require_safe
@cache_control(public=True, max_age=600)
def news(request):
    """What was published last, for readers of news."""
    now = timezone.now()
    chosen = programme.ProgrammeFilter(request.GET, today=timezone.localdate(now))
    newest = chosen.narrow(Session.objects.public().filter(ends_at__gt=now)).order_by("-published_at")
    latest = sorted(programme.rows(newest, now), key=lambda row: row.session.published_at, reverse=True)[:NEWEST]
    text = feeds.news(
        latest,
        title=f"{_('Programme')} – {shell.of(request).centre.name}",
        link=request.build_absolute_uri(reverse("programme:programme")),
        feed_url=request.build_absolute_uri(),
        address_of=pages_of(request),
    )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
