from functools import cache

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from citedesmetiers.models.forgetting import SpentKey


@cache
def insertion(model):
    """The fields of `model`, and the beginning and the places of a statement that inserts them."""
    quote, fields = connection.ops.quote_name, model._meta.concrete_fields
    columns = ", ".join(quote(field.column) for field in fields)
    places = f"({', '.join(['%s'] * len(fields))})"
    return fields, f"INSERT INTO {quote(model._meta.db_table)} ({columns})", places  # names only, none from outside


class OnceQuerySet(models.QuerySet):
    """Rows whose key was made on a device, stored once however often they are sent."""

    def at(self, sites):
        return self.filter(site__in=sites)

    def people(self):
        """How many people these rows count, 0 when there are none."""
        return self.aggregate(total=models.Sum("people", default=0))["total"]

    def store(self, rows):
        """Insert those of `rows` whose uid is new, in one statement; return the set of uids that were inserted.

        The database's key decides, so the same row sent twice, by two tabs or twenty times at once, is stored once.
        What a device sends of a past day may have come before its key was forgotten: SpentKey is asked for that.
        Raises IntegrityError when a rule of the table is broken.
        """
        # In the order of their keys, so that two batches with the same rows never wait for each other in a circle.
        rows = sorted(rows, key=lambda row: row.uid.bytes)
        if not rows:
            return set()
        late = {row.uid for row in rows if row.received_on and row.day < row.received_on}
        if not late:
            return self._insert_new(rows)
        # Asked after the insertion, which waits for a night that is just taking this very key away.
        with transaction.atomic():
            inserted = self._insert_new(rows)
            spent = SpentKey.objects.among(inserted & late)
            self.filter(pk__in=spent).delete()
            return inserted - spent

    def _insert_new(self, rows):
        """Insert `rows`, at least one; return the set of uids that were new."""
        fields, head, places = insertion(self.model)
        values = [
            field.get_db_prep_save(field.pre_save(row, add=True), connection) for row in rows for field in fields
        ]
        with connection.cursor() as cursor:
            places = ", ".join([places] * len(rows))
            cursor.execute(f"{head} VALUES {places} ON CONFLICT (uid) DO NOTHING RETURNING uid", values)
            return {uid for (uid,) in cursor.fetchall()}


class CountedQuerySet(OnceQuerySet):
    """Rows of a TakenBack model."""

    def counted(self):
        """Rows that stand: all but those that staff took back."""
        return self.filter(undone=False)


class FromDevice(models.Model):
    """May have waited in a device's outbox before it arrived."""

    # Both only for a week: the day of arrival, and a digest of what the device sent, which tells a replay from a
    # second entry under the same key.
    received_on = models.DateField(null=True, editable=False)
    fingerprint = models.BinaryField(null=True, editable=False, max_length=16)

    class Meta:
        abstract = True


class TakenBack(FromDevice):
    """Can be taken back: the row stays until the night, so that a late replay cannot bring it back."""

    undone = models.BooleanField(_("taken back"), default=False, editable=False)

    class Meta:
        abstract = True

    def take_back(self):
        """Stop counting this row."""
        self.undone = True
        self.save(update_fields=["undone"])

    def put_back(self):
        """Count it again."""
        self.undone = False
        self.save(update_fields=["undone"])
