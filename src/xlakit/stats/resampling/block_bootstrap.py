"""The bootstrap interval of a figure over months that resemble their neighbours."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, SupportsFloat

import numpy as np

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments
from xlakit.stats.resampling.block_indices import Scheme, block_indices
from xlakit.stats.resampling.draws import limits, number_of_draws, tails

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Rows = NDArray[np.float64]

STATISTICS = ("mean", "total", "ratio")


def block_bootstrap(
    months: ArrayLike,
    *,
    length: int = 3,
    statistic: Literal["mean", "total", "ratio"] | Callable[[Rows], SupportsFloat] = "mean",
    scheme: Scheme = "stationary",
    draws: int = 10_000,
    seed: int,
    level: float = 0.95,
) -> Estimate:
    """Return a figure over consecutive months with the interval of the block bootstrap.

    Blocks of neighbouring months are drawn together, whole rows at a time, so that what one month has in
    common with the next, and one column with another, stays. It answers "what if history had been dealt
    anew": no month comes out worse than the worst one seen. It is no forecast.

    Parameters
    ----------
    months
        In order of time: one number a month, or one row of numbers a month.
    length
        Months a block holds (on average, for stationary blocks).
    statistic
        ``"mean"`` or ``"total"`` of one number a month; ``"ratio"`` of two columns, their totals divided;
        or a function from the drawn rows, in the shape of `months`, to one number.
    scheme
        ``stationary`` (blocks of random length that wrap around) or ``moving`` (blocks of fixed length).
    draws, seed
        Resamples, at least 100; the same seed gives the same interval.
    level
        Confidence of the two-sided interval, read off the draws.

    Returns
    -------
    Estimate
        Its count is the number of months. No value without months or with a ratio over 0; no interval with
        a single month, or where no draw differs from another.

    Raises
    ------
    DataError
        A month that is unknown, a length above the number of months, a statistic that is not finite.

    Notes
    -----
    Politis and Romano, The stationary bootstrap (1994); Künsch (1989) for moving blocks.

    Examples
    --------
    >>> credits = [[4, 100], [0, 100], [0, 90], [7, 110], [9, 100], [2, 100], [0, 95], [0, 105]]
    >>> found = block_bootstrap(credits, statistic="ratio", seed=3)
    >>> found.value, found.low < 0.02, found.high > 0.04
    (0.0275, True, True)
    >>> block_bootstrap([5], length=1, seed=3).low is None, block_bootstrap([], seed=3).value is None
    (True, True)
    """
    rows, name = _rows(months), f"{scheme}_block_bootstrap"
    level, times = arguments.confidence(level), number_of_draws("block_bootstrap", draws)
    if len(rows) == 0:
        return Estimate.nothing(level=level, method=name)
    apply = _statistic(statistic, rows)
    value = apply(rows)
    if value is None:
        return Estimate.nothing(level=level, method=name)
    low, high = None, None
    picks = block_indices(len(rows), length=length, scheme=scheme, draws=times, seed=seed)
    if len(rows) > 1:
        drawn = [found for found in (apply(rows[row]) for row in picks) if found is not None]
        low, high = limits(np.array(drawn), value, tails(level))
    return Estimate(value=value, count=len(rows), low=low, high=high, level=level, method=name)


def _rows(months: ArrayLike) -> Rows:
    try:
        rows = np.asarray(months, dtype=np.float64)
    except (TypeError, ValueError):
        rows = np.array([math.nan])
    if rows.ndim > 2 or not np.isfinite(rows).all():  # noqa: PLR2004 - months and columns
        raise DataError(
            message(
                "block_bootstrap.months",
                "must be one number, or one row of numbers, a month, all known",
                hint="a month that is missing breaks the order of time: take the months after it",
            )
        )
    return rows


def _statistic(
    statistic: str | Callable[[Rows], SupportsFloat], rows: Rows
) -> Callable[[Rows], float | None]:
    if not isinstance(statistic, str):
        return lambda drawn: _finite(statistic(drawn))
    arguments.one_of("block_bootstrap.statistic", statistic, STATISTICS)
    if rows.shape[1:] != ((2,) if statistic == "ratio" else ()):
        raise DataError(
            message(
                "block_bootstrap.months",
                "must hold two columns for a ratio, else one number a month",
                got=f"{rows.ndim} dimensions",
                hint="pass a function as statistic for anything else",
            )
        )
    if statistic == "ratio":
        return lambda drawn: float(drawn[:, 0].sum() / below) if (below := drawn[:, 1].sum()) else None
    return (lambda drawn: float(drawn.mean())) if statistic == "mean" else (lambda drawn: float(drawn.sum()))


def _finite(found: SupportsFloat) -> float:
    number = float(found)
    if not math.isfinite(number):
        raise DataError(message("block_bootstrap.statistic", "must give a finite number", got=repr(number)))
    return number
