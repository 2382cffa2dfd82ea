"""Mounts the screens of an import in a room."""

from dataclasses import dataclass
from functools import wraps

from django.urls import path, reverse

from citedesmetiers.access import allow
from citedesmetiers.imports import views


@dataclass(frozen=True)
class ImportRoom:
    """Where the screens are mounted. title, home: of the room, for the way to a page.  frame: around the pages."""

    namespace: str
    act: str
    title: str
    home: str
    frame: str

    def url(self, name, *arguments):
        return reverse(f"{self.namespace}:{name}", args=arguments)

    def crumbs(self, *steps):
        """The way from the room's first page; a step is (words, address)."""
        return [(self.title, reverse(self.home)), *steps]


def import_urls(namespace, *, act, title, home, frame="citedesmetiers/settings/page.html"):
    """The URLs of a room's imports, for its urlpatterns; they show the importers registered with `act`.

    namespace: of the room's URLs.  title, home: the room's name, and the URL name of its first page.
    frame: the template that the pages extend, with the blocks title, here and content, and `crumbs` to show.
    """
    room = ImportRoom(namespace, act, title, home, frame)

    def mounted(view):
        @wraps(view)
        def in_room(request, **arguments):
            return view(request, room, **arguments)

        return allow(act)(in_room)

    return [
        path("imports/", mounted(views.imports), name="imports"),
        path("imports/new/<slug:importer>/", mounted(views.import_new), name="import_new"),
        path("imports/new/<slug:importer>.<slug:ending>", mounted(views.import_sample), name="import_sample"),
        path("imports/<int:pk>/", mounted(views.import_run), name="import_run"),
        path("imports/<int:pk>/columns/", mounted(views.import_columns), name="import_columns"),
        path("imports/<int:pk>/write/", mounted(views.import_confirm), name="import_confirm"),
        path("imports/<int:pk>/leave/", mounted(views.import_leave), name="import_leave"),
        path("imports/<int:pk>/again/", mounted(views.import_again), name="import_again"),
        path("imports/<int:pk>/refused.<slug:ending>", mounted(views.import_refused), name="import_refused"),
    ]
