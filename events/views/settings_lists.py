"""Kinds, themes, audiences, adaptations and materials: the lists that events choose from; and the rooms."""

from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citedesmetiers import shell
from citedesmetiers.access import allow
from citedesmetiers.models import Site
from citedesmetiers.views.retiring_lists import RetiringList, RetiringLists
from citedesmetiers.views.settings_page import confirm_page, crumbs, done, form_page
from events.forms.lists import AdaptationForm, AudienceTagForm, EventKindForm, MaterialForm, RoomForm, TopicForm
from events.models import Adaptation, AudienceTag, EventKind, Material, Room, Topic

ROOMS = (pgettext_lazy("to meet in", "Rooms"), "events:room_list")


def kept_by(_edited, entry):
    """How many events keep the entry, in a sentence."""
    n = entry.events.count()
    return ngettext("%(n)s event keeps it.", "%(n)s events keep it.", n) % {"n": formats.localize(n)}


LISTS = RetiringLists(
    [
        RetiringList(
            "kinds",
            EventKind,
            EventKindForm,
            gettext_lazy("Kinds of events"),
            gettext_lazy("Workshop, forum, job dating…, and what is counted after each"),
        ),
        RetiringList("themes", Topic, TopicForm, gettext_lazy("Themes"), gettext_lazy("What an event is about")),
        RetiringList(
            "audiences",
            AudienceTag,
            AudienceTagForm,
            gettext_lazy("Audiences"),
            gettext_lazy("Whom an event is for, and the sub-groups that are counted"),
        ),
        RetiringList(
            "adaptations",
            Adaptation,
            AdaptationForm,
            gettext_lazy("Adaptations"),
            gettext_lazy("How an activity is adapted: never who comes"),
        ),
        RetiringList(
            "materials", Material, MaterialForm, gettext_lazy("Materials"), gettext_lazy("What must stand in the room")
        ),
    ],
    overview=(gettext_lazy("What events note"), "events:entry_lists"),
    page="events:entry_list",
    kept_by=kept_by,
)


@allow("edit_lists")
@require_safe
def entry_lists(request):
    """The lists and how many entries each offers."""
    today = timezone.localdate()
    lists = [(edited, edited.model.objects.in_force(today).count()) for edited in LISTS]
    return render(request, "events/settings/entry_lists.html", {"lists": lists, "crumbs": crumbs()})


@allow("edit_lists")
@require_safe
def entry_list(request, which):
    """The entries of one list in their order, then the retired ones."""
    edited, today = LISTS.known(which), timezone.localdate()
    rows = list(edited.model.objects.annotate(used=Count("events")).order_by("rank", "pk"))
    return render(
        request,
        "events/settings/entry_list.html",
        {
            "list": edited,
            "offered": [row for row in rows if row.valid_until is None or row.valid_until >= today],
            "retired": [row for row in rows if row.valid_until is not None and row.valid_until < today],
            "crumbs": crumbs(LISTS.overview),
        },
    )


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_add(request, which):
    """A new entry at the end of its list."""
    return LISTS.add(request, which)


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_edit(request, which, pk):
    """Say an entry better. What means something else is a new entry."""
    return LISTS.edit(request, which, pk)


@allow("edit_lists")
@require_POST
def entry_move(request, which, pk):
    """One place up or down."""
    return LISTS.move(request, which, pk)


@allow("edit_lists")
@require_http_methods(["GET", "HEAD", "POST"])
def entry_retire(request, which, pk):
    """Offer an entry no longer. It is never deleted: past events keep it."""
    return LISTS.retire(request, which, pk)


@allow("edit_lists")
@require_POST
def entry_resume(request, which, pk):
    """Offer a retired entry again."""
    return LISTS.resume(request, which, pk)


# ── Rooms ────────────────────────────────────────────────────────────────────────────────────────────


def my_rooms(request):
    return Room.objects.filter(site__in=Site.objects.for_user(request.user)).select_related("site")


@allow("edit_sites")
@require_safe
def room_list(request):
    """The rooms by place."""
    rooms = my_rooms(request).annotate(used=Count("sessions"))
    context = {"rooms": rooms, "today": timezone.localdate(), "crumbs": crumbs()}
    return render(request, "events/settings/room_list.html", context)


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def room_add(request):
    """A new room."""
    form = RoomForm(request.POST or None, centre=shell.of(request).centre, user=request.user)
    if request.method == "POST" and (room := form.saved()):
        return done(request, _("“%(room)s” is added.") % {"room": room}, "events:room_list")
    return form_page(request, form, title=_("Add a room"), way=[ROOMS])


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def room_edit(request, pk):
    """Put a room right, or say until when it is used."""
    room = get_object_or_404(my_rooms(request), pk=pk)
    title = room.name
    form = RoomForm(request.POST or None, instance=room, centre=shell.of(request).centre, user=request.user)
    delete = None if room.sessions.exists() else ("events:room_delete", pk)
    if request.method == "POST" and form.saved():
        return done(request, _("“%(room)s” is saved.") % {"room": room}, "events:room_list")
    return form_page(request, form, title=title, way=[ROOMS], delete=delete)


@allow("edit_sites")
@require_http_methods(["GET", "HEAD", "POST"])
def room_delete(request, pk):
    """Take away a room in which nothing was ever planned."""
    room = get_object_or_404(my_rooms(request).filter(sessions__isnull=True), pk=pk)
    if request.method == "POST":
        room.delete()
        return done(request, _("The room is deleted."), "events:room_list")
    return confirm_page(
        request,
        title=_("Delete “%(room)s”?") % {"room": room},
        sentences=[_("No session was planned in it.")],
        button=_("Delete"),
        way=[ROOMS],
    )
