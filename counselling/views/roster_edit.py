"""Planning: series and sessions are added, changed, replaced, cancelled, confirmed."""

from contextlib import suppress
from datetime import date, timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers.access import allow
from citedesmetiers.forms.house import ClockField
from citedesmetiers.models import Site
from citedesmetiers.recurrence import Rhythm
from counselling.forms.roster import FOLLOWING, LEAVE_OUT, ONE, SCOPES, WHOLE, SeriesForm, SessionForm, day_of
from counselling.models import Desk, DutySeries, DutySession
from counselling.roster_grid import missing
from counselling.views.place import at_place
from counselling.views.roster import asked_day, session_of, visible
from partners.models import Institution, Professional

DAYS_LISTED = 5


def number_in(text):
    """The key that `text` writes, None when it writes none."""
    return int(text) if text.isdecimal() and len(text) < 18 else None


def week_of(day):
    return f"{reverse('counselling:roster')}?day={day.isoformat()}"


def page(request, form, *, title, back, template="counselling/roster/form.html", **context):
    context = {
        "left_out": [],
        "again": False,
        "missing": None,
        "title": title,
        "back": back,
        "site": form.site,
    } | context
    return render(request, template, {"form": form, **context})


def said_numbers(added, changed, removed):
    """What was done to how many sessions, in sentences."""
    sentences = []
    if added:
        sentences.append(ngettext("%(n)s session is planned.", "%(n)s sessions are planned.", added) % {"n": added})
    if changed:
        sentences.append(
            ngettext("%(n)s session is changed.", "%(n)s sessions are changed.", changed) % {"n": changed}
        )
    if removed:
        sentences.append(
            ngettext("%(n)s session is taken off.", "%(n)s sessions are taken off.", removed) % {"n": removed}
        )
    return sentences


def said_confirmed(held, not_held):
    """How many sessions were noted as held and as not held, in sentences; the latter only when there are some."""
    sentences = []
    if held or not not_held:
        sentences.append(ngettext("%(n)s session was held.", "%(n)s sessions were held.", held) % {"n": held})
    if not_held:
        sentences.append(
            ngettext("%(n)s session was not held.", "%(n)s sessions were not held.", not_held) % {"n": not_held}
        )
    return sentences


def said_left_out(days):
    """Which days of a series were left out, and why."""
    for why, sentence in (
        ("closed", _("Left out because the place is closed: %(days)s.")),
        ("school_holidays", _("Left out for the school holidays: %(days)s.")),
    ):
        some = [formats.date_format(day) for day, reason in days if reason == why]
        if some:
            more = len(some) - DAYS_LISTED
            listed = some[:DAYS_LISTED] + ([_("%(n)s more") % {"n": more}] if more > 0 else [])
            yield sentence % {"days": ", ".join(listed)}


@allow("edit_roster")
@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def roster_add(request, site):
    """A series, or a single session."""
    day = asked_day(request, timezone.localdate())
    desks = Desk.objects.at([site]).filter(pk=number_in(request.GET.get("desk", "")))
    initial = {"rhythm": Rhythm.WEEKLY, "first_day": day, "desks": [desk.pk for desk in desks]} | taken_over(
        request.GET
    )
    if institution := Institution.objects.filter(pk=number_in(request.GET.get("institution", ""))).first():
        initial["institution"] = institution.pk
    form = SeriesForm(request.POST or None, site=site, around=day, initial=initial)
    if request.method == "POST" and (done := form.saved()):
        _series, *numbers = done
        messages.success(request, " ".join([*said_numbers(*numbers), *said_left_out(form.left_out)]))
        if "again" in request.POST:
            return redirect(f"{reverse('counselling:roster_add')}?{urlencode(kept_for_another(form.cleaned_data))}")
        return redirect(week_of(form.cleaned_data["first_day"]))
    return page(
        request, form, title=_("Plan duty sessions"), back=week_of(day), again=True, missing=missing(site, day)
    )


def kept_for_another(data):
    """What the next series takes over from the one just planned, for the address of its form."""
    kept = {"day": data["first_day"].isoformat(), "rhythm": data["rhythm"]}
    if data["rhythm"] != Rhythm.ONCE:
        kept["last"] = data["last_day"].isoformat()
    if data["pauses_in_school_holidays"]:
        kept["pauses"] = "1"
    return kept | {name: f"{data[name]:%H:%M}" for name in ("starts", "ends")}


def taken_over(address):
    """What `kept_for_another` wrote into an address, as first values of the form; nonsense is left out."""
    found = {"pauses_in_school_holidays": address.get("pauses") == "1"}
    if address.get("rhythm") in Rhythm.values:
        found["rhythm"] = address["rhythm"]
    if last := day_of(address.get("last")):
        found["last_day"] = last
    for name in ("starts", "ends"):
        with suppress(ValidationError):
            found[name] = ClockField().clean(address.get(name, ""))
    return found


@allow("edit_roster")
@require_http_methods(["GET", "HEAD", "POST"])
def roster_session_edit(request, pk):
    """Change one session, this and the following ones, or all that are planned."""
    session = session_of(request, pk)
    initial = {
        "day": session.day,
        "starts": session.starts,
        "ends": session.ends,
        "institution": session.institution_id,
        "desks": [desk.pk for desk in session.desks.all()],
        "professionals": [person.pk for person in session.professionals.all()],
        "remark": session.remark,
        "scope": ONE,
    }
    form = SessionForm(request.POST or None, session=session, site=session.site, around=session.day, initial=initial)
    if request.method == "POST" and (numbers := form.saved()):
        messages.success(request, " ".join(said_numbers(*numbers)))
        return redirect(week_of(form.cleaned_data["day"]))
    back = reverse("counselling:roster_session", args=[pk])
    return page(request, form, title=_("Change the duty session"), back=back)


@allow("edit_roster")
@require_safe
@at_place
def roster_series(request, site):
    """The series of the place that still run, and those that have ended in the last three months."""
    today = timezone.localdate()
    rows = DutySeries.objects.filter(site=site, last_day__gte=today - timedelta(days=92))
    rows = rows.select_related("institution").prefetch_related("desks", "professionals").order_by("starts", "pk")
    found = sorted(rows, key=lambda series: (series.recurrence.on_weekday, series.starts, series.pk))
    return render(
        request,
        "counselling/roster/series.html",
        {
            "site": site,
            "running": [series for series in found if series.last_day >= today],
            "over": [series for series in found if series.last_day < today],
        },
    )


def series_of(request, pk):
    rows = DutySeries.objects.select_related("site", "institution")
    return get_object_or_404(rows.filter(site__in=Site.objects.for_user(request.user)), pk=pk)


@allow("edit_roster")
@require_http_methods(["GET", "HEAD", "POST"])
def roster_series_edit(request, pk):
    """Change a rule from one day on; what is planned before stays."""
    series, today = series_of(request, pk), timezone.localdate()
    first = series.first_planned(today) or series.first_day
    initial = {
        "rhythm": series.rhythm,
        "first_day": first,
        "last_day": series.last_day,
        "starts": series.starts,
        "ends": series.ends,
        "pauses_in_school_holidays": series.pauses_in_school_holidays,
        "institution": series.institution_id,
        "desks": list(series.desks.values_list("pk", flat=True)),
        "professionals": list(series.professionals.values_list("pk", flat=True)),
    }
    form = SeriesForm(request.POST or None, site=series.site, around=first, initial=initial, series=series)
    if request.method == "POST" and (done := form.saved()):
        _series, *numbers = done
        messages.success(request, " ".join([*said_numbers(*numbers), *said_left_out(form.left_out)]))
        return redirect(week_of(form.cleaned_data["first_day"]))
    return page(
        request,
        form,
        title=_("Change the series"),
        back=reverse("counselling:roster_series"),
        series=series,
        left_out=series.exceptions,
    )


@allow("edit_roster")
@require_POST
def roster_series_take_in(request, pk):
    """Take back that a date was left out of a series."""
    series = series_of(request, pk)
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        day = None
    if day not in series.exceptions:
        messages.info(request, _("This date is not left out."))
    elif session := series.take_in(day):
        messages.success(
            request,
            _("The session of %(day)s stands on the roster again.") % {"day": formats.date_format(session.day)},
        )
    else:
        said = _("%(day)s is no longer left out, but the place is closed on it, or the series pauses.")
        messages.warning(request, said % {"day": formats.date_format(day)})
    return redirect("counselling:roster_series_edit", pk)


@allow("edit_roster")
@require_http_methods(["GET", "HEAD", "POST"])
def roster_session_cancel(request, pk):
    """Take a session off the roster: this one, this and the following ones, or all that are planned."""
    session = session_of(request, pk)
    back = reverse("counselling:roster_session", args=[pk])
    if not session.is_planned:
        messages.error(request, _("Only a planned session can be cancelled."))
        return redirect(back)
    numbers = reach_of(session)
    scope = request.POST.get("scope")
    if request.method == "POST" and scope in numbers:
        if scope == ONE:
            session.set_state(DutySession.State.CANCELLED, now=timezone.now())
            messages.success(request, _("The session is cancelled."))
            return redirect(back)
        if scope == LEAVE_OUT:
            session.series.leave_out(session)
            said = _("The series leaves out %(day)s. It can be taken back on the page of the series.")
            messages.success(request, said % {"day": formats.date_format(session.series_day)})
            return redirect(week_of(session.day))
        removed = session.series.end_before(first_of(session, scope))
        messages.success(request, " ".join(said_numbers(0, 0, removed)))
        return redirect(week_of(session.day))
    words = dict(SCOPES) | {LEAVE_OUT: _("Leave this date out of the series")}
    return render(
        request,
        "counselling/roster/cancel.html",
        {"session": session, "back": back, "choices": [(scope, words[scope], n) for scope, n in numbers.items()]},
    )


def first_of(session, scope):
    """The day by the rule from which `scope` reaches."""
    if scope == FOLLOWING:
        return session.series_day
    return session.series.first_planned(timezone.localdate()) or session.series_day


def reach_of(session):
    """{scope: how many sessions it takes off}"""
    found = {ONE: 1}
    if session.series_id:
        found[LEAVE_OUT] = 1
        for scope in (FOLLOWING, WHOLE):
            found[scope] = session.series.sessions.planned().filter(series_day__gte=first_of(session, scope)).count()
    return found


@allow("edit_roster")
@require_POST
def roster_session_state(request, pk):
    """Say what became of a session, or take it back."""
    session = session_of(request, pk)
    back = reverse("counselling:roster_session", args=[pk])
    said = {
        "held": _("Noted: the session was held."),
        "missed": _("Noted: the session was not held."),
        "planned": _("The session stands on the roster as planned."),
    }
    state = request.POST.get("state")
    if state not in said:
        messages.error(request, _("Say whether it was held or not."))
        return redirect(back)
    try:
        session.set_state(state, now=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said[state])
    return redirect(back)


@allow("edit_roster")
@require_POST
def roster_replace(request, pk):
    """Somebody else comes to one session; the hours stay with its institution."""
    session = session_of(request, pk)
    back = reverse("counselling:roster_session", args=[pk])
    former, new = request.POST.get("former", ""), request.POST.get("new", "")
    people = Professional.objects.active(session.day)
    new = people.filter(pk=new).first() if new.isdecimal() else None
    if new is None:
        messages.error(request, _("Choose who comes."))
        return redirect(back)
    former = session.professionals.filter(pk=former).first() if former.isdecimal() else None
    if former:
        session.replace(former, new)
        said = _("%(new)s replaces %(former)s.") % {"new": new, "former": former}
    else:
        session.professionals.add(new)
        session.changed_alone = True
        session.save(update_fields=["changed_alone"])
        said = _("%(new)s comes to this session.") % {"new": new}
    messages.success(request, said)
    return redirect(back)


@allow("edit_roster")
@require_http_methods(["GET", "HEAD", "POST"])
@at_place
def roster_confirm(request, site):
    """The end of the day: all sessions were held, but for those that are ticked."""
    now = timezone.localtime()
    due = visible(request).filter(site=site).to_confirm(now)
    if request.method == "POST":
        shown = [key for key in request.POST.getlist("shown") if key.isdecimal()]
        missed = [key for key in request.POST.getlist("missed") if key.isdecimal() and key in shown]
        held, not_held = due.filter(pk__in=shown).confirm(missed=missed, now=now)
        messages.success(request, " ".join(said_confirmed(held, not_held)))
        return redirect("counselling:roster_confirm")
    rows = list(due.with_names())
    return render(
        request,
        "counselling/roster/confirm.html",
        {
            "site": site,
            "today": [session for session in rows if session.day == now.date()],
            "before": [session for session in rows if session.day < now.date()],
            "now": now,
        },
    )
