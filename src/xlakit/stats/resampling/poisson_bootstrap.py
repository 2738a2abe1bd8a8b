"""The bootstrap interval of a ratio of sums, with Poisson weights instead of drawn rows."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments
from xlakit.stats.resampling.draws import generator, limits, number_of_draws, tails

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

    Sums = NDArray[np.int64] | NDArray[np.float64]

METHOD = "poisson_bootstrap"


def poisson_bootstrap(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    clusters: Sequence[Hashable] | None = None,
    quantum: Decimal | int = Decimal(1),
    draws: int = 1000,
    seed: int,
    level: float = 0.95,
) -> Estimate:
    """Return ``quantum · Σ numerators / Σ denominators`` with its Poisson bootstrap interval.

    In every draw each cluster counts as often as a Poisson number of mean 1 says; a draw that leaves no
    denominator is drawn again. One pass over additive sums: for many rows.

    Parameters
    ----------
    numerators, denominators
        One number a row each: hit (1 or 0) and 1 for a share; 1, 0 or -1 and 1, with ``quantum=100``, for
        a net share; minutes and tickets for a ratio. Leave rows with an unknown part out before the call.
    clusters
        The cluster (requester) of each row; without it each row is its own cluster.
    quantum
        What one unit of the numerators is worth in the unit of the result.
    draws, seed
        Resamples, at least 100; the same seed gives the same interval, whatever the order of the rows and
        the names of the clusters.
    level
        Confidence of the two-sided interval, read off the draws.

    Returns
    -------
    Estimate
        Its count is the number of rows. There is no value where the denominators sum to 0; no interval
        with fewer than two clusters, or where no draw differs from another.

    Raises
    ------
    DataError
        Columns of different lengths, a number that is not finite, a negative denominator, too few draws.

    Notes
    -----
    Chamandy, Muralidharan, Najmi and Naidu, Estimating uncertainty for massive data streams (2012).

    Examples
    --------
    >>> found = poisson_bootstrap([1, 1, 0, 1, 0, 1] * 20, [1] * 120, seed=7)
    >>> round(found.value, 4), round(found.low, 2), round(found.high, 2)
    (0.6667, 0.58, 0.75)
    >>> poisson_bootstrap([1, 1], [1, 1], seed=7).low is None, poisson_bootstrap([], [], seed=7).value is None
    (True, True)
    """
    quantum = arguments.unit("poisson_bootstrap", quantum)
    level, times = arguments.confidence(level), number_of_draws("poisson_bootstrap", draws)
    random = generator("poisson_bootstrap", seed)
    tops, bottoms = _column("numerators", numerators), _column("denominators", denominators)
    clusters = None if clusters is None else arguments.each("poisson_bootstrap.clusters", clusters)
    if len(tops) != len(bottoms) or (clusters is not None and len(clusters) != len(tops)):
        raise DataError(
            message("poisson_bootstrap", "needs columns of one length", got=f"{len(tops)} and {len(bottoms)}")
        )
    if (bottoms < 0).any():
        raise DataError(
            message("poisson_bootstrap.denominators", "must not be negative", got=str(bottoms.min()))
        )
    rows, exact = len(tops), tops.dtype.kind == bottoms.dtype.kind == "i"
    tops, bottoms = _summed(tops, bottoms, clusters)
    above, below = math.fsum(tops), math.fsum(bottoms)
    if below == 0:
        return Estimate.nothing(level=level, method=METHOD)
    value, low, high = above / below * float(quantum), None, None
    if len(tops) > 1:
        drawn = np.array([_draw(random, tops, bottoms) for _ in range(times)]) * float(quantum)
        low, high = limits(drawn, value, tails(level))
    return Estimate(
        value=value,
        count=rows,
        low=low,
        high=high,
        level=level,
        method=METHOD,
        numerator=int(tops.sum()) if exact else None,
        denominator=int(bottoms.sum()) if exact else None,
        quantum=quantum,
    )


def _draw(random: np.random.Generator, tops: Sums, bottoms: Sums) -> float:
    """Return the ratio under one set of weights that leaves a denominator."""
    while True:
        weights = random.poisson(1.0, len(tops))
        below = (weights * bottoms).sum()
        if below > 0:
            return float((weights * tops).sum() / below)


def _column(name: str, values: ArrayLike) -> Sums:
    column = arguments.column(f"poisson_bootstrap.{name}", values)
    if column.dtype.kind in "iub" or not column.size:
        return column.astype(np.int64)
    column = column.astype(np.float64)
    if not np.isfinite(column).all():
        raise DataError(
            message(f"poisson_bootstrap.{name}", "must be finite", hint="leave out rows with an unknown part")
        )
    return column


def _summed(tops: Sums, bottoms: Sums, clusters: Sequence[Hashable] | None) -> tuple[Sums, Sums]:
    """Return the sums of each cluster, in an order that only the sums decide."""
    if clusters is not None:
        number: dict[Hashable, int] = {}
        place = np.array([number.setdefault(name, len(number)) for name in clusters], dtype=np.int64)
        order = np.lexsort((tops, bottoms, place))
        tops, bottoms, place = tops[order], bottoms[order], place[order]
        starts = np.flatnonzero(np.diff(place, prepend=-1))
        if len(starts):
            tops, bottoms = np.add.reduceat(tops, starts), np.add.reduceat(bottoms, starts)
    order = np.lexsort((tops, bottoms))
    return tops[order], bottoms[order]
