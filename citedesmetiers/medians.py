"""Medians and the like: shown when enough people lie behind them, for that of one is their own."""

from dataclasses import dataclass

MASK = None  # what stands in the place of a number that is not shown


@dataclass(frozen=True)
class Summary:
    """value: the median, or the like.  n: how many it is of."""

    value: object
    n: int


def told(summary, threshold):
    """The value of a Summary as it may be shown: MASK when it is of fewer than `threshold`."""
    return MASK if summary.n < threshold else summary.value
