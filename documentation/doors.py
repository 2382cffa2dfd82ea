"""The purposes that documents stand under: those that have a door to the public."""

from django.utils import timezone

from citedesmetiers.models import Purpose


def purposes_for(given):
    """The purposes to offer: those with a door today, and those already `given` (a queryset, or keys).

    What only reception counts (a piece of information, a computer) leads no visitor to a document.
    """
    doors = Purpose.objects.doors().in_force(timezone.localdate())
    return doors | Purpose.objects.filter(pk__in=given)
