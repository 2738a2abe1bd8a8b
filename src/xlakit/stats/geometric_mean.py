"""The typical ratio of several months, and whether it is above one."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments, series

if TYPE_CHECKING:
    from collections.abc import Iterable


def geometric_mean(ratios: Iterable[float], *, level: float = 0.95) -> Estimate:
    """Return the geometric mean of ratios with its t interval on the log scale; each ratio is one observation.

    Parameters
    ----------
    ratios
        Above 0, in any order; None (or NaN) is left out.
    level
        Confidence of the interval.

    Returns
    -------
    Estimate
        Without an interval where there are fewer than two ratios.

    Raises
    ------
    DataError
        A ratio that is 0, negative or infinite, or a level outside 0 … 1.

    Notes
    -----
    ``exp(m ± t s/√n)`` of the logarithms, with n - 1 degrees of freedom.

    Examples
    --------
    >>> found = geometric_mean([2.0, 1.0, 4.0, 2.0])
    >>> round(found.value, 3), round(found.low, 3), round(found.high, 3), found.count
    (2.0, 0.813, 4.922, 4)
    >>> geometric_mean([1.5]).low is None, geometric_mean([]).value is None
    (True, True)
    """
    level = arguments.confidence(level)
    logs = _logs(ratios)
    if not len(logs):
        return Estimate.nothing(level=level)
    middle = float(logs.mean())
    if len(logs) == 1:
        return Estimate(value=math.exp(middle), count=1, level=level)
    half = float(special.stdtrit(len(logs) - 1, (1 + level) / 2) * logs.std(ddof=1)) / math.sqrt(len(logs))
    return Estimate(
        value=math.exp(middle),
        count=len(logs),
        low=math.exp(middle - half),
        high=math.exp(middle + half),
        level=level,
        method="log_t",
    )


def p_above_one(ratios: Iterable[float]) -> float | None:
    """Return the one-sided p-value of "the typical ratio is above one": a t test on the logarithms.

    Returns
    -------
    float or None
        None with fewer than two ratios, or where all are alike: a spread of nothing says nothing.

    Raises
    ------
    DataError
        A ratio that is 0, negative or infinite.

    Examples
    --------
    >>> round(p_above_one([1.3, 1.1, 1.4, 1.2, 1.25, 1.05]), 4)
    0.0035
    >>> p_above_one([1.2]) is None
    True
    """
    logs = _logs(ratios)
    return p_above_zero(logs)


def p_above_zero(differences: Iterable[float | None]) -> float | None:
    """Return the one-sided p-value of "the mean difference is above zero": a t test, one month one observation.

    Parameters
    ----------
    differences
        One a month; None (or NaN) is left out.

    Returns
    -------
    float or None
        None with fewer than two differences, or where all are alike: a spread of nothing says nothing.

    Raises
    ------
    DataError
        A difference that is no finite number.

    Examples
    --------
    >>> round(p_above_zero([0.04, 0.01, 0.05, 0.03]), 4)
    0.0159
    >>> p_above_zero([0.1, 0.1]) is None
    True
    """
    found = series.floats(
        "p_above_zero", differences if isinstance(differences, np.ndarray) else list(differences)
    )
    found = np.sort(found[~np.isnan(found)])
    if len(found) <= 1 or found[0] == found[-1]:
        return None
    spread = float(found.std(ddof=1)) / math.sqrt(len(found))
    return float(special.stdtr(len(found) - 1, -float(found.mean()) / spread))


def _logs(ratios: Iterable[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    known = series.floats("geometric_mean.ratios", ratios if isinstance(ratios, np.ndarray) else list(ratios))
    known = np.sort(known[~np.isnan(known)])
    if (known <= 0).any():
        raise DataError(message("geometric_mean.ratios", "must be above 0", got=str(known[0])))
    return np.log(known)
