"""The order in which people want to see rows that have a `rank`."""

from itertools import pairwise

from django.db import transaction


@transaction.atomic
def move(rows, row, step):
    """Move `row` within the queryset `rows` by `step` places (-1 up, 1 down); beyond either end it stays.

    Ranks that the rows already have are handed on, so that other rows of the table keep their place; where two are
    the same, those after them get higher ones.
    """
    ordered = list(rows.select_for_update().order_by("rank", "pk"))
    ranks = [each.rank for each in ordered]
    if any(later <= earlier for earlier, later in pairwise(ranks)):
        ranks = spread(ranks)
    place = next(number for number, each in enumerate(ordered) if each.pk == row.pk)
    ordered.insert(max(place + step, 0), ordered.pop(place))
    changed = []
    for rank, each in zip(ranks, ordered, strict=True):
        if each.rank != rank:
            each.rank = rank
            changed.append(each)
    type(row).objects.bulk_update(changed, ["rank"])


def spread(ranks):
    """The least numbers, each above the one before it, that do not lie below `ranks`."""
    found = []
    for rank in ranks:
        found.append(max(rank, found[-1] + 1) if found else rank)
    return found
