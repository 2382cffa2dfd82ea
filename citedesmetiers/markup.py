"""The small safe markup of pages and news: CommonMark without HTML, images and tables, and fields of the centre.

Two doors stand one behind the other: markdown-it-py leaves raw HTML as text, and nh3 then lets only these elements
through, whatever the first one made.
"""

import re
from html import unescape

import nh3
from django.urls import get_script_prefix
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

ELEMENTS = {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "hr", "code"}
ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
SCHEMES = {"https", "http", "mailto", "tel"}
NO_DIGIT = re.compile(r"[^0-9+]")
LOWEST = 4  # the deepest heading
MOST = 200  # signs of a summary

# What stands in braces, as it is explained beside the field.
FIELDS = {
    "centre": _("name of the centre"),
    "structure": _("holding structure"),
    "email": _("e-mail address for the public"),
    "phone": _("telephone for the public"),
    "place": _("name of the main site"),
    "address": _("address of the main site"),
    "how_to_come": _("how to come to the main site"),
    "website": _("address of this site"),
    "day": _("day on which the page was changed last"),
}
FIELD = re.compile(r"\{([a-z_]+)\}")
SPECIAL = re.compile(r"([\\`*_\[\]<>#&~])")


def parser():
    made = MarkdownIt("commonmark", {"html": False, "breaks": True})
    # A picture would be asked for elsewhere, and its reader's address told; code blocks are for programmers.
    return made.disable(["image", "html_block", "html_inline", "code", "fence", "reference"])


PARSER = parser()


def html(text, fields=None):
    """`text` as safe HTML; its headings begin below the page's own.

    fields: {name of FIELDS: value}; see filled().
    """
    tokens = PARSER.parse(filled(text, fields or {}))
    level_headings([token for token in tokens if token.type in ("heading_open", "heading_close")])
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", in_this_language(str(child.attrGet("href"))))
    made = PARSER.renderer.render(tokens, PARSER.options, {})
    clean = nh3.clean(
        made, tags=ELEMENTS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener", strip_comments=True
    )
    return mark_safe(clean)  # noqa: S308 -- nh3 has cleaned it


def level_headings(tokens):
    """Let the highest heading among `tokens` be an h2, and none skip a level, however many signs it was given."""
    highest = min((int(token.tag[1]) for token in tokens), default=1)
    last = 1
    for opening, closing in zip(tokens[::2], tokens[1::2], strict=True):
        last = min(int(opening.tag[1]) - highest + 2, last + 1, LOWEST)
        opening.tag = closing.tag = f"h{last}"


def in_this_language(address):
    """A link to a page of this site (/places/) in the language that the reader's address begins with."""
    if address.startswith("/") and not address.startswith("//"):
        return get_script_prefix() + address[1:]
    return address


def filled(text, fields):
    """`text` with the centre's `fields` in place of {names}; a line of which a field is empty is left out.

    So a page may speak of a telephone that the centre does not have yet. A {name} that is no field stays as it is.
    """
    lines = []
    for line in text.splitlines():
        named = [name for name in FIELD.findall(line) if name in FIELDS]
        if all(fields.get(name) for name in named):
            lines.append(FIELD.sub(lambda found: escaped(fields, found), line))
    return "\n".join(lines)


def escaped(fields, found):
    """The value of a field, so that no sign in it is read as markup; an unknown one as it was written."""
    if found[1] not in FIELDS:
        return found[0]
    value = str(fields[found[1]])
    if found.string[: found.start()].endswith("tel:"):
        return NO_DIGIT.sub("", value)  # a telephone's link has no spaces
    return SPECIAL.sub(r"\\\1", value)


def unknown_fields(text):
    """The {names} in `text` that are no field, in order."""
    return [name for name in dict.fromkeys(FIELD.findall(text)) if name not in FIELDS]


def summary(text, fields=None):
    """The beginning of `text` without markup, as one plain line of up to 200 signs, for a description."""
    plain = " ".join(unescape(nh3.clean(html(text, fields), tags=set())).split())
    return plain if len(plain) <= MOST else plain[: MOST - 1].rsplit(" ", 1)[0] + "…"
