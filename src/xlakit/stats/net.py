"""A net share (promoters less detractors) and its interval."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from scipy import special

from xlakit.model import Estimate
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Callable

Method = Literal["adjusted_wald", "wald", "score"]
METHODS = ("adjusted_wald", "wald", "score")
POINTS = Decimal(100)
BISECTIONS = 60


def wald(up: float, down: float, count: float, quantile: float) -> tuple[float, float]:
    """Return the Wald interval of ``(up - down)/count`` in -1 … 1, from counts that need not be whole."""
    share = (up - down) / count
    half = quantile * math.sqrt(max(0.0, (up + down) / count - share * share) / count)
    return max(-1.0, share - half), min(1.0, share + half)


def adjusted_wald(up: float, down: float, count: float, quantile: float) -> tuple[float, float]:
    """Return the adjusted Wald interval: three answers are added, ¾ up, ¾ down and 1½ between."""
    low, high = wald(up + 0.75, down + 0.75, count + 3, quantile)
    share = (up - down) / count
    # With one answer the adjustment pulls the interval off the value it speaks of.
    return min(low, share), max(high, share)


def score(up: float, down: float, count: float, quantile: float) -> tuple[float, float]:
    """Return the net shares that the score test with the constrained estimate does not reject."""
    share = (up - down) / count

    def kept(net: float) -> bool:
        return (share - net) ** 2 * count <= quantile**2 * _constrained_variance(up, down, count, net)

    return _edge(kept, share, -1.0), _edge(kept, share, 1.0)


def _constrained_variance(up: float, down: float, count: float, net: float) -> float:
    """Return the variance of one answer at the trinomial maximum likelihood among those of that net share."""
    if net < 0:
        up, down, net = down, up, -net
    linear = up * (1 - net) + down * (1 - 3 * net) - 2 * (count - up - down) * net
    root = math.sqrt(linear * linear + 8 * count * down * net * (1 - net))
    low = min(max(0.0, (linear + root) / (4 * count)), (1 - net) / 2)
    return max(0.0, 2 * low + net - net * net)


def _edge(kept: Callable[[float], bool], inside: float, outside: float) -> float:
    """Return the last kept value on the way from `inside`, which is kept, to `outside`."""
    if kept(outside):
        return outside
    for _ in range(BISECTIONS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if kept(middle) else (inside, middle)
    return inside


def net_promoter(
    promoters: int,
    passives: int,
    detractors: int,
    *,
    method: Method = "adjusted_wald",
    level: float = 0.95,
) -> Estimate:
    """Return the net share ``100 · (promoters - detractors) / answers``, in -100 … 100, with its interval.

    Parameters
    ----------
    promoters, passives, detractors
        Whole numbers of answers; passives count in the denominator only. No answer at all gives no value.
    method
        ``adjusted_wald`` (default), ``score``, or ``wald``: the last has no width when all answers agree
        and covers far too seldom below 50 answers; it is there for comparison with others' figures.
    level
        Confidence of the two-sided interval, which is clipped to the scale.

    Raises
    ------
    DataError
        A float or a negative number where a count belongs, an unknown method, a level outside (0, 1).

    Notes
    -----
    Adjusted Wald and score interval: Rocks, Interval estimation for the net promoter score, The American
    Statistician 70 (2016).

    Examples
    --------
    >>> found = net_promoter(60, 25, 15)
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (45.0, 29.343, 58.036)
    >>> net_promoter(10, 0, 0).high, net_promoter(0, 0, 0).value is None
    (100.0, True)
    """
    up = arguments.count("net_promoter.promoters", promoters)
    between = arguments.count("net_promoter.passives", passives)
    down = arguments.count("net_promoter.detractors", detractors)
    level = arguments.confidence(level)
    arguments.one_of("net_promoter.method", method, METHODS)
    total = up + between + down
    if total == 0:
        return Estimate.nothing(level=level, method=method)
    quantile = float(special.ndtri((1 + level) / 2))
    interval = {"adjusted_wald": adjusted_wald, "wald": wald, "score": score}[method]
    low, high = interval(up, down, total, quantile)
    return Estimate(
        value=100 * (up - down) / total,
        count=total,
        low=100 * low,
        high=100 * high,
        level=level,
        method=method,
        numerator=up - down,
        denominator=total,
        quantum=POINTS,
    )
