"""The bootstrap interval of a mean, or of any statistic of single values."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Literal, SupportsFloat, SupportsIndex, cast

import numpy as np

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments
from xlakit.stats.resampling.bca import bca_tails
from xlakit.stats.resampling.draws import finite, generator, limits, number_of_draws, tails
from xlakit.stats.resampling.over_clusters import over_clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from numpy.typing import NDArray

    Values = NDArray[np.float64]

METHODS = ("bca", "percentile")
CELLS = 1 << 21
"""Picks held at a time."""


def bootstrap(
    values: Iterable[SupportsFloat | None],
    *,
    statistic: Literal["mean"] | Callable[[Values], SupportsFloat] = "mean",
    method: Literal["bca", "percentile"] = "bca",
    clusters: Sequence[Hashable] | None = None,
    draws: int = 10_000,
    seed: int,
    level: float = 0.95,
) -> Estimate:
    """Return a statistic of `values` with its bootstrap interval; for skewed values such as lost time.

    Parameters
    ----------
    values
        Numbers in any order; None is left out, never read as 0.
    statistic
        ``"mean"``, or a function from an array of values to one number, which does not mind their order.
    method
        ``bca`` (bias-corrected and accelerated) or ``percentile``.
    clusters
        The cluster of each value: whole clusters are drawn. Values of one requester are not independent.
        Without it each value is drawn by itself.
    draws
        Resamples, at least 100.
    seed
        The same seed gives the same interval, whatever the order of the rows and the names of clusters.
    level
        Confidence of the two-sided interval.

    Returns
    -------
    Estimate
        In the unit of the values. No interval with fewer than two clusters, and none where no draw differs
        from another: the bootstrap cannot see a spread that is not in the values.

    Raises
    ------
    DataError
        A value or a statistic that is not finite, columns of different lengths, too few draws.

    Notes
    -----
    Efron, Journal of the American Statistical Association 82 (1987). With fewer than some 40 clusters the
    interval is too narrow: ``ratio(…, variance="jackknife")`` covers better. Above 100,000 rows see
    `poisson_bootstrap`.

    Examples
    --------
    >>> found = bootstrap([5, 0, 10, None, 5, 240, 15, 0, 20], seed=1)
    >>> found.value, found.count, found.low > 5, found.high > 100
    (36.875, 8, True, True)
    >>> bootstrap([7, 7, 7], seed=1).low is None, bootstrap([], seed=1).value is None
    (True, True)
    """
    arguments.one_of("bootstrap.method", method, METHODS)
    name = f"{method}_bootstrap" if clusters is None else f"{method}_cluster_bootstrap"
    level, times = arguments.confidence(level), number_of_draws("bootstrap", draws)
    random = generator("bootstrap", seed)
    given = arguments.each("bootstrap.values", values)
    known = [value for value in given if value is not None]
    if not known:
        return Estimate.nothing(level=level, method=name)
    numbers, cuts = _in_clusters(given, clusters)
    apply = over_clusters(statistic, numbers, cuts)
    value, low, high = apply.whole(), None, None
    count = len(cuts) - 1
    if count > 1:
        step = max(1, CELLS // count)
        drawn = np.concatenate(
            [
                apply.resampled(random.integers(0, count, (min(step, times - start), count)))
                for start in range(0, times, step)
            ]
        )
        shares = (
            tails(level) if method == "percentile" else bca_tails(drawn, value, apply.without_one(), level)
        )
        low, high = limits(drawn, value, shares)
    total = _whole_sum(known) if statistic == "mean" else None
    return Estimate(
        value=value if total is None else total / len(known),
        count=len(known),
        low=low,
        high=high,
        level=level,
        method=name,
        numerator=total,
        denominator=None if total is None else len(known),
    )


def _in_clusters(
    values: list[SupportsFloat | None], clusters: Sequence[Hashable] | None
) -> tuple[Values, list[int]]:
    """Return the known values cluster by cluster, in an order of their own, and where each cluster begins."""
    clusters = None if clusters is None else arguments.each("bootstrap.clusters", clusters)
    if clusters is not None and len(clusters) != len(values):
        raise DataError(
            message(
                "bootstrap.clusters",
                f"must name one cluster for {len(values)} values",
                got=str(len(clusters)),
            )
        )
    if clusters is None:
        alone = finite("bootstrap.values", (value for value in values if value is not None))
        return np.sort(np.array(alone)), list(range(len(alone) + 1))
    groups: dict[Hashable, list[SupportsFloat]] = {}
    for value, name in zip(values, clusters, strict=True):
        if value is not None:
            groups.setdefault(name, []).append(value)
    rows = sorted(sorted(finite("bootstrap.values", group)) for group in groups.values())
    cuts = np.cumsum([0, *map(len, rows)]).tolist()
    return np.array([value for row in rows for value in row]), cuts


def _whole_sum(values: list[SupportsFloat]) -> int | None:
    """Return the exact sum where all values are integers."""
    try:
        return sum(operator.index(cast("SupportsIndex", value)) for value in values)
    except TypeError:
        return None
