"""The programme on paper: a month on A4, a week on A3, a poster of one session. For anybody, in each language."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from citedesmetiers.access import public
from citedesmetiers.models import Purpose, Site
from citedesmetiers.opening import calendars
from events import prints, programme, qr
from events.models import Session
from events.views.programme import one_row

WEEK_HEIGHT_MM = 270  # for the days of a week on A3
MOST_IN_A_WEEK = 22  # rows that fit in small type
SHORT_TITLE, LONG_TITLE = 32, 62  # signs: a poster's title is set in one of three sizes


@public
@require_safe
@cache_control(public=True, max_age=600)
def month(request):
    """The programme of a month, A4, two pages or more, to be folded."""
    context, chosen = programme_context(request, programme.MONTH)
    name = slugify(f"{_('Programme')} {date_format(chosen.period.first, 'Y-m')}")
    return prints.printed(request, "events/prints/month.html", context, name=name)


@public
@require_safe
@cache_control(public=True, max_age=600)
def week(request):
    """The programme of a week as a poster, A3."""
    context, chosen = programme_context(request, programme.WEEK)
    shown = context["rows"][:MOST_IN_A_WEEK]
    days = programme.by_day(shown)
    context |= {"days": days, "density": density(len(shown), len(days)), "more": len(context["rows"]) - len(shown)}
    name = slugify(f"{_('Programme')} {chosen.period.first}")
    return prints.printed(request, "events/prints/week.html", context, name=name)


def density(rows, days):
    """How a week is set so that it fills one sheet: in large type, "dense" or "small".

    Millimetres that rows and days take at each size, measured with summaries of two lines, against the 270 there are.
    """
    if 21 * rows + 7 * days <= WEEK_HEIGHT_MM:
        return ""
    return "dense" if 15 * rows + 3 * days <= WEEK_HEIGHT_MM else "small"


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
        "days": programme.by_day(found),
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
@cache_control(public=True, max_age=600)
def poster(request, pk):
    """One session as a poster with a QR code that leads to its page: A4, or A3 with ?size=a3."""
    row = one_row(Session.objects.public(), pk)
    if row.session.is_cancelled:
        return redirect("programme:event", row.event.pk)
    link = request.build_absolute_uri(reverse("programme:event", args=[row.event.pk]))
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
    return prints.printed(request, "events/prints/poster.html", context, name=name)
