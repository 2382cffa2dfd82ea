"""The small centre of the browser tests, and the windows through which it is looked at."""

from datetime import time, timedelta
from urllib.parse import urlsplit

from django.test import Client
from django.utils import timezone

from citedesmetiers import starting_lists
from citedesmetiers.factories import make_centre, make_opening_hours, make_site, make_user
from citedesmetiers.models import ProfileValue, Purpose
from citedesmetiers.models.user import Role
from reception.factories import make_visit
from tests.browser.browsers import PATIENCE

WIDE, NARROW = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
LANGUAGES = ("fr", "en")
COLOURS_IN = "fr"  # where a page is looked at in both languages, its colours are in this one: see axe.py
PUBLIC_LANGUAGES = (*LANGUAGES, "it", "es", "pt")
# What is looked at from all sides, where looking at every page would take too long: pages by their names.
ONE_OF_EACH_ROOM = [
    "home",
    "purpose",
    "catalogue:search",
    "catalogue:record",
    "programme:programme",
    "programme:book",
    "questions:ask",
    "today",
    "reception:counter",
    "reception:visits",
    "counselling:roster",
    "documentation:holdings",
    "documentation:resource_edit",
    "events:calendar",
    "partners:institution_list",
    "partners:institution",
    "reports:key_figures",
    "reports:assessment_criterion",
    "settings",
    "site_edit",
]


class House:
    """A small centre that is served at `url`, with an account for each role."""

    def __init__(self, url, chromium):
        self.url = url
        self.chromium = chromium
        self._windows = {}
        self.fill()

    def fill(self):
        """Two places that are open day and night, the starting lists, some visits of yesterday and this year."""
        make_centre(demonstration=True)
        starting_lists.load()
        self.sites = [
            make_site(
                code="main", name="Site de Vaurenne", kind="main_site", address="12, place de la Halle-aux-Grains"
            ),
            make_site(code="pont_de_lisse", name="Site de Pont-de-Lisse"),
        ]
        for site in self.sites:
            for weekday in range(7):
                make_opening_hours(site=site, weekday=weekday, opens=time(0), closes=time(23, 59))
        today = timezone.localdate()
        purposes, woman = list(Purpose.objects.all()), ProfileValue.objects.get(list="gender", code="woman")
        for number, purpose in enumerate(purposes):
            for ago in (0, 1, 30 * number, 365):
                day = today - timedelta(days=ago)
                make_visit(site=self.sites[0], day=day, hour=9 + number, people=1 + number % 3, purpose=purpose)
        make_visit(site=self.sites[0], day=today, hour=10, purpose=purposes[0], gender=woman)
        self.accounts = {
            str(role): make_user(
                email=f"{role}@demo.example", name=f"{role.label}", roles=[role], sites=self.sites, language="fr"
            )
            for role in Role
        }
        self.cookies = {role: self.cookie(user) for role, user in self.accounts.items()}

    def cookie(self, user):
        """The cookie of a session in which `user` is signed in."""
        client = Client()
        client.force_login(user)
        return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": self.url}

    def window(self, role=None):
        """A browser window in which `role` is signed in (nobody, when left out), kept for the module."""
        if role not in self._windows:
            context = self.chromium.new_context(viewport=WIDE, reduced_motion="reduce")
            context.set_default_timeout(PATIENCE)
            if role:
                context.add_cookies([self.cookies[role]])
            self._windows[role] = Window(context.new_page(), self.url)
        return self._windows[role]

    def close(self):
        for window in self._windows.values():
            window.page.context.close()


class Window:
    """A page of the browser that keeps in mind what went wrong and what it asked for since it was last opened."""

    def __init__(self, page, origin):
        self.page = page
        self.origin = origin
        self.errors, self.strangers = [], []
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", self.asked)

    def heard(self, message):
        # The browser reports an answer of 4xx to the page itself as an error; forms that refuse are tested for it.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            self.errors.append(message.text)

    def asked(self, request):
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(self.origin + "/"):
            self.strangers.append(request.url)

    def open(self, path, *, language="fr"):
        """Go to `path` in `language` and at full width; returns the response."""
        self.errors.clear()
        self.strangers.clear()
        self.page.set_viewport_size(WIDE)
        return self.page.goto(f"{self.origin}/{language}{path}")

    def follow(self, selector):
        """Click the link or button of `selector` and wait for the page that this leads to."""
        with self.page.expect_navigation():
            self.page.click(selector)

    def overflow(self, size):
        """By how many pixels the page is wider than a window of `size`, and the elements that stick out."""
        self.page.set_viewport_size(size)
        return self.page.evaluate(
            """() => {
                const wide = document.documentElement.clientWidth;
                const beyond = document.documentElement.scrollWidth - wide;
                if (beyond <= 0) return [];
                const name = e => e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + (e.className && e.className.trim
                    ? "." + e.className.trim().split(/\\s+/).join(".") : "");
                const scrolls = e => e && e !== document.body
                    && (getComputedStyle(e).overflowX !== "visible" || scrolls(e.parentElement));
                const sticksOut = e => e.checkVisibility() && e.getBoundingClientRect().right > wide + 1
                    && !scrolls(e.parentElement);
                const all = [...document.querySelectorAll("body *")];
                const out = all.filter(sticksOut), spills = e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth
                    && e.getBoundingClientRect().left + e.scrollWidth > wide + 1 && !scrolls(e);
                const guilty = out.length ? out : all.filter(spills).reverse();
                return [`${beyond} px`, ...guilty.map(name).slice(0, 5)];
            }"""
        )
