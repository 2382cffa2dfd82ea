"""The shell around the rooms: navigation, the today page, the place chosen in the bar.

The shell names no room above it. Each room's AppConfig.ready() registers what it contributes.
"""

from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from citedesmetiers import access, addresses, handbook, hours_in_words
from citedesmetiers.models import Centre, Page, Site
from citedesmetiers.models.user import Role
from citedesmetiers.opening import calendars


@dataclass(frozen=True)
class Room:
    """An entry of the left rail.

    url: name of the room's first page.  acts: the room shows to whoever may do at least one of them.
    urls: name spaces (and plain URL names) under which the entry is marked as the current one.
    side_doors: (act, URL name) of the page at which the entry leads whoever may do this act and none of `acts`.
    """

    title: str
    icon: str
    url: str
    acts: tuple
    rank: int
    urls: tuple = field(default=())
    side_doors: tuple = field(default=())

    def is_for(self, user):
        return self.door_for(user) is not None

    def door_for(self, user):
        """The URL name of the first page that `user` may open in this room; None when there is none."""
        if any(access.may(user, act) for act in self.acts):
            return self.url
        return next((url for act, url in self.side_doors if access.may(user, act)), None)

    def holds(self, match):
        """True when the resolved URL `match` lies in this room."""
        return match is not None and (match.namespace in self.urls or match.url_name in self.urls)


@dataclass(frozen=True)
class Panel:
    """A part of the today page.

    template: the fragment.  context: function(request, shell) that returns its variables, or None to leave it out.
    act: who sees it.  side: True for the narrow column.
    """

    template: str
    context: object
    act: str
    rank: int
    side: bool = False


@dataclass(frozen=True)
class PublicEntry:
    """An entry of the public pages' navigation, for anybody."""

    title: str
    url: str
    rank: int
    urls: tuple = field(default=())

    def holds(self, match):
        """True when the resolved URL `match` is this entry or lies below it."""
        return match is not None and (match.view_name == self.url or match.namespace in self.urls)


@dataclass(frozen=True)
class OwnPage:
    """An entry of the menu under the person's name: a page of what is their own. act: who sees it."""

    title: str
    url: str
    act: str


_rooms = []
_panels = []
_public_entries = []
_own_pages = []


def register_room(**room):
    """Add an entry to the left rail; called from a room's AppConfig.ready(), which may run more than once."""
    room = Room(**room)
    _rooms[:] = sorted([*(other for other in _rooms if other.url != room.url), room], key=lambda room: room.rank)


def register_panel(**panel):
    """Add a part to the today page; called from a room's AppConfig.ready(), which may run more than once."""
    panel = Panel(**panel)
    others = (other for other in _panels if other.template != panel.template)
    _panels[:] = sorted([*others, panel], key=lambda panel: panel.rank)


def register_public_entry(**entry):
    """Add an entry to the public pages' navigation; called from a room's AppConfig.ready(), maybe more than once."""
    entry = PublicEntry(**entry)
    others = (other for other in _public_entries if other.url != entry.url)
    _public_entries[:] = sorted([*others, entry], key=lambda entry: entry.rank)


def register_own_page(**page):
    """Add an entry to the menu under the person's name; called from a room's AppConfig.ready(), maybe repeatedly."""
    page = OwnPage(**page)
    _own_pages[:] = [*(other for other in _own_pages if other.url != page.url), page]


class Shell:
    """What the frame of a page needs to know; nothing is asked of the database before a template uses it."""

    def __init__(self, request):
        self.request = request

    @cached_property
    def centre(self):
        """The centre; before the set-up has named it, one that is not saved and says only what it is."""
        return Centre.objects.current() or Centre(name="Cité des métiers")

    @cached_property
    def addresses(self):
        """The address that counts of this page, and [(language, address)]; see citedesmetiers.addresses.of_page."""
        return addresses.of_page(self.request, self.centre.languages or ["fr", "en"])

    @property
    def picture(self):
        """The whole address of what other sites show beside a link to a public page: the logo, or the five doors."""
        path = reverse("logo") if self.centre.logo else static("citedesmetiers/doors.png")
        return self.request.build_absolute_uri(path)

    @cached_property
    def rooms(self):
        match = self.request.resolver_match
        user = self.request.user
        return [(room, room.door_for(user), room.holds(match)) for room in _rooms if room.is_for(user)]

    @property
    def own_pages(self):
        """The entries of the menu under the person's name."""
        return [page for page in _own_pages if access.may(self.request.user, page.act)]

    @property
    def public_entries(self):
        """The entries of the public navigation, each as (entry, True for the current one)."""
        match = self.request.resolver_match
        return [(entry, entry.holds(match)) for entry in _public_entries]

    @cached_property
    def pages(self):
        """The pages that staff wrote, for the foot and the site map: (page, its title, the title's language)."""
        reads, default = self.request.LANGUAGE_CODE, self.centre.default_language
        pages = Page.objects.published().defer(*addresses.BODIES)
        written = [(page, page.language_for(reads, default)) for page in pages]
        return [(page, page.title_in(code), code) for page, code in written]

    @cached_property
    def main_places(self):
        """The main site and its usual hours in words, for the foot of public pages: [(site, [(days, times)])]."""
        today = timezone.localdate()
        found = calendars(Site.objects.open_on(today).filter(kind=Site.Kind.MAIN), today)
        return [(each.site, hours_in_words.usual(each, today)) for each in found[:1]]

    @property
    def has_statement(self):
        """True when the centre has published its accessibility statement."""
        return any(page.kind == Page.Kind.ACCESSIBILITY for page, _title, _language in self.pages)

    @cached_property
    def sites(self):
        """The places that the signed-in person may choose in the bar, ephemeral ones of the past left out."""
        today = timezone.localdate()
        return list(Site.objects.for_user(self.request.user).open_on(today))

    @cached_property
    def site(self):
        """The place chosen in the bar, else the person's first one; None when there is none."""
        chosen = self.request.session.get("site")
        return next((site for site in self.sites if site.pk == chosen), self.sites[0] if self.sites else None)

    @property
    def help(self):
        """The address of the chapter that explains this screen to this person."""
        roles = [role for role in Role.values if self.request.user.has_role(role)]
        return handbook.chapter_for(roles, self.request.resolver_match)

    @cached_property
    def now(self):
        return timezone.localtime()

    @property
    def panels(self):
        """The parts of the today page that this person sees, each as (panel, its variables)."""
        for panel in _panels:
            if access.may(self.request.user, panel.act):
                context = panel.context(self.request, self)
                if context is not None:
                    yield panel, context

    @cached_property
    def languages(self):
        """The languages to offer: (code, name, True for the current one)."""
        offered = self.centre.languages or ["fr", "en"]
        current = self.request.LANGUAGE_CODE
        return [(code, name, code == current) for code, name in settings.LANGUAGES if code in offered]


def of(request):
    """The shell of `request`, made once."""
    if not hasattr(request, "shell"):
        request.shell = Shell(request)
    return request.shell


def shell(request):
    """Context processor: `shell` in every template."""
    return {"shell": of(request)}
