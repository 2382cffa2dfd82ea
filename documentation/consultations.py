"""What lies on the tables, counted with a scanner before it goes back to its shelf."""

from collections import Counter

from django.db import transaction
from django.db.models import F

from documentation.models import ConsultationCount, Copy


@transaction.atomic
def count(codes, *, site, day):
    """Count one consultation for each scan; returns (how many counted, barcodes that no copy has)."""
    known = dict(Copy.objects.filter(barcode__in=set(codes)).values_list("barcode", "resource_id"))
    numbers = Counter(known[code] for code in codes if code in known)
    for resource, n in numbers.items():
        row, _made = ConsultationCount.objects.get_or_create(resource_id=resource, site=site, day=day)
        ConsultationCount.objects.filter(pk=row.pk).update(n=F("n") + n)
    return sum(numbers.values()), [code for code in dict.fromkeys(codes) if code not in known]
