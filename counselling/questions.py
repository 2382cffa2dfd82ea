"""Asking without a name: three words for each question, and how often somebody may ask or guess. Decision 0009."""

from django.core import signing
from django.utils.crypto import constant_time_compare

from citedesmetiers import code_words
from citedesmetiers.throttle import Limit
from counselling.models import Question

WORDS = 3  # looked up among all questions, so one more than a seat has
DRAWS = 20
SALT = "counselling.question"
# A class of thirty asks from one address; a program that floods the tray does not.
QUESTIONS_NOW = Limit("questions", most=35, minutes=60)
QUESTIONS_FROM_ANYWHERE = Limit("questions", most=200, minutes=60, by_address=False)
WRONG_WORDS = Limit("question_words", most=15, minutes=60)
WRONG_WORDS_FROM_ANYWHERE = Limit("question_words", most=100, minutes=60, by_address=False)
QUICKEST = 3  # seconds from opening the form to sending it; nobody reads and writes in less
LATEST = 24 * 60 * 60


def draw(uid, language):
    """The three words for the question `uid`, always the same ones, and what is kept of them: (words, digest)."""
    for attempt in range(DRAWS):
        found = code_words.draw(SALT, f"{uid}|{attempt}", language, WORDS)
        digest = digest_of(found)
        if not Question.objects.filter(digest=digest).exclude(uid=uid).exists():
            return found, digest
    raise RuntimeError("no words are left")  # thirty million triples, and a few hundred questions


def digest_of(code):
    """What is kept of three words."""
    return code_words.digest(SALT, "", code)


def words_of(question):
    """The words of `question` again, for whoever sends its form once more."""
    for attempt in range(DRAWS):
        found = code_words.draw(SALT, f"{question.uid}|{attempt}", question.language, WORDS)
        if constant_time_compare(digest_of(found), question.digest):
            return found
    return ()


def find(text):
    """The question of the words `text`; None when there is none, or no longer."""
    code = code_words.understood(text, WORDS)
    found = code and Question.objects.filter(digest=digest_of(code)).select_related("purpose", "institution").first()
    return found or None


def may_ask(request):
    """Note that a question is asked; False when many came just now, from here or from everywhere."""
    counted = [limit.allows(request) for limit in (QUESTIONS_NOW, QUESTIONS_FROM_ANYWHERE)]
    return all(counted)


def may_guess(request):
    """False when too many wrong words were tried lately."""
    return not any(limit.is_used_up(request) for limit in (WRONG_WORDS, WRONG_WORDS_FROM_ANYWHERE))


def note_wrong_words(request):
    """Count one wrong set of words."""
    for limit in (WRONG_WORDS, WRONG_WORDS_FROM_ANYWHERE):
        limit.count(request)


def stamp():
    """When a form was opened, signed."""
    return signing.TimestampSigner(salt=SALT).sign("opened")


def was_read(stamped):
    """True when the form with this stamp was opened some seconds ago, within a day, and by us."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(stamped, max_age=LATEST)
    except signing.BadSignature:
        return False
    try:
        signer.unsign(stamped, max_age=QUICKEST)
    except signing.SignatureExpired:
        return True
    return False
