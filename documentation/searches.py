"""Counts questions by week without asking who asked; shown from SearchCount.FLOOR on."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from citedesmetiers.personal_data import found_in
from documentation.models import Wish
from documentation.search import cache
from documentation.search.normalise import ASKING, STOP, words
from documentation.search.stem import stems

COUNT = """
INSERT INTO documentation_searchcount (question, week, n, without_result) VALUES (%s, %s, 1, %s)
ON CONFLICT (week, question) DO UPDATE SET n = documentation_searchcount.n + 1,
    without_result = documentation_searchcount.without_result + EXCLUDED.without_result
"""


def count(text, hits):
    """Count the question `text`, which had `hits`; what looks like a person's data or a number is not kept."""
    question = plain_question(text)
    if not question:
        return
    today = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [question, today - timedelta(days=today.weekday()), int(hits == 0)])


def plain_question(text):
    """The words of a question that carry something, in alphabetical order; "" when it is not to be kept."""
    if found_in(text) or any(len(word) > 4 and word.isdigit() for word in words(text)):
        return ""
    found = sorted({word for word in words(text)[:12] if word not in STOP | ASKING})
    return " ".join(found) if len(" ".join(found)) <= 80 else ""


def with_answers(rows):
    """`rows` of SearchCountQuerySet.unanswered(), each with `synonym` and `wish`: what was done about it since."""
    terms = [set(term) for term in cache.synonyms()]
    wishes = [set(stems(words(title))) for title in Wish.objects.values_list("title", flat=True)]
    for row in rows:
        asked = set(stems(row["question"].split()))
        row["synonym"] = any(term <= asked for term in terms)
        row["wish"] = any(asked <= wish for wish in wishes)  # a wish is written as a title, not in these words only
    return rows
