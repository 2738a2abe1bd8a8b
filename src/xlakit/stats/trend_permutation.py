"""Whether monthly figures rise, by shuffling the months."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.stats import arguments, series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

EXACT = 7
"""Up to so many months every order is tried."""
CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Trend:
    """How monthly figures change over time.

    Attributes
    ----------
    slope
        Change of the figure from month to month, by weighted least squares; None without two months.
    p_value
        Chance of a slope as steep upwards when the months come in any order, one-sided; None likewise.
    months
        Months with a figure.
    method
        ``exact`` where every order was tried, else ``drawn``.
    """

    slope: float | None
    p_value: float | None
    months: int
    method: str


def trend_permutation(
    values: Iterable[float | None],
    weights: Iterable[float] | None = None,
    *,
    seed: int,
    draws: int = 2000,
) -> Trend:
    """Return whether figures rise over the months, each month one observation.

    Parameters
    ----------
    values
        One figure a month, in order of time. None (or NaN): a month without one; it keeps its place.
    weights
        What each figure rests on; all alike unless stated. They are shuffled with their figures.
    seed, draws
        Of the shuffles, where there are too many months to try every order.

    Raises
    ------
    DataError
        Figures that are no numbers, weights that are not above 0 or not one for each figure, fewer than 1 draw.

    Notes
    -----
    The p-value of drawn shuffles is ``(1 + as steep) / (1 + draws)``. Whole months are shuffled, not single
    records: what happens to many records of one month at once is then no evidence of a trend.

    Examples
    --------
    >>> found = trend_permutation([1.1, 1.1, 1.2, 1.3, 1.4], seed=1)
    >>> round(found.slope, 3), round(found.p_value, 4), found.method
    (0.08, 0.0167, 'exact')
    >>> trend_permutation([1.2, None], seed=1).p_value is None
    True
    """
    known = series.floats("trend_permutation.values", list(values))
    given = (
        np.ones(len(known)) if weights is None else series.floats("trend_permutation.weights", list(weights))
    )
    there = ~np.isnan(known)
    if len(given) != len(known) or not (given[there] > 0).all():
        raise DataError(message("trend_permutation.weights", "must be above 0, one a figure", got=str(given)))
    if arguments.count("trend_permutation.draws", draws) < 1:
        raise DataError(message("trend_permutation.draws", "must be at least 1", got=str(draws)))
    at, y, w = np.flatnonzero(there).astype(np.float64), known[there], given[there]
    months = len(y)
    exact = months <= EXACT
    method = "exact" if exact else "drawn"
    if months <= 1:
        return Trend(None, None, months, method)
    slope = float(_slopes(at, y[None, :], w[None, :])[0])
    orders = (
        np.array(list(itertools.permutations(range(months))))
        if exact
        else np.random.default_rng(seed).permuted(np.tile(np.arange(months), (draws, 1)), axis=1)
    )
    shuffled = _slopes(at, y[orders], w[orders])
    steep = int((shuffled >= slope - CLOSE * (1 + abs(slope))).sum())
    p_value = steep / math.factorial(months) if exact else (1 + steep) / (1 + draws)
    return Trend(slope, p_value, months, method)


def _slopes(at: NDArray[np.float64], y: NDArray[np.float64], w: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weighted slope of each row."""
    total = w.sum(axis=1, keepdims=True)
    away = at - (w * at).sum(axis=1, keepdims=True) / total
    found: NDArray[np.float64] = (w * away * y).sum(axis=1) / (w * away * away).sum(axis=1)
    return found
