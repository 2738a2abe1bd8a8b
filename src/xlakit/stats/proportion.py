"""A share k of n and its interval."""

from __future__ import annotations

import math
from typing import Literal

from scipy import special

from xlakit.errors import DataError, message
from xlakit.model import Estimate
from xlakit.stats import arguments

Method = Literal["wilson", "jeffreys", "clopper_pearson"]
METHODS = ("wilson", "jeffreys", "clopper_pearson")


def wilson(share: float, count: float, quantile: float) -> tuple[float, float]:
    """Return Wilson's score interval of `share` over `count` trials, which need not be a whole number."""
    ratio = quantile * quantile / count
    centre = (share + ratio / 2) / (1 + ratio)
    half = math.sqrt(ratio * share * (1 - share) + ratio * ratio / 4) / (1 + ratio)
    # At the ends the formula gives 0 and 1 up to rounding; everywhere it holds the share up to rounding.
    low = 0.0 if share == 0 else min(share, max(0.0, centre - half))
    high = 1.0 if share == 1 else max(share, min(1.0, centre + half))
    return low, high


def _jeffreys(successes: int, count: int, tail: float) -> tuple[float, float]:
    """Return the equal-tailed Jeffreys interval with the end correction of Brown, Cai and DasGupta."""
    failures = count - successes
    low = special.betaincinv(successes + 0.5, failures + 0.5, tail) if successes else 0.0
    high = special.betainccinv(successes + 0.5, failures + 0.5, tail) if failures else 1.0
    return float(low), float(high)


def _clopper_pearson(successes: int, count: int, tail: float) -> tuple[float, float]:
    """Return the interval of the two exact binomial tests."""
    failures = count - successes
    low = special.betaincinv(successes, failures + 1, tail) if successes else 0.0
    high = special.betainccinv(successes + 1, failures, tail) if failures else 1.0
    return float(low), float(high)


def _finite(count: int, population: int) -> float:
    """Return the effective count of `count` draws without replacement from `population`."""
    if population < count:
        raise DataError(
            message(
                "proportion.population",
                "must not be smaller than the count",
                got=str(population),
                hint=f"at least {count}",
            )
        )
    return count * (population - 1) / (population - count) if population > count else math.inf


def proportion(
    successes: int,
    count: int,
    *,
    method: Method = "wilson",
    level: float = 0.95,
    population: int | None = None,
) -> Estimate:
    """Return the share `successes` of `count`, in 0 … 1, with its interval.

    Parameters
    ----------
    successes, count
        Whole numbers of an integer type, ``0 <= successes <= count``. Leave out what was not asked or
        not answered before counting. A count of 0 gives no value: None is not zero.
    method
        ``wilson`` (the score interval, for all everyday shares), ``jeffreys`` (Bayesian reading, small
        counts; 0 and 1 at the ends) or ``clopper_pearson`` (coverage is guaranteed, wider).
    level
        Confidence of the two-sided interval.
    population
        How many there were to ask, where the share speaks of exactly these (this month's tickets) and not
        of the process behind them. Wilson only: the count becomes ``n(N - 1)/(N - n)``.

    Raises
    ------
    DataError
        A float or a negative number where a count belongs, more successes than trials, a population
        smaller than the count, an unknown method, or a level outside (0, 1).

    Notes
    -----
    Wilson (1927); Brown, Cai and DasGupta, Statistical Science 16 (2001); Clopper and Pearson (1934).
    The intervals take answers as independent; where people answer more than once see `random_groups`.

    Examples
    --------
    >>> found = proportion(171, 200)
    >>> found.value, round(found.low, 6), round(found.high, 6)
    (0.855, 0.799513, 0.897106)
    >>> proportion(0, 7).low, round(proportion(0, 7).high, 6)
    (0.0, 0.35433)
    >>> proportion(0, 0).value is None
    True
    """
    k, n = arguments.count("proportion.successes", successes), arguments.count("proportion.count", count)
    level, name = arguments.confidence(level), _method(method, population)
    if k > n:
        raise DataError(message("proportion.successes", f"must not be more than the count {n}", got=str(k)))
    if population is not None:
        population = arguments.count("proportion.population", population)
    if n == 0:
        return Estimate.nothing(level=level, method=name)
    share, tail = k / n, (1 - level) / 2
    if method == "jeffreys":
        low, high = _jeffreys(k, n, tail)
    elif method == "clopper_pearson":
        low, high = _clopper_pearson(k, n, tail)
    else:
        size = n if population is None else _finite(n, population)
        low, high = wilson(share, size, -float(special.ndtri(tail)))
    return Estimate(
        value=share, count=n, low=low, high=high, level=level, method=name, numerator=k, denominator=n
    )


def _method(method: str, population: int | None) -> str:
    """Return the name of the method with its finite population, where the two go together."""
    arguments.one_of("proportion.method", method, METHODS)
    if population is None:
        return method
    if method != "wilson":
        raise DataError(
            message(
                "proportion.population",
                "is known to Wilson's interval only",
                got=method,
                hint="method='wilson'",
            )
        )
    return "wilson_finite_population"
