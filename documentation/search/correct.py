"""A word that the catalogue does not know: which of its words was meant."""

import re
from math import log

from citedesmetiers.replica import reading

SOUNDS = [
    (re.compile(pattern), instead)
    for pattern, instead in [
        ("^h", ""), ("ph", "f"), ("eaux?|aux?", "o"), ("ch", "S"), ("sch", "S"), ("gn", "N"), ("qu|q|ck|k", "k"),
        ("c(?=[eiy])", "s"), ("c", "k"), ("g(?=[eiy])", "j"), ("ai|ei|et$|ez$|er$", "e"), ("oeu|eu|oe", "e"),
        ("en|em|an|am(?=[bp])", "A"), ("ain|ein|in|im|yn|ym", "I"), ("tion", "sIo"), ("z", "s"), ("y", "i"),
        ("th", "t"), ("h", ""), ("w", "v"), ("x$|s$|t$|e$|d$", ""),
    ]
]  # fmt: skip
LEAST_SIMILAR = 0.2
CANDIDATES = 60
NEAR = """
SELECT word, documents FROM documentation_catalogueword
WHERE word %% %s AND length(word) BETWEEN %s AND %s ORDER BY similarity(word, %s) DESC, documents DESC LIMIT %s
"""
BEGINNING = """
SELECT word, documents FROM documentation_catalogueword WHERE word LIKE %s ORDER BY documents DESC LIMIT 12
"""


def known(stems):
    """Which of `stems` the catalogue has."""
    with reading.cursor() as cursor:
        cursor.execute("SELECT DISTINCT stem FROM documentation_catalogueword WHERE stem = ANY(%s)", [list(stems)])
        return {row[0] for row in cursor.fetchall()}


def beginning_with(word):
    """Words of the catalogue that begin with `word`, most frequent first."""
    with reading.cursor() as cursor:
        cursor.execute(BEGINNING, [f"{word}%"])
        return [row[0] for row in cursor.fetchall()]


def correction(word):
    """The words that `word` was most likely meant to be (two when written as one), [] when none is near."""
    if len(word) < 4 or any(sign.isdigit() for sign in word):
        return []
    with reading.cursor() as cursor:
        cursor.execute("SELECT set_limit(%s)", [LEAST_SIMILAR])
        cursor.execute(NEAR, [word, len(word) - 3, len(word) + 3, word, CANDIDATES])
        near = cursor.fetchall()
    sound = sound_of(word)
    best, least = None, None
    for candidate, documents in near:
        away = distance(word, candidate)
        heard = distance(sound, sound_of(candidate))
        if min(away, heard + 1) > allowed(len(word)):
            continue
        cost = min(away, heard + 0.4) + 0.25 * away - 0.12 * log(1 + documents) + (word[0] != candidate[0]) * 0.4
        if least is None or cost < least:
            best, least = candidate, cost
    if best and distance(word, best) <= 1:
        return [best]
    return two_words(word) or ([best] if best else [])


def allowed(length):
    """How many letters may be wrong in a word of `length` letters."""
    return 1 if length <= 5 else 2 if length <= 9 else 3


def two_words(word):
    """Two words of the catalogue that were written as one (aidesoignante), or an article that stuck (lemploi)."""
    splits = [(word[:n], word[n:]) for n in range(1, len(word) - 2)]
    there = known_words({part for split in splits for part in split})
    if word[0] in "ldnsj" and word[1:] in there and word[1] in "aeiouyh":
        return [word[1:]]
    good = [(min(there[a], there[b]), [a, b]) for a, b in splits if len(a) > 2 and a in there and b in there]
    return max(good, key=lambda pair: pair[0])[1] if good else []


def known_words(words):
    """{word: how many resources have it} for those of `words` that the catalogue has."""
    with reading.cursor() as cursor:
        cursor.execute("SELECT word, documents FROM documentation_catalogueword WHERE word = ANY(%s)", [sorted(words)])
        return dict(cursor.fetchall())


def sound_of(word):
    """Roughly how `word` sounds in French: boulenjri and boulangerie come near each other."""
    for pattern, instead in SOUNDS:
        word = pattern.sub(instead, word)
    return re.sub(r"(.)\1", r"\1", word)


def distance(a, b):
    """How many letters are to be added, taken off, changed or swapped with their neighbour to make `b` of `a`."""
    before, last = [], list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
