"""Slow down floods and guessing, and keep no address.

A try is counted under a hash of its kind, its address and the current stretch of minutes, keyed with a random number
that lives for one day. The night deletes number and counts, and then nothing leads back. Limits are wide enough for a
whole centre that stands behind one address; see docs/decisions/0007.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.db import connection
from django.utils import timezone

from citedesmetiers.accounts import address_of
from citedesmetiers.models import DailySalt

# Two processes that count the same bucket at once must not lose one of the two.
COUNT = """
    INSERT INTO citedesmetiers_tries (salt_id, bucket, count) VALUES (%s, %s, %s)
    ON CONFLICT (bucket) DO UPDATE SET count = citedesmetiers_tries.count + EXCLUDED.count
    RETURNING count
"""


@dataclass(frozen=True)
class Limit:
    """At most `most` tries of `kind` within `minutes`, from one address or, without `by_address`, from anywhere."""

    kind: str
    most: int
    minutes: int
    by_address: bool = True

    def count(self, request, *, of="", by=1, now=None):
        """Note `by` tries about `of` (a key, as text); returns how many there are now in this stretch of time.

        by: 0 only asks.
        """
        now = now or timezone.now()
        salt = salt_of(timezone.localdate(now))
        stretch = int(now.timestamp()) // (60 * self.minutes)
        source = (address_of(request) or "") if self.by_address else ""
        said = f"{self.kind}|{of}|{self.minutes}|{stretch}|{source}"
        bucket = hmac.new(bytes(salt.value), said.encode(), sha256).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [salt.pk, bucket, by])
            return cursor.fetchone()[0]

    def allows(self, request, *, of="", by=1, now=None):
        """Note `by` tries; True while they stay within the limit."""
        return self.count(request, of=of, by=by, now=now) <= self.most

    def is_used_up(self, request, *, of="", now=None):
        """True when the limit is reached; notes nothing."""
        return self.count(request, of=of, by=0, now=now) >= self.most


def salt_of(day):
    """The salt of `day`, made when it is first asked for."""
    return DailySalt.objects.get_or_create(day=day, defaults={"value": secrets.token_bytes(32)})[0]
