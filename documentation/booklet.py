"""A bibliography in sections: as its list says, by purpose, or as the documents stand on the shelves."""

from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CHOICES = {
    "list": gettext_lazy("as in the list"),
    "purpose": gettext_lazy("by purpose"),
    "shelf": gettext_lazy("by shelf"),
}
LAST = "\U0010ffff"  # sorts behind every code


def sections(items, by):
    """[(name, items), …]. items: with `copies_kept` and `mark`, in the order of the list.  by: one of CHOICES.

    A document stands once: under the first of its purposes, on the shelf of its first copy. Within a purpose the
    order is that of the list, on a shelf that of the shelf marks.
    """
    if by == "list":
        return [(name, list(rows)) for name, rows in groupby(items, key=lambda item: item.section)]
    placed = [(*PLACES[by](item), at, item) for at, item in enumerate(items)]
    placed.sort(key=lambda place: place[:-1])
    return [(name, [each[-1] for each in rows]) for name, rows in groupby(placed, key=lambda place: place[1])]


def by_purpose(item):
    """(rank, name of the section)."""
    first = min(item.resource.purposes.all(), key=lambda purpose: (purpose.rank, purpose.pk), default=None)
    return (first.rank, first.name) if first else (1_000_000, _("For every purpose"))


def by_shelf(item):
    """(code of the shelf, name of the section, shelf mark)."""
    node = next((copy.node for copy in item.copies_kept if copy.node), None)
    if node:
        return node.code, str(node), item.mark
    if item.mark:
        code = item.mark.split()[0]
        return code, code, item.mark
    return LAST, _("Online") if item.resource.url else _("Ask at reception"), ""


PLACES = {"purpose": by_purpose, "shelf": by_shelf}
