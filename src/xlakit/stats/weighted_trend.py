"""A straight line through figures that are not equally sure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments, series

FEWEST = 3


@dataclass(frozen=True, slots=True)
class WeightedTrend:
    """A line through figures with standard errors.

    Attributes
    ----------
    count
        How many figures it rests on.
    slope, low, high
        Change per period and its interval; None below three figures.
    first, last
        The height of the line at the first and at the last figure.
    dispersion
        How much more the figures scatter about the line than their errors say (variance); at least 1.
    p_falling, p_rising
        One-sided p-values: how often a level series would fall, or rise, as much.
    level
        Confidence of the interval.
    """

    count: int
    slope: float | None = None
    low: float | None = None
    high: float | None = None
    first: float | None = None
    last: float | None = None
    dispersion: float | None = None
    p_falling: float | None = None
    p_rising: float | None = None
    level: float = 0.95


def weighted_trend(
    values: Any,  # noqa: ANN401 - a list, an array or a column
    errors: Any,  # noqa: ANN401 - a list, an array or a column
    *,
    at: Any = None,  # noqa: ANN401 - a list, an array or a column
    level: float = 0.95,
) -> WeightedTrend:
    """Return the line through `values`, each weighted by its standard error.

    Parameters
    ----------
    values, errors
        One figure a period in any unit, and its standard error, in the order of time.
    at
        The numbers of the periods, where some are missing; 0, 1, 2, … unless stated.
    level
        Confidence of the two-sided interval of the slope.

    Raises
    ------
    DataError
        Figures or periods that are not known, errors that are not positive, columns of different lengths, or
        figures that all belong to one period.

    Notes
    -----
    Weights ``1 / error²``; ``Var(slope) = φ / Σ w (x - x̄)²`` with ``φ = max(1, Σ w r² / (n - 2))`` and t with
    n - 2 degrees of freedom: periods that differ more than their errors explain make the interval wider, periods
    that happen to agree make it no narrower. Birge (1932). It takes the periods as independent of each other.

    Examples
    --------
    >>> found = weighted_trend([0.90, 0.88, 0.87, 0.84, 0.83, 0.80], [0.02] * 6)
    >>> round(found.slope, 4), round(found.p_falling, 4), found.dispersion
    (-0.0194, 0.0077, 1.0)
    >>> round(found.first, 3), round(found.last, 3)
    (0.902, 0.805)
    >>> weighted_trend([0.9, 0.8], [0.1, 0.1]).slope is None
    True
    """
    level = arguments.confidence(level)
    y, s = series.floats("weighted_trend.values", values), series.floats("weighted_trend.errors", errors)
    x = np.arange(len(y), dtype=np.float64) if at is None else series.floats("weighted_trend.at", at)
    if not len(x) == len(y) == len(s):
        raise DataError(
            message("weighted_trend", "needs columns of one length", got=f"{len(y)}, {len(s)}, {len(x)}")
        )
    if np.isnan(np.concatenate([x, y, s])).any() or (s <= 0).any():
        raise DataError(
            message(
                "weighted_trend", "needs known values with positive errors", hint="leave out unknown periods"
            )
        )
    n = len(y)
    if n < FEWEST:
        return WeightedTrend(n, level=level)
    w = 1 / s**2
    centre, height = (math.fsum(w * side) / math.fsum(w) for side in (x, y))
    spread = math.fsum(w * (x - centre) ** 2)
    if spread == 0:
        raise DataError(message("weighted_trend.at", "must name more than one period"))
    slope = math.fsum(w * (x - centre) * (y - height)) / spread
    line = height + slope * (x - centre)
    dispersion = max(1.0, math.fsum(w * (y - line) ** 2) / (n - 2))
    error = math.sqrt(dispersion / spread)
    half = float(special.stdtrit(n - 2, (1 + level) / 2)) * error
    return WeightedTrend(
        count=n,
        slope=slope,
        low=slope - half,
        high=slope + half,
        first=float(line[0]),
        last=float(line[-1]),
        dispersion=dispersion,
        p_falling=float(special.stdtr(n - 2, slope / error)),
        p_rising=float(special.stdtr(n - 2, -slope / error)),
        level=level,
    )
