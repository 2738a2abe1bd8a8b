"""Means over scans, with their Monte Carlo errors, and what passes."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_FALSE, LEAST_POWER = 0.10, 0.90
ERRORS = 2


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over scans of a share, and its Monte Carlo error."""

    value: float
    error: float

    def __str__(self) -> str:
        """Return both in per cent."""
        return f"{100 * self.value:.1f} ± {100 * self.error:.1f}"

    @property
    def few_false(self) -> bool:
        """Whether it may be 10 % or less."""
        return self.value - ERRORS * self.error <= MOST_FALSE

    @property
    def strong(self) -> bool:
        """Whether it may be 90 % or more."""
        return self.value + ERRORS * self.error >= LEAST_POWER


def mean(values: Sequence[float]) -> Mean:
    """Return the mean of one share a scan; of none or all the error is that of one more that does not."""
    count = len(values)
    value = sum(values) / count
    spread = sum((one - value) ** 2 for one in values) / max(count - 1, 1)
    if value in {0, 1}:
        odd = 1 / (count + 2)
        spread = odd * (1 - odd)
    return Mean(value, sqrt(spread / count))


def false_share(wrong: int, flags: int) -> float:
    """Return wrong flags over flags of one scan, 0 where there are none."""
    return wrong / flags if flags else 0.0
