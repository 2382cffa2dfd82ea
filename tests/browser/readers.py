"""What a page owes to readers who zoom, who want less motion, and who have colours of their own.

A window of 1366 CSS pixels that is zoomed to 200 % is one of 683, and 1280 at 400 % is one of 320: that is how a page
sees it (WCAG 1.4.10, RGAA 10.11).
"""

from tests.browser.house import WIDE

AT_200, AT_400 = {"width": 683, "height": 384}, {"width": 320, "height": 256}
# Text cut off by a box that hides what sticks out; what is for screen readers alone is meant to be.
CUT_OFF = """() => [...document.querySelectorAll("main *")].filter((e) => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    return e.checkVisibility() && box.width > 2 && box.height > 2 && !e.closest(".visually-hidden, select, input, svg")
        && (style.overflowX === "hidden" || style.overflowX === "clip") && e.scrollWidth > e.clientWidth + 1
        && style.textOverflow !== "ellipsis" && e.textContent.trim();
}).map((e) => e.outerHTML.slice(0, 120))"""
# What stays in the window while the page is scrolled, and takes more than a fifth of a low window for itself.
STUCK = """() => [...document.querySelectorAll("main *")].filter((e) => {
    const style = getComputedStyle(e), stays = style.position === "fixed" || style.position === "sticky" &&
        (style.bottom !== "auto" || style.top !== "auto");
    return stays && e.checkVisibility() && e.getBoundingClientRect().height > innerHeight / 5
        && e.getBoundingClientRect().bottom > 0 && e.getBoundingClientRect().top < innerHeight
        && !e.closest(".visually-hidden");
}).map((e) => "stays in a low window: " + e.outerHTML.slice(0, 100))"""
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

# What is current or chosen must not look like what stands beside it: a bolder letter is hardly seen, a background is
# not drawn under forced colours.
ALIKE = """() => {
    const chosen = "[aria-current], [aria-pressed=true], .btn-check:checked + .chip";
    const drawn = ["borderTopColor", "borderBottomColor", "borderBottomWidth", "borderLeftColor", "outlineStyle"];
    const look = (e) => drawn.map((name) => getComputedStyle(e)[name]).join();
    const beside = (e) => [...e.closest("ul, ol, nav, fieldset, p, div").querySelectorAll(e.tagName)]
        .filter((other) => other.className === e.className && other.checkVisibility() && !other.matches(chosen));
    return [...document.querySelectorAll(chosen)].filter((e) => e.checkVisibility())
        .filter((e) => beside(e).some((other) => look(other) === look(e))).map((e) => e.outerHTML.slice(0, 120));
}"""

# The spacing that a reader may ask for (WCAG 1.4.12, RGAA 10.12), laid over the page's own styles and taken off again.
SPACED = """([rules]) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
}"""
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""


def not_served(window):
    """What of the open page is lost when zoomed or spaced, moves unasked, or looks alike under forced colours."""
    page = window.page
    wrong = []
    for size in (AT_200, AT_400):
        wrong += [(size["width"], line) for line in [*window.overflow(size), *page.evaluate(CUT_OFF)]]
    wrong += [(AT_400["height"], line) for line in page.evaluate(STUCK)]  # the window is that low now
    page.evaluate(SPACED, [SPACING])
    wrong += [("spaced", line) for line in [*window.overflow(WIDE), *page.evaluate(CUT_OFF)]]
    page.evaluate(SPACED, [""])
    wrong += [("moves", line) for line in page.evaluate(MOVING)]  # a window of the tests asks for less motion
    try:
        page.emulate_media(forced_colors="active")
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        wrong += [("like what is not current", line) for line in page.evaluate(ALIKE)]
        return wrong + [("without a border", line) for line in page.evaluate(BORDERLESS)]
    finally:
        page.emulate_media(forced_colors="none")
