"""One way to turn text into words, for what the catalogue holds and for what people ask.

`words("L’infirmier·ère, C++ et bac + 2")` gives infirmier, infirmiere, cplusplus, et, bac, bacplus2: small letters
without accents, elided articles off, dotted acronyms joined, inclusive writing in both genders.
"""

import re
import unicodedata

LIGATURES = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\x00": " "}
)
ELIDED = re.compile(
    r"\b(?:l|d|j|m|t|s|n|c|qu|lorsqu|puisqu|jusqu|quoiqu|quelqu|presqu|un|dell|all|nell|dall|sull|quest|quell)'(?=\w)"
)
POSSESSIVE = re.compile(r"(?<=\w)'s\b")
DOTTED = re.compile(r"(?<![\w.])(?:[a-z]\.\s?){2,}(?:[a-z](?![\w]))?")
SPECIAL = [
    (re.compile(r"(?<!\w)c\s?\+\+"), " cplusplus "),
    (re.compile(r"(?<!\w)([cf])\s?#"), r" \1sharp "),
    (re.compile(r"(?<!\w)\.net\b"), " dotnet "),
    (re.compile(r"\baujourd'hui\b"), "aujourdhui"),
    (re.compile(r"\bbac\s*(?:\+|\bplus\b)\s*(\d)\b"), r"bac bacplus\1"),
    (re.compile(r"\bbac\s*(?:\+|\bplus\b)\s*deux\b"), "bac bacplus2"),
    (re.compile(r"\bbac\s*(?:\+|\bplus\b)\s*trois\b"), "bac bacplus3"),
    (re.compile(r"\bbac\s*(?:\+|\bplus\b)\s*cinq\b"), "bac bacplus5"),
    (re.compile(r"\b(\d+)(?:emes?|iemes?|ere?s?|nde?s?)\b"), r"\1e"),
    (re.compile(r"(?<![\w-])([a-z])-(?=[a-z]{3})"), r"\1"),  # e-commerce, e-learning
]
# What follows the point, dot, dash or bracket in inclusive writing, longest first.
ENDINGS = "trices?|rices?|ieres?|iennes?|euses?|eresses?|esses?|eres?|ennes?|nnes?|onnes?|ines?|ives?|elles?|lles?|sses?|ales?|ne|le|te|ve|es?|se|fe"  # noqa: E501
INCLUSIVE = re.compile(
    rf"\b([a-z]{{2,}}?)(s?)\s?(?:[·•⋅∙‧.]|-|\(-?|/-?)\s?({ENDINGS})(?:\)|(?:[·•⋅∙‧.\-])?)(s?)(?:\))?(?![a-z])"
)
NOT_A_WORD = re.compile(r"[^a-z0-9]+")
TAILS = [
    ("trice", ("teur",)), ("rice", ("eur",)), ("iere", ("ier",)), ("ienne", ("ien",)), ("euse", ("eur", "eux")),
    ("eresse", ("eur",)), ("ere", ("er",)), ("enne", ("en",)), ("onne", ("on",)), ("ine", ("in",)), ("ive", ("if",)),
    ("elle", ("el", "eau")), ("ale", ("al",)), ("ve", ("f",)), ("se", ("x",)),
]  # fmt: skip
MOST = 400  # letters of a question that are looked at


def plain(text):
    """`text` in small letters, without accents and ligatures."""
    lowered = str(text).lower().translate(LIGATURES)
    return "".join(sign for sign in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(sign))


def feminine(masculine, ending):
    """The feminine of `masculine` in inclusive writing: (infirmier, ere) → infirmiere."""
    ending = ending.removesuffix("s") if ending not in {"s"} else ending
    for tail, heads in TAILS:
        if ending == tail:
            for head in heads:
                if masculine.endswith(head):
                    return masculine.removesuffix(head) + tail
    return masculine + ending


def both_genders(match):
    """The two words of one in inclusive writing; plain compounds (porte-e…) do not match the pattern."""
    masculine, ending = match.group(1), match.group(3)
    return f" {masculine}{match.group(2)} {feminine(masculine, ending)} "


def words(text):
    """The words of `text` in order, normalised and not stemmed."""
    found = plain(text)
    for pattern, instead in SPECIAL:
        found = pattern.sub(instead, found)
    found = ELIDED.sub(" ", POSSESSIVE.sub("", found))
    found = DOTTED.sub(lambda match: f" {re.sub(r'[^a-z]', '', match.group())} ", found)
    found = INCLUSIVE.sub(both_genders, found)
    return [word[:60] for word in NOT_A_WORD.split(found) if word]


def sort_key(text):
    """What titles are sorted by: without the article they begin with."""
    found = words(text)
    return " ".join(found[1:] if len(found) > 1 and found[0] in ARTICLES else found)[:80]


ARTICLES = frozenset(["le", "la", "les", "un", "une", "des", "l", "the", "a", "an", "il", "lo", "gli", "i", "uno"])
# Words that carry nothing: they stand in the index (for phrases) and are not asked for while another word is there.
STOP = frozenset(
    [
        "le",
        "la",
        "les",
        "l",
        "un",
        "une",
        "des",
        "de",
        "du",
        "d",
        "et",
        "ou",
        "a",
        "au",
        "aux",
        "en",
        "dans",
        "sur",
        "pour",
        "par",
        "avec",
        "que",
        "qui",
        "quoi",
        "dont",
        "ce",
        "cet",
        "cette",
        "ces",
        "ca",
        "cela",
        "se",
        "sa",
        "ses",
        "ne",
        "pas",
        "n",
        "s",
        "j",
        "m",
        "t",
        "c",
        "qu",
        "y",
        "il",
        "elle",
        "ils",
        "elles",
        "je",
        "tu",
        "on",
        "nous",
        "vous",
        "me",
        "te",
        "moi",
        "mon",
        "ma",
        "mes",
        "ton",
        "ta",
        "tes",
        "notre",
        "votre",
        "leur",
        "leurs",
        "est",
        "sont",
        "es",
        "etre",
        "ai",
        "avoir",
        "ont",
        "si",
        "tres",
        "plus",
        "quel",
        "quelle",
        "quels",
        "quelles",
        "chez",
        "vers",
        "entre",
        "comme",
        "the",
        "of",
        "an",
        "to",
        "in",
        "for",
        "and",
        "or",
        "is",
        "are",
        "do",
        "does",
        "i",
        "my",
        "with",
        "what",
        "it",
        "at",
        "be",
        "by",
        "from",
        "il",
        "lo",
        "gli",
        "uno",
        "di",
        "del",
        "della",
        "dei",
        "degli",
        "delle",
        "dello",
        "da",
        "con",
        "su",
        "per",
        "tra",
        "fra",
        "che",
        "sono",
        "mi",
        "nel",
        "nella",
        "al",
        "alla",
        "alle",
        "ai",
        "e",
        "o",
    ]
) - {"or", "car", "son", "as"}
# Words of asking: they order what is found, and nothing is left out for want of them.
ASKING = frozenset(
    [
        "comment",
        "faire",
        "fait",
        "veux",
        "veut",
        "voudrais",
        "aimerais",
        "souhaite",
        "souhaiterais",
        "pourrais",
        "peux",
        "peut",
        "puis",
        "dois",
        "faut",
        "trouver",
        "cherche",
        "cherches",
        "savoir",
        "connaitre",
        "devenir",
        "deviens",
        "devient",
        "travailler",
        "metier",
        "metiers",
        "quand",
        "combien",
        "pourquoi",
        "ou",
        "info",
        "infos",
        "information",
        "informations",
        "renseignement",
        "renseignements",
        "livre",
        "livres",
        "document",
        "documents",
        "documentation",
        "besoin",
        "aide-moi",
        "quelque",
        "chose",
        "choses",
        "bonjour",
        "merci",
        "svp",
        "plait",
        "bien",
        "mieux",
        "tout",
        "tous",
        "toute",
        "toutes",
        "sujet",
        "propos",
        "concernant",
        "liste",
        "voir",
        "how",
        "become",
        "becoming",
        "find",
        "want",
        "need",
        "can",
        "could",
        "would",
        "like",
        "about",
        "where",
        "work",
        "working",
        "book",
        "books",
        "looking",
        "some",
        "any",
        "me",
        "come",
        "fare",
        "voglio",
        "vorrei",
        "diventare",
        "trovare",
        "cerco",
        "cosa",
        "quale",
        "quali",
        "dove",
        "libro",
        "libri",
        "lavorare",
        "sapere",
    ]
)
