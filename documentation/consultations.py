"""What lies on the tables, counted with a scanner before it goes back to its shelf; what is opened online."""

from collections import Counter

from django.db import transaction
from django.db.models import F

from documentation.models import ConsultationCount, Copy

MOST_OPENINGS = 1_000  # of one document on one day; beyond that a program is at work


@transaction.atomic
def count(codes, *, site, day):
    """Count one consultation for each scan; returns (how many counted, barcodes that no copy has)."""
    known = dict(Copy.objects.filter(barcode__in=set(codes)).values_list("barcode", "resource_id"))
    numbers = Counter(known[code] for code in codes if code in known)
    for resource, n in numbers.items():
        row, _made = ConsultationCount.objects.get_or_create(resource_id=resource, site=site, day=day)
        ConsultationCount.objects.filter(pk=row.pk).update(n=F("n") + n)
    return sum(numbers.values()), [code for code in dict.fromkeys(codes) if code not in known]


def count_opening(resource, *, day):
    """Count that the web address of `resource` was opened from the catalogue: on which day, and nothing else."""
    ConsultationCount.objects.bulk_create([ConsultationCount(resource=resource, day=day)], ignore_conflicts=True)
    rows = ConsultationCount.objects.filter(resource=resource, site=None, day=day, n__lt=MOST_OPENINGS)
    rows.update(n=F("n") + 1)
