"""Two words stand for a booking."""

import uuid

import pytest
from django.utils.translation import override

from citedesmetiers import code_words
from events import codes

LANGUAGES = codes.LANGUAGES


def differ_by_one(one, other):
    """True when one slip of the pen makes `other` of `one`."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_enough_words_that_can_be_said_and_typed(language):
    found = code_words.words(language)
    assert len(found) >= 300
    assert len(set(map(code_words.folded, found))) == len(found)
    assert [word for word in found if not (4 <= len(word) <= 10 and code_words.folded(word).isalpha())] == []
    assert [word for word in found if word != word.lower()] == []


@pytest.mark.many_cases
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_slip_of_the_pen_makes_another_word(language):
    found = sorted(map(code_words.folded, code_words.words(language)))
    pairs = [(one, other) for n, one in enumerate(found) for other in found[n + 1 :] if differ_by_one(one, other)]
    assert pairs == []


def test_words_that_are_alike_but_for_a_letter_are_seen():
    assert differ_by_one("cerise", "cerises")
    assert differ_by_one("phare", "phase")
    assert not differ_by_one("phare", "prise")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_form_draws_the_same_words_and_another_one_seldom_does(language):
    uids = [uuid.UUID(int=n) for n in range(400)]
    drawn = [codes.draw(7, uid, language, 0) for uid in uids]
    assert drawn == [codes.draw(7, uid, language, 0) for uid in uids]
    assert all(first != second for first, second in drawn)
    assert len(set(drawn)) > 390
    assert {word for pair in drawn for word in pair} <= set(code_words.words(language))


def test_the_words_depend_on_the_session_and_on_the_draw():
    uid = uuid.UUID(int=1)
    assert len({codes.draw(7, uid, "fr", 0), codes.draw(8, uid, "fr", 0), codes.draw(7, uid, "fr", 1)}) == 3


@pytest.mark.parametrize(
    "typed",
    ["cerise phare", "phare + cerise", "CERISE et PHARE", "  Cerise-phare. ", "cerise\u00a0phare", "cèrise, pharé"],
)
def test_a_code_is_understood_however_it_is_typed(typed):
    assert codes.digest(7, codes.understood(typed)) == codes.digest(7, ("cerise", "phare"))


@pytest.mark.parametrize("typed", ["", "cerise", "cerise phare lune encore", "12345", "\x00", "et la", "x" * 10_000])
def test_what_cannot_be_a_code_is_not_taken_for_one(typed):
    assert codes.understood(typed) is None


def test_words_of_another_session_or_another_word_are_another_code():
    kept = codes.digest(7, ("cerise", "phare"))
    assert codes.digest(8, ("cerise", "phare")) != kept
    assert codes.digest(7, ("cerise", "phares")) != kept


def test_what_is_kept_depends_on_the_key_of_the_installation(settings):
    before = codes.digest(7, ("cerise", "phare"))
    settings.SECRET_KEY = "another-installation"
    assert codes.digest(7, ("cerise", "phare")) != before


def test_words_come_back_with_their_accents():
    assert codes.accented(("erable", "neige")) == ("érable", "neige")
    assert codes.accented(("nowhere", "listed")) == ("nowhere", "listed")
    with override("es"):  # Italian knows them too, without an accent
        assert codes.accented(("platano", "kayak")) == ("plátano", "kayak")
