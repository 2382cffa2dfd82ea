"""The handbooks: one for each role, in French and English, written in docs/handbook/ and shown under /help/.

A chapter begins with `## Its title`. The line after it, a comment that readers of the file do not see, gives the
chapter's address and the URL names of the screens that it explains; a name space stands for all its other screens:

    ## Count a visit
    <!-- count: reception:counter reception -->
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.safestring import mark_safe

from citedesmetiers import markup
from citedesmetiers.models.user import Role

FOLDER = Path(settings.BASE_DIR) / "docs" / "handbook"
LANGUAGES = ("fr", "en")
PICTURE_SIZE = (1024, 576)  # pixels, of every picture
CHAPTER = re.compile(r"^## +(?P<title>.+)\n<!-- (?P<code>[a-z-]+):(?P<screens>[^>]*)-->\n", re.MULTILINE)
PICTURE = re.compile(r"^!\[(?P<words>[^\]]+)\]\(\.\./pictures/(?P<file>[a-z/-]+\.webp)\)$", re.MULTILINE)
OTHER = re.compile(r"\]\((?P<role>[a-z]+)\.md\)")  # a link to another handbook


@dataclass(frozen=True)
class Chapter:
    """What one task needs. text: in the markup of citedesmetiers.markup, with pictures."""

    code: str
    title: str
    screens: tuple
    text: str

    @property
    def parts(self):
        """The text as HTML and the pictures between, in order: (html, None) or (words, address of the picture)."""
        words = PICTURE.split(self.text)
        for at in range(0, len(words), 3):
            if words[at].strip():
                yield html(words[at]), None
            if at + 1 < len(words):
                yield words[at + 1], static(f"handbook/{words[at + 2]}")


@dataclass(frozen=True)
class Handbook:
    """The handbook of `role` in `language`."""

    role: Role
    language: str
    title: str
    lead: str
    chapters: tuple

    @property
    def introduction(self):
        return html(self.lead)


def html(text):
    """`text` of a handbook as safe HTML; links between handbooks lead to their pages."""
    return mark_safe(markup.html(OTHER.sub(lambda found: f"]({address(found['role'])})", text)))  # noqa: S308 -- cleaned


def address(role, chapter=""):
    """Where the handbook of `role` is read, from the chapter of that code on."""
    made = reverse("handbook", kwargs={"role": role})
    return f"{made}#{chapter}" if chapter else made


@lru_cache
def handbook(role, language):
    """The handbook of `role` in `language` ("fr" or "en"). The files change only with the software."""
    text = (FOLDER / language / f"{role}.md").read_text()
    head, *_rest = CHAPTER.split(text, maxsplit=1)
    found = list(CHAPTER.finditer(text))
    ends = [match.start() for match in found[1:]] + [len(text)]
    chapters = [
        Chapter(match["code"], match["title"], tuple(match["screens"].split()), text[match.end() : end])
        for match, end in zip(found, ends, strict=True)
    ]
    title, _line, lead = head.partition("\n")
    return Handbook(Role(role), language, title.removeprefix("# "), lead, tuple(chapters))


def language_for(reads, default):
    """In which language whoever reads `reads` gets the handbooks; default: the centre's language."""
    return next((language for language in (reads, default) if language in LANGUAGES), LANGUAGES[0])


def chapter_for(roles, match):
    """The address that helps people of `roles` at the screen `match` (a resolved URL, or None).

    A chapter that names the screen comes before one that names its room; own roles before none at all.
    """
    wanted = [match.view_name, match.namespace] if match else []
    books = [handbook(role, LANGUAGES[0]) for role in roles]
    for name in filter(None, wanted):
        for book in books:
            for chapter in book.chapters:
                if name in chapter.screens:
                    return address(book.role.value, chapter.code)
    return address(books[0].role.value) if books else reverse("help")
