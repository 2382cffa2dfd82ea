"""A light stemmer for French that folds gender and plural, and does well enough for English and Italian.

boulanger, boulangère, boulangers → boulanger; travaux, travail → traval; vendeuse, vendeur → vendeur;
nurses, nursing → nurs; lavoro, lavori → lavor. Works on words of normalise.words().
"""

import re
from functools import lru_cache

IRREGULAR = {
    "employe": "employ", "employes": "employ", "employee": "employ", "employees": "employ",
    "yeux": "oeil", "milieux": "milieu", "lieux": "lieu", "enjeux": "enjeu", "cheveux": "cheveu", "jeux": "jeu",
    "hotesse": "hot", "hotesses": "hot", "hote": "hot", "hotes": "hot", "women": "woman", "men": "man",
    "children": "child", "people": "people", "bois": "bois", "stages": "stage", "stage": "stage",
    "avocate": "avocat", "avocates": "avocat", "copine": "copain",
}  # fmt: skip
ENDINGS = [
    (re.compile(r"eaux?$"), "el"),
    (re.compile(r"aux$"), "al"),
    (re.compile(r"(?<=[a-z]{2})ail$"), "al"),
    (re.compile(r"trice$"), "teur"),
    (re.compile(r"(?<=[a-z]{3})tor[ei]$"), "teur"),
    (re.compile(r"(?<=[a-z]{3})(?:euse|eux)$"), "eur"),
    (re.compile(r"(?<=[a-z]{3})eure$"), "eur"),
    (re.compile(r"(?<=[a-z]{2})ive$"), "if"),
    (re.compile(r"(?<=[a-z]{3})ings?$"), ""),
]
DOUBLED = re.compile(r"([a-z])\1")


@lru_cache(maxsize=50_000)
def stem(word):
    """The stem of one normalised word; words of up to three letters and numbers stay as they are."""
    if len(word) <= 3 or any(sign.isdigit() for sign in word):
        return word
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("s") and not word.endswith("ss") or word.endswith("oux"):
        word = word[:-1]
    for pattern, instead in ENDINGS:
        shorter = pattern.sub(instead, word)
        if shorter != word:
            word = shorter
            break
    if len(word) > 4 and word[-1] in "aeio":
        word = word[:-1]
        if len(word) > 4 and word[-1] == "e":  # -ée
            word = word[:-1]
    if len(word) > 4 and word[-1] in "iy":
        word = word[:-1]
    if len(word) > 6 and word.endswith(("qu", "ch")):
        word = word[:-2] + "c"
    return DOUBLED.sub(r"\1", word)


def stems(words):
    """The stems of `words`, in order."""
    return [stem(word) for word in words]
