"""An interval moved to another level, where only the estimate is at hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.proportion import proportion, wilson

if TYPE_CHECKING:
    from xlakit.model import Estimate

EXACT = {"jeffreys", "clopper_pearson"}
GROUPS = 64


def at_level(estimate: Estimate, level: float) -> Estimate:
    """Return `estimate` with its interval at another level, worked out from the estimate alone.

    Exact for Wilson (also on an effective count), Jeffreys, Clopper-Pearson and t intervals. The others
    have their distances from the value stretched by the ratio of the quantiles (t with 63 degrees of
    freedom for random groups, normal for the rest): exact for symmetric intervals, close for adjusted
    Wald ones, whose centre is not the value. Ratios of random groups that are few or of unequal size have
    fewer degrees of freedom: a higher level comes out too narrow, a lower one too wide; ask `random_groups`
    at that level. An estimate without an interval stays without one.

    Raises
    ------
    DataError
        A level outside (0, 1), or the interval of a percentile, which is a pair of ranks.

    Examples
    --------
    >>> from xlakit.stats import proportion
    >>> found = at_level(proportion(171, 200, level=0.5), 0.95)
    >>> round(found.low, 6), round(found.high, 6), found.level
    (0.799513, 0.897106, 0.95)
    >>> at_level(proportion(0, 0), 0.9).low is None
    True
    """
    level = arguments.confidence(level)
    value, low, high = estimate.value, estimate.low, estimate.high
    if estimate.method == "order_statistics":
        raise DataError(
            message(
                "at_level", "cannot move the interval of a percentile", hint="ask percentile at that level"
            )
        )
    if value is None or low is None or high is None:
        return estimate.model_copy(update={"level": level})
    if estimate.method in EXACT and estimate.numerator is not None and estimate.denominator:
        method: Literal["jeffreys", "clopper_pearson"]
        method = "jeffreys" if estimate.method == "jeffreys" else "clopper_pearson"
        return proportion(estimate.numerator, estimate.denominator, method=method, level=level)
    factor = _quantile(estimate, level) / _quantile(estimate, estimate.level)
    if estimate.method.startswith("wilson"):
        # Wilson's limit L solves (L - p)² = c · L (1 - L), where c is the squared quantile over the count.
        limit = high if high - value > value - low else low
        root = abs(limit - value) / math.sqrt(limit * (1 - limit)) if limit != value else 0.0
        low, high = wilson(value, 1, root * factor)
    else:
        low, high = value - (value - low) * factor, value + (high - value) * factor
    if estimate.method.startswith(("adjusted_wald", "wald", "score")):
        low, high = max(-100.0, low), min(100.0, high)
    return estimate.model_copy(update={"low": low, "high": high, "level": level})


def _quantile(estimate: Estimate, level: float) -> float:
    """Return the two-sided quantile that the method of `estimate` uses at `level`."""
    if estimate.method == "t":
        return float(special.stdtrit(estimate.count - 1, (1 + level) / 2))
    if estimate.method.endswith("random_groups"):
        return float(special.stdtrit(GROUPS - 1, (1 + level) / 2))
    return float(special.ndtri((1 + level) / 2))
