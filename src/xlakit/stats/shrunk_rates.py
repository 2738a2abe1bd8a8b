"""Rates of short histories, each shrunk towards what all have in common."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

from xlakit.errors import DataError, message
from xlakit.stats import arguments, series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

LEAST_SHAPE, MOST_SHAPE = 1e-2, 1e4


def shrunk_rates(events: Iterable[int], exposures: Iterable[float]) -> tuple[float | None, ...]:
    """Return the rate of each row, shrunk towards the common one as far as its history is short.

    Parameters
    ----------
    events
        A count a row: for a contact, the other contacts of its requester.
    exposures
        How long they were watched, in any unit of time. A row that was not watched has no rate: None.

    Returns
    -------
    tuple of float or None
        Events by unit of exposure, in the order given.

    Raises
    ------
    DataError
        Numbers that are no counts, exposures below 0 or unknown, or columns of different lengths.

    Notes
    -----
    ``k ~ Poisson(λt)``, ``λ ~ Gamma(a, b)``: the rate is ``(a + k) / (b + t)``. The shape a maximises the
    negative binomial likelihood at the pooled rate ``a/b``. Where rates differ by chance alone all get that.

    Examples
    --------
    >>> [round(rate, 3) for rate in shrunk_rates([0, 2, 30, 1], [100, 100, 100, 5])]
    [0.004, 0.023, 0.293, 0.159]
    >>> shrunk_rates([0, 0], [10, 0])
    (0.0, None)
    """
    k = np.array(arguments.wholes("shrunk_rates.events", events), dtype=np.int64)
    t = series.floats("shrunk_rates.exposures", list(exposures))
    if len(k) != len(t):
        raise DataError(message("shrunk_rates", "needs columns of one length", got=f"{len(k)} and {len(t)}"))
    if (k < 0).any() or np.isnan(t).any() or (t < 0).any():
        raise DataError(
            message("shrunk_rates", "needs counts and exposures that are not negative", got=str(t))
        )
    seen = t > 0
    if not seen.any():
        return (None,) * len(k)
    rate = float(k[seen].sum()) / math.fsum(np.sort(t[seen]))
    shape = _shape(k[seen], t[seen], rate) if rate else math.inf
    found = np.full(len(k), rate) if math.isinf(shape) else (shape + k) / (shape / rate + t)
    return tuple(float(each) if known else None for each, known in zip(found, seen, strict=True))


def _shape(k: NDArray[np.int64], t: NDArray[np.float64], rate: float) -> float:
    """Return the shape of the gamma, infinite where the rates differ by chance alone."""
    # Whole steps of exposure: as fine as matters for a likelihood, and requesters of one history count once.
    rounded = np.round(t / t.max(), 4)
    pairs, times = np.unique(np.column_stack([k, rounded]), axis=0, return_counts=True)
    count, mean = pairs[:, 0], pairs[:, 1] * t.max() * rate

    def loss(log_shape: float) -> float:
        a = math.exp(log_shape)
        value = (
            special.gammaln(a + count)
            - special.gammaln(a)
            + special.xlogy(count, mean)
            - (a + count) * np.log(a + mean)
            + a * log_shape
        )
        return -float(value @ times)

    edges = math.log(LEAST_SHAPE), math.log(MOST_SHAPE)
    found = optimize.minimize_scalar(loss, bounds=edges, method="bounded")
    poisson = -float((special.xlogy(count, mean) - mean) @ times)
    if poisson <= float(found.fun) + 1e-9 * (1 + abs(poisson)):
        return math.inf
    return math.exp(float(found.x))
