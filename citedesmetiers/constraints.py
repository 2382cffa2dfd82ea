"""Constraints that several models share; each names itself after its model and says in words what is wrong."""

from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

WRONG_WAY_ROUND = _("The end lies before the beginning.")


def not_before(later, earlier, *, message=WRONG_WAY_ROUND):
    """`later` is empty, or not before `earlier` (an empty `earlier` allows anything)."""
    return CheckConstraint(
        name=f"%(class)s_{later}_not_before_{earlier}",
        condition=Q(**{f"{later}__isnull": True})
        | Q(**{f"{earlier}__isnull": True})
        | Q(**{f"{later}__gte": F(earlier)}),
        violation_error_message=message,
    )


def both_or_neither(one, other, *, message):
    """`one` and `other` are both filled, or both empty."""
    return CheckConstraint(
        name=f"%(class)s_{one}_with_{other}",
        condition=Q(**{f"{one}__isnull": True, f"{other}__isnull": True})
        | Q(**{f"{one}__isnull": False, f"{other}__isnull": False}),
        violation_error_message=message,
    )
