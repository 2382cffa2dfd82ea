"""What changed between two versions of a text, for people: word by word, without the lines that stayed."""

import re
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
WORDS = re.compile(r"\s+|[^\s]+")


def changed_lines(before, after):
    """The lines that differ, each as a list of (SAME, GONE or NEW, words); empty when the texts are the same."""
    old, new = before.splitlines(), after.splitlines()
    found = []
    for what, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        gone, added = old[i:i_end], new[j:j_end]
        both = min(len(gone), len(added))
        for pair in zip(gone, added, strict=False):
            words = changed_words(*pair)
            found += [words] if mostly_same(words, *pair) else [[(GONE, pair[0])], [(NEW, pair[1])]]
        found += [[(GONE, line)] for line in gone[both:] if line.strip()]
        found += [[(NEW, line)] for line in added[both:] if line.strip()]
    return found


def mostly_same(words, before, after):
    """True when at least half of the longer line stayed; else the two are read more easily one after the other."""
    stayed = sum(len(said.strip()) for kind, said in words if kind == SAME)
    return 2 * stayed >= max(len(before), len(after))


def changed_words(before, after):
    """One line's words as (SAME, GONE or NEW, words)."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    found = []
    for what, i, i_end, j, j_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            found.append((SAME, "".join(old[i:i_end])))
            continue
        if i_end > i:
            found.append((GONE, "".join(old[i:i_end])))
        if j_end > j:
            found.append((NEW, "".join(new[j:j_end])))
    return found


def changes(before, after, languages):
    """What differs between two `texts` of a page: [(language, title's lines, text's lines)], unchanged ones left out.

    before, after: {language: {"title": …, "body": …}}.
    """
    found = []
    for code in languages:
        old, new = before.get(code, {}), after.get(code, {})
        title, body = (changed_lines(old.get(part, ""), new.get(part, "")) for part in ("title", "body"))
        if title or body:
            found.append((code, title, body))
    return found
