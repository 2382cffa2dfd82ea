"""Sessions: planning them, one with who came, calling it off, counting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.views.settings_page import done
from events import booking, counting, planning, series, session_parts
from events.forms.attendance import AttendanceForm, QuickForm, ResultForm
from events.forms.session import CancelForm, ClassVisitForm, SessionForm, SessionsForm
from events.models import Attendance, ClassVisit, Mark, Method, Session, SessionResult
from events.own import may_edit
from events.views.pages import (
    confirm_page,
    crumbs,
    form_page,
    own_event,
    own_session,
    session_or_404,
    to_event,
    to_session,
)


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def sessions_add(request, pk):
    """One session of an event, or several that repeat."""
    event = own_event(request, pk)
    form = SessionsForm(
        request.POST or None,
        instance=Session(event=event),
        centre=shell.of(request).centre,
        user=request.user,
        initial={"site": shell.of(request).site, "run": request.GET.get("run")},  # from the page of one of that series
    )
    if request.method == "POST" and (made := form.saved_for(event)):
        said = npgettext("event", "%(n)s session is planned.", "%(n)s sessions are planned.", len(made))
        said %= {"n": len(made)}
        if form.left_out:
            messages.warning(request, _("Left out: %(days)s.") % {"days": form.left_out_in_words()})
        return done(request, said, "events:event", pk)
    return form_page(request, form, title=_("Plan sessions"), way=[to_event(event)])


@allow("count_attendance")
@require_safe
def session(request, pk):
    """One session: when and where, who came, what it led to."""
    found = session_or_404(request, pk)
    attendance = Attendance.objects.filter(session=found).first()
    return render(
        request,
        "events/session.html",
        {
            "session": found,
            "may_edit": may_edit(request.user, found.event),
            "attendance": attendance,
            "marginals": attendance.marginals.select_related("value").order_by("value__list", "value__rank")
            if attendance
            else [],
            "subgroups": attendance.subgroups.select_related("audience") if attendance else [],
            "results": found.results.all(),
            "changes": found.attendance_changes.select_related("changed_by"),
            "classes": found.class_visits.select_related("institution"),
            "speakers": found.speakers.select_related("institution"),
            "run": list(found.event.sessions.filter(run=found.run).values_list("pk", flat=True)) if found.run else [],
            "may_be_joined": found.event.is_series and found.run in series.to_join(found.event),
            "waiting": found.bookings.in_line().count(),
            "has_begun": found.starts_at <= timezone.now(),
            "parts": session_parts.parts_of(found, request),
            "crumbs": crumbs(to_event(found.event)),
        },
    )


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def session_edit(request, pk):
    """Put a session right."""
    found = own_session(request, pk)
    way = to_session(found)
    form = SessionForm(request.POST or None, instance=found, centre=shell.of(request).centre, user=request.user)
    if request.method == "POST" and form.saved():
        booking.move_up(pk)  # there may be more seats than before
        return done(request, _("The session is saved."), "events:session", pk)
    return form_page(request, form, title=_("Edit the session"), way=way, delete=("events:session_delete", pk))


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def session_cancel(request, pk):
    """Call a session off, with a reason."""
    found = own_session(request, pk)
    way = to_session(found)
    if found.state == Session.State.HELD:
        return held_already(request, pk)
    form = CancelForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.is_valid():
        try:
            planning.cancel(found, form.cleaned_data["reason"], form.cleaned_data["public_words"])
        except planning.AnotherState:
            return held_already(request, pk)
        return done(request, _("The session is cancelled, and the programme says so."), "events:session", pk)
    n = found.seats_taken
    return form_page(
        request,
        form,
        title=_("Cancel the session"),
        way=way,
        note=ngettext(
            "%(n)s seat is booked. Nobody can be told by name: the programme, and whoever looks a code up, say it.",
            "%(n)s seats are booked. Nobody can be told by name: the programme, and whoever looks a code up, say it.",
            n,
        )
        % {"n": n},
    )


def held_already(request, pk):
    messages.error(request, _("This session was held, and who came was counted. Take the count back first."))
    return done_quietly(pk)


@allow("edit_events")
@require_POST
def session_reinstate(request, pk):
    """Plan a cancelled session again."""
    found = own_session(request, pk)
    try:
        planning.reinstate(found)
    except planning.AnotherState:
        messages.error(request, _("This session is not cancelled: nothing was changed."))
        return done_quietly(pk)
    return done(request, _("The session is planned again."), "events:session", pk)


@allow("edit_events")
@require_http_methods(["GET", "HEAD", "POST"])
def session_delete(request, pk):
    """Take away a session that was planned by mistake. One that was counted stays."""
    found = own_session(request, pk)
    if Attendance.objects.filter(session=found).exists():
        messages.error(request, _("Who came was counted. Take the count back first."))
        return done_quietly(pk)
    if request.method == "POST":
        planning.delete(found)
        return done(request, _("The session is deleted."), "events:event", found.event_id)
    n = found.bookings.holding().count()
    return confirm_page(
        request,
        title=_("Delete this session?"),
        sentences=[
            f"{found.event}, {formats.date_format(found.day)}",
            ngettext("%(n)s booking is lost.", "%(n)s bookings are lost.", n) % {"n": n},
            _("To call it off and say so in the programme, cancel it instead."),
        ],
        button=_("Delete"),
        way=to_session(found),
    )


def done_quietly(pk):
    return redirect("events:session", pk)


# ── Who came ─────────────────────────────────────────────────────────────────────────────────────────


@allow("count_attendance")
@require_POST
def session_count(request, pk):
    """The number alone, from the stepper on the session's page."""
    found = session_or_404(request, pk)
    form = QuickForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the number of people as a whole number, 0 to 20,000."))
        return done_quietly(pk)
    try:
        attendance = counting.count(found, form.cleaned_data["present"], by=request.user)
    except counting.CannotCount:
        messages.error(request, _("This session was cancelled, or has not begun: there is nobody to count."))
        return done_quietly(pk)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        messages.info(request, _("Nothing was changed yet: put the number and its parts right together here."))
        address = reverse("events:session_attendance", args=[pk])
        return redirect(f"{address}?{urlencode({'present': form.cleaned_data['present']})}")
    n = attendance.present
    said = ngettext("%(n)s person is counted.", "%(n)s people are counted.", n) % {"n": formats.localize(n)}
    if (attendance.present_mark, attendance.method) != (Mark.EXACTLY, Method.COUNTED):
        kept = {"mark": attendance.get_present_mark_display(), "method": attendance.get_method_display()}
        messages.info(request, _("Still noted as “%(mark)s, %(method)s”: change it where you note more.") % kept)
    return done(request, said, "events:session", pk)


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def session_attendance(request, pk):
    """All that was noted about who came."""
    found = session_or_404(request, pk)
    attendance = Attendance.objects.filter(session=found).first()
    from_stepper = QuickForm(request.GET)
    form = AttendanceForm(
        request.POST or None,
        session=found,
        instance=attendance or Attendance(session=found),
        centre=shell.of(request).centre,
        initial=from_stepper.cleaned_data if from_stepper.is_valid() else {},
    )
    if request.method == "POST" and form.saved_by(request.user):
        return done(request, _("Who came is noted."), "events:session", pk)
    return form_page(
        request,
        form,
        title=_("Who came"),
        way=to_session(found),
        template="events/attendance.html",
        note=_("The number is enough. What nobody noted stays empty: the software invents no people."),
    )


@allow("count_attendance")
@require_POST
def session_uncount(request, pk):
    """Take the count back: the session counts as planned again."""
    found = session_or_404(request, pk)
    counting.take_back(found, by=request.user)
    return done(request, _("The count is taken back."), "events:session", pk)


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def result_add(request, pk):
    """What a session led to, as of a day."""
    found = session_or_404(request, pk)
    form = ResultForm(
        request.POST or None,
        instance=SessionResult(session=found),
        centre=shell.of(request).centre,
        initial={"as_of": timezone.localdate()},
    )
    if request.method == "POST" and form.saved():
        return done(request, _("The result is noted."), "events:session", pk)
    return form_page(request, form, title=_("Add a result"), way=to_session(found))


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def result_delete(request, pk):
    """Take a result away."""
    result = get_object_or_404(SessionResult.objects.filter(session__in=mine(request)), pk=pk)
    found = session_or_404(request, result.session_id)
    if request.method == "POST":
        result.delete()
        return done(request, _("The result is deleted."), "events:session", found.pk)
    values = {"n": result.number, "kind": result.get_kind_display(), "day": formats.date_format(result.as_of)}
    return confirm_page(
        request,
        title=_("Delete this result?"),
        sentences=[
            _("%(kind)s: %(n)s, as of %(day)s.") % values,
            _("The figures of the session no longer hold it."),
        ],
        button=_("Delete"),
        way=to_session(found),
    )


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def class_add(request, pk):
    """A school that comes with its classes."""
    found = session_or_404(request, pk)
    form = ClassVisitForm(request.POST or None, instance=ClassVisit(session=found), centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The class visit is noted."), "events:session", pk)
    return form_page(request, form, title=_("Add a class visit"), way=to_session(found))


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def class_edit(request, pk):
    """Put a class visit right."""
    visit = get_object_or_404(ClassVisit.objects.filter(session__in=mine(request)), pk=pk)
    found = session_or_404(request, visit.session_id)
    form = ClassVisitForm(request.POST or None, instance=visit, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The class visit is saved."), "events:session", found.pk)
    return form_page(request, form, title=_("Edit the class visit"), way=to_session(found))


@allow("count_attendance")
@require_http_methods(["GET", "HEAD", "POST"])
def class_delete(request, pk):
    """Take a class visit away."""
    visit = get_object_or_404(ClassVisit.objects.filter(session__in=mine(request)), pk=pk)
    found = session_or_404(request, visit.session_id)
    if request.method == "POST":
        visit.delete()
        return done(request, _("The class visit is deleted."), "events:session", found.pk)
    classes = ngettext("%(n)s class", "%(n)s classes", visit.classes) % {"n": visit.classes}
    pupils = ngettext("%(n)s pupil", "%(n)s pupils", visit.pupils) % {"n": visit.pupils}
    return confirm_page(
        request,
        title=_("Delete the visit of “%(school)s”?") % {"school": visit.institution},
        sentences=[
            _("%(classes)s and %(pupils)s no longer count.") % {"classes": classes, "pupils": pupils},
            _("The session itself stays, with the people counted at it."),
        ],
        button=_("Delete"),
        way=to_session(found),
    )


def mine(request):
    return Session.objects.for_user(request.user).values("pk")
