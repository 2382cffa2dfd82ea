"""Numbers of the centre's own for copies that came without one, as a list from a spreadsheet mostly does."""

from django.db import connection, transaction
from django.db.models import Max

from documentation.models import Copy

FIRST = 10_000_001  # eight digits: no ISBN has as few
AT_ONCE = 1_000
LOCK = 0x626172  # one is numbering at a time


@transaction.atomic
def give(copies):
    """Number those of `copies` (a queryset) that have no barcode, in its order. Returns how many.

    The numbers go on after the highest one of eight digits that a copy has, also one that was withdrawn.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    highest = Copy.objects.filter(barcode__regex="^[1-9][0-9]{7}$").aggregate(Max("barcode"))["barcode__max"]
    rows = list(copies.filter(barcode=""))
    for number, copy in enumerate(rows, start=max(FIRST, int(highest or 0) + 1)):
        copy.barcode = str(number)
    Copy.objects.bulk_update(rows, ["barcode"], batch_size=AT_ONCE)
    return len(rows)
