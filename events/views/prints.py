"""The programme on paper, for anybody, in each language: a month on a folded A4, a week on A3, a session's poster."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citedesmetiers.access import public
from citedesmetiers.models import Purpose, Site
from citedesmetiers.opening import calendars
from events import prints, programme, qr
from events.models import Session
from events.views.programme import one_row

# How a programme may be set, from roomy to tight: (a class of programme/print.css, the most rows it is tried with).
# A tight setting takes about a second to lay out, so those that cannot work are passed over.
MONTH_SETTINGS = [("roomy", 16), ("plain", 40), ("close", 56), ("small", 90)]
WEEK_SETTINGS = [("large", 14), ("middle", 18), ("dense", 22), ("small", 34), ("two", 80)]
SHARES = (1, 0.88, 0.76, 0.66, 0.57, 0.49, 0.41, 0.33)  # of the rows, or of what the tightest setting may hold
SHORT_TITLE, LONG_TITLE = 32, 62  # signs: a poster's title is set in one of three sizes


@public
@require_safe
def month(request):
    """The programme of a month on one A4 sheet to be folded: outside the cover and the practical page, inside days."""
    context, chosen = programme_context(request, programme.MONTH)
    name = slugify(f"{_('Programme')} {date_format(chosen.period.first, 'Y-m')}")
    whole, contexts = settings_of(context, MONTH_SETTINGS)
    template, twin = "events/prints/month.html", twin_of(request, chosen)
    return prints.printed(request, template, whole, contexts, name=name, twin=twin, most_pages=2)


@public
@require_safe
def week(request):
    """The programme of a week as a poster, A3."""
    context, chosen = programme_context(request, programme.WEEK)
    name = slugify(f"{_('Programme')} {chosen.period.first}")
    whole, contexts = settings_of(context, WEEK_SETTINGS)
    template, twin = "events/prints/week.html", twin_of(request, chosen)
    return prints.printed(request, template, whole, contexts, name=name, twin=twin)


def settings_of(context, settings):
    """(`context` with all its rows, how to try it in turn).

    It is tried in each setting that may hold all rows, then with fewer rows and how many were left out.
    """
    found = context["rows"]
    tightest, holds = settings[-1]
    tried = [(setting, len(found)) for setting, most in settings if len(found) <= most]
    most = min(holds, len(found))
    tried += [(tightest, int(most * share)) for share in SHARES if int(most * share) < len(found)]
    contexts = [context | set_with(found, setting, number) for setting, number in tried]
    return contexts[0] if len(found) <= holds else context | set_with(found, tightest, len(found)), contexts


def set_with(found, setting, number):
    """What the first `number` of the rows `found` need in a template, and how to say where the others are."""
    left_out = found[number:]
    days = programme.by_day(found[:number])
    return {
        "setting": setting,
        "days": days,
        "turn": turn_of(days),
        "left_out": len(left_out),
        "left_out_from": left_out[0].day if left_out else None,
    }


def turn_of(days):
    """The day of `days` (as programme.by_day makes them) before which about half of the rows stand; None of one day.

    A sheet with room to spare turns to its second column there. Left to the browser's balancing, finding the same
    place took WeasyPrint longer than all the rest.
    """
    whole, before, found = sum(len(rows) for _day, rows in days), 0, []
    for day, rows in days:
        found.append((abs(whole - 2 * before), day))
        before += len(rows)
    return min(found[1:])[1] if len(found) > 1 else None


def twin_of(request, chosen):
    """The page that says what a printed programme says."""
    query = request.GET.copy()
    query["layout"], query["day"] = chosen.period.layout, chosen.period.first.isoformat()
    return f"{reverse('programme:programme')}?{query.urlencode()}"


def programme_context(request, layout):
    """What a printed programme shows: sessions that take place, where, and when the places are open."""
    now = timezone.now()
    query = request.GET.copy()
    query["layout"] = layout
    query.pop("free", None)  # paper cannot know which seats are left
    chosen = programme.ProgrammeFilter(query, today=timezone.localdate(now))
    period = chosen.period
    found = [row for row in programme.found_by(chosen, now) if not row.session.is_cancelled]
    sites = Site.objects.open_on(period.first)
    sites = sites.filter(pk=chosen.chosen("place").pk) if chosen.chosen("place") else sites
    query.pop("layout", None)
    link = request.build_absolute_uri(reverse("programme:programme"))
    context = {
        "period": period,
        "rows": found,
        "total": len(found),
        "needs_booking": any(row.event.needs_booking for row in found),
        "purposes": list(Purpose.objects.doors().in_force(period.first)),
        "places": [
            (calendar.site, week_of(calendar, period)) for calendar in calendars(sites, period.first, period.last)
        ],
        "link": link,
        "link_text": plain(link),
        "qr": qr.address(link),
    }
    return context, chosen


def week_of(calendar, period):
    """The usual hours of a place as [(weekdays, times)] in words, days of equal hours together, closed ones out.

    They are read off the first days of the period that are open for each weekday.
    """
    usual = {}
    for day in period_days(period):
        stretches = calendar.intervals(day)
        if stretches:
            usual.setdefault(day.weekday(), (day, tuple(stretches)))
    groups = {}
    for _number, (day, stretches) in sorted(usual.items()):
        said = ", ".join(f"{programme.clock(opens)} – {programme.clock(closes)}" for opens, closes in stretches)
        groups.setdefault(said, []).append(date_format(day, "l"))
    return [(", ".join(days), said) for said, days in groups.items()]


def period_days(period):
    """The days of a period in order."""
    return [day for week in period.weeks() for day in week if period.holds(day)]


def plain(link):
    """A web address as one reads it aloud."""
    return link.partition("://")[2].rstrip("/")


@public
@require_safe
def poster(request, pk):
    """One session as a poster with a QR code that leads to its page: A4, or A3 with ?size=a3."""
    row = one_row(Session.objects.public(), pk)
    if row.session.is_cancelled:
        return redirect("programme:event", row.event.pk)
    page = reverse("programme:event", args=[row.event.pk])
    link = request.build_absolute_uri(page)
    size = "a3" if request.GET.get("size") == "a3" else "a4"
    length = len(row.event.title)
    context = {
        "row": row,
        "event": row.event,
        "size": size,
        "title_size": "short" if length <= SHORT_TITLE else "middle" if length <= LONG_TITLE else "long",
        "qr": qr.address(link),
        "link_text": plain(link),
        "adaptations": list(row.event.adaptations.all()),
    }
    name = slugify(f"{row.event.title} {row.day}")
    return prints.printed(request, "events/prints/poster.html", context, [context], name=name, twin=page)
