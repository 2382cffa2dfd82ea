"""How many seats one address may take, and how many wrong words it may try; see citedesmetiers.throttle."""

from citedesmetiers.throttle import Limit

# Seats taken from one address: a class of thirty at the computer stations, and not all seats of a month.
SEATS_NOW = Limit("seats", most=40, minutes=10)
SEATS_TODAY = Limit("seats", most=200, minutes=24 * 60)
# Wrong words for one session, of one address first: who guesses keeps others out only from many addresses. The
# arithmetic stands in docs/decisions/0007.
WRONG_WORDS = Limit("words", most=10, minutes=60)
WRONG_WORDS_FROM_ANYWHERE = Limit("words", most=60, minutes=60, by_address=False)
MANY_WRONG_WORDS_TODAY = Limit("words", most=240, minutes=24 * 60, by_address=False)
WRONG_WORDS_AFTER_MANY = Limit("words", most=3, minutes=24 * 60)  # still room for somebody who mistypes


def may_take(request, seats):
    """Note that `seats` seats are asked for; False when this address has had many just now or today."""
    counted = [limit.allows(request, by=seats) for limit in (SEATS_NOW, SEATS_TODAY)]  # both, even if one says no
    return all(counted)


def may_guess(request, session):
    """False when too many wrong words came for this session, from this address or from all of them."""

    def is_used_up(limit):
        return limit.is_used_up(request, of=str(session.pk))

    if is_used_up(WRONG_WORDS) or is_used_up(WRONG_WORDS_FROM_ANYWHERE):
        return False
    return not (is_used_up(MANY_WRONG_WORDS_TODAY) and is_used_up(WRONG_WORDS_AFTER_MANY))


def note_wrong_words(request, session):
    """Count one wrong pair of words for `session`."""
    for limit in (WRONG_WORDS, WRONG_WORDS_FROM_ANYWHERE, MANY_WRONG_WORDS_TODAY, WRONG_WORDS_AFTER_MANY):
        limit.count(request, of=str(session.pk))
