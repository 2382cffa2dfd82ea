"""Moving over a page with the Tab key alone, as somebody does who sees the focus and nothing else moves it."""

FOCUSED = """async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));  // the page has moved
    const at = document.activeElement;
    if (!at || at === document.body || at === document.documentElement) return null;
    const name = at.tagName.toLowerCase() + (at.id ? "#" + at.id : "") + (at.name ? `[name=${at.name}]` : "")
        + " " + (at.textContent || "").trim().slice(0, 30);
    // A radio button or a check box may be drawn by its label alone.
    const own = [at, ...(at.labels || [])], drawn = [...own, at.parentElement];
    const ring = (e) => {
        const style = getComputedStyle(e);
        return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
    };
    const inView = (e) => [...e.getClientRects()].some((box) => box.width > 1 && box.height > 1 && box.bottom > 0
        && box.top < innerHeight && box.right > 0 && box.left < innerWidth);
    // Not wholly behind something that stays where it is while the page moves.
    const uncovered = (e) => [...e.getClientRects()].some((box) => [0.1, 0.5, 0.9].some((down) =>
        [0.1, 0.5, 0.9].some((across) => {
            const top = document.elementFromPoint(box.left + box.width * across, box.top + box.height * down);
            return top && (e.contains(top) || top.contains(e) || own.some((each) => each.contains(top)));
        })));
    const shown = drawn.find((e) => ring(e) && inView(e));
    const before = window.focusedBefore;
    window.focusedBefore = at;
    // A field of a date or a time has several stops of its own; the browser draws where one is inside it.
    const inside = before === at && ["date", "time", "datetime-local", "month", "week"].includes(at.type);
    const again = before === at && !inside;
    const follows = !before?.isConnected || before === at
        || Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING);
    return { name, seen: inside || Boolean(shown), uncovered: inside || own.some(uncovered), follows, again,
             where: own.map((e) => Object.values(e.getClientRects()[0]?.toJSON() || {}).map(Math.round).join(" ")) };
}"""
MOST = 300  # presses of Tab on one page


def focused(page):
    """What has the focus, whether one sees that, and whether it stands after what had it before; None for nothing."""
    return page.evaluate(FOCUSED)


def enter(page):
    """Press Enter and wait for the page that this leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(page, selector, *, most=MOST):
    """Press Tab until the element of `selector` has the focus; every stop on the way must be seen."""
    way = []
    for _press in range(most):
        page.keyboard.press("Tab")
        at = focused(page)
        if at:
            assert_seen(at)
            assert not at["again"], f"a trap: {at['name']}"
            way.append(at["name"])
        if page.evaluate("selector => Boolean(document.activeElement?.matches(selector))", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}; it came to {way}")


def assert_seen(at):
    assert at["seen"], f"one does not see that this has the focus: {at['name']}"
    assert at["uncovered"], f"something lies over what has the focus: {at['name']}, {at['where']}"


# A page that puts the focus into a field of its own begins its round there, and ends before it.
IS_THE_FIRST = "() => document.activeElement === document.querySelector('a[href], button, input, select, summary')"


def round_trip(page, *, most=MOST):
    """Press Tab from the page's beginning to its end; returns what had the focus. No trap, no step back, all seen."""
    stops = []
    for _press in range(most):
        page.keyboard.press("Tab")
        at = focused(page)
        if at is None:
            return stops
        if stops and not at["follows"] and (at["name"] == stops[0] or page.evaluate(IS_THE_FIRST)):
            return stops
        assert_seen(at)
        assert not at["again"], f"a trap: {at['name']}"
        assert at["follows"], f"the focus goes back, from {stops[-1]} to {at['name']}"
        stops.append(at["name"])
    raise AssertionError(f"Tab does not leave this page after {most} stops, the last ones {stops[-6:]}")
