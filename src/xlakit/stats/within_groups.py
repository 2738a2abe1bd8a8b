"""Order against order inside groups, by shuffling inside each group."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

LARGEST = 1_000
"""Values of one group that are compared pair by pair; of more, the first so many."""


@dataclass(frozen=True, slots=True)
class Shuffled:
    """A sum over groups against what shuffling inside each of them gives.

    Attributes
    ----------
    statistic, variance
        The sum over the groups, and its variance when each group is shuffled by itself; its mean is then 0.
    z
        The statistic in standard deviations; None, like all that follows, where nothing can be told apart.
    p_below, p_above
        Chance of a sum as small, and as large.
    tau
        For pairs: concordant less discordant over all pairs that are told apart on both sides, -1 … 1.
    pairs
        These pairs. For `permuted_sum` 0.
    """

    statistic: float
    variance: float
    z: float | None
    p_below: float | None
    p_above: float | None
    tau: float | None
    pairs: int


def kendall_within(groups: Iterable[tuple[Any, Any]]) -> Shuffled:
    """Return Kendall's tau between two orders, counted inside groups only.

    Parameters
    ----------
    groups
        For each group (a team's day) two columns of the same length: the place in the queue, and the place at which
        it was picked. Values of different groups are never compared. Of a group of more than 1,000 the first
        1,000 are.

    Raises
    ------
    DataError
        Columns of different lengths, or a value that is unknown or no number.

    Notes
    -----
    ``S = Σ concordant - discordant``. Its mean and variance under shuffling are Kendall's (1970), with ties; they
    add up over groups, and the normal limit is taken, without continuity correction. Ties count neither way.

    Examples
    --------
    >>> in_turn = kendall_within([([1, 2, 3], [1, 2, 3]), ([1, 2], [1, 2])])
    >>> in_turn.tau, in_turn.pairs, round(in_turn.z, 3)
    (1.0, 4, 1.852)
    >>> newest_first = kendall_within([([1, 2, 3, 4], [4, 3, 2, 1])] * 5)
    >>> newest_first.tau, newest_first.p_below < 0.001
    (-1.0, True)
    >>> kendall_within([([1], [1])]).p_below is None
    True
    """
    statistic, variance, pairs = 0.0, 0.0, 0
    for one, other in groups:
        x, y = _columns("kendall_within", one, other)
        x, y = x[:LARGEST], y[:LARGEST]
        signs = np.sign(x[:, None] - x[None, :]) * np.sign(y[:, None] - y[None, :])
        statistic += float(signs.sum()) / 2
        pairs += int(np.abs(signs).sum()) // 2
        variance += _kendall_variance(x, y)
    return shuffled(statistic, variance, pairs=pairs)


def permuted_sum(groups: Iterable[tuple[Any, Any]]) -> Shuffled:
    """Return the sum of products of two columns, against shuffling one of them inside each group.

    Parameters
    ----------
    groups
        For each group two columns of the same length, for example how often a ticket was skipped less how
        often it was taken before its turn, and the rank of the work it was expected to be.

    Raises
    ------
    DataError
        Columns of different lengths, or a value that is unknown or no number.

    Notes
    -----
    ``T = Σ (xᵢ - x̄)(yᵢ - ȳ)`` inside each group; variance ``Σ(x - x̄)² Σ(y - ȳ)² / (n - 1)``, exactly; normal limit.

    Examples
    --------
    >>> found = permuted_sum([([2, 0, -2], [3, 2, 1])] * 4)
    >>> found.statistic, found.variance, round(found.z, 3)
    (16.0, 32.0, 2.828)
    >>> permuted_sum([([1, 1], [1, 2])]).z is None
    True
    """
    statistic, variance = 0.0, 0.0
    for one, other in groups:
        x, y = _columns("permuted_sum", one, other)
        if len(x) > 1:
            x, y = x - x.mean(), y - y.mean()
            statistic += float(x @ y)
            variance += float(x @ x) * float(y @ y) / (len(x) - 1)
    return shuffled(statistic, variance)


def shuffled(statistic: float, variance: float, *, pairs: int = 0) -> Shuffled:
    """Return a sum of mean 0 under shuffling against its variance.

    Examples
    --------
    >>> round(shuffled(-20.0, 100.0, pairs=40).p_below, 4), shuffled(0.0, 0.0).z is None
    (0.0228, True)
    """
    z = statistic / math.sqrt(variance) if variance > 0 else None
    return Shuffled(
        statistic=statistic,
        variance=variance,
        z=z,
        p_below=None if z is None else float(special.ndtr(z)),
        p_above=None if z is None else float(special.ndtr(-z)),
        tau=statistic / pairs if pairs else None,
        pairs=pairs,
    )


def _kendall_variance(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    n = len(x)
    t, u = (np.unique(column, return_counts=True)[1].astype(np.float64) for column in (x, y))
    if len(t) <= 1 or len(u) <= 1:
        return 0.0
    size = np.array([float(n)])
    all_of, in_x, in_y = (float((c * (c - 1) * (2 * c + 5)).sum()) for c in (size, t, u))
    found = (all_of - in_x - in_y) / 18
    found += float((t * (t - 1)).sum() * (u * (u - 1)).sum()) / (2 * n * (n - 1))
    if n > 2:  # noqa: PLR2004 - triples
        triples = float((t * (t - 1) * (t - 2)).sum() * (u * (u - 1) * (u - 2)).sum())
        found += triples / (9 * n * (n - 1) * (n - 2))
    return found


def _columns(where: str, one: Any, other: Any) -> tuple[NDArray[np.float64], NDArray[np.float64]]:  # noqa: ANN401
    x, y = series.floats(where, one), series.floats(where, other)
    if len(x) != len(y):
        raise DataError(message(where, "needs columns of one length", got=f"{len(x)} and {len(y)}"))
    if np.isnan(x).any() or np.isnan(y).any():
        raise DataError(message(where, "needs known numbers", got="an unknown one"))
    return x, y
