"""How the pages of this room answer: a form on a page, a question before something is taken away."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from events.models import Event, Session
from events.own import may_edit

ROOM = (_("Events"), "events:calendar")
EVENTS = (_("All events"), "events:event_list")


def crumbs(*steps):
    """The way from the room's first page; a step is (words, URL name, arguments…)."""
    return [(words, reverse(name, args=arguments)) for words, name, *arguments in (ROOM, *steps)]


def to_event(event):
    """The step of the way that is an event's page."""
    return (event.title, "events:event", event.pk)


def to_session(session):
    """The steps of the way to a session's page."""
    return [to_event(session.event), (session.day_in_words(), "events:session", session.pk)]


def form_page(request, form, *, title, way, template="citedesmetiers/settings/form.html", **context):
    """The page of a form. way: steps, see crumbs(); its last one is where "Cancel" leads."""
    way = crumbs(*way)
    if not form.errors:  # else the summary of errors takes the focus
        next(iter(form.fields.values())).widget.attrs["autofocus"] = True
    return render(request, template, {"form": form, "title": title, "crumbs": way, "back": way[-1][1], **context})


def confirm_page(request, *, title, sentences, button, way):
    """Ask before something is taken away; the sentences say in numbers what will happen."""
    way = crumbs(*way)
    return render(
        request,
        "citedesmetiers/settings/confirm.html",
        {"title": title, "sentences": sentences, "button": button, "crumbs": way, "back": way[-1][1]},
    )


def event_or_404(pk):
    return get_object_or_404(
        Event.objects.select_related("kind", "programme", "module", "thematic_week", "repeats"), pk=pk
    )


def session_or_404(request, pk):
    """The session `pk` at one of the person's places."""
    session = (
        Session.objects.for_user(request.user)
        .select_related("event__kind", "site", "room", "attendance")
        .filter(pk=pk)
        .first()
    )
    if session is None:
        raise Http404
    return session


def own_event(request, pk):
    """The event `pk`, for whoever may change it. Raises PermissionDenied when it is another institution's."""
    event = event_or_404(pk)
    if not may_edit(request.user, event):
        raise PermissionDenied
    return event


def own_session(request, pk):
    """The session `pk` at one of the person's places, for whoever may change its event."""
    session = session_or_404(request, pk)
    if not may_edit(request.user, session.event):
        raise PermissionDenied
    return session
