"""Medians and the like: shown when enough people lie behind them, for that of one is their own."""

from dataclasses import dataclass

MASK = None  # what stands in the place of a number that is not shown
MEDIAN, NINE_IN_TEN = 50, 90  # percent of the values that do not exceed the one that is told


@dataclass(frozen=True)
class Summary:
    """value: the median, or the like.  n: how many it is of."""

    value: object
    n: int


def least(threshold, percent=MEDIAN):
    """Of how many values the one that `percent` of them do not exceed is told; a median is told of `threshold`.

    As many must lie beyond it as beyond such a median: with a threshold of 5, what nine in ten did not exceed is told
    of 25. Of fewer than ten it would simply be the longest, which is one person's.
    """
    return -(-threshold * MEDIAN // min(percent, 100 - percent))


def told(summary, threshold, percent=MEDIAN):
    """The value of a Summary as it may be shown: MASK when it is of too few, see `least`."""
    return MASK if summary.n < least(threshold, percent) else summary.value
