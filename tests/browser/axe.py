"""What axe finds on a page, each of its rules asked as often as its answer may differ.

Contrast takes axe longer than all its other rules together. It is asked about every element of a document once, and
again only about those that look different by then: drawn anew, or in a window of another width. Nor do colours depend
on the language, which test_pages_with_axe.py makes sure of.
"""

# What contrast is made of: the colour, all that is drawn under it, and whether the text is large (WCAG 1.4.3).
FIND = """async (colours) => {
    const asked = (window.askedOfAxe ||= new WeakMap()), different = [];
    const look = (element, ground) => {
        const style = getComputedStyle(element);
        if (style.display === "none") return;
        const drawn = [style.backgroundColor, style.backgroundImage, style.opacity].join();
        const under = drawn === "rgba(0, 0, 0, 0),none,1" ? ground : ground + drawn;
        const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
        const now = [under, style.color, style.fill, style.textShadow, large, style.visibility, style.position].join();
        if (asked.get(element) !== now) different.push(element);
        asked.set(element, now);
        for (const child of element.children) look(child, under);
    };
    if (colours) look(document.documentElement, "");
    const whole = different[0] === document.documentElement;
    const found = [await axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled: whole}}})];
    if (different.length && !whole)
        found.push(await axe.run(different, {resultTypes: ["violations"], runOnly: ["color-contrast"]}));
    return found.flatMap(({violations}) => violations).map(({id, help, nodes}) =>
        `${id}: ${help} – ${nodes.slice(0, 4).map(({html}) => html.slice(0, 160)).join("; ")}`);
}"""


def violations(page, *, script, colours=True):
    """What is wrong with the open page, as one readable line for each rule. script: axe's own source.

    colours: whether contrast is asked too; not needed where the same page is looked at in another language as well.
    """
    if not page.evaluate("'axe' in window"):  # half a megabyte: handed over once, read with each page from then on
        page.evaluate(script)
        page.add_init_script(script)
    return page.evaluate(FIND, colours)
