"""Where a series changed its level, if it did."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from scipy import stats

from xlakit.errors import DataError, message
from xlakit.stats import arguments, series

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST = 12
CELLS = 1_000_000
"""How many numbers are permuted at a time, so that long series fit in memory."""
Method = Literal["least_squares", "pettitt"]


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """The one most likely change of a series, and how likely chance alone makes it.

    Attributes
    ----------
    method
        ``least_squares`` or ``pettitt``.
    index
        The position, in the series as it was given, of the first known value after the change. None where
        there are too few values, or all are equal.
    before, after
        The level on either side: means for ``least_squares``, medians for ``pettitt``.
    statistic
        The squares that the split saves, or Pettitt's K; None where there are too few values.
    p_value
        How often a series without a change gives as much; the place of the change is in it.
    count
        How many values are known.
    note
        Why there is no answer; empty where there is.
    """

    method: Method
    index: int | None
    before: float | None
    after: float | None
    statistic: float | None
    p_value: float | None
    count: int
    note: str = ""


def change_point(
    values: Any,  # noqa: ANN401 - a list, an array or a column
    *,
    method: Method = "least_squares",
    seed: int = 0,
    permutations: int = 9999,
) -> ChangePoint:
    """Return the single split of a series that explains most, with the chance that there is none.

    Parameters
    ----------
    values
        One number a period, in the order of time; None (or NaN) is left out.
    method
        ``least_squares`` looks for a change of the mean, with a permutation p-value; ``pettitt`` looks at
        ranks, which outliers do not move, with his approximate p-value.
    seed, permutations
        Of the permutation p-value; the same seed gives the same p-value.

    Returns
    -------
    ChangePoint
        Below 12 known values it has no change and no p-value, and says why. Of equally good splits the
        first is taken.

    Raises
    ------
    DataError
        A value that is not finite, an unknown method, less than one permutation.

    Notes
    -----
    Least squares: the split that saves most of the sum of squares, ``p = (1 + b) / (1 + B)`` where b of B random
    orders save as much. Pettitt, Applied Statistics 28 (1979): ``K = max |Σ_{i≤t<j} sign(y_j - y_i)|``,
    ``p ≈ 2 exp(-6 K² / (n³ + n²))``. Both take the values of one level to be exchangeable: a trend, a season or
    months that resemble their neighbours look like a change.

    Examples
    --------
    >>> found = change_point([84, 86, 85, 83, None, 85, 86, 84, 79, 78, 80, 77, 79], seed=1)
    >>> found.index, round(found.before, 2), found.after, found.p_value
    (8, 84.71, 78.6, 0.0026)
    >>> change_point([84, 86, 85, 83, None, 85, 86, 84, 79, 78, 80, 77, 79], method="pettitt").index
    8
    >>> change_point([1, 2, 3]).note
    'no answer: 3 known values, fewer than 12'
    """
    arguments.one_of("change_point.method", method, ("least_squares", "pettitt"))
    column = series.floats("change_point.values", values)
    if arguments.count("change_point.permutations", permutations) == 0:
        raise DataError(message("change_point.permutations", "must be at least 1", got="0"))
    places = np.flatnonzero(~np.isnan(column))
    known = column[places]
    n = len(known)
    if n < LEAST:
        note = f"no answer: {n} known values, fewer than {LEAST}"
        return ChangePoint(method, None, None, None, None, None, n, note)
    if (known == known[0]).all():
        return ChangePoint(method, None, None, None, 0.0, 1.0, n, "no change: all values are equal")
    if method == "pettitt":
        curve = _rank_sums(known)
        split, statistic = _best(curve)
        p_value = min(1.0, 2 * math.exp(-6 * statistic**2 / (n**3 + n**2)))
    else:
        centred = known - math.fsum(known) / n
        split, statistic = _best(_saved(centred[None, :])[0])
        p_value = _permutation_p(centred, statistic, seed, permutations)
    before, after = (
        np.median(side) if method == "pettitt" else np.mean(side) for side in np.split(known, [split])
    )
    return ChangePoint(
        method=method,
        index=int(places[split]),
        before=float(before),
        after=float(after),
        statistic=statistic,
        p_value=p_value,
        count=n,
    )


def _best(curve: NDArray[np.float64]) -> tuple[int, float]:
    """Return the first of the best splits (how many values lie before it) and what it reaches."""
    most = float(curve.max())
    # Splits that are equally good on paper differ by rounding: the first of them is taken.
    return int(np.argmax(curve >= most * (1 - 1e-12))) + 1, most


def _saved(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, for each centred row and split, by how much two means leave less squares than one."""
    n = rows.shape[1]
    before = np.arange(1, n)
    sums = np.cumsum(rows, axis=1)[:, :-1]
    saved: NDArray[np.float64] = sums**2 * n / (before * (n - before))
    return saved


def _permutation_p(centred: NDArray[np.float64], statistic: float, seed: int, permutations: int) -> float:
    """Return how often the values in a random order split as well as they do."""
    draw = np.random.Generator(np.random.PCG64(arguments.count("change_point.seed", seed)))
    as_good, done = 0, 0
    batch = max(1, CELLS // len(centred))
    while done < permutations:
        rows = np.tile(centred, (min(batch, permutations - done), 1))
        draw.permuted(rows, axis=1, out=rows)
        as_good += int((_saved(rows).max(axis=1) >= statistic * (1 - 1e-9)).sum())
        done += len(rows)
    return (1 + as_good) / (1 + permutations)


def _rank_sums(known: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ``|Σ_{i≤t<j} sign(y_j - y_i)|`` for every split t, from the mid-ranks."""
    ranks = stats.rankdata(known)
    sums: NDArray[np.float64] = np.abs(np.cumsum(len(known) + 1 - 2 * ranks))[:-1]
    return sums
