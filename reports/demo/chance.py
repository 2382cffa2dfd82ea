"""Chance that comes out the same every time: one stream of numbers for each thing that is drawn."""

import random
from bisect import bisect
from itertools import accumulate


def stream(seed, *names):
    """A generator of its own for `names`, so that a day's rows do not depend on what was drawn before it."""
    return random.Random("/".join(str(part) for part in (seed, *names)))  # noqa: S311 -- invented rows, no secret


class Weighted:
    """Draws one of several values; `weights` is a dictionary value → weight, in any unit."""

    def __init__(self, weights):
        self.values = list(weights)
        self._sums = list(accumulate(weights.values()))

    def draw(self, rng):
        return self.values[bisect(self._sums, rng.random() * self._sums[-1])]
