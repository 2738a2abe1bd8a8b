"""A share at one place beside what the places around it let expect: how good was what was hurried."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.stats import arguments
from xlakit.stats.log_linear import fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST_PLACES = 3


@dataclass(frozen=True, slots=True)
class LocalRate:
    """A share, and the share that was expected there.

    Attributes
    ----------
    share, count
        The share found at the place, and of how many.
    expected
        The share that was fitted from elsewhere.
    gap
        ``share - expected``; above 0: more of it than elsewhere.
    z, p_value
        The gap over its standard error, and the chance of one so large or larger (one-sided).
    """

    share: float
    count: int
    expected: float
    gap: float
    z: float
    p_value: float


def local_rate(share: float, count: int, expected: float, *, expected_error: float = 0.0) -> LocalRate | None:
    """Return a share beside a fitted one.

    Parameters
    ----------
    share, count
        The share found, in 0 … 1, and of how many.
    expected
        The share fitted from elsewhere, strictly between 0 and 1.
    expected_error
        Its standard error; 0 takes it for known.

    Returns
    -------
    LocalRate or None
        None where nothing was counted.

    Raises
    ------
    DataError
        A share outside 0 … 1, a fitted one at an end, a negative error or count.

    Notes
    -----
    ``z = (share - expected) / sqrt(expected (1 - expected) / count + expected_error²)``.

    Examples
    --------
    >>> round(local_rate(0.148, 420, 0.089).z, 2)
    4.25
    >>> local_rate(0.0, 0, 0.1) is None
    True
    """
    size = arguments.count("local_rate.count", count)
    if not (0 <= share <= 1 and 0 < expected < 1 and expected_error >= 0):
        raise DataError(
            message(
                "local_rate",
                "needs a share in 0 … 1, a fitted one between them and an error of 0 or more",
                got=f"{share!r}, {expected!r}, {expected_error!r}",
                hint="write 0.148 for 14.8 %",
            )
        )
    if not size:
        return None
    gap = share - expected
    z = gap / math.sqrt(expected * (1 - expected) / size + expected_error**2)
    return LocalRate(share, size, expected, gap, z, float(special.ndtr(-z)))


def local_rate_at(
    events: Iterable[int], counts: Iterable[int], place: int, *, leave_out: Iterable[int] = ()
) -> LocalRate | None:
    """Return the share in the bin at `place` beside a logistic line through the other bins.

    Parameters
    ----------
    events, counts
        How many in each bin, in order, have it, and of how many.
    place
        Which bin is looked at; it takes no part in the fit.
    leave_out
        Places of further bins that take none.

    Returns
    -------
    LocalRate or None
        None where the bin is empty, or fewer than three others hold anything, or they cannot be fitted.

    Raises
    ------
    DataError
        Columns of different lengths, more events than there are, or a place that does not exist.

    Examples
    --------
    >>> found = local_rate_at([10, 11, 9, 40, 10, 10], [100] * 6, place=3)
    >>> round(found.expected, 2), found.p_value < 0.001
    (0.1, True)
    >>> local_rate_at([0, 0], [0, 0], place=1) is None
    True
    """
    hits = np.array([arguments.count("local_rate_at.events", item) for item in events], np.float64)
    sizes = np.array([arguments.count("local_rate_at.counts", item) for item in counts], np.float64)
    if hits.size != sizes.size or not 0 <= place < sizes.size or (hits > sizes).any():
        raise DataError(
            message(
                "local_rate_at",
                "needs columns of one length, no more events than counts, and a place among them",
                got=f"{hits.size} and {sizes.size} bins, place {place}",
            )
        )
    there = np.arange(sizes.size)
    fit_on = (sizes > 0) & (there != place) & ~np.isin(there, list(leave_out))
    if not sizes[place] or int(fit_on.sum()) < LEAST_PLACES:
        return None
    columns = np.vander((there - place) / sizes.size, 2, increasing=True)
    line = fitted(columns[fit_on], hits[fit_on], sizes[fit_on], family="binomial")
    if line is None:
        return None
    expected = float(1 / (1 + np.exp(-columns[place] @ line.beta)))
    error = expected * (1 - expected) * math.sqrt(float(columns[place] @ line.covariance @ columns[place]))
    return local_rate(float(hits[place] / sizes[place]), int(sizes[place]), expected, expected_error=error)
