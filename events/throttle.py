"""How many seats one address may take, and how many wrong words it may try; see citedesmetiers.throttle."""

from citedesmetiers.throttle import Limit

# Seats taken from one address: a class of thirty at the computer stations, and not all seats of a month.
SEATS_NOW = Limit("seats", most=40, minutes=10)
SEATS_TODAY = Limit("seats", most=200, minutes=24 * 60)
# Wrong words for one session.
WRONG_WORDS = Limit("words", most=10, minutes=60)
WRONG_WORDS_FROM_ANYWHERE = Limit("words", most=20, minutes=60, by_address=False)


def may_take(request, seats):
    """Note that `seats` seats are asked for; False when this address has had many just now or today."""
    counted = [limit.allows(request, by=seats) for limit in (SEATS_NOW, SEATS_TODAY)]  # both, even if one says no
    return all(counted)


def may_guess(request, session):
    """False when too many wrong words came for this session, from this address or from all of them."""
    return not any(limit.is_used_up(request, of=str(session.pk)) for limit in (WRONG_WORDS, WRONG_WORDS_FROM_ANYWHERE))


def note_wrong_words(request, session):
    """Count one wrong pair of words for `session`."""
    for limit in (WRONG_WORDS, WRONG_WORDS_FROM_ANYWHERE):
        limit.count(request, of=str(session.pk))
