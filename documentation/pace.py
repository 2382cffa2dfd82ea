"""How many questions one address may put in a minute. Kept in the process, by a salted mark, and forgotten with it."""

import hashlib
import os
import time

from citedesmetiers.accounts import address_of

PER_MINUTE = 240
_salt = os.urandom(16)
_asked = {}


def too_fast(request):
    """Seconds to wait when the address of `request` has asked PER_MINUTE times within this minute, else 0."""
    minute, second = divmod(int(time.time()), 60)
    if _asked.get("minute") != minute:
        _asked.clear()
        _asked["minute"] = minute
    mark = hashlib.blake2b((address_of(request) or "").encode(), key=_salt, digest_size=8).digest()
    _asked[mark] = _asked.get(mark, 0) + 1
    return 60 - second if _asked[mark] > PER_MINUTE else 0
