"""A ratio of sums whose rows belong to clusters (the tickets of one requester)."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

METHOD = "delta"


def ratio(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    clusters: Sequence[Hashable] | None = None,
    quantum: Decimal = Decimal(1),
    level: float = 0.95,
) -> Estimate:
    """Return ``quantum · Σ numerators / Σ denominators`` with the cluster delta interval.

    Parameters
    ----------
    numerators, denominators
        One number a row each, in any order; denominators are not negative. Leave rows with an unknown
        part out before the call.
    clusters
        The cluster of each row: rows of the same requester are not independent. Without it each row is
        its own cluster.
    quantum
        What one unit of the numerators is worth in the unit of the result.
    level
        Confidence of the two-sided interval.

    Returns
    -------
    Estimate
        Its count is the number of rows. There is no value where the denominators sum to 0, and no interval
        with fewer than two clusters. Integer rows keep their exact sums.

    Raises
    ------
    DataError
        Columns of different lengths, a number that is not finite, a negative denominator.

    Notes
    -----
    ``Var = n/(n-1) · Σ (y_i - R x_i)² / (Σ x)²`` over n clusters, t with n - 1 degrees of freedom.
    Below some 20 clusters the interval is too narrow all the same.

    Examples
    --------
    >>> found = ratio([6, 2, 1, 16, 4, 0, 3, 8], [2, 1, 1, 3, 1, 1, 2, 1], quantum=Decimal("0.5"))
    >>> round(found.value, 6), round(found.low, 4), round(found.high, 4)
    (1.666667, 0.665, 2.6684)
    >>> ratio([1, 2], [3, 4], clusters=["ann", "ann"]).low is None, ratio([], []).value is None
    (True, True)
    """
    level = arguments.confidence(level)
    tops, bottoms = _column("ratio.numerators", numerators), _column("ratio.denominators", denominators)
    if len(tops) != len(bottoms) or (clusters is not None and len(clusters) != len(tops)):
        raise DataError(
            message("ratio", "needs columns of one length", got=f"{len(tops)} and {len(bottoms)}")
        )
    if (bottoms < 0).any():
        raise DataError(message("ratio.denominators", "must not be negative", got=str(bottoms.min())))
    below = _sum(bottoms)
    if below == 0:
        return Estimate.nothing(level=level, method=METHOD)
    above, worth = _sum(tops), float(quantum)
    value = above / below
    half = None
    residuals = _by_cluster(tops, clusters) - value * _by_cluster(bottoms, clusters)
    n = len(residuals)
    if n > 1:
        error = math.sqrt(n / (n - 1) * math.fsum(residuals**2)) / below * abs(worth)
        half = float(special.stdtrit(n - 1, (1 + level) / 2)) * error
    exact = isinstance(above, int) and isinstance(below, int)
    return Estimate(
        value=value * worth,
        count=len(tops),
        low=None if half is None else value * worth - half,
        high=None if half is None else value * worth + half,
        level=level,
        method=METHOD,
        numerator=int(above) if exact else None,
        denominator=int(below) if exact else None,
        quantum=quantum,
    )


def _column(where: str, values: ArrayLike) -> NDArray[np.int64] | NDArray[np.float64]:
    column = np.asarray(values)
    if column.dtype.kind in "iub":
        return column.astype(np.int64)
    column = column.astype(np.float64)
    if not np.isfinite(column).all():
        raise DataError(message(where, "must be finite", hint="leave out rows with an unknown part"))
    return column


def _sum(column: NDArray[np.int64] | NDArray[np.float64]) -> int | float:
    """Return the sum, exact for integers and free of the order of rows for floats."""
    return int(column.sum()) if column.dtype.kind == "i" else math.fsum(column)


def _by_cluster(
    column: NDArray[np.int64] | NDArray[np.float64], clusters: Sequence[Hashable] | None
) -> NDArray[np.float64]:
    if clusters is None:
        return column.astype(np.float64)
    number: dict[Hashable, int] = {}
    place = [number.setdefault(name, len(number)) for name in clusters]
    return np.bincount(place, weights=column.astype(np.float64), minlength=len(number)).astype(np.float64)
