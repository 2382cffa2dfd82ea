"""At the counter: book for somebody with one click, hand over the two words, check people in by theirs."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from events import booking, programme, qr, series
from events.models import Booking, Session
from events.views.booking import CodeForm
from events.views.pages import crumbs, to_session

DAYS = 28  # how far ahead reception sees


def bookable(request, now):
    """Sessions with bookings that have not ended, at the places whose rows the person may see."""
    return (
        Session.objects.for_user(request.user)
        .filter(event__needs_booking=True, ends_at__gt=now)
        .exclude(state=Session.State.CANCELLED)
    )


@allow("log_visits")
@require_safe
def seats(request):
    """What is on today and in the weeks ahead at the place chosen in the bar, with a button for a seat."""
    now = timezone.now()
    today = timezone.localdate(now)
    site = shell.of(request).site
    if site is None:
        return render(request, "events/no_site.html")
    ahead = today + timedelta(days=DAYS)
    found = bookable(request, now).filter(site=site).within(today, ahead)
    rows = programme.rows(found, now)
    context = {
        "site": site,
        "today": today,
        "wait": request.GET.get("wait", ""),  # the session whose seats were just refused
        "days": [(day, [(row, uuid.uuid4()) for row in group]) for day, group in programme.by_day(rows)],
    }
    return render(request, "events/seats.html", context)


@allow("log_visits")
@require_POST
def seat_for(request, pk):
    """Book for the person at the counter; the answer is the page to print and hand over."""
    now = timezone.now()
    session = get_object_or_404(bookable(request, now), pk=pk)
    number = request.POST.get("seats", "1")
    try:
        uid = uuid.UUID(request.POST.get("uid", ""))
    except ValueError:
        raise Http404 from None  # a form of ours always has one
    asked = {
        "seats": int(number) if number.isdecimal() and len(number) < 4 else 0,
        "uid": uid,
        "language": request.POST.get("language") or get_language(),
        "at_counter": True,
        "now": now,
        "wait": "wait" in request.POST,
    }
    together = series.coming(session, now)
    try:
        found = series.book(together, **asked) if together else booking.book(session.pk, **asked)
    except booking.Refused as refused:
        messages.error(request, f"{session.event.title}: {refused}")
        back = reverse("events:seats")
        if isinstance(refused, booking.NotEnoughSeats):  # its row offers the waiting list now
            back = f"{back}?wait={pk}#seats-{pk}"
        return redirect(back)
    row = programme.rows(Session.objects.filter(pk=found.session.pk), now)[0]
    dates = programme.rows(Session.objects.filter(pk__in=[each.session_id for each in series.kept_by(found)]), now)
    context = {"together": dates} | {
        "row": row,
        "pass": found,
        "words": found.words,
        "in_line": found.in_line,
        "colour": row.colour,
    }
    return render(request, "events/seat_pass.html", context | {"qr": qr.address(found.to_scan)})


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request, pk):
    """Tick people off by their two words, typed or scanned, while they come in."""
    session = get_object_or_404(Session.objects.for_user(request.user).select_related("event", "site", "room"), pk=pk)
    form = CodeForm(request.POST or None)
    form.fields["code"].widget.attrs |= {"autofocus": True, "spellcheck": "false", "enterkeyhint": "send"}
    if request.method == "POST" and form.is_valid():
        found = booking.find(session, form.cleaned_data["code"])
        if found is None:
            form.add_error("code", _("We know no seats by these words for this session."))
        elif answered(request, found, form):
            return redirect("events:check_in", pk)
    states = dict.fromkeys(Booking.State, 0)
    for state, number in session.bookings.values_list("state", "seats"):
        states[state] += number
    context = {
        "row": programme.Row(session, timezone.now()),
        "form": form,
        "present": states[Booking.State.PRESENT],
        "expected": states[Booking.State.CONFIRMED] + states[Booking.State.PRESENT],
        "waiting": states[Booking.State.WAITING],
        "crumbs": crumbs(*to_session(session)),
    }
    return render(request, "events/check_in.html", context)


def answered(request, found, form):
    """Check the booking in (or out again, when that is asked for) and say so; False when it was refused."""
    seats = found.booking.seats
    words = " + ".join(found.words)
    if "take_back" in request.POST:
        if not booking.check_out(found.booking):
            form.add_error("code", _("%(words)s were not checked in.") % {"words": words})
            return False
        messages.success(request, _("%(words)s: taken back.") % {"words": words})
        return True
    try:
        is_new = booking.check_in(found.booking)
    except booking.Refused as refused:
        form.add_error("code", str(refused))
        return False
    said = (
        ngettext("%(words)s: %(n)d person is there.", "%(words)s: %(n)d people are there.", seats)
        if is_new
        else _("%(words)s were there already.")
    )
    messages.success(request, said % {"words": words, "n": seats})
    return True
