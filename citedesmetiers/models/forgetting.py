import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

TAKEN_BACK = b"taken back"


class Forgotten(models.Model):
    """Proof that something was forgotten: on which day, what kind, how many rows. Nothing else is left of them."""

    day = models.DateField(_("day"))
    kind = models.CharField(_("what"), max_length=40)
    rows = models.PositiveIntegerField(_("rows"))

    class Meta:
        verbose_name = _("forgotten rows")
        verbose_name_plural = _("forgotten rows")
        ordering = ["-day", "kind"]
        constraints = [
            models.UniqueConstraint(
                name="forgotten_kind_once_a_day",
                fields=["day", "kind"],
                violation_error_message=_("This day has its line already."),
            )
        ]

    def __str__(self):
        return f"{self.day}, {self.kind}: {self.rows}"

    @classmethod
    def note(cls, day, kind, rows):
        """Add `rows` to the line of `day` and `kind`."""
        line, created = cls.objects.get_or_create(day=day, kind=kind, defaults={"rows": rows})
        if not created:
            cls.objects.filter(pk=line.pk).update(rows=models.F("rows") + rows)


class SpentKeyQuerySet(models.QuerySet):
    def keep(self, uids, day, *, taken_back=False):
        """Keep digests of the keys `uids`, which are forgotten on the night of `day`.

        taken_back: beside the keys themselves, that what they stood for had been taken back.
        """
        digests = {digest_of(uid) for uid in uids}
        if taken_back:
            digests |= {digest_of(uid, TAKEN_BACK) for uid in uids}
        # In the order of the digests, which is no order at all: that of the rows would join them to their digests.
        rows = [self.model(digest=digest, forgotten_on=day) for digest in sorted(digests)]
        self.bulk_create(rows, ignore_conflicts=True, batch_size=5000)

    def among(self, uids, *, taken_back=False):
        """The set of those of `uids` that are spent; with taken_back, of those whose entries had been taken back."""
        by_digest = {digest_of(uid, TAKEN_BACK if taken_back else b""): uid for uid in uids}
        found = self.filter(digest__in=list(by_digest)).values_list("digest", flat=True)
        return {by_digest[bytes(digest)] for digest in found}


def digest_of(uid, word=b""):
    """16 bytes that nobody can turn back into the random UUID `uid`; another `word` gives other bytes."""
    return hashlib.sha256(uid.bytes + word).digest()[:16]


class SpentKey(models.Model):
    """The digest of a key that a device once made and that no row bears any more: what comes under it came before.

    Nothing leads from here to a row, and all that were forgotten in one night are alike (decision 0019).
    """

    digest = models.BinaryField(primary_key=True, max_length=16, editable=False)
    forgotten_on = models.DateField(_("forgotten on"), editable=False)

    objects = SpentKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("digest of a forgotten key")
        verbose_name_plural = _("digests of forgotten keys")
        ordering = ["digest"]

    def __str__(self):
        return str(self.forgotten_on)
