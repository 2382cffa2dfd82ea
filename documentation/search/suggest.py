"""What to offer while a question is typed, from words as they are written: prefixes of stems would lie."""

from citedesmetiers.replica import reading
from documentation.search.normalise import words

MOST = 8
# In the order of the index on the keys, so that a short beginning sorts nothing.
SQL = """
SELECT text, kind FROM (
    SELECT text, kind, max(weight) AS weight, min(length(key)) AS length, bool_or(kind = 'subject') AS subject FROM (
        SELECT text, kind, weight, key FROM documentation_suggestion WHERE key LIKE %s ORDER BY key USING ~<~ LIMIT 200
    ) near GROUP BY text, kind
) each ORDER BY subject DESC, weight DESC, length, text LIMIT %s
"""


def suggestions(typed):
    """[(text, kind)] that begin, or have a word that begins, as `typed`; kinds: subject, title, author."""
    key = " ".join(words(typed))[:80]
    if len(key) < 2:
        return []
    with reading.cursor() as cursor:
        cursor.execute(SQL, [f"{key}%", MOST])
        return cursor.fetchall()
