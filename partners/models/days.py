"""The rule that two rows about the same thing do not share a day."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.db.models import F

from citedesmetiers.models.hours import Days


def never_twice(name, *same, first, last, message):
    """No two rows with the same values of `same` (columns or expressions) share a day between `first` and `last`.

    Both days count; an empty one reaches for ever.
    """
    both_ends = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    return ExclusionConstraint(
        name=name,
        expressions=[
            *((F(each) if isinstance(each, str) else each, RangeOperators.EQUAL) for each in same),
            (Days(first, last, both_ends), RangeOperators.OVERLAPS),
        ],
        violation_error_message=message,
    )
