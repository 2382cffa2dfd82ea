"""Pictures of every screen and those of the handbooks: the second half of `make screenshots`.

The walk begins at a few addresses and follows the links of each page, so that a new screen is taken without a line
here: one picture of each named address, as the first person saw it who could open it. To some screens no link of the
demonstration leads: docs/states.py gives their addresses, docs/moments.py takes what lasts for a moment only. The
index ends with the screens that have no picture all the same.
"""

import html
import re
from collections import Counter, deque
from urllib.parse import urljoin, urlsplit

from PIL import Image
from playwright.sync_api import Error

from docs.moments import MOMENTS, WINDOW

SMALL = (683, 384)  # half of the window
READABLE = (1024, 576)  # in a handbook, where words must be read
MOST_BYTES = 40_000
QUALITIES = (60, 45, 30, 20)

# Who walks, from where, and below which address pages are opened again for the links that others did not see.
WALKERS = [
    (None, "/", "/"),
    ("director", "/today/", "/"),
    ("counsellor", "/counselling/", "/counselling/"),
    ("documentation", "/documentation/", "/documentation/"),
    ("events", "/events/", "/events/"),
    ("partners", "/partners/", "/partners/"),
    ("reception", "/reception/", "/reception/"),
    ("admin", "/settings/", "/settings/"),
]
# Pages of one name that are looked through for links: a session that was held leads elsewhere than a planned one.
OF_ONE_NAME = 4
EVERY_ROLE = ("reception", "counsellor", "documentation", "events", "partners", "director", "admin")
HREF = re.compile(r"""<a\b[^>]*?\bhref=["']([^"']+)""")
DOWNLOADS = ("_pdf", "_csv", "_xlsx", "_ods", "_ics", "_zip", "_json", "_export", "_sample", "_refused", "_file")
DOWNLOADS += ("_ris", "_bib", "_dc", "_jsonld", ":qr", ":document", "label_document", "survey_poster", "_by_month")
NO_SCREEN = {"logo", "favicon", "manifest", "robots", "sitemap", "news_feed", "health_live", "health_ready"}
NO_SCREEN |= {"catalogue:oai", "catalogue:opensearch", "catalogue:suggest", "programme:news"}  # for programs
NO_SCREEN |= {"counselling:worker", "documentation:resource_alike", "reception:state"}  # parts of other pages
FIVE = ("fr", "en", "it", "es", "pt")
IN_FIVE = {"home": (None, "/"), "counter": ("reception", "/reception/")}

WITHOUT_PICTURE = "## Without a picture"
ALL_THERE = "None: whatever somebody can open has one."

# Pictures of the handbooks: name, who looks, address; and with what the link begins that leads there from it, if any.
HANDBOOK = [
    ("today", "director", "/today/", None),
    ("counter", "reception", "/reception/", None),
    ("hall", "reception", "/reception/board/", None),
    ("seats", "reception", "/events/seats/", None),
    ("desks", "counsellor", "/counselling/", None),
    ("desk-board", "counsellor", "/counselling/", "/counselling/board/?"),
    ("holdings", "documentation", "/documentation/", None),
    ("freshness", "documentation", "/documentation/freshness/", None),
    ("calendar", "events", "/events/", None),
    ("session", "events", "/events/", "/events/sessions/"),
    ("reminders", "partners", "/partners/reminders/", None),
    ("roster", "partners", "/counselling/roster/", None),
    ("key-figures", "director", "/reports/key-figures/", None),
    ("self-assessment", "director", "/reports/self-assessment/", "/reports/self-assessment/2"),
    ("settings", "admin", "/settings/", None),
    ("accounts", "admin", "/settings/users/", None),
]


def name_of(address):
    """The URL name of `address`, with or without a language before it; None when it is none of ours."""
    from django.urls import Resolver404, resolve  # noqa: PLC0415 -- settings are not read earlier

    path = urlsplit(address).path
    if path[1:4].rstrip("/") in FIVE:
        path = path[3:] or "/"
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def is_screen(name):
    """True when the address called `name` shows a page that people look at."""
    return not (name.endswith(DOWNLOADS) or name in NO_SCREEN or "service_worker" in name or name.startswith("admin:"))


def screens():
    """The names of all addresses that show a page to somebody, from the table that the tests hold against the code."""
    from tests.test_urls_by_role import TABLE  # noqa: PLC0415 -- settings are not read earlier

    return {name for name, line in TABLE.items() if line.status == 200 and is_screen(name)}


def small(file, size):
    """Make the PNG `file` a WebP of `size` beside it, lighter than MOST_BYTES; give its path."""
    target = file.with_suffix(".webp")
    with Image.open(file) as picture:
        shrunk = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    for quality in QUALITIES:
        shrunk.save(target, quality=quality, method=6)
        if target.stat().st_size <= MOST_BYTES:
            break
    file.unlink()
    return target


class Walk:
    """A walk through the demonstration at `base`.

    window: function(role) that gives a browser's context in which somebody of that role is signed in (None: nobody).
    folder: where the pictures go.  seen: {URL name: (who looks, address)}.
    """

    def __init__(self, base, window, folder):
        self.base, self.window, self.folder = base, window, folder
        self.seen = {}

    def has(self, name):
        """True when there is a picture called `name`."""
        return (self.folder / f"{name}.webp").exists()

    def photograph(self, page, name, size=SMALL):
        file = self.folder / f"{name.replace(':', '-').replace('_', '-')}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=file, animations="disabled", caret="hide")
        return small(file, size)

    def open(self, role, address):
        """The page at `address` as `role` sees it; None when it is a file, or not to be had."""
        page = self.window(role).new_page()
        page.set_viewport_size(WINDOW)
        try:
            response = page.goto(self.base + address, wait_until="load")
        except Error:  # a download, or a page that leads elsewhere
            page.close()
            return None
        if response is None or not response.ok or not response.headers.get("content-type", "").startswith("text/html"):
            page.close()
            return None
        page.wait_for_timeout(250)  # ms; figures that htmx fetches
        return page

    def links(self, page):
        """Addresses of this house that the open `page` links to, those of its content first."""
        found = page.evaluate(
            "() => [...document.querySelectorAll('main a[href], a[href]')].map(link => link.getAttribute('href'))"
        )
        yield from self.ours(page.url, found)

    def ours(self, url, links):
        """Those of the `links` of the page at `url` that lead to this house, without its address."""
        for link in links:
            parts = urlsplit(urljoin(url, link))
            if f"{parts.scheme}://{parts.netloc}" == self.base:
                yield parts.path + (f"?{parts.query}" if parts.query else "")

    def go(self, role, start, below):
        """Take each screen that can be reached from `start` and was not taken before."""
        waiting, asked, opened = deque([start]), set(), Counter()
        while waiting:
            address = waiting.popleft()
            name = name_of(address)
            if name is None or address in asked or opened[name] == OF_ONE_NAME or not is_screen(name):
                continue
            asked.add(address)
            opened[name] += 1
            if name not in self.seen:
                waiting += self.take(role, address, name)
            elif urlsplit(address).path.startswith(below):
                waiting += self.links_sent(role, address)

    def take(self, role, address, name):
        """Take the screen called `name`, if `role` may see it there; gives its links."""
        page = self.open(role, address)
        if page is None:
            return []
        if name_of(page.url) == name:
            self.seen[name] = (role, address)
            self.photograph(page, name)
        found = list(self.links(page))
        page.close()
        return found

    def links_sent(self, role, address):
        """The links of a page that is only read, not drawn: a tenth of the time."""
        answer = self.window(role).request.get(self.base + address)
        if not answer.ok or not answer.headers.get("content-type", "").startswith("text/html"):
            return []
        return list(self.ours(answer.url, (html.unescape(link) for link in HREF.findall(answer.text()))))

    def keep(self, page, role):
        """Take the open `page`, whatever way led there, as the picture of its address."""
        address = page.url.removeprefix(self.base)
        page.evaluate("scrollTo(0, 0)")  # whoever filled it in is further down
        self.seen[name_of(address)] = (role, address)
        self.photograph(page, name_of(address))

    def go_to(self, addresses):
        """Take the screens that were not seen on the way. addresses: {name: (role, address)}."""
        for name, (role, address) in addresses.items():
            if name not in self.seen:
                self.take(role, address, name)

    def go_everywhere(self):
        for role, start, below in WALKERS:
            self.go(role, start, below)
        for role in EVERY_ROLE:
            page = self.open(role, "/today/")
            self.photograph(page, f"today-{role}")
            page.close()

    def in_five_languages(self):
        for language in FIVE:
            for name, (role, path) in IN_FIVE.items():
                if role:
                    speak(self.window(role), self.base, language)
                page = self.open(role, path if role else f"/{language}{path}")
                self.photograph(page, f"{name}-{language}")
                page.close()
        speak(self.window("reception"), self.base, "fr")

    def handbook(self, folder):
        """The pictures of the handbooks, in French and English, into `folder`/fr and `folder`/en."""
        roles = sorted({role for _name, role, _address, _link in HANDBOOK})
        for language in ("en", "fr"):
            self.folder = folder / language
            for role in roles:
                speak(self.window(role), self.base, language)
            for name, role, address, link in HANDBOOK:
                page = self.open(role, address)
                if link:
                    address = next(found for found in self.links(page) if found.startswith(link))
                    page.close()
                    page = self.open(role, address)
                self.photograph(page, name, READABLE)
                page.close()

    def write_index(self, file):
        """A page that shows every picture, by the first part of its address."""
        rooms = {}
        for name, (role, address) in sorted(self.seen.items()):
            rooms.setdefault(urlsplit(address).path.strip("/").partition("/")[0] or "home", []).append((name, role))
        lines = [
            "# Every screen",
            "",
            "Taken from the demonstration by `make screenshots`; half the size of a window.",
        ]
        lines += ["", "## In five languages", ""]
        lines += [picture(f"{name}-{language}") for name in IN_FIVE for language in FIVE]
        lines += ["", "## The first page of each role", "", *[picture(f"today-{role}") for role in EVERY_ROLE]]
        for room, taken in sorted(rooms.items()):
            lines += ["", f"## {room.capitalize()}", "", *[picture(name, role or "visitor") for name, role in taken]]
        lines += ["", "## For a moment", "", *[picture(name) for name, *_more in MOMENTS if self.has(name)]]
        lines += [
            "",
            WITHOUT_PICTURE,
            "",
            *([f"- {name}" for name in sorted(screens() - set(self.seen))] or [ALL_THERE]),
        ]
        file.write_text("\n".join(lines) + "\n")


def picture(name, role=""):
    """A line of the index."""
    words = f"{name}, {role}" if role else name
    return f"![{words}](screenshots/screens/{name.replace(':', '-').replace('_', '-')}.webp)"


def speak(context, base, language):
    """Let the person signed in in `context` read in `language`."""
    page = context.new_page()
    page.goto(f"{base}/account/")
    page.evaluate(
        """async language => {
            const body = new FormData(document.querySelector("form:has([name=csrfmiddlewaretoken])"));
            const sent = new FormData();
            sent.set("csrfmiddlewaretoken", body.get("csrfmiddlewaretoken"));
            sent.set("language", language);
            sent.set("next", "/today/");
            await fetch("/today/language/", {method: "POST", body: sent});
        }""",
        language,
    )
    page.close()
