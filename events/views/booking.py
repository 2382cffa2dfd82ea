"""Booking without a name: everything that holds a code is sent by POST and kept by nobody on the way."""

import uuid

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from citedesmetiers.access import public
from citedesmetiers.own_pages import from_our_page
from events import booking, codes, programme, qr, series, throttle
from events.models import Session
from events.views.programme import one_row


class SeatsForm(forms.Form):
    """How many seats. uid: made with the form, so that it counts once however often it is sent."""

    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, initial=1)
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data=None, *, most):
        super().__init__(data)
        self.most = most
        field = self.fields["seats"]
        field.widget = forms.NumberInput(attrs={"class": "form-control seats", "inputmode": "numeric"})
        field.widget.attrs |= {"min": 1, "max": most}


class CodeForm(forms.Form):
    """The two words."""

    code = forms.CharField(
        label=gettext_lazy("Your two words"),
        max_length=100,
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "autocapitalize": "none"}),
    )


@public
@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def book(request, pk):
    """Choose seats, get two words; for all sessions at once when they belong together."""
    row = one_row(Session.objects.public().filter(event__needs_booking=True), pk)
    together = series.coming(row.session)
    most = series.most_seats(together) if together else booking.most_seats(row.session)
    form = SeatsForm(request.POST or None, most=most)
    status = 200
    if request.method == "POST" and form.is_valid():
        seats = form.cleaned_data["seats"]
        if not throttle.may_take(request, min(seats, most)):
            form.add_error(
                None, _("Many seats were booked from here just now. Wait ten minutes, or ask at reception.")
            )
            status = 429
        else:
            try:
                asked = {"seats": seats, "uid": form.cleaned_data["uid"], "language": get_language()}
                asked["wait"] = "wait" in request.POST
                found = series.book(together, **asked) if together else booking.book(pk, **asked)
                return shown(request, row, found, is_new=True)
            except booking.Refused as refused:
                form.add_error("seats", str(refused))
                row = one_row(Session.objects.public(), pk)  # what is left may have changed since the page was opened
                together = series.coming(row.session)
    left = series.free_seats(together) if together else booking.free_seats(row.session)
    context = {
        "row": row,
        "together": rows_of(together),
        "form": form,
        "most": most,
        "left": left,
        "must_wait": left == 0,
        "offer_wait": left is not None and (left < most or form.errors),
        "is_open": row.session.takes_bookings(),
        "waiting": sum(row.session.bookings.in_line().values_list("seats", flat=True)),
    }
    return render(request, "programme/book.html", context, status=status)


def rows_of(sessions):
    """`sessions` as rows of the programme."""
    return programme.rows(Session.objects.filter(pk__in=[session.pk for session in sessions]), timezone.now())


def shown(request, row, found, *, is_new=False, said=""):
    """The page with the two words. said: a sentence above them."""
    row = one_row(Session.objects.public(), found.session.pk)
    context = {
        "row": row,
        "pass": found,
        "together": rows_of([each.session for each in series.kept_by(found)]),
        "words": found.words,
        "in_line": found.in_line,
        "is_new": is_new,
        "said": said,
        "qr": qr.address(found.to_scan),
        "colour": row.colour,
    }
    return render(request, "programme/pass.html", context)


@public
@from_our_page
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def code(request, pk):
    """Find a booking again by its two words, and give its seats back."""
    row = one_row(Session.objects.public().filter(event__needs_booking=True), pk)
    form = CodeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        found, status = looked_up(request, row.session, form)
        kept = series.kept_by(found) if found else []
        if found and request.POST.get("give_back") == "yes":
            waited = found.in_line is not None
            series.give_back(kept) if kept else booking.give_back(found.booking)
            context = {"row": row, "seats": found.booking.seats, "waited": waited, "number": len(kept)}
            return render(request, "programme/given_back.html", context)
        if found and "give_back" in request.POST:
            waiting = row.session.bookings.in_line().exclude(pk=found.booking.pk).count()
            context = {"row": row, "pass": found, "waiting": waiting, "in_line": found.in_line}
            context["together"] = rows_of([each.session for each in kept])
            return render(request, "programme/give_back.html", context)
        if found:
            return shown(request, row, found)
    return render(request, "programme/code.html", {"row": row, "form": form}, status=status)


def looked_up(request, session, form):
    """(the Pass or None, the status of the answer). Wrong, forgotten and given back look alike; guessing is slowed."""
    if not throttle.may_guess(request, session):
        form.add_error("code", _("Too many wrong words were tried. Ask at reception, or try again in an hour."))
        return None, 429
    found = booking.find(session, form.cleaned_data["code"])
    if found is None:
        throttle.note_wrong_words(request, session)
        if codes.understood(form.cleaned_data["code"]) is None:
            form.add_error("code", _("A code is two words, for example: cherry lantern."))
        else:
            form.add_error("code", _("We know no seats by these words for this session."))
        return None, 404
    return found, 200
