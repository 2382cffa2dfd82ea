"""Marks the words of a text that a question asked for."""

import re

from django.utils.html import escape
from django.utils.safestring import mark_safe

from documentation.search.normalise import words
from documentation.search.stem import stem

WORD = re.compile(r"[^\W_]+", re.UNICODE)


def marked(text, stems):
    """`text` as safe HTML with the words in <mark> whose stem is among `stems`."""
    parts, last = [], 0
    for match in WORD.finditer(text):
        found = words(match.group())
        if found and any(stem(word) in stems for word in found):
            parts += [escape(text[last : match.start()]), "<mark>", escape(match.group()), "</mark>"]
            last = match.end()
    return mark_safe("".join([*parts, escape(text[last:])]))  # noqa: S308 -- every piece of the text is escaped


def extract(text, stems, length=220):
    """At most `length` letters of `text` around the first word asked for."""
    if len(text) <= length:
        return text
    first = next((m.start() for m in WORD.finditer(text) if any(stem(w) in stems for w in words(m.group()))), 0)
    start = max(0, first - length // 2) if first > length - 40 else 0
    start = text.find(" ", start) + 1 if start else 0
    end = text.rfind(" ", start, start + length)
    end = end if end > start else start + length
    return f"{'… ' if start else ''}{text[start:end].rstrip(' ,;:.')}{' …' if end < len(text) else ''}"
