"""The desk board: who waits, whom this screen receives, what is noted about the interview."""

import uuid

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citedesmetiers import access
from citedesmetiers.access import allow
from citedesmetiers.models import Purpose
from citedesmetiers.offline import keepable
from counselling.board import Board
from counselling.forms.interview import InterviewForm
from counselling.models import AlreadyTaken, Interview, NotWaiting, OutOfTurn, Theme
from counselling.session import (
    INSTITUTION,
    LAST_UNMET,
    NO_INSTITUTION,
    asks_institution,
    choose_desks,
    desks_at,
    desks_of,
    institution_of,
    make_screen,
    offered_institutions,
    places,
    screen_of,
)
from counselling.views.offline import recorder_config
from counselling.views.place import at_place


@allow("see_desks")
@require_safe
@at_place
def board(request, site):
    """The board of the desks that the session has chosen, or that the URL names (?desk=code, as often as needed)."""
    asked = request.GET.getlist("desk")
    desks = choose_desks(request, site, asked) if asked else desks_of(request, site)
    if not desks:
        return redirect("counselling:desks")
    return board_page(request, site, desks)


def board_page(request, site, desks, form=None):
    """The whole page; `form` when it was sent with errors."""
    shown = Board(request, site, desks, timezone.localtime())
    if form is None and shown.mine:
        form = record_form(shown.mine, shown.now)
    context = {
        "board": shown,
        "site": site,
        "form": form,
        "records": access.may(request.user, "record_interviews"),
        "all_desks": desks_at(site),
        "asks_institution": asks_institution(request),
        "institutions": offered_institutions(request),
        "unmet": unmet_choices(shown.now.date()),
        "unmet_uid": uuid.uuid4(),
        "can_take_back": LAST_UNMET in request.session,
        "config": recorder_config(request, site),
    }
    return keepable(render(request, "counselling/board.html", context))


def unmet_choices(day):
    """What somebody may have asked for while nobody was on duty: [(purpose, its themes), …]."""
    themes = list(Theme.objects.in_force(day))
    return [
        (purpose, [theme for theme in themes if theme.purpose_id == purpose.pk])
        for purpose in Purpose.objects.doors().in_force(day)
    ]


def record_form(ticket, now, data=None):
    """The form of the interview that `ticket` belongs to; the themes of its desk come first."""
    interview = ticket.interview
    return InterviewForm(data, interview=interview, desks=[interview.desk], day=now.date(), measured=ticket.lasts(now))


@allow("see_desks")
@require_safe
@at_place
def board_waiting(request, site):
    """The parts of the board that change by themselves, asked for every few seconds; else the board itself."""
    if not request.htmx:
        return to_board()
    desks = desks_of(request, site)
    shown = Board(request, site, desks, timezone.localtime())
    context = {"board": shown, "records": access.may(request.user, "record_interviews"), "again": True}
    return render(request, "counselling/_board_parts.html", context)


def to_board():
    return redirect("counselling:board")


def of_mine(request, uid):
    """The interview `uid` at one of the person's places; 404 when there is none."""
    return get_object_or_404(Interview.objects.at(places(request)).select_related("desk", "site", "ticket"), pk=uid)


def name_of(interview):
    """How the interview's ticket is called, for a sentence; tickets of a closed day have no name any more."""
    ticket = getattr(interview, "ticket", None)
    return str(ticket) if ticket else _("This ticket")


def say_out_of_turn(request, interview, error):
    """Say in words why nothing was done."""
    words = {
        AlreadyTaken: _("%(ticket)s is being received: another screen took it."),
        NotWaiting: _("%(ticket)s is no longer on the board: received, gone, or the day is closed."),
    }
    messages.warning(request, words[type(error)] % {"ticket": name_of(interview)})


def busy(request, site):
    """True, and said in words, when this screen is receiving somebody already."""
    mine = Board(request, site, [], timezone.localtime()).mine
    if mine:
        messages.warning(request, _("First finish the interview that is open here, or put it back."))
    return bool(mine)


@allow("record_interviews")
@require_POST
def ticket_take(request, uid):
    """Receive who waits."""
    interview = of_mine(request, uid)
    if not busy(request, interview.site):
        take(request, interview)
    return to_board()


def take(request, interview):
    try:
        interview.take(screen=make_screen(request), institution=institution_of(request))
    except OutOfTurn as error:
        say_out_of_turn(request, interview, error)


@allow("record_interviews")
@require_POST
def ticket_take_over(request, uid):
    """Go on here with an interview that was begun at another screen."""
    interview = of_mine(request, uid)
    if not busy(request, interview.site):
        try:
            interview.take_over(screen=make_screen(request))
        except OutOfTurn as error:
            say_out_of_turn(request, interview, error)
    return to_board()


@allow("record_interviews")
@require_POST
def ticket_put_back(request, uid):
    """Let somebody wait again, since when they first came."""
    interview = of_mine(request, uid)
    if held_here(request, interview):
        try:
            interview.put_back()
        except OutOfTurn as error:
            say_out_of_turn(request, interview, error)
        else:
            messages.success(request, _("%(ticket)s waits again.") % {"ticket": name_of(interview)})
    return to_board()


@allow("record_interviews")
@require_POST
def ticket_call_off(request, uid):
    """Nobody is there after all: an interview that was begun straight at the desk is forgotten."""
    interview = of_mine(request, uid)
    if held_here(request, interview) and interview.ticket.number is None:
        try:
            interview.call_off()
        except OutOfTurn as error:
            say_out_of_turn(request, interview, error)
        else:
            messages.success(request, _("Taken back: nothing was recorded."))
    return to_board()


@allow("record_interviews")
@require_POST
def ticket_leave(request, uid):
    """Nobody came when the ticket was called, or nobody is there though it was received."""
    interview = of_mine(request, uid)
    try:
        interview.leave(screen=screen_of(request))
    except OutOfTurn as error:
        say_out_of_turn(request, interview, error)
    else:
        messages.success(request, _("%(ticket)s left without being seen.") % {"ticket": name_of(interview)})
    return to_board()


@allow("record_interviews")
@require_POST
def ticket_send_on(request, uid):
    """Let somebody wait at another desk of the place; how long they have waited stays."""
    interview = of_mine(request, uid)
    desk = get_object_or_404(desks_at(interview.site), code=request.POST.get("desk", ""))
    try:
        interview.send_on(desk, screen=screen_of(request))
    except OutOfTurn as error:
        say_out_of_turn(request, interview, error)
    else:
        said = _("%(ticket)s now waits at desk %(number)s, %(desk)s.")
        messages.success(request, said % {"ticket": name_of(interview), "number": desk.rank, "desk": desk})
    return to_board()


@allow("record_interviews")
@require_POST
@at_place
def begin(request, site):
    """Somebody comes straight to the desk, or rings."""
    desk = get_object_or_404(desks_at(site), code=request.POST.get("desk", ""))
    channel = request.POST.get("channel", "")
    if channel not in Interview.Channel.values:
        channel = Interview.Channel.WALK_IN
    if not busy(request, site):
        Interview.objects.begin(
            desk=desk, screen=make_screen(request), channel=channel, institution=institution_of(request)
        )
    return to_board()


@allow("record_interviews")
@require_POST
def record(request, uid):
    """Close the interview with what was noted; take the next one if that button was pressed."""
    interview = of_mine(request, uid)
    if not held_here(request, interview):
        return to_board()
    now = timezone.localtime()
    desks = desks_of(request, interview.site) or [interview.desk]
    form = record_form(interview.ticket, now, request.POST)
    if not form.is_valid():
        return board_page(request, interview.site, desks, form)
    try:
        interview.record(now=now, institution=institution_of(request), **form.noted())
    except OutOfTurn as error:
        say_out_of_turn(request, interview, error)
    else:
        messages.success(request, _("Recorded: %(n)s min.") % {"n": interview.minutes})
        if next_one := read_uuid(request.POST.get("next", "")):
            take(request, of_mine(request, next_one))
    return to_board()


def read_uuid(text):
    """The UUID that `text` writes, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def held_here(request, interview):
    """True when this screen receives the interview; else it is said why nothing happens."""
    ticket = getattr(interview, "ticket", None)
    if interview.state == Interview.State.RECEIVED and ticket and ticket.screen == screen_of(request):
        return True
    if interview.state == Interview.State.RECEIVED:
        messages.warning(request, _("This interview went on at another screen."))
    elif interview.state == Interview.State.DONE:
        messages.info(request, _("This interview is recorded already; it counts once."))
    else:
        say_out_of_turn(request, interview, NotWaiting(interview.pk))
    return False


@allow("record_interviews")
@require_POST
def institution_choose(request):
    """For which institution this session records, until sign-out: its interviews carry it, never a person."""
    chosen = request.POST.get("institution", "")
    key = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None
    known = offered_institutions(request).filter(pk=key).first()
    request.session[INSTITUTION] = known.pk if known else NO_INSTITUTION
    return to_board()
