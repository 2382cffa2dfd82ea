"""Meetings, what they decided, and the bodies that meet."""

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, Sum
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.sorting import Sorting
from citedesmetiers.views.settings_page import done
from partners import counts
from partners.filters import MeetingFilter
from partners.forms.meeting import BodyForm, DecisionForm, MeetingForm, SeatForm
from partners.models import Body, BodyMember, Decision, Meeting
from partners.views.pages import confirm_page, crumbs, form_page

ROWS_A_PAGE = 50
MEETINGS = (gettext_lazy("Meetings"), "partners:meeting_list")
COLUMNS = {"day": "day", "kind": "kind__rank", "institutions": "came", "people": "people", "minutes": "minutes_on"}
BODIES = (gettext_lazy("Bodies"), "partners:body_list")


def to_meeting(meeting):
    return [MEETINGS, (str(meeting), "partners:meeting", meeting.pk)]


@allow("see_partners")
@require_safe
def meeting_list(request):
    """Meetings, the latest first, how many of each kind, and what they decided that is not done yet."""
    today = timezone.localdate()
    rows = Meeting.objects.select_related("kind", "body__kind", "site").annotate(
        came=Count("institutions", distinct=True),
        to_do=Count("decisions", filter=Q(decisions__done_on=None), distinct=True),
    )
    chosen = MeetingFilter(request.GET, queryset=rows, today=today)
    sorting = Sorting(COLUMNS, request.GET.get("order"), otherwise="-day")
    found = Meeting.objects.filter(pk__in=chosen.rows.order_by().values("pk"))
    return render(
        request,
        "partners/meeting_list.html",
        {
            "filter": chosen,
            "sorting": sorting,
            "page": Paginator(sorting.applied(chosen.rows), ROWS_A_PAGE).get_page(request.GET.get("page")),
            "by_kind": counts.meetings_by_kind(found),
            "people": found.aggregate(people=Sum("people"))["people"] or 0,
            "open_decisions": Decision.objects.still_open()
            .select_related("meeting__kind", "meeting__body")
            .order_by("due_on", "pk"),
            "today": today,
        },
    )


@allow("see_partners")
@require_safe
def meeting(request, pk):
    """One meeting: who came, what was decided, what became of it."""
    found = get_object_or_404(Meeting.objects.select_related("kind", "body", "site"), pk=pk)
    return render(
        request,
        "partners/meeting.html",
        {
            "meeting": found,
            "is_to_come": found.day > timezone.localdate(),
            "institutions": found.institutions.all(),
            "decisions": found.decisions.all(),
            "crumbs": crumbs(MEETINGS),
        },
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request):
    """A meeting that took place, or is planned."""
    form = MeetingForm(request.POST or None, centre=shell.of(request).centre, initial={"day": timezone.localdate()})
    if request.method == "POST" and (made := form.saved()):
        return done(request, _("The meeting is saved."), "partners:meeting", made.pk)
    return form_page(request, form, title=_("Add a meeting"), way=[MEETINGS])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request, pk):
    """Put a meeting right, or note its minutes."""
    found = get_object_or_404(Meeting.objects.select_related("kind", "body"), pk=pk)
    way = to_meeting(found)
    form = MeetingForm(request.POST or None, instance=found, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The meeting is saved."), "partners:meeting", pk)
    return form_page(request, form, title=_("Edit the meeting"), way=way, delete=("partners:meeting_delete", pk))


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_delete(request, pk):
    """Take away a meeting that did not take place."""
    found = get_object_or_404(Meeting.objects.select_related("kind", "body"), pk=pk)
    decisions = found.decisions.count()
    if request.method == "POST":
        found.delete()
        return done(request, _("The meeting is deleted."), "partners:meeting_list")
    return confirm_page(
        request,
        title=_("Delete this meeting?"),
        sentences=[
            f"{found}",
            ngettext("%(n)s decision goes with it.", "%(n)s decisions go with it.", decisions) % {"n": decisions},
        ],
        button=_("Delete"),
        way=to_meeting(found),
    )


# ── Decisions ────────────────────────────────────────────────────────────────────────────────────────


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def decision_add(request, pk):
    """Something that the meeting decided."""
    found = get_object_or_404(Meeting.objects.select_related("kind", "body"), pk=pk)
    form = DecisionForm(request.POST or None, instance=Decision(meeting=found), centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The decision is saved."), "partners:meeting", pk, anchor="decisions")
    return form_page(request, form, title=_("Add a decision"), way=to_meeting(found))


def found_decision(pk):
    return get_object_or_404(Decision.objects.select_related("meeting__kind", "meeting__body"), pk=pk)


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def decision_edit(request, pk):
    """Put a decision right, or note what became of it."""
    decision = found_decision(pk)
    form = DecisionForm(request.POST or None, instance=decision, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The decision is saved."), "partners:meeting", decision.meeting_id, anchor="decisions")
    return form_page(
        request,
        form,
        title=_("Decision"),
        way=to_meeting(decision.meeting),
        delete=("partners:decision_delete", pk),
    )


@allow("edit_partners")
@require_POST
def decision_done(request, pk):
    """It is done, today; or, when it was, still to do."""
    decision = found_decision(pk)
    decision.done_on = None if decision.done_on else timezone.localdate()
    decision.save(update_fields=["done_on"])
    said = _("Noted as done.") if decision.done_on else _("Noted as still to do.")
    return done(request, said, "partners:meeting", decision.meeting_id, anchor="decisions")


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def decision_delete(request, pk):
    """Take away a decision that was none."""
    decision = found_decision(pk)
    if request.method == "POST":
        decision.delete()
        return done(request, _("The decision is deleted."), "partners:meeting", decision.meeting_id)
    return confirm_page(
        request,
        title=_("Delete this decision?"),
        sentences=[decision.text, _("Nobody is reminded of it any more.")],
        button=_("Delete"),
        way=to_meeting(decision.meeting),
    )


# ── Bodies ───────────────────────────────────────────────────────────────────────────────────────────


@allow("see_partners")
@require_safe
def body_list(request):
    """The bodies, who sits in them, when they met last."""
    seats = BodyMember.objects.select_related("institution")
    bodies = Body.objects.select_related("kind").prefetch_related(Prefetch("members", queryset=seats))
    return render(
        request,
        "partners/body_list.html",
        {"bodies": counts.with_last_meeting(bodies, timezone.localdate()), "crumbs": crumbs(MEETINGS)},
    )


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def body_add(request):
    """A new body."""
    form = BodyForm(request.POST or None, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The body is added. Say now who sits in it."), "partners:body_list")
    return form_page(request, form, title=_("Add a body"), way=[MEETINGS, BODIES])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def body_edit(request, pk):
    """Put a body right, or note that it is dissolved."""
    body = get_object_or_404(Body, pk=pk)
    title = body.name
    form = BodyForm(request.POST or None, instance=body, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The body is saved."), "partners:body_list")
    return form_page(request, form, title=title, way=[MEETINGS, BODIES])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def seat_add(request, pk):
    """One more seat in a body."""
    body = get_object_or_404(Body, pk=pk)
    form = SeatForm(request.POST or None, instance=BodyMember(body=body), centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The seat is added."), "partners:body_list", anchor=f"body-{pk}")
    return form_page(request, form, title=_("Add a seat"), way=[MEETINGS, BODIES])


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def seat_edit(request, pk):
    """Put a seat right, or note until when it was held."""
    seat = get_object_or_404(BodyMember.objects.select_related("body", "institution"), pk=pk)
    form = SeatForm(request.POST or None, instance=seat, centre=shell.of(request).centre)
    if request.method == "POST" and form.saved():
        return done(request, _("The seat is saved."), "partners:body_list", anchor=f"body-{seat.body_id}")
    return form_page(request, form, title=_("Seat"), way=[MEETINGS, BODIES], delete=("partners:seat_delete", pk))


@allow("edit_partners")
@require_http_methods(["GET", "HEAD", "POST"])
def seat_delete(request, pk):
    """Take back a seat that was noted by mistake."""
    seat = get_object_or_404(BodyMember.objects.select_related("body", "institution"), pk=pk)
    if request.method == "POST":
        seat.delete()
        return done(request, _("The seat is deleted."), "partners:body_list")
    return confirm_page(
        request,
        title=_("Delete this seat?"),
        sentences=[f"{seat}", _("Whoever has left a body gets a last day instead; then the past stays as it was.")],
        button=_("Delete"),
        way=[MEETINGS, BODIES],
    )
