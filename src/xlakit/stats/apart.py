"""How far two independent estimates lie apart, from their own intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from xlakit.errors import DataError, message
from xlakit.model import Estimate

if TYPE_CHECKING:
    from fractions import Fraction

METHOD = "mover"


def apart(one: Estimate, other: Estimate) -> Estimate:
    """Return the one less the other, with the interval that both intervals give.

    Parameters
    ----------
    one, other
        Estimates of two groups that share no row, in one unit and at one level. Without both intervals there
        is none; without both values there is no value.

    Returns
    -------
    Estimate
        Its count is the smaller of both.

    Raises
    ------
    DataError
        Intervals of different levels.

    Notes
    -----
    ``low = d - √((a - low_a)² + (high_b - b)²)``, ``high = d + √((high_a - a)² + (b - low_b)²)``: Newcombe,
    Statistics in Medicine 17 (1998), method 10, for shares with Wilson intervals; Zou and Donner, Statistics in
    Medicine 27 (2008), for all others. People who are in both groups make it wider than needed.

    Examples
    --------
    >>> from xlakit.stats import proportion
    >>> found = apart(proportion(56, 70), proportion(48, 80))
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.2, 0.0524, 0.3339)
    >>> apart(proportion(0, 0), proportion(48, 80)).value is None
    True
    """
    if one.level != other.level:
        raise DataError(
            message("apart", "needs intervals of one level", got=f"{one.level} and {other.level}")
        )
    if one.value is None or other.value is None:
        return Estimate.nothing(level=one.level, method=METHOD)
    count = min(one.count, other.count)
    gap = _gap(one, other)
    value = float(gap) if gap is not None else one.value - other.value
    ends = (one.low, one.high, other.low, other.high)
    if any(end is None for end in ends):
        return Estimate(value=value, count=count, level=one.level)
    low_one, high_one, low_other, high_other = (float(end) for end in ends if end is not None)
    return Estimate(
        value=value,
        count=count,
        low=value - math.hypot(one.value - low_one, high_other - other.value),
        high=value + math.hypot(high_one - one.value, other.value - low_other),
        level=one.level,
        method=METHOD,
        numerator=None if gap is None else gap.numerator,
        denominator=None if gap is None else gap.denominator,
    )


def _gap(one: Estimate, other: Estimate) -> Fraction | None:
    left, right = one.exact, other.exact
    return None if left is None or right is None else left - right
