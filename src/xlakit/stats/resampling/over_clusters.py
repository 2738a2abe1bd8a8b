"""A statistic of the values of drawn clusters."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, SupportsFloat, cast

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    Picks = NDArray[np.int64]


class MeanOf:
    """The mean, from one sum and one count a cluster."""

    def __init__(self, numbers: Values, cuts: list[int]) -> None:
        self.tops = np.array([math.fsum(numbers[start:end]) for start, end in pairwise(cuts)])
        self.sizes = np.diff(cuts)
        self.top, self.size = math.fsum(self.tops), len(numbers)

    def whole(self) -> float:
        """Return it of all values."""
        return self.top / self.size

    def resampled(self, picks: Picks) -> Values:
        """Return it of each row of drawn clusters."""
        return cast("Values", self.tops[picks].sum(axis=1) / self.sizes[picks].sum(axis=1))

    def without_one(self) -> Values:
        """Return it without each cluster in turn."""
        return (self.top - self.tops) / (self.size - self.sizes)


class AnyOf:
    """A statistic of the caller's."""

    def __init__(self, call: Callable[[Values], SupportsFloat], numbers: Values, cuts: list[int]) -> None:
        self.call, self.numbers = call, numbers
        self.parts = [numbers[start:end] for start, end in pairwise(cuts)]
        self.single = len(self.parts) == len(numbers)

    def _of(self, drawn: Values) -> float:
        found = float(self.call(drawn))
        if not math.isfinite(found):
            raise DataError(
                message(
                    "bootstrap.statistic",
                    "must give a finite number for every resample",
                    got=repr(found),
                    hint="some resamples hold one value many times",
                )
            )
        return found

    def whole(self) -> float:
        """Return it of all values."""
        return self._of(self.numbers.copy())

    def resampled(self, picks: Picks) -> Values:
        """Return it of each row of drawn clusters."""
        if self.single:
            return np.array([self._of(self.numbers[row]) for row in picks])
        return np.array(
            [self._of(np.concatenate([self.parts[place] for place in row])) for row in picks.tolist()]
        )

    def without_one(self) -> Values:
        """Return it without each cluster in turn."""
        places = range(len(self.parts))
        return np.array(
            [self._of(np.concatenate(self.parts[:place] + self.parts[place + 1 :])) for place in places]
        )


def over_clusters(
    statistic: str | Callable[[Values], SupportsFloat], numbers: Values, cuts: list[int]
) -> MeanOf | AnyOf:
    """Return how `statistic` comes out of drawn clusters; cluster i is ``numbers[cuts[i]:cuts[i + 1]]``."""
    if isinstance(statistic, str):
        arguments.one_of("bootstrap.statistic", statistic, ("mean",))
        return MeanOf(numbers, cuts)
    return AnyOf(statistic, numbers, cuts)
