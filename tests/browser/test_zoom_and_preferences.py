"""Zoomed to 200 % and 400 %, with less motion, with colours of the reader's own: one page of each room.

A window of 1366 CSS pixels that is zoomed to 200 % is one of 683, and 1280 at 400 % is one of 320: that is how a page
sees it (WCAG 1.4.10, RGAA 10.11).
"""

import pytest

from tests.browser.house import ONE_OF_EACH_ROOM, WIDE
from tests.test_urls_by_role import ROLES, TABLE, address, may

pytestmark = pytest.mark.django_db
AT_200, AT_400 = {"width": 683, "height": 384}, {"width": 320, "height": 256}
# Text cut off by a box that hides what sticks out; what is for screen readers alone is meant to be.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((e) => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    return e.checkVisibility() && box.width > 2 && box.height > 2 && !e.closest(".visually-hidden, select, input, svg")
        && (style.overflowX === "hidden" || style.overflowX === "clip") && e.scrollWidth > e.clientWidth + 1
        && style.textOverflow !== "ellipsis" && e.textContent.trim();
}).map((e) => e.outerHTML.slice(0, 120))"""
MOVING = """() => [...document.querySelectorAll("body *")].flatMap((e) => ["", "::before", "::after"].map((part) => {
    const style = getComputedStyle(e, part || null);
    const long = (times) => times.split(",").some((t) => parseFloat(t) > 0);
    const moves = (long(style.transitionDuration) && style.transitionProperty !== "none")
        || (long(style.animationDuration) && style.animationName !== "none");
    return moves ? e.outerHTML.slice(0, 100) + part : null;
})).filter(Boolean)"""
# Under forced colours a background says nothing: a control needs a border, an outline, or an underlined text.
BORDERLESS = """() => [...document.querySelectorAll(
    "main .btn, main input:not([type=hidden]), main select, main textarea, main .chip, main .key, main button")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !e.disabled)
    .filter((e) => !e.matches(".btn-check, .visually-hidden"))
    .filter((e) => !e.matches("[type=checkbox], [type=radio], [type=range], [type=file]"))
    .filter((e) => {
        const drawn = (box) => ["Top", "Bottom"].some((side) => {
            const style = getComputedStyle(box);
            return style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) >= 1;
        }) || getComputedStyle(box).outlineStyle !== "none";
        const line = (each) => getComputedStyle(each).textDecorationLine;
        const underlined = [e, ...e.children].some((each) => line(each) === "underline");
        return !drawn(e) && !underlined && !drawn(e.parentElement) && !e.querySelector("svg");
    }).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def addresses(house):
    return {name: address(name) for name in ONE_OF_EACH_ROOM}


def opened(house, addresses, name):
    role = None if TABLE[name].mark == "public" else [role for role in ROLES if may(TABLE[name], role)][-1]
    window = house.window(role)
    window.open(addresses[name])
    return window


@pytest.mark.parametrize("name", ONE_OF_EACH_ROOM)
def test_a_page_serves_a_reader_who_zooms_and_one_with_wishes(house, addresses, name):
    window = opened(house, addresses, name)
    page = window.page
    try:
        for size in (AT_200, AT_400):
            assert window.overflow(size) == [], size
            assert page.evaluate(CUT_OFF) == [], size
        page.set_viewport_size(WIDE)
        assert page.evaluate(MOVING) == []  # a window of the tests asks for less motion
        page.emulate_media(forced_colors="active")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert page.evaluate(BORDERLESS) == []
    finally:
        page.emulate_media(forced_colors="none")


def test_the_theme_moves_where_nobody_asks_it_not_to(house, addresses):
    """Shows that the test above looks: the same page without the wish for less motion."""
    window = opened(house, addresses, "documentation:holdings")
    try:
        window.page.emulate_media(reduced_motion="no-preference")
        assert window.page.evaluate(MOVING) != []
    finally:
        window.page.emulate_media(reduced_motion="reduce")


def test_what_would_be_wrong_is_noticed(house):
    window = house.window()
    window.page.goto("about:blank")  # no rules of ours about scripts and styles
    window.page.set_content(
        "<style>button { border: 0; background: #eee }</style><main><button>plain</button>"
        "<div style='width: 50px; overflow: hidden; white-space: nowrap'>a text that is longer than its box</div>"
        "<div style='width: 400px'>wide</div></main>"
    )
    assert window.overflow(AT_400)[0] == "88 px"
    assert len(window.page.evaluate(CUT_OFF)) == 1
    assert window.page.evaluate(BORDERLESS) == ["<button>plain</button>"]
