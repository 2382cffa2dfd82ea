"""Events: the list, one with its sessions, editing, publishing, a new season."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from events import agenda, planning
from events.filters import EventFilter
from events.forms.event import EventForm, SeasonForm, organiser_rows
from events.models import Booking, Event, EventKind, Session
from events.own import may_edit, take_part
from events.views.pages import EVENTS, confirm_page, crumbs, event_or_404, form_page, own_event, to_event
from partners.forms.rows import with_more_rows

ROWS_A_PAGE = 50


@allow("count_attendance")
@require_safe
def event_list(request):
    """All events with how many sessions they have, the latest first."""
    rows = (
        Event.objects.select_related("kind")
        .prefetch_related("purposes")
        .annotate(
            sessions_made=Count("sessions"),
            held=Count("sessions", filter=Q(sessions__state=Session.State.HELD)),
            last=Max("sessions__starts_at"),
        )
        .order_by("-last", "title", "pk")
    )
    chosen = EventFilter(request.GET, queryset=rows)
    page = Paginator(chosen.rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "events/event_list.html", {"filter": chosen, "page": page})


@allow("count_attendance")
@require_safe
def event(request, pk):
    """One event: what it is, who makes it, its sessions."""
    found = event_or_404(pk)
    sessions = agenda.with_names(found.sessions.all())
    return render(
        request,
        "events/event.html",
        {
            "event": found,
            "may_edit": may_edit(request.user, found),
            "sessions": Paginator(sessions.order_by("-starts_at", "-pk"), ROWS_A_PAGE).get_page(
                request.GET.get("page")
            ),
            "organisers": found.organisers.select_related("institution"),
            "seasons": found.repeated_by.all(),
            "purposes": found.purposes.all(),
            "topics": found.topics.all(),
            "audiences": found.audiences.all(),
            "adaptations": found.adaptations.all(),
            "materials": found.materials.all(),
            "crumbs": crumbs(EVENTS),
        },
    )


def key_in(text):
    """The key that a query string names, None when it is none."""
    return int(text) if text.isdecimal() and len(text) < 15 else None


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def event_add(request):
    """A new event; ?kind= fills in what is usual for it."""
    kind = EventKind.objects.filter(pk=key_in(request.GET.get("kind", ""))).first()
    form = EventForm(
        request.POST or None,
        centre=shell.of(request).centre,
        initial={"kind": kind, "needs_booking": kind.booking if kind else False},
    )
    if request.method == "POST" and (made := form.saved()):
        take_part(request.user, made)
        said = _("“%(event)s” is saved. Say now when it takes place.") % {"event": made}
        return done(request, said, "events:sessions_add", made.pk)
    return form_page(request, form, title=_("Add an event"), way=[EVENTS])


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request, pk):
    """Put an event right."""
    found = own_event(request, pk)
    form = EventForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    way = [to_event(found)]
    if request.method == "POST" and form.saved():
        return done(request, _("“%(event)s” is saved.") % {"event": found}, "events:event", pk)
    return form_page(request, form, title=_("Edit the event"), way=way, delete=("events:event_delete", pk))


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def event_organisers(request, pk):
    """Who makes the event, in rows."""
    found = own_event(request, pk)
    wants_more = "more" in request.POST
    data = with_more_rows(request.POST, "rows") if wants_more else request.POST or None
    rows = organiser_rows(data, found)
    if request.method == "POST" and not wants_more and rows.is_valid():
        rows.save()
        return done(request, _("The organisers are saved."), "events:event", pk)
    return render(
        request,
        "events/organisers.html",
        {
            "event": found,
            "rows": rows,
            "shows_errors": not wants_more and rows.has_errors,
            "names": sorted(rows.names.labels.values()),
            "title": _("Who makes it"),
            "crumbs": crumbs(to_event(found)),
            "back": reverse("events:event", args=[pk]),
        },
    )


@allow("edit_events")
@require_POST
def event_publish(request, pk):
    """Show the event with all its sessions in the public programme, or take it out."""
    found = own_event(request, pk)
    if "withdraw" in request.POST:
        planning.withdraw(found)
        return done(request, _("“%(event)s” is no longer in the programme.") % {"event": found}, "events:event", pk)
    number = planning.publish(found)
    said = ngettext(
        "“%(event)s” is in the programme, with %(n)s new session.",
        "“%(event)s” is in the programme, with %(n)s new sessions.",
        number,
    )
    return done(request, said % {"event": found, "n": number}, "events:event", pk)


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def event_repeat(request, pk):
    """Bring the event back with its sessions in a new season."""
    found = own_event(request, pk)
    form = SeasonForm(request.POST or None, event=found)
    if request.method == "POST" and form.is_valid():
        made, number, left_out = planning.bring_back(found, form.cleaned_data["first_day"], form.season)
        said = npgettext("event", "%(n)s session is planned.", "%(n)s sessions are planned.", number)
        said %= {"n": number}
        if left_out:
            days = ", ".join(formats.date_format(day, "SHORT_DATE_FORMAT") for day in left_out)
            messages.warning(request, _("Left out, for the place is closed: %(days)s.") % {"days": days})
        return done(request, said, "events:event", made.pk)
    return form_page(
        request,
        form,
        title=_("Bring “%(event)s” back") % {"event": found},
        way=[to_event(found)],
        note=_(
            "Everything is copied with its rooms and speakers; weekdays and hours stay. Nothing is published yet, and "
            "cancelled sessions are left behind."
        ),
    )


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def event_delete(request, pk):
    """Take away an event that was never held."""
    found = own_event(request, pk)
    counted = found.sessions.filter(attendance__isnull=False).count()
    way = [to_event(found)]
    if counted:
        said = ngettext(
            "%(n)s session was counted: the figures of the year rest on it, and the event stays.",
            "%(n)s sessions were counted: the figures of the year rest on them, and the event stays.",
            counted,
        )
        messages.error(request, said % {"n": counted})
        return redirect("events:event", pk)
    number = found.sessions.count()
    if request.method == "POST":
        with transaction.atomic():
            found.repeated_by.update(repeats=None)
            found.delete()
        return done(request, _("The event is deleted."), "events:event_list")
    bookings = Booking.objects.filter(session__event=found).holding().count()
    sentences = [
        ngettext("%(n)s session goes with it.", "%(n)s sessions go with it.", number) % {"n": number},
        ngettext("%(n)s booking is lost.", "%(n)s bookings are lost.", bookings) % {"n": bookings},
    ]
    return confirm_page(
        request,
        title=_("Delete “%(event)s”?") % {"event": found},
        sentences=sentences,
        button=_("Delete"),
        way=way,
    )
