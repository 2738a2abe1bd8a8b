"""A percentile and the interval that the order of the values gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, SupportsFloat

import numpy as np
from scipy import stats

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable

METHOD = "order_statistics"


def percentile(values: Iterable[SupportsFloat | None], percent: float, *, level: float = 0.95) -> Estimate:
    """Return a percentile of `values` by linear interpolation, with its order-statistics interval.

    Parameters
    ----------
    values
        Numbers in any order; None is left out.
    percent
        Which percentile, strictly between 0 and 100: 90 for the value that nine in ten do not exceed.
    level
        Least confidence of the two-sided interval; its limits are values of the data, so that it usually
        covers more.

    Returns
    -------
    Estimate
        `high` is None where no value of the data is sure enough to bound the percentile ("above the
        maximum"), `low` likewise ("below the minimum").

    Raises
    ------
    DataError
        A percentile outside (0, 100), or a value that is not finite.

    Notes
    -----
    Ranks l and u with ``P(B ≤ l - 1) ≤ alpha/2`` (the largest) and ``P(B ≥ u) ≤ alpha/2`` (the smallest)
    for B binomial of n and the percentile. No distribution is assumed. A promise about a percentile is
    better stated as a share ("90 % within 8 h").

    Examples
    --------
    >>> found = percentile([8, 3, None, 5, 1, 9, 2, 7, 4, 6, 10], 50)
    >>> found.value, found.low, found.high
    (5.5, 2.0, 9.0)
    >>> percentile(range(1, 21), 90).high is None, percentile([], 50).value is None
    (True, True)
    """
    level = arguments.confidence(level)
    if not 0 < percent < 100:  # noqa: PLR2004 - per cent
        raise DataError(
            message("percentile.percent", "must lie strictly between 0 and 100", got=repr(percent))
        )
    known = np.sort(np.array([float(value) for value in values if value is not None], dtype=np.float64))
    if not np.isfinite(known).all():
        raise DataError(message("percentile.values", "must be finite", hint="pass None for unknown"))
    n = len(known)
    if n == 0:
        return Estimate.nothing(level=level, method=METHOD)
    share, tail = percent / 100, (1 - level) / 2
    ranks = np.arange(1, n + 1)
    lower = ranks[stats.binom.cdf(ranks - 1, n, share) <= tail]
    upper = ranks[stats.binom.sf(ranks - 1, n, share) <= tail]
    return Estimate(
        value=float(np.quantile(known, share)),
        count=n,
        low=float(known[lower[-1] - 1]) if len(lower) else None,
        high=float(known[upper[0] - 1]) if len(upper) else None,
        level=level,
        method=METHOD,
    )
