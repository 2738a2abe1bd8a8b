"""Two rates of events over exposure, and their ratio."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special, stats

from xlakit.errors import DataError, message
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Callable

REACH = 20.0
STEP = 0.02


@dataclass(frozen=True, slots=True)
class RateRatio:
    """How many times as often as the other the first kind of event happens.

    Attributes
    ----------
    ratio
        The first rate over the second; None where the second counts no event.
    low, high
        The score interval on the log scale; an end that does not exist is that of the exact interval.
    exact_low, exact_high
        The exact interval; `exact_high` is None where it has no end.
    p_value, p_greater
        Exact chance of a split so uneven, and of so many or more of the first, where both rates are the same.
    events, other_events
        What was counted.
    level
        Confidence of the intervals.
    """

    ratio: float | None
    low: float
    high: float | None
    exact_low: float
    exact_high: float | None
    p_value: float
    p_greater: float
    events: int
    other_events: int
    level: float


def rate_ratio(
    events: int, exposure: float, other_events: int, other_exposure: float, *, level: float = 0.95
) -> RateRatio | None:
    """Return the ratio of two rates, ``(events / exposure) / (other_events / other_exposure)``.

    Parameters
    ----------
    events, other_events
        Counts, of an integer type.
    exposure, other_exposure
        Time (or work) in which they could happen, in one unit, above 0.
    level
        Confidence of the intervals.

    Returns
    -------
    RateRatio or None
        None where no event was counted at all.

    Raises
    ------
    DataError
        A negative or broken count, or an exposure that is not above 0.

    Notes
    -----
    Given all events, those of the first kind are binomial with the share of the exposure: the exact test and
    interval (Clopper and Pearson). The score interval inverts the test on the logarithm with the variance under the
    ratio asked about, ``(2 + r + 1/r) / n`` (Ng and Tang 2005). Assumes independent events at constant rates.

    Examples
    --------
    >>> found = rate_ratio(42, 310, 120, 2790)
    >>> round(found.ratio, 2), round(found.low, 2), round(found.high, 2), f"{found.p_value:.1e}"
    (3.15, 2.13, 4.37, '6.1e-09')
    >>> round(found.exact_low, 2), round(found.exact_high, 2)
    (2.16, 4.51)
    >>> rate_ratio(3, 10, 0, 10).ratio is None, rate_ratio(0, 1, 0, 1) is None
    (True, True)
    """
    one, other = (
        arguments.count(f"rate_ratio.{name}", value)
        for name, value in (("events", events), ("other_events", other_events))
    )
    for name, value in (("exposure", exposure), ("other_exposure", other_exposure)):
        if not (value > 0 and math.isfinite(value)):
            raise DataError(message(f"rate_ratio.{name}", "must be above 0", got=repr(value)))
    level, count = arguments.confidence(level), one + other
    if not count:
        return None
    scale = other_exposure / exposure
    share = exposure / (exposure + other_exposure)
    tail = (1 - level) / 2
    least = float(special.betaincinv(one, other + 1, tail)) if one else 0.0
    most = float(special.betainccinv(one + 1, other, tail)) if other else None
    exact = (least / (1 - least) * scale, None if most is None else most / (1 - most) * scale)
    low, high = _score(one, other, float(special.ndtri(1 - tail)))
    return RateRatio(
        ratio=one / other * scale if other else None,
        low=exact[0] if low is None else low * scale,
        high=exact[1] if high is None else high * scale,
        exact_low=exact[0],
        exact_high=exact[1],
        p_value=float(stats.binomtest(one, count, share).pvalue),
        p_greater=float(stats.binomtest(one, count, share, alternative="greater").pvalue),
        events=one,
        other_events=other,
        level=level,
    )


def _score(one: int, other: int, quantile: float) -> tuple[float | None, float | None]:
    """Return the ends for the ratio of the counts, None where the test never rejects on that side."""
    if not one or not other:
        return None, None
    middle = math.log(one / other)

    def beyond(log: float) -> float:
        return (middle - log) ** 2 - quantile**2 * (2 + 2 * math.cosh(log)) / (one + other)

    return _end(beyond, middle, -1), _end(beyond, middle, 1)


def _end(beyond: Callable[[float], float], middle: float, side: int) -> float | None:
    for inner in np.arange(0.0, REACH, STEP).tolist():
        outer = middle + side * (inner + STEP)
        if beyond(outer) >= 0:
            return math.exp(optimize.brentq(beyond, middle + side * inner, outer, xtol=1e-12))
    return None
