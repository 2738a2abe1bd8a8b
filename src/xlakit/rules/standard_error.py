"""How sure an estimate is, as one number, read off its own interval."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlakit.model import Estimate


def standard_error(estimate: Estimate) -> float | None:
    """Return half of the interval over the normal quantile of its level; None without an interval or a width.

    An interval by t gives more than the standard deviation of the mean: few answers are less sure than
    their spread says.

    Examples
    --------
    >>> from xlakit.stats import mean_from_sums, proportion
    >>> round(standard_error(proportion(80, 100)), 4)
    0.0397
    >>> standard_error(mean_from_sums(12, 24, 48)), standard_error(proportion(0, 0))
    (None, None)
    """
    if estimate.low is None or estimate.high is None or estimate.high <= estimate.low:
        return None
    return (estimate.high - estimate.low) / 2 / _quantile(estimate)


def effective(estimate: Estimate) -> tuple[int, int]:
    """Return successes and count that say as much as a share whose respondents repeat, from Wilson's interval.

    Examples
    --------
    >>> from xlakit.stats import proportion
    >>> effective(proportion(171, 200)), effective(proportion(12, 12))
    ((171, 200), (12, 12))
    """
    value, low, high = estimate.value, estimate.low, estimate.high
    if estimate.method == "wilson" or value is None or low is None or high is None:
        return estimate.numerator or 0, estimate.denominator or 0
    # Wilson's limit L solves (L - p)² = q² · L (1 - L) / n.
    limit = high if high - value > value - low else low
    if limit == value or not 0 < limit < 1:
        return estimate.numerator or 0, estimate.denominator or 0
    count = _quantile(estimate) ** 2 * limit * (1 - limit) / (limit - value) ** 2
    whole = max(1, min(estimate.count, math.floor(count)))
    return round(value * whole), whole


def _quantile(estimate: Estimate) -> float:
    return NormalDist().inv_cdf((1 + estimate.level) / 2)
