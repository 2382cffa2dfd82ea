"""Every page that somebody can open, in French and English: accessible, quiet, not too wide, nothing from elsewhere.

Public ones are opened in Italian, Spanish and Portuguese as well, where words may be too long for a page; what is
accessible in two languages is so in five. What is wrong with colours is looked for in French alone (see axe.py), and
on the counter in English too, which hides some of its hints in other languages.

The walk follows the table of URLs (tests/test_urls_by_role.py), so a new page is looked at without a line here. What
the server sent is kept, and the HTML checker reads all of it at the end, in one run.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Error

from documentation.views import reserving
from tests.browser.house import COLOURS_IN, LANGUAGES, NARROW, PUBLIC_LANGUAGES, WIDE
from tests.browser.html_checker import WRONG, complaints
from tests.rooms import PROJECT
from tests.test_urls_by_role import ROLES, TABLE, address, may

pytestmark = pytest.mark.django_db  # the rows that the server shows are stored by `house`, before a test begins

# URLs that are nothing to look at, each with its reason; what answers with anything but HTML is skipped by itself.
NO_PAGE = {
    "favicon": "leads to a drawing",
    "partners:document": "an attachment, stored by the browser",
    "partners:import_sample": "the same",
    "partners:import_refused": "the same",
}
DOWNLOADS = ("_pdf", "_csv", "_xlsx", "_ods", "_ics", "_zip")  # how their names end: the browser stores them
# Public pages with a form may set a cookie, for it must be told from a form that somebody else has sent.
FORMS_FOR_STAFF = {"sign_in", "password_forgotten", "password_choose"}
EVERY_ROLE = ["today"]  # put together from what each role needs; other pages are the same for whoever may see them
# Staff pages that are looked at on a phone and for their colours in both languages; of the others French, which is
# longer, is enough.
ALL_OF_IT_IN_BOTH = {"reception:counter"}
# Pages that must fit into a window of 1366 × 768 whole: the counter is an instrument.
NEVER_SCROLLS = ["reception:counter"]


@dataclass(frozen=True)
class Walk:
    """One page as one person sees it in one language."""

    name: str
    role: str | None
    language: str

    @property
    def is_on_a_phone(self):
        """Whether axe looks at it in a narrow window too."""
        return self.shows_colours or (self.role is None and self.language in LANGUAGES)

    @property
    def shows_colours(self):
        """Whether axe is asked about contrast."""
        return self.language == COLOURS_IN or self.name in ALL_OF_IT_IN_BOTH

    def __str__(self):
        return f"{self.name}-{self.role or 'visitor'}-{self.language}"


def walks():
    """Each page with a role that may see it, and the pages of EVERY_ROLE with each role."""
    for name, line in TABLE.items():
        if name in NO_PAGE or name.endswith(DOWNLOADS) or line.post_only or line.status != 200:
            continue
        allowed = [role for role in ROLES if may(line, role)]
        if name not in EVERY_ROLE:
            allowed = [None] if line.mark == "public" else allowed[-1:]
        for role in allowed:
            yield from (Walk(name, role, language) for language in (LANGUAGES if role else PUBLIC_LANGUAGES))


@pytest.fixture(scope="module")
def addresses(house):
    """The path of each page; the objects that they need are stored once, before the first test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reserving, "MINUTES_SHOWN", 120)  # the walk may take longer than the address of a code holds
        yield {name: address(name) for name in sorted({walk.name for walk in walks()})}


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """The folder of the pages that were sent, for the HTML checker."""
    return tmp_path_factory.mktemp("sent")


@pytest.fixture(scope="module")
def no_pages():
    """{name: why it is none}: what was no page in the first language is not opened in the others."""
    return {}


def opened(window, path, language):
    """Go to `path`; returns (its HTML, "") or (None, why it is no page)."""
    try:
        response = window.open(path, language=language)
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return None, "an attachment, stored by the browser"
    assert response.status == 200
    if not response.headers["content-type"].startswith("text/html"):
        return None, "nothing to look at"
    html = response.text()
    return (html, "") if "<html" in html else (None, "a part of a page, which htmx alone asks for")


@pytest.mark.parametrize("walk", list(walks()), ids=str)
def test_a_page_is_accessible_quiet_and_fits(house, addresses, no_pages, violations, sent, walk):
    if walk.name in no_pages:
        pytest.skip(no_pages[walk.name])
    window = house.window(walk.role)
    html, reason = opened(window, addresses[walk.name], walk.language)
    if html is None:
        no_pages[walk.name] = reason
        pytest.skip(reason)
    (sent / f"{walk}.html").write_text(html)
    assert window.page.evaluate("document.documentElement.lang") == walk.language
    if walk.language in LANGUAGES:
        assert violations(window.page, colours=walk.shows_colours) == []
    assert window.overflow(NARROW) == []
    if walk.is_on_a_phone:
        assert violations(window.page, colours=walk.shows_colours) == []
    assert window.overflow(WIDE) == []
    assert window.errors == []
    assert window.strangers == []
    if walk.role is None and walk.name not in FORMS_FOR_STAFF:
        assert window.page.context.cookies() == []
    if walk.role is None:
        window.page.context.clear_cookies()


@pytest.mark.parametrize("name", NEVER_SCROLLS)
def test_an_instrument_is_in_view_as_a_whole(house, addresses, name):
    window = house.window("reception")
    window.open(addresses[name])
    assert window.page.evaluate("document.documentElement.scrollHeight") <= WIDE["height"]


def test_what_would_be_wrong_with_a_page_is_seen(house, violations):
    window = house.window()
    window.open("/accessibility/")
    window.page.goto("about:blank")  # no rules of ours about scripts and styles
    elsewhere = "http://elsewhere.invalid/counter.gif"
    window.page.route(elsewhere, lambda route: route.abort())
    window.page.set_content(f"""<html lang="fr"><title>Wrong</title><main><h1>Wrong</h1><img src="{elsewhere}">
        <div style="width: 500px">wide</div><script>console.error("broken")</script></main></html>""")
    assert [line.split(":")[0] for line in violations(window.page)] == ["image-alt"]
    assert (window.overflow(NARROW)[0], window.overflow(WIDE)) == ("118 px", [])
    assert "broken" in window.errors
    assert window.strangers == [elsewhere]
    window.page.unroute(elsewhere)


GREY = """<html lang="fr"><title>Grey</title><style>
    p { color: #222 } .grey { color: #bbb } #comes { display: none }
    @media (max-width: 500px) { #turns { color: #bbb } #comes { display: block } }
    </style><main><h1>Grey</h1><img src="data:,"><p class="grey">was</p><p id="turns">turns</p>
    <p id="comes" class="grey">comes</p><p>stays</p></main></html>"""


def test_grey_text_is_found_once_and_again_where_something_looks_different(house, violations):
    window = house.window()
    window.page.goto("about:blank")  # no rules of ours about scripts and styles
    window.page.set_content(GREY)
    assert what_is_wrong(violations(window.page, colours=False)) == {"image-alt": 1}
    assert what_is_wrong(violations(window.page)) == {"image-alt": 1, "color-contrast": 1}
    assert what_is_wrong(violations(window.page)) == {"image-alt": 1}
    window.overflow(NARROW)
    assert what_is_wrong(violations(window.page)) == {"image-alt": 1, "color-contrast": 2}
    window.page.evaluate("document.querySelector('main').style.background = '#333'")
    assert what_is_wrong(violations(window.page)) == {"image-alt": 1, "color-contrast": 2}  # heading and what stays
    window.overflow(WIDE)


def what_is_wrong(lines):
    """How many elements each rule complains of."""
    return {line.split(":")[0]: line.count("; ") + 1 for line in lines}


def test_no_colour_depends_on_the_language():
    sheets = [(name, name.read_text()) for name in (PROJECT / "static").rglob("*.css")]
    rules = [(name.name, *rule) for name, sheet in sheets for rule in re.findall(r"([^{}]*)\{([^{}]*)\}", sheet)]
    of_a_language = [rule for rule in rules if re.search(r":lang|\[lang|hreflang", rule[1])]
    assert len(of_a_language) >= 3
    other = [name for name, _selector, says in of_a_language if re.search("colo|background|opacity|fill|filter", says)]
    assert other == []


def test_the_html_checker_finds_nothing_on_the_pages_above(sent):
    (sent / "wrong.html").write_text(WRONG)  # shows that it looks
    said = complaints(sent)
    assert len(said) == 1, "\n".join(said)
    assert said[0].startswith("wrong: Attribute “hx-get” not allowed on element “p”")
