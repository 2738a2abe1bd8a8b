"""What all resampling shares: how often, from which seed, and which limits the draws give."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import SupportsFloat

    from numpy.typing import NDArray

FEWEST = 100


def number_of_draws(where: str, draws: int) -> int:
    """Return `draws` where it is a number of resamples that limits can be read off."""
    number = arguments.count(f"{where}.draws", draws)
    if number < FEWEST:
        raise DataError(message(f"{where}.draws", f"must be at least {FEWEST}", got=str(number)))
    return number


def generator(where: str, seed: int) -> np.random.Generator:
    """Return the generator of `seed`."""
    return np.random.default_rng(arguments.count(f"{where}.seed", seed))


def finite(where: str, values: Iterable[SupportsFloat]) -> list[float]:
    """Return all `values` as floats."""
    numbers = arguments.numbers(where, values)
    odd = next((number for number in numbers if not math.isfinite(number)), None)
    if odd is not None:
        raise DataError(message(where, "must be finite", got=repr(odd), hint="leave out what is unknown"))
    return numbers


def limits(
    drawn: NDArray[np.float64], value: float, tails: tuple[float, float]
) -> tuple[float | None, float | None]:
    """Return the limits at these shares of the draws, widened to `value`; none where no draw differs."""
    if not np.ptp(drawn) > 0:
        return None, None
    low, high = np.quantile(drawn, tails)
    return min(float(low), value), max(float(high), value)


def tails(level: float) -> tuple[float, float]:
    """Return the two shares that leave `level` between them."""
    return (1 - level) / 2, (1 + level) / 2
