"""A total, and how much of it is chance."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments


def total(
    count: int, total: int, squares: int, *, quantum: Decimal = Decimal(1), level: float = 0.95
) -> Estimate:
    """Return a total of rows that arrive by chance, with the interval of that chance.

    Parameters
    ----------
    count
        Rows that added something. None of them gives no value.
    total, squares
        What they added, and the sum of its squares, in quanta.
    quantum
        What one quantum is worth in the unit of the result.
    level
        Confidence of the two-sided interval.

    Returns
    -------
    Estimate
        For a plain count (every row adds one or nothing) the exact Poisson interval; else the normal interval of a
        compound Poisson total. It speaks of the process behind the rows: the rows themselves are all there.

    Raises
    ------
    DataError
        A float, a negative count, or squares that no rows of this count and total can have.

    Notes
    -----
    Garwood, Biometrika 28 (1936): chi-square quantiles of ``2k`` and ``2k + 2`` degrees of freedom. Compound
    Poisson: the variance is the sum of squares.

    Examples
    --------
    >>> found = total(10, 10, 10)
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (10.0, 4.795, 18.39)
    >>> total(0, 0, 0).value is None
    True
    """
    n, above = arguments.count("total.count", count), arguments.whole("total.total", total)
    power, level = arguments.count("total.squares", squares), arguments.confidence(level)
    if n * power < above * above:
        raise DataError(
            message("total.squares", "is smaller than any values with this count allow", got=str(squares))
        )
    plain = above == power  # every row adds one or nothing
    method = "poisson" if plain else "compound_poisson"
    if n == 0:
        return Estimate.nothing(level=level, method=method)
    quantum = arguments.unit("total", quantum)
    tail, worth = (1 - level) / 2, float(quantum)
    if plain:
        low = float(special.chdtri(2 * above, 1 - tail)) / 2 * worth if above else 0.0
        high = float(special.chdtri(2 * above + 2, tail)) / 2 * worth
    else:
        half = -float(special.ndtri(tail)) * math.sqrt(power) * abs(worth)
        low, high = above * worth - half, above * worth + half
    return Estimate(
        value=float(Fraction(above) * Fraction(quantum)),
        count=n,
        low=low,
        high=high,
        level=level,
        method=method,
        numerator=above,
        denominator=1,
        quantum=quantum,
    )
