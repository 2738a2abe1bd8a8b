"""A mean and its t interval."""

from __future__ import annotations

import math
import operator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, SupportsFloat, SupportsIndex, cast

from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable

METHOD = "t"


def mean_from_sums(
    count: int, total: int, squares: int, *, quantum: Decimal = Decimal(1), level: float = 0.95
) -> Estimate:
    """Return the mean ``quantum · total / count`` with its t interval, from integer sums.

    Parameters
    ----------
    count
        How many values were summed. 0 gives no value; 1 gives a value without an interval.
    total, squares
        Their sum and the sum of their squares, both in quanta (a score of 4.5 summed in thousandths adds
        4500 and 4500²).
    quantum
        What one quantum is worth in the unit of the result.
    level
        Confidence of the two-sided interval.

    Raises
    ------
    DataError
        A float where an integer belongs, a negative count, or squares too small for this total.

    Notes
    -----
    Student's t with ``count - 1`` degrees of freedom; independent values. The variance is computed in
    exact arithmetic: no digits are lost between two large sums.

    Examples
    --------
    >>> found = mean_from_sums(4, 18, 86)          # the scores 3, 4, 5, 6
    >>> found.value, round(found.low, 4), round(found.high, 4)
    (4.5, 2.4457, 6.5543)
    >>> mean_from_sums(1, 5, 25).low is None, mean_from_sums(0, 0, 0).value is None
    (True, True)
    """
    n = arguments.count("mean_from_sums.count", count)
    total = arguments.whole("mean_from_sums.total", total)
    squares = arguments.count("mean_from_sums.squares", squares)
    level, quantum = arguments.confidence(level), arguments.unit("mean_from_sums", quantum)
    spread = n * squares - total * total
    if spread < 0 or (n == 0 and squares > 0):
        raise DataError(
            message(
                "mean_from_sums.squares",
                "is smaller than any values with this count and total allow",
                got=str(squares),
                hint="pass the sum of the squares in the same quantum as the total",
            )
        )
    if n == 0:
        return Estimate.nothing(level=level, method=METHOD)
    value = Fraction(total, n) * Fraction(quantum)
    half = None
    if n > 1:
        error = math.sqrt(Fraction(spread, n * n * (n - 1))) * abs(float(quantum))
        half = float(special.stdtrit(n - 1, (1 + level) / 2)) * error
    return Estimate(
        value=float(value),
        count=n,
        low=None if half is None else float(value) - half,
        high=None if half is None else float(value) + half,
        level=level,
        method=METHOD,
        numerator=total,
        denominator=n,
        quantum=quantum,
    )


def mean(values: Iterable[SupportsFloat | None], *, level: float = 0.95) -> Estimate:
    """Return the mean of `values` with its t interval; None is left out, never read as 0.

    Parameters
    ----------
    values
        Numbers. Integers keep their exact sum in the result; other numbers are summed as floats without
        loss, whatever their order.
    level
        Confidence of the two-sided interval.

    Raises
    ------
    DataError
        A NaN or an infinity.

    Examples
    --------
    >>> found = mean([3, 4, None, 5, 6])
    >>> found.value, found.count, round(found.low, 4)
    (4.5, 4, 2.4457)
    >>> mean([]).value is None, mean([4.5]).low is None
    (True, True)
    """
    known = [value for value in arguments.each("mean.values", values) if value is not None]
    try:
        whole = [operator.index(cast("SupportsIndex", value)) for value in known]
    except TypeError:
        return _mean_of_floats(arguments.numbers("mean.values", known), arguments.confidence(level))
    return mean_from_sums(len(whole), sum(whole), sum(value * value for value in whole), level=level)


def _mean_of_floats(values: list[float], level: float) -> Estimate:
    """Return the mean of numbers that have no exact sum."""
    if not all(map(math.isfinite, values)):
        odd = next(value for value in values if not math.isfinite(value))
        raise DataError(message("mean.values", "must be finite", got=repr(odd), hint="pass None for unknown"))
    n = len(values)
    value = math.fsum(values) / n
    if n == 1:
        return Estimate(value=value, count=1, level=level, method=METHOD)
    error = math.sqrt(math.fsum((item - value) ** 2 for item in values) / (n * (n - 1)))
    half = float(special.stdtrit(n - 1, (1 + level) / 2)) * error
    return Estimate(value=value, count=n, low=value - half, high=value + half, level=level, method=METHOD)
