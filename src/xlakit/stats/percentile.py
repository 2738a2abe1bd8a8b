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
    if not 0 < arguments.number("percentile.percent", percent) < 100:  # noqa: PLR2004 - per cent
        raise DataError(
            message("percentile.percent", "must lie strictly between 0 and 100", got=repr(percent))
        )
    given = [value for value in arguments.each("percentile.values", values) if value is not None]
    known = np.sort(np.array(arguments.numbers("percentile.values", given), dtype=np.float64))
    if not np.isfinite(known).all():
        raise DataError(message("percentile.values", "must be finite", hint="pass None for unknown"))
    n = len(known)
    if n == 0:
        return Estimate.nothing(level=level, method=METHOD)
    share = percent / 100
    lower, upper = order_ranks(n, share, level=level)
    return Estimate(
        value=float(np.quantile(known, share)),
        count=n,
        low=None if lower is None else float(known[lower - 1]),
        high=None if upper is None else float(known[upper - 1]),
        level=level,
        method=METHOD,
    )


def order_ranks(count: int, share: float, *, level: float = 0.95) -> tuple[int | None, int | None]:
    """Return the ranks, counted from 1, whose values bound a percentile of `count` values.

    Parameters
    ----------
    count
        How many values there are, at least 1.
    share
        The percentile as a share in (0, 1).
    level
        Least confidence of the two-sided interval.

    Returns
    -------
    tuple
        The largest l with ``P(B ≤ l - 1) ≤ alpha/2`` and the smallest u with ``P(B ≥ u) ≤ alpha/2``, B binomial
        of count and share; None where no rank is sure enough.

    Raises
    ------
    DataError
        No value, or a share that is none.

    Examples
    --------
    >>> order_ranks(10, 0.5), order_ranks(20, 0.9), order_ranks(1, 0.5)
    ((2, 9), (15, None), (None, None))
    """
    tail = (1 - arguments.confidence(level)) / 2
    count = arguments.count("order_ranks.count", count)
    if not (count and 0 < arguments.number("order_ranks.share", share) < 1):
        raise DataError(
            message(
                "order_ranks",
                "needs a value, and a share strictly between 0 and 1",
                got=f"{count} values, {share!r}",
                hint="0.9 for the 90th percentile",
            )
        )
    # Ranks near the binomial quantiles; the exact tails decide among them.
    low_at = int(stats.binom.ppf(tail, count, share))
    low = np.arange(max(1, low_at - 2), min(count, low_at + 3) + 1)
    low = low[stats.binom.cdf(low - 1, count, share) <= tail]
    high_at = int(stats.binom.isf(tail, count, share))
    high = np.arange(max(1, high_at - 2), min(count, high_at + 3) + 1)
    high = high[stats.binom.sf(high - 1, count, share) <= tail]
    return int(low[-1]) if low.size else None, int(high[0]) if high.size else None
