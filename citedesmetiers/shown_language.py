"""The language in which a text of the centre stands on the page: often another one than the page's own."""

from django.conf import settings
from django.utils.translation import get_language

NO_LANGUAGE = {"", "mul", "oth"}  # several languages at once, or one that has no code here


def language_of(row, field):
    """The code of the language in which `field` of `row` is shown; None when it is empty or nobody knows.

    A text with a value per language is shown in the page's language or in the first other one that it has. Any other
    text is in the language that its row names, as a book is; without one, nobody knows.
    """
    asked = get_language()
    if hasattr(type(row), f"{field}_{asked}"):
        codes = dict.fromkeys([asked, *settings.MODELTRANSLATION_FALLBACK_LANGUAGES])
        return next((code for code in codes if getattr(row, f"{field}_{code}")), None)
    named = getattr(row, "language", "")
    return None if named in NO_LANGUAGE else named
