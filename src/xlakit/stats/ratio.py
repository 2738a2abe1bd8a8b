"""A ratio of sums whose rows belong to clusters (the tickets of one requester)."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments
from xlakit.stats.freedom import unequal_freedom

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import ArrayLike, NDArray

VARIANCES = ("delta", "jackknife")


def ratio(
    numerators: ArrayLike,
    denominators: ArrayLike,
    *,
    clusters: Sequence[Hashable] | None = None,
    variance: Literal["delta", "jackknife"] = "delta",
    quantum: Decimal = Decimal(1),
    level: float = 0.95,
) -> Estimate:
    """Return ``quantum · Σ numerators / Σ denominators`` with its interval over clusters.

    Parameters
    ----------
    numerators, denominators
        One number a row each, in any order; denominators are not negative. Leave rows with an unknown
        part out before the call.
    clusters
        The cluster of each row: rows of the same requester are not independent. Without it each row is
        its own cluster.
    variance
        ``delta`` (default), or ``jackknife`` for fewer than some 40 clusters, or a few that hold most rows:
        wider there, the same where many clusters are alike. It needs two clusters with a denominator.
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
    Delta: ``Var = n/(n-1) · Σ (y_i - R x_i)² / (Σ x)²`` over n clusters, t with n - 1 degrees of freedom;
    below some 20 clusters too narrow. Jackknife: ``(n-1)/n · Σ (R_(-i) - R)²`` over the n clusters with a
    denominator, t with `unequal_freedom` of these. Wolter, Introduction to Variance Estimation, chapter 4.

    Examples
    --------
    >>> found = ratio([6, 2, 1, 16, 4, 0, 3, 8], [2, 1, 1, 3, 1, 1, 2, 1], quantum=Decimal("0.5"))
    >>> round(found.value, 6), round(found.low, 4), round(found.high, 4)
    (1.666667, 0.665, 2.6684)
    >>> round(ratio([6, 2, 1, 16], [2, 1, 1, 3], variance="jackknife").high, 4)
    10.415
    >>> ratio([1, 2], [3, 4], clusters=["ann", "ann"]).low is None, ratio([], []).value is None
    (True, True)
    """
    level, method = arguments.confidence(level), arguments.one_of("ratio.variance", variance, VARIANCES)
    tops, bottoms = _column("ratio.numerators", numerators), _column("ratio.denominators", denominators)
    clusters = None if clusters is None else arguments.each("ratio.clusters", clusters)
    if len(tops) != len(bottoms) or (clusters is not None and len(clusters) != len(tops)):
        raise DataError(
            message("ratio", "needs columns of one length", got=f"{len(tops)} and {len(bottoms)}")
        )
    if (bottoms < 0).any():
        raise DataError(message("ratio.denominators", "must not be negative", got=str(bottoms.min())))
    below = _sum(bottoms)
    if below == 0:
        return Estimate.nothing(level=level, method=method)
    quantum = arguments.unit("ratio", quantum)
    above, worth = _sum(tops), float(quantum)
    value = above / below
    by_cluster = _by_cluster(tops, clusters), _by_cluster(bottoms, clusters)
    half = _half_width(*by_cluster, value, jackknife=variance == "jackknife", level=level)
    half = None if half is None else half * abs(worth)
    exact = isinstance(above, int) and isinstance(below, int)
    return Estimate(
        value=value * worth,
        count=len(tops),
        low=None if half is None else value * worth - half,
        high=None if half is None else value * worth + half,
        level=level,
        method=method,
        numerator=int(above) if exact else None,
        denominator=int(below) if exact else None,
        quantum=quantum,
    )


def _half_width(
    tops: NDArray[np.float64], bottoms: NDArray[np.float64], value: float, *, jackknife: bool, level: float
) -> float | None:
    """Return half the width of the interval; None where there is nothing to compare."""
    if jackknife:
        tops, bottoms = tops[bottoms > 0], bottoms[bottoms > 0]
    n, below = len(bottoms), math.fsum(bottoms)
    if n < 2:  # noqa: PLR2004 - one cluster has no spread
        return None
    residuals = tops - value * bottoms
    if jackknife:
        error = math.sqrt((n - 1) / n * math.fsum((residuals / (below - bottoms)) ** 2))
        freedom = unequal_freedom(bottoms)
    else:
        error, freedom = math.sqrt(n / (n - 1) * math.fsum(residuals**2)) / below, n - 1
    return float(special.stdtrit(freedom, (1 + level) / 2)) * error


def _column(where: str, values: ArrayLike) -> NDArray[np.int64] | NDArray[np.float64]:
    column = arguments.column(where, values)
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
