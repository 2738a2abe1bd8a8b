"""How many answers a survey objective needs."""

from __future__ import annotations

import math

from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments


def sample_size(
    half_width: float, *, variance: float = 0.25, population: int | None = None, level: float = 0.95
) -> int:
    """Return how many answers give an interval of `half_width` on either side.

    Parameters
    ----------
    half_width
        In the unit of one answer: 0.05 for five percentage points, 0.10 for ten points of a net score.
    variance
        Of one answer: ``p(1 - p)`` for a share (0.25, the default, is the most it can be),
        ``p₊ + p₋ - (p₊ - p₋)²`` for a net share, the square of the standard deviation for a mean.
    population
        How many there are to ask; fewer answers are needed where they are few.
    level
        Confidence of the interval.

    Raises
    ------
    DataError
        A half width that is not positive, a negative variance, a population below 1.

    Notes
    -----
    ``n = z² · variance / half_width²``, ``n / (1 + (n - 1)/N)`` for a population of N.

    Examples
    --------
    >>> sample_size(0.05, variance=0.8 * 0.2), sample_size(0.10, variance=0.5475)
    (246, 211)
    >>> sample_size(0.05, population=1)
    1
    """
    if not arguments.number("sample_size.half_width", half_width) > 0:
        raise DataError(message("sample_size.half_width", "must be positive", got=repr(half_width)))
    if not arguments.number("sample_size.variance", variance) >= 0:
        raise DataError(message("sample_size.variance", "must not be negative", got=repr(variance)))
    needed = float(special.ndtri((1 + arguments.confidence(level)) / 2)) ** 2 * variance / half_width**2
    if population is not None:
        size = arguments.count("sample_size.population", population)
        if size == 0:
            raise DataError(message("sample_size.population", "must be at least 1", got="0"))
        needed = min(needed / (1 + (needed - 1) / size), size) if needed > 1 else needed
    return math.ceil(needed)
