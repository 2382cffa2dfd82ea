"""What somebody typed, read as a question to the search tables.

The order of steps: standard number, shelf mark, phrases, all words with their synonyms, corrected words; whoever finds
fewer than three is also shown what comes near, said to be so (documentation/search/find.py).
"""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError

from documentation import standard_numbers
from documentation.models import Copy, Resource
from documentation.search import cache, correct
from documentation.search.normalise import ASKING, MOST, STOP, words
from documentation.search.stem import stem

PHRASE = re.compile(r'"([^"]{2,})"|“([^”]{2,})”|«([^»]{2,})»')
NUMBER = re.compile(
    r"^\s*(?:e?isbn|e?issn)?(?:[- ]?1[03])?\s*:?\s*([\dxX][\dxX\s.\-\u2010-\u2015]{6,20}[\dxX])\s*$", re.I
)
MARK = re.compile(r"^\s*[A-Za-z]{1,4}[ .]?\d[\w .\-/]{0,20}$")
MOST_WORDS = 24


@dataclass
class Question:
    """A question as it was understood.

    required: one tsquery per term, all of which must be found.  optional: tsqueries that only order.  ids: resources
    found by a number or shelf mark, None when the question holds none.  corrected: [(typed, what was looked for)].
    message: what is wrong with a standard number.  shown: stems to highlight.
    """

    text: str
    required: list = field(default_factory=list)
    optional: list = field(default_factory=list)
    ids: list | None = None
    corrected: list = field(default_factory=list)
    message: str = ""
    shown: set = field(default_factory=set)

    @property
    def is_empty(self):
        return not self.required and self.ids is None

    @property
    def every(self):
        """The tsquery that asks for all terms."""
        return " & ".join(self.required)

    @property
    def any(self):
        """The tsquery that asks for one term at least."""
        return " | ".join(self.required)

    @property
    def order(self):
        """The tsquery that what was found is ordered by."""
        return " | ".join([*self.required, *self.optional])


def read(text, *, correcting=True):
    """The Question in `text`; with correcting=False its words are taken as they are."""
    text = " ".join(str(text).replace("\x00", " ").split())[:MOST]
    question = Question(text)
    if not text or by_number(question) or by_mark(question):
        return question
    phrases = [next(filter(None, match.groups())) for match in PHRASE.finditer(text)]
    rest = words(PHRASE.sub(" ", text))[:MOST_WORDS]
    for phrase in phrases:
        found = [stem(word) for word in words(phrase)][:MOST_WORDS]
        if found:
            question.required.append(in_order(found))
            question.shown.update(found)
    carrying = [word for word in rest if word not in STOP and word not in ASKING]
    asking = [word for word in rest if word in ASKING]
    if not carrying and not phrases:
        carrying, asking = asking or rest, []
    question.optional.extend(f"'{stem(word)}'" for word in asking)
    add_terms(question, rest, set(carrying), correcting)
    return question


def add_terms(question, rest, carrying, correcting):
    """The terms of the words `rest` (in order, articles among them so that synonyms of several words are seen)."""
    table = cache.synonyms()
    longest = cache.longest()
    stems = [stem(word) for word in rest]
    there = correct.known(set(stems)) if correcting else set(stems)
    n = 0
    while n < len(rest):
        length = next(
            (
                size for size in range(min(longest, len(rest) - n), 0, -1)
                if tuple(stems[n : n + size]) in table and carrying.intersection(rest[n : n + size])
            ),
            0,
        )  # fmt: skip
        if length:
            term = tuple(stems[n : n + length])
            own = [a for a, word in zip(term, rest[n : n + length], strict=True) if word in carrying]
            add(question, [" & ".join(f"'{each}'" for each in own), *[in_order(also) for also in sorted(table[term])]])
            question.shown.update(own)
            n += length
            continue
        if rest[n] in carrying:
            add_word(question, rest[n], stems[n] in there)
        n += 1


def add_word(question, word, is_known):
    """One word; when the catalogue does not know it, what it was meant to be."""
    if is_known:
        question.shown.add(stem(word))
        return add(question, [f"'{stem(word)}'"])
    meant = correct.correction(word)
    longer = correct.beginning_with(word) if len(word) >= 4 else []
    if longer and not (len(meant) == 1 and len(word) > 5 and correct.distance(word, meant[0]) <= 1):
        question.shown.update(stem(each) for each in longer)
        return add(question, sorted({f"'{stem(each)}'" for each in longer}))
    if not meant:
        return add(question, [f"'{stem(word)}'"])
    question.corrected.append((word, " ".join(meant)))
    table = cache.synonyms()
    for each in meant:
        question.shown.add(stem(each))
    key = tuple(stem(each) for each in meant)
    return add(
        question, [" & ".join(f"'{each}'" for each in key), *[in_order(also) for also in sorted(table.get(key, ()))]]
    )


def add(question, alternatives):
    """One term that is found in any of its `alternatives`; the same term twice is asked for once."""
    wanted = [each for each in alternatives if each]
    term = f"({' | '.join(f'({each})' for each in wanted)})"
    if wanted and term not in question.required:
        question.required.append(term)


def in_order(stems):
    """A tsquery for `stems` one after the other."""
    return f"({' <-> '.join(f'{chr(39)}{each}{chr(39)}' for each in stems)})"


def by_number(question):
    """Find by ISBN (10 or 13 digits) or ISSN; a wrong check digit gets its message. True when it was such a number."""
    match = NUMBER.match(question.text)
    if not match:
        return False
    digits = standard_numbers.compact(match.group(1))
    if len(digits) == 8 and not (digits.isdigit() and "-" not in match.group(1) and digits[:2] in {"19", "20"}):
        return number_found(question, standard_numbers.issn, "issn", digits)
    if len(digits) in {10, 13}:
        return number_found(question, standard_numbers.isbn13, "isbn", digits)
    return False


def number_found(question, checked, column, digits):
    """Enter the public resources whose `column` is `digits`."""
    try:
        wanted = checked(digits)
    except ValidationError as error:
        question.message, question.ids = error.messages[0], []
    else:
        question.ids = list(Resource.objects.public().filter(**{column: wanted}).values_list("pk", flat=True)[:200])
    return True


def by_mark(question):
    """Find by shelf mark or source id, from its beginning. True when there is such a one."""
    text = question.text.strip()
    if not MARK.match(text) and not re.search(r"\d", text):
        return False
    public = Resource.objects.public()
    marks = Copy.objects.kept().filter(shelf_mark__istartswith=text).values("resource_id") if MARK.match(text) else []
    found = set(public.filter(pk__in=marks).values_list("pk", flat=True)[:200]) if marks != [] else set()
    found.update(public.filter(source_id__iexact=text).values_list("pk", flat=True)[:50])
    if found:
        question.ids = sorted(found)
    return bool(found)
